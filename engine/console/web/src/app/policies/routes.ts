/** The addresses of this page: the policies, one of them, and the impact of a change. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { readers } from "../roles";
import { root } from "../root";

const policies = createRoute({
  getParentRoute: () => root,
  path: "/policies",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./PoliciesPage"), "PoliciesPage"),
});

const impact = createRoute({
  getParentRoute: () => root,
  path: "/policies/impact",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./ImpactPage"), "ImpactPage"),
});

const policy = createRoute({
  getParentRoute: () => root,
  path: "/policies/$policy",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./PolicyPage"), "PolicyPage"),
});

/** All addresses of this folder. */
export const routes = [policies, impact, policy] as const;
