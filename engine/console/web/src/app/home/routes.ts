/** The addresses of this page: what waits for me, my workflows, my requests, templates. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { everybody } from "../roles";
import { root } from "../root";

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  staticData: { roles: everybody },
  component: lazyRouteComponent(() => import("./HomePage"), "HomePage"),
});

/** All addresses of this folder. */
export const routes = [home] as const;
