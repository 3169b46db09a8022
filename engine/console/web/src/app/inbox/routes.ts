/** The addresses of this page: what waits for a decision, and each of it by a link. Each loads its own chunk. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { deciders } from "../roles";
import { root } from "../root";

const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  staticData: { roles: deciders },
  component: lazyRouteComponent(() => import("./InboxPage"), "InboxPage"),
});

const hold = createRoute({
  getParentRoute: () => root,
  path: "/inbox/holds/$run/$effect",
  staticData: { roles: deciders },
  component: lazyRouteComponent(() => import("./HoldPage"), "HoldPage"),
});

/** The way to the same that people guess. */
const oneHold = createRoute({
  getParentRoute: () => root,
  path: "/inbox/hold/$run/$effect",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/inbox/holds/$run/$effect", params, replace: true });
  },
});

const review = createRoute({
  getParentRoute: () => root,
  path: "/inbox/reviews/$namespace/$name/$version",
  staticData: { roles: deciders },
  component: lazyRouteComponent(() => import("./ReviewPage"), "ReviewPage"),
});

const request = createRoute({
  getParentRoute: () => root,
  path: "/inbox/requests/$id",
  staticData: { roles: deciders },
  component: lazyRouteComponent(() => import("./RequestPage"), "RequestPage"),
});

const others = () => import("./OtherPages");

const proposal = createRoute({
  getParentRoute: () => root,
  path: "/inbox/proposal",
  staticData: { roles: deciders },
  component: lazyRouteComponent(others, "ProposalPage"),
});

const grant = createRoute({
  getParentRoute: () => root,
  path: "/inbox/grants/$name",
  staticData: { roles: deciders },
  component: lazyRouteComponent(others, "GrantPage"),
});

const token = createRoute({
  getParentRoute: () => root,
  path: "/inbox/tokens/$id",
  staticData: { roles: deciders },
  component: lazyRouteComponent(others, "TokenPage"),
});

const equal = createRoute({
  getParentRoute: () => root,
  path: "/inbox/equal",
  staticData: { roles: deciders },
  component: lazyRouteComponent(others, "EqualPage"),
});

/** All addresses of this folder. */
export const routes = [inbox, hold, oneHold, review, request, proposal, grant, token, equal] as const;
