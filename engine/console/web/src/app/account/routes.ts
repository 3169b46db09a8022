/** The addresses of this page: who I am, my sessions, the theme. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { everybody } from "../roles";
import { root } from "../root";

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  staticData: { roles: everybody },
  component: lazyRouteComponent(() => import("./AccountPage"), "AccountPage"),
});

/** All addresses of this folder. */
export const routes = [account] as const;
