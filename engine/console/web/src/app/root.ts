/** The root of all addresses: the shell around every page. */
import { createRootRoute } from "@tanstack/react-router";

import type { Search } from "../parts/url/search";
import { BrokenPage, MissingPage } from "./shell/Trouble";
import { Shell } from "./shell/Shell";

/** The parent of every page. */
export const root = createRootRoute({
  // Any page may have any filter: it reads those that it knows.
  validateSearch: (search: Search): Search => search,
  component: Shell,
  notFoundComponent: MissingPage,
  errorComponent: BrokenPage,
});
