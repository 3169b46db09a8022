/**
 * The addresses of this page: the policies, one of them, their revisions, and the impact of a change. Each loads its own
 * chunk. Addresses of words go before those of policies.
 */
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

const fresh = createRoute({
  getParentRoute: () => root,
  path: "/policies/new",
  staticData: { roles: ["it", "approver"] },
  component: lazyRouteComponent(() => import("./PolicyPage"), "NewPolicyPage"),
});

const revisions = createRoute({
  getParentRoute: () => root,
  path: "/policies/revisions",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./RevisionsPage"), "RevisionsPage"),
});

const revision = createRoute({
  getParentRoute: () => root,
  path: "/policies/revisions/$revision",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./RevisionPage"), "RevisionPage"),
});

const policy = createRoute({
  getParentRoute: () => root,
  path: "/policies/$policy",
  staticData: { roles: readers },
  component: lazyRouteComponent(() => import("./PolicyPage"), "PolicyPage"),
});

/** All addresses of this folder. */
export const routes = [policies, impact, fresh, revisions, revision, policy] as const;
