/** The addresses of this page: the integrations, and one of them. Each loads its own chunk. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { keepers } from "../roles";
import { root } from "../root";

const integrations = createRoute({
  getParentRoute: () => root,
  path: "/integrations",
  staticData: { roles: keepers },
  component: lazyRouteComponent(() => import("./IntegrationsPage"), "IntegrationsPage"),
});

const integration = createRoute({
  getParentRoute: () => root,
  path: "/integrations/$integration",
  staticData: { roles: keepers },
  component: lazyRouteComponent(() => import("./IntegrationPage"), "IntegrationPage"),
});

/** All addresses of this folder. */
export const routes = [integrations, integration] as const;
