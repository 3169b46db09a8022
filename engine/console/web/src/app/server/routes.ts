/** The address of this page: the server itself. It loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { overseers } from "../roles";
import { root } from "../root";

const server = createRoute({
  getParentRoute: () => root,
  path: "/server",
  staticData: { roles: overseers },
  component: lazyRouteComponent(() => import("./ServerPage"), "ServerPage"),
});

/** All addresses of this folder. */
export const routes = [server] as const;
