/** The address of this page: how long ended runs are kept. It loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { overseers } from "../roles";
import { root } from "../root";

const retention = createRoute({
  getParentRoute: () => root,
  path: "/retention",
  staticData: { roles: overseers },
  component: lazyRouteComponent(() => import("./RetentionPage"), "RetentionPage"),
});

/** All addresses of this folder. */
export const routes = [retention] as const;
