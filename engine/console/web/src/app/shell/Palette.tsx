/** Ctrl-K or ⌘-K: the palette with the pages and actions of this person. Its code is a chunk of its own. */
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo } from "react";

import { rolesOf, useMe } from "../../api/session";
import { signOut } from "../../api/sessions";
import type { Command } from "../../parts/palette/commands";
import { useOffered } from "../../parts/palette/offered";
import { problemText } from "../../parts/problem/Problem";
import { useTheme } from "../../parts/theme/theme";
import { say } from "../../parts/toast/toasts";
import { parts } from "../../words/parts";
import { shell } from "../../words/shell";
import { champions, hasRole } from "../roles";
import { PAGES } from "./pages";
import { closePalette, openPalette, usePalette } from "./palette";

const load = () => import("../../parts/palette/CommandPalette");
const CommandPalette = lazy(() => load().then((module) => ({ default: module.CommandPalette })));
/** Its code is there before anybody is likely to want it, or the first letters typed would be lost. */
const PRELOAD_MS = 2000;

/** Listens for the keys. */
export function Palette() {
  const isOpen = usePalette();
  const own = useCommands();
  const offered = useOffered();
  const commands = useMemo(() => [...offered, ...own], [offered, own]);
  useEffect(() => {
    // Where it cannot be loaded now, opening it tries again.
    const timer = setTimeout(() => void load().catch(() => undefined), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() === "k" &&
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        openPalette();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return isOpen ? (
    <Suspense fallback={null}>
      <CommandPalette commands={commands} onClose={closePalette} />
    </Suspense>
  ) : null;
}

function useCommands(): readonly Command[] {
  const router = useRouter();
  const queries = useQueryClient();
  const held = rolesOf(useMe());
  const [theme, setTheme] = useTheme();
  const go = (address: string) => () => router.history.push(address);
  const pages = PAGES.filter((page) => hasRole(held, page.roles)).map((page): Command => {
    return {
      id: page.to,
      icon: page.icon,
      label: page.words,
      about: parts.palette.pages,
      onAct: go(page.to),
    };
  });
  const start: Command = { id: "start", icon: "plus", label: shell.actions.start, onAct: go("/start") };
  const themes = (["light", "dark", "system"] as const)
    .filter((one) => one !== theme)
    .map((one): Command => {
      return {
        id: one,
        icon: one === "dark" ? "moon" : "sun",
        label: shell.actions[one],
        onAct: () => setTheme(one),
      };
    });
  const leave = () => {
    signOut(queries).catch((error: unknown) => say(problemText(error), { tone: "bad" }));
  };
  return [
    ...pages,
    ...(hasRole(held, champions) ? [start] : []),
    {
      id: "account",
      icon: "account",
      label: shell.pages.account,
      about: parts.palette.pages,
      onAct: go("/account"),
    },
    ...themes,
    { id: "signOut", icon: "out", label: shell.actions.signOut, onAct: leave },
  ];
}
