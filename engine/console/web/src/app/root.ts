/** The root of all addresses: the shell around every page. */
import { createRootRoute } from "@tanstack/react-router";

import { BrokenPage, MissingPage } from "./shell/Trouble";
import { Shell } from "./shell/Shell";

/** The parent of every page. */
export const root = createRootRoute({
  component: Shell,
  notFoundComponent: MissingPage,
  errorComponent: BrokenPage,
});
