/** The addresses of this page: a new workflow from a running example, a template, an operation or pasted text. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { champions } from "../roles";
import { root } from "../root";

const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  staticData: { roles: champions },
  component: lazyRouteComponent(() => import("./StartPage"), "StartPage"),
});

/** All addresses of this folder. */
export const routes = [start] as const;
