/** All pages. A new folder of `app` is one line here. */
import { createRouter } from "@tanstack/react-router";

import { parseSearch, stringifySearch } from "../parts/url/search";
import { routes as access } from "./access/routes";
import { routes as account } from "./account/routes";
import { routes as audit } from "./audit/routes";
import { routes as developers } from "./developers/routes";
import { routes as editor } from "./editor/routes";
import { routes as estate } from "./estate/routes";
import { routes as explain } from "./explain/routes";
import { routes as failures } from "./failures/routes";
import { routes as home } from "./home/routes";
import { routes as inbox } from "./inbox/routes";
import { routes as integrations } from "./integrations/routes";
import { routes as policies } from "./policies/routes";
import { routes as retention } from "./retention/routes";
import { root } from "./root";
import { routes as runs } from "./runs/routes";
import { routes as schedules } from "./schedules/routes";
import { routes as start } from "./start/routes";
import { routes as server } from "./server/routes";
import { BrokenPage, LoadingPage, MissingPage } from "./shell/Trouble";
import { routes as workflows } from "./workflows/routes";

const tree = root.addChildren([
  ...home,
  ...start,
  ...workflows,
  ...editor,
  ...explain,
  ...runs,
  ...failures,
  ...schedules,
  ...inbox,
  ...policies,
  ...integrations,
  ...estate,
  ...server,
  ...retention,
  ...audit,
  ...access,
  ...developers,
  ...account,
]);

/** The router of the console. */
export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPendingMs: 200,
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
