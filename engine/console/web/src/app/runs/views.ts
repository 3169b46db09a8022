/** Saved views of the list of runs: named sets of filters, kept in this browser. */
import { useSyncExternalStore } from "react";

import { isList, isMembers } from "../../api/guards";
import { NAMES } from "./filters";

/** One of them. */
export interface View {
  name: string;
  search: Readonly<Record<string, string>>;
}

const KEY = "towpath.runs.views";
const MOST = 30;
let known: readonly View[] | undefined;
const listeners = new Set<() => void>();

/** All of them, for components. */
export function useViews(): readonly View[] {
  return useSyncExternalStore(subscribe, current);
}

/** Saves filters under a name; a view of the same name is replaced. */
export function saveView(name: string, search: Readonly<Record<string, unknown>>): void {
  const view = { name, search: filtersIn(search) };
  write([...current().filter((other) => other.name !== name), view].slice(-MOST));
}

/** Takes one away. */
export function removeView(name: string): void {
  write(current().filter((view) => view.name !== name));
}

/** The filters of an address, without what else is in it. */
export function filtersIn(search: Readonly<Record<string, unknown>>): Record<string, string> {
  const found = NAMES.flatMap((name) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Whether two sets of filters are the same. */
export function isSame(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}

/** Reads what an earlier visit left, however broken. Pure. */
export function readViews(text: string | null): View[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return (isList(value) ? value : []).flatMap((one) => {
      const { name, search } = isMembers(one) ? one : {};
      const isNamed = typeof name === "string" && name !== "";
      return isNamed && isMembers(search) ? [{ name, search: filtersIn(search) }] : [];
    });
  } catch {
    return [];
  }
}

function current(): readonly View[] {
  known ??= readViews(stored());
  return known;
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // A browser may refuse to keep anything: views last as long as the page then.
    return null;
  }
}

function write(views: readonly View[]): void {
  known = views;
  try {
    localStorage.setItem(KEY, JSON.stringify(views));
  } catch {
    // As above.
  }
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
