/** The address of this page: equal failures of runs. It loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const failures = createRoute({
  getParentRoute: () => root,
  path: "/failures",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./FailuresPage"), "FailuresPage"),
});

/** All addresses of this folder. */
export const routes = [failures] as const;
