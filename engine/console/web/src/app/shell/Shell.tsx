/** The frame around every page: navigation, the content, what lies over it. */
import { Outlet } from "@tanstack/react-router";

import { Navigation } from "./Navigation";
import { shell } from "../../words/shell";

/** The frame. */
export function Shell() {
  return (
    <>
      <a href="#content">{shell.skip}</a>
      <Navigation roles={["champion", "approver", "it", "app", "auditor", "operator"]} />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
