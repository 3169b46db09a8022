/** The addresses of this page: a workflow in plain language. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const explain = createRoute({
  getParentRoute: () => root,
  path: "/workflows/$namespace/$name/explain",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./ExplainPage"), "ExplainPage"),
});

/** All addresses of this folder. */
export const routes = [explain] as const;
