/** The state of a thing as a word with a colour and a shape; and the marks of live and draft, alike on every page. */
import type { ReactNode } from "react";

import { parts } from "../../words/parts";
import { Icon, type IconName } from "../icon/Icon";
import styles from "./State.module.css";

/** What a state means to the reader. */
export type Tone = "good" | "bad" | "warn" | "busy" | "still" | "quiet" | "draft";

const ICONS: Record<Tone, IconName> = {
  good: "check",
  bad: "alert",
  warn: "hand",
  busy: "wait",
  still: "pause",
  quiet: "minus",
  draft: "edit",
};

/** A word in the colour of its tone. The icon says the same without the colour. */
export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`${styles["badge"] ?? ""} ${styles[tone] ?? ""}`}>
      <Icon name={icon ?? ICONS[tone]} />
      <span>{children}</span>
    </span>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  running: "busy",
  waiting: "busy",
  held: "warn",
  completed: "good",
  faulted: "bad",
  cancelled: "quiet",
  skipped: "quiet",
  published: "good",
  deprecated: "warn",
  suspended: "bad",
  retired: "quiet",
  open: "busy",
  granted: "good",
  rejected: "bad",
  approved: "good",
  active: "good",
  paused: "warn",
  expired: "quiet",
  allow: "good",
  deny: "bad",
  review: "warn",
  hold: "warn",
};

/**
 * The state of a run, a version, a request, a grant, a decision. A state of a newer server is shown by its name. A
 * suspended run only rests (`isRun`); a suspended version refuses its callers.
 */
export function State({ of, isRun = false }: { of: string; isRun?: boolean }) {
  const words = (parts.states as Readonly<Record<string, string>>)[of] ?? of;
  const tone = isRun && of === "suspended" ? "still" : (TONES[of] ?? "quiet");
  return <Badge tone={tone}>{words}</Badge>;
}

/** This is what runs for real. */
export function Live({ version }: { version?: string | undefined }) {
  return (
    <span className={`${styles["mark"] ?? ""} ${styles["live"] ?? ""}`}>
      <span className={styles["dot"]} aria-hidden="true" />
      {parts.live}
      {version === undefined ? null : <span className={styles["version"]}>{version}</span>}
    </span>
  );
}

/** This has no effect on anything real. */
export function DraftMark({ children }: { children?: ReactNode }) {
  return (
    <span className={`${styles["mark"] ?? ""} ${styles["draftMark"] ?? ""}`}>
      <Icon name="edit" />
      {parts.draft}
      {children === undefined ? null : <span className={styles["version"]}>{children}</span>}
    </span>
  );
}

/** A label of data: what kind it is. */
export function Label({ children }: { children: string }) {
  return <span className={styles["label"]}>{children}</span>;
}
