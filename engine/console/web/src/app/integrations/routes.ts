/** The addresses of this page: the integrations, one of them, adding and editing one. Each loads its own chunk. */
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

// `+new` and not `new`, which an integration may be called.
const added = createRoute({
  getParentRoute: () => root,
  path: "/integrations/+new",
  staticData: { roles: ["it"] },
  component: lazyRouteComponent(() => import("./EditPage"), "NewPage"),
});

const edit = createRoute({
  getParentRoute: () => root,
  path: "/integrations/$integration/edit",
  staticData: { roles: ["it"] },
  component: lazyRouteComponent(() => import("./EditPage"), "EditPage"),
});

/** All addresses of this folder. */
export const routes = [integrations, integration, added, edit] as const;
