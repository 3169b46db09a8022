/** The pages of the navigation, in order. */
import type { IconName } from "../../parts/icon/Icon";
import { shell } from "../../words/shell";
import * as roles from "../roles";

/** Addresses, names, icons, and who has a use for it. */
export const PAGES = [
  { to: "/", words: shell.pages.home, icon: "home", roles: roles.everybody },
  { to: "/workflows", words: shell.pages.workflows, icon: "workflows", roles: roles.readers },
  { to: "/runs", words: shell.pages.runs, icon: "runs", roles: roles.readers },
  { to: "/failures", words: shell.pages.failures, icon: "alert", roles: roles.readers },
  { to: "/schedules", words: shell.pages.schedules, icon: "wait", roles: roles.readers },
  { to: "/inbox", words: shell.pages.inbox, icon: "inbox", roles: roles.deciders },
  { to: "/policies", words: shell.pages.policies, icon: "policies", roles: roles.readers },
  { to: "/integrations", words: shell.pages.integrations, icon: "integrations", roles: roles.keepers },
  { to: "/estate", words: shell.pages.estate, icon: "estate", roles: roles.overseers },
  { to: "/server", words: shell.pages.server, icon: "server", roles: roles.overseers },
  { to: "/retention", words: shell.pages.retention, icon: "retention", roles: roles.overseers },
  { to: "/audit", words: shell.pages.audit, icon: "audit", roles: roles.auditors },
  { to: "/access", words: shell.pages.access, icon: "access", roles: roles.administrators },
  { to: "/developers", words: shell.pages.developers, icon: "developers", roles: roles.callers },
] as const satisfies readonly { icon: IconName; [other: string]: unknown }[];
