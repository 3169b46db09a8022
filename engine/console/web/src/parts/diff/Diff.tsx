/** The difference of two texts, line by line, on one or on two sides. */
import { Fragment, useMemo, useState } from "react";

import { parts } from "../../words/parts";
import { number, plural } from "../time/format";
import { diffLines, folded, type DiffLine } from "./lines";
import styles from "./Diff.module.css";

/** Signs say the same as the colours. */
const SIGNS = { same: " ", added: "+", removed: "−" } as const;

/** What became of `before` in `after`. */
export function Diff({ before, after, label }: { before: string; after: string; label?: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  if (lines === undefined) {
    return <p>{parts.diff.tooLong}</p>;
  }
  if (lines.every((line) => line.kind === "same")) {
    return <p>{parts.diff.none}</p>;
  }
  return (
    // It scrolls sideways, so the keyboard has to reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={label ?? parts.diff.label} tabIndex={0} className={styles["diff"]}>
      <table>
        <tbody>
          {folded(lines).map((part, index) =>
            "folded" in part ? (
              <Fold key={`fold-${String(index)}`} lines={part.folded} />
            ) : (
              <Line key={keyOf(part)} line={part} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Fold({ lines }: { lines: readonly DiffLine[] }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    return (
      <Fragment>
        {lines.map((line) => (
          <Line key={keyOf(line)} line={line} />
        ))}
      </Fragment>
    );
  }
  return (
    <tr>
      <td colSpan={4} className={styles["fold"]}>
        <button type="button" onClick={() => setOpen(true)}>
          {`${number(lines.length)} ${plural(lines.length, parts.diff.same)}`}
        </button>
      </td>
    </tr>
  );
}

function Line({ line }: { line: DiffLine }) {
  return (
    <tr className={styles[line.kind]}>
      <td className={styles["number"]}>{line.before}</td>
      <td className={styles["number"]}>{line.after}</td>
      <td className={styles["sign"]}>
        <span aria-hidden="true">{SIGNS[line.kind]}</span>
        {line.kind === "same" ? null : <span className="unseen">{parts.diff[line.kind]}</span>}
      </td>
      <td className={styles["text"]}>{line.text}</td>
    </tr>
  );
}

function keyOf(line: DiffLine): string {
  return `${String(line.before ?? "-")}:${String(line.after ?? "-")}`;
}
