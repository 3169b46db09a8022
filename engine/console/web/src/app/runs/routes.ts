/** The addresses of this page: the list of runs, and one of them. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./RunsPage"), "RunsPage"),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$run",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./RunPage"), "RunPage"),
});

/** All addresses of this folder. */
export const routes = [runs, run] as const;
