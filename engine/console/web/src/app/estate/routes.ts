/** The addresses of this page: workflows and systems, and where data goes. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { overseers } from "../roles";
import { root } from "../root";

const estate = createRoute({
  getParentRoute: () => root,
  path: "/estate",
  staticData: { roles: overseers },
  component: lazyRouteComponent(() => import("./EstatePage"), "EstatePage"),
});

/** All addresses of this folder. */
export const routes = [estate] as const;
