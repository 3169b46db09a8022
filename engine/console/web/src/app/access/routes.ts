/** The addresses of this page: principals, tokens and sessions, and one principal. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { administrators } from "../roles";
import { root } from "../root";

const access = createRoute({
  getParentRoute: () => root,
  path: "/access",
  staticData: { roles: administrators },
  component: lazyRouteComponent(() => import("./AccessPage"), "AccessPage"),
});

const principal = createRoute({
  getParentRoute: () => root,
  path: "/access/$principal",
  staticData: { roles: administrators },
  component: lazyRouteComponent(() => import("./PrincipalPage"), "PrincipalPage"),
});

/** All addresses of this folder. */
export const routes = [access, principal] as const;
