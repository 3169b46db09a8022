/** The addresses of this page: who changed what. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { auditors } from "../roles";
import { root } from "../root";

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  staticData: { roles: auditors },
  component: lazyRouteComponent(() => import("./AuditPage"), "AuditPage"),
});

/** All addresses of this folder. */
export const routes = [audit] as const;
