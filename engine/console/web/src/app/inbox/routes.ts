/** The addresses of this page: what waits for a decision. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

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

/** All addresses of this folder. */
export const routes = [inbox, hold, review, request] as const;
