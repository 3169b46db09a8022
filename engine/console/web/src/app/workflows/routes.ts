/** The addresses of this page: the list of workflows, and one of them. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const workflows = createRoute({
  getParentRoute: () => root,
  path: "/workflows",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./WorkflowsPage"), "WorkflowsPage"),
});

const workflow = createRoute({
  getParentRoute: () => root,
  path: "/workflows/$namespace/$name",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./WorkflowPage"), "WorkflowPage"),
});

/** All addresses of this folder. */
export const routes = [workflows, workflow] as const;
