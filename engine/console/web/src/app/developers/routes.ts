/** The addresses of these pages: what apps call, how to call one, and the reference. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { everybody } from "../roles";
import { root } from "../root";

const developers = createRoute({
  getParentRoute: () => root,
  path: "/developers",
  staticData: { roles: everybody },
  component: lazyRouteComponent(() => import("./DevelopersPage"), "DevelopersPage"),
});

const reference = createRoute({
  getParentRoute: () => root,
  path: "/developers/reference",
  staticData: { roles: everybody },
  component: lazyRouteComponent(() => import("./ReferencePage"), "ReferencePage"),
});

const call = createRoute({
  getParentRoute: () => root,
  path: "/developers/$namespace/$name",
  staticData: { roles: everybody },
  component: lazyRouteComponent(() => import("./CallPage"), "CallPage"),
});

/** All addresses of this folder. */
export const routes = [developers, reference, call] as const;
