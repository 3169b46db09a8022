/** What rows of a table share, few or many: their cells, and the keys that move between them. */
import type { KeyboardEvent } from "react";

import type { Column } from "./Table";
import styles from "./Table.module.css";

/** What rows are made of. */
export interface RowsProperties<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  template: string;
}

/** The cells of a row. */
export function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return columns.map((column) => (
    <div
      role="cell"
      key={column.id}
      data-label={column.isLabelUnseen === true ? "" : column.label}
      className={`${styles["cell"] ?? ""} ${column.align === "end" ? (styles["end"] ?? "") : ""}`}
    >
      {column.cell(row)}
    </div>
  ));
}

/** Arrows, Home and End go from the link of a row to that of another. */
export function onArrow(event: KeyboardEvent, count: number, go: (index: number) => void): void {
  const target = event.target as HTMLElement;
  if (target.closest("input, textarea, [role=listbox], [role=menu]") !== null) {
    return;
  }
  const index = Number(target.closest<HTMLElement>("[data-index]")?.dataset["index"]);
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: count - 1 }[event.key];
  if (next !== undefined && next >= 0 && next < count) {
    event.preventDefault();
    go(next);
  }
}

/** Puts the focus on the link of a row. */
export function focusRow(place: HTMLElement | null, index: number): void {
  place?.querySelector<HTMLElement>(`[data-index="${String(index)}"] :is(a[href], button, input)`)?.focus();
}
