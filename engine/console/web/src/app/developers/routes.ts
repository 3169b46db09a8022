/** The addresses of this page: how an app calls a workflow. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { callers } from "../roles";
import { root } from "../root";

const developers = createRoute({
  getParentRoute: () => root,
  path: "/developers",
  staticData: { roles: callers },
  component: lazyRouteComponent(() => import("./DevelopersPage"), "DevelopersPage"),
});

const call = createRoute({
  getParentRoute: () => root,
  path: "/developers/$namespace/$name",
  staticData: { roles: callers },
  component: lazyRouteComponent(() => import("./CallPage"), "CallPage"),
});

/** All addresses of this folder. */
export const routes = [developers, call] as const;
