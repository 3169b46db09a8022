/** The navigation: the pages that the roles of the caller have a use for. */
import { Link } from "@tanstack/react-router";
import type { Role } from "@towpath/client";

import { shell } from "../../words/shell";
import * as roles from "../roles";

/** The pages, in order. */
const PAGES = [
  { to: "/", words: shell.pages.home, roles: roles.everybody },
  { to: "/workflows", words: shell.pages.workflows, roles: roles.readers },
  { to: "/runs", words: shell.pages.runs, roles: roles.readers },
  { to: "/inbox", words: shell.pages.inbox, roles: roles.deciders },
  { to: "/policies", words: shell.pages.policies, roles: roles.readers },
  { to: "/integrations", words: shell.pages.integrations, roles: roles.keepers },
  { to: "/estate", words: shell.pages.estate, roles: roles.overseers },
  { to: "/audit", words: shell.pages.audit, roles: roles.auditors },
  { to: "/access", words: shell.pages.access, roles: roles.administrators },
  { to: "/developers", words: shell.pages.developers, roles: roles.callers },
  { to: "/account", words: shell.pages.account, roles: roles.everybody },
] as const;

/** The list of pages for these roles. */
export function Navigation({ roles: held }: { roles: readonly Role[] }) {
  return (
    <nav aria-label={shell.navigation}>
      <ul>
        {PAGES.filter((page) => roles.hasRole(held, page.roles)).map((page) => (
          <li key={page.to}>
            <Link to={page.to} activeOptions={{ exact: page.to === "/" }}>
              {page.words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
