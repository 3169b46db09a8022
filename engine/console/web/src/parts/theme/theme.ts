/** Light or dark: what the person chose, or what the system says. Kept in this browser. */
import { useSyncExternalStore } from "react";

/** What can be chosen. */
export type Theme = "system" | "light" | "dark";

const KEY = "towpath.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let chosen = read();

/** Applies the choice to the page, now and whenever the system changes. Called once, before the first paint. */
export function applyTheme(): void {
  show();
  system.addEventListener("change", show);
}

/** The choice, and how to change it. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, () => chosen), choose];
}

function choose(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing: the choice holds until the page is left.
  }
  show();
  for (const listener of listeners) {
    listener();
  }
}

function show(): void {
  const isDark = chosen === "dark" || (chosen === "system" && system.matches);
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

function read(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
