/** The difference of two texts side by side; on a narrow screen one below the other, as `Diff` shows it. */
import { useMemo, useState } from "react";

import { parts } from "../../words/parts";
import { Diff } from "../diff/Diff";
import { diffLines, type DiffLine } from "../diff/lines";
import { number, plural } from "../time/format";
import { pairsOf, type Pair } from "./pairs";
import styles from "./Sides.module.css";

/** What became of `before` in `after`; `heads` name the two sides. */
export function Sides(properties: {
  before: string;
  after: string;
  label?: string;
  heads: readonly [string, string];
}) {
  const { before, after, label = parts.diff.label, heads } = properties;
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  if (lines === undefined || lines.every((line) => line.kind === "same")) {
    return <Diff before={before} after={after} label={label} />;
  }
  return (
    <>
      <div className={styles["narrow"]}>
        <Diff before={before} after={after} label={label} />
      </div>
      {/* It scrolls, so the keyboard has to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div role="region" aria-label={label} tabIndex={0} className={styles["sides"]}>
        <table>
          <colgroup>
            <col className={styles["numbers"]} />
            <col />
            <col className={styles["numbers"]} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th colSpan={2}>{heads[0]}</th>
              <th colSpan={2}>{heads[1]}</th>
            </tr>
          </thead>
          <tbody>
            {pairsOf(lines).map((row, index) =>
              "folded" in row ? (
                <Fold key={`fold-${String(index)}`} lines={row.folded} />
              ) : (
                <Row key={index} row={row} />
              ),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Fold({ lines }: { lines: readonly DiffLine[] }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    return lines.map((line, index) => <Row key={index} row={{ before: line, after: line }} />);
  }
  return (
    <tr>
      <td colSpan={4} className={styles["fold"]}>
        <button type="button" onClick={() => setOpen(true)}>
          {number(lines.length)} {plural(lines.length, parts.diff.same)}
        </button>
      </td>
    </tr>
  );
}

function Row({ row }: { row: Pair }) {
  return (
    <tr>
      <Side line={row.before} count={row.before?.before} />
      <Side line={row.after} count={row.after?.after} />
    </tr>
  );
}

function Side({ line, count }: { line: DiffLine | undefined; count: number | undefined }) {
  const kind = line === undefined ? "gap" : line.kind;
  return (
    <>
      <td className={`${styles["number"] ?? ""} ${styles[kind] ?? ""}`}>{count}</td>
      <td className={`${styles["text"] ?? ""} ${styles[kind] ?? ""}`}>
        {kind === "added" || kind === "removed" ? <span className="unseen">{parts.diff[kind]}</span> : null}
        {line?.text}
      </td>
    </>
  );
}
