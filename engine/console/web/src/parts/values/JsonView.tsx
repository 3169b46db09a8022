/**
 * A value as a tree. Long texts, large lists and deep members open on request, so a value of a megabyte is no heavier
 * than a small one. What the reader may not see is told as such.
 */
import { useState } from "react";

import { parts } from "../../words/parts";
import { Icon } from "../icon/Icon";
import { bytes, number, plural } from "../time/format";
import { ITEMS_SHOWN, shownOf, summary, TEXT_SHOWN, type Shown } from "./cut";
import styles from "./JsonView.module.css";

/** `depth` levels are open at first. */
export function JsonView({ value, label, depth = 2 }: { value: unknown; label?: string; depth?: number }) {
  return (
    // It scrolls sideways, so the keyboard has to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label={label ?? parts.values.path} tabIndex={0} className={styles["view"]}>
      <Value value={value} depth={depth} />
    </div>
  );
}

/** A value in one line. */
export function ValueLine({ value, most = 80 }: { value: unknown; most?: number }) {
  const shown = shownOf(value);
  if (shown.kind === "masked" || shown.kind === "cut") {
    return <Hidden shown={shown} />;
  }
  return <code className={styles["one"]}>{summary(value, most, "…")}</code>;
}

function Value({ value, depth }: { value: unknown; depth: number }) {
  const shown = shownOf(value);
  switch (shown.kind) {
    case "masked":
    case "cut":
      return <Hidden shown={shown} />;
    case "text":
      return <LongText text={shown.text} isLong={shown.isLong} />;
    case "plain":
      return <span className={styles["plain"]}>{shown.text}</span>;
    default:
      return <Entries value={value} shown={shown} depth={depth} />;
  }
}

function Hidden({ shown }: { shown: Extract<Shown, { kind: "masked" | "cut" }> }) {
  const text =
    shown.kind === "masked"
      ? parts.values.masked(shown.labels.join(", "))
      : parts.values.cut(shown.size === undefined ? "…" : bytes(shown.size));
  return (
    <span className={styles["hidden"]} title={shown.kind === "masked" ? parts.values.maskedHelp : undefined}>
      <Icon name="lock" />
      {text}
    </span>
  );
}

function LongText({ text, isLong }: { text: string; isLong: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <span className={styles["text"]}>
      {isLong && !isOpen ? `${text.slice(0, TEXT_SHOWN)}…` : text}
      {isLong && !isOpen ? (
        <button type="button" className={styles["more"]} onClick={() => setOpen(true)}>
          {parts.values.longText(bytes(text.length))}
        </button>
      ) : null}
    </span>
  );
}

type Nested = Extract<Shown, { kind: "list" | "object" }>;

/** A closed one is told in so many characters. */
const CLOSED_SHOWN = 60;

function sizeOf(kind: Nested["kind"], count: number): string {
  const words = parts.values[kind];
  return `${number(count)} ${plural(count, words)}`;
}

function Entries({ value, shown, depth }: { value: unknown; shown: Nested; depth: number }) {
  const { kind, entries } = shown;
  const [isOpen, setOpen] = useState(depth > 0);
  const [count, setCount] = useState(ITEMS_SHOWN);
  if (entries.length === 0) {
    return <span className={styles["plain"]}>{kind === "list" ? "[]" : "{}"}</span>;
  }
  return (
    <span>
      <button
        type="button"
        aria-expanded={isOpen}
        className={styles["fold"]}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? "down" : "right"} />
        {isOpen ? sizeOf(kind, entries.length) : summary(value, CLOSED_SHOWN, "…")}
      </button>
      {isOpen ? (
        <ul className={styles["entries"]}>
          {entries.slice(0, count).map(([name, value]) => (
            <li key={name}>
              <span className={styles["name"]}>{name}</span> <Value value={value} depth={depth - 1} />
            </li>
          ))}
          {count < entries.length ? (
            <li>
              <button
                type="button"
                className={styles["more"]}
                onClick={() => setCount(count + ITEMS_SHOWN * 4)}
              >
                {parts.values.more(number(entries.length - count))}
              </button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </span>
  );
}
