/** The address of this page: runs that wait because a policy limits them. It loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const queues = createRoute({
  getParentRoute: () => root,
  path: "/queues",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./QueuesPage"), "QueuesPage"),
});

/** All addresses of this folder. */
export const routes = [queues] as const;
