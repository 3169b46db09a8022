/**
 * A table of one kind of thing. A row has one link, in its first cell: the way in by keyboard and by mouse. Arrows move
 * between the rows. Long tables hold only the visible rows in the page. On a phone each row is a small card.
 */
import type { ReactNode } from "react";

import { parts } from "../../words/parts";
import { number } from "../time/format";
import { Rows } from "./Rows";
import { sorted, useSort, type Sort } from "./sort";
import styles from "./Table.module.css";

/** One column. */
export interface Column<Row> {
  id: string;
  /** The head; on a phone it stands before the value. */
  label: string;
  /** What the cell shows. In the first column it has the link of the row. */
  cell: (row: Row) => ReactNode;
  /** What it is sorted by; without it, it is not. Absent values come last. */
  sort?: (row: Row) => string | number | undefined;
  /** A width as in `grid-template-columns`; `minmax(0, 1fr)` where absent. */
  width?: string;
  align?: "start" | "end";
  /** The head is for screen readers alone. */
  isLabelUnseen?: boolean;
}

/** What a table needs. */
export interface TableProperties<Row> {
  /** Names the table for screen readers. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** How it is sorted at first: `name`, or `-since` for the newest first. Without it the rows stay as they come. */
  sortedBy?: string;
  /** Where the order is kept in the address; two tables on a page need two names. */
  sortName?: string;
  /** Shown in the place of the rows when there are none. */
  empty: ReactNode;
  /** Rows behind a cursor: a button below, or whatever tells of them. */
  foot?: ReactNode;
}

/** The table. */
export function Table<Row>(properties: TableProperties<Row>) {
  const { label, rows, columns, keyOf, sortedBy = "", sortName = "sort", empty, foot } = properties;
  const [sort, setSort] = useSort(sortName, sortedBy);
  const template = columns.map((column) => column.width ?? "minmax(0, 1fr)").join(" ");
  if (rows.length === 0) {
    return <>{empty}</>;
  }
  return (
    <div className={styles["frame"]}>
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className={styles["table"]}>
        <div role="rowgroup">
          <div
            role="row"
            aria-rowindex={1}
            className={styles["heads"]}
            style={{ gridTemplateColumns: template }}
          >
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={setSort} />
            ))}
          </div>
        </div>
        <Rows rows={sorted(rows, columns, sort)} columns={columns} keyOf={keyOf} template={template} />
      </div>
      {foot === undefined ? null : <div className={styles["foot"]}>{foot}</div>}
    </div>
  );
}

/** Said below a table whose rows are cut: how many there are in all. */
export function ShownOf({ shown, total }: { shown: number; total: number }) {
  return <span>{parts.shownOf(number(shown), number(total))}</span>;
}

function Head<Row>(properties: {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: (id: string) => void;
}) {
  const { column, sort, onSort } = properties;
  const isSorted = sort?.column === column.id;
  const order = !isSorted ? "none" : sort.isDescending ? "descending" : "ascending";
  const look = `${styles["head"] ?? ""} ${column.align === "end" ? (styles["end"] ?? "") : ""}`;
  if (column.sort === undefined) {
    return (
      <div role="columnheader" className={look}>
        <span className={column.isLabelUnseen === true ? "unseen" : ""}>{column.label}</span>
      </div>
    );
  }
  return (
    <div role="columnheader" aria-sort={order} className={look}>
      <button type="button" className={styles["sort"]} onClick={() => onSort(column.id)}>
        {column.label}
        <span aria-hidden="true" className={styles["order"]}>
          {order === "none" ? "" : order === "ascending" ? "↑" : "↓"}
        </span>
      </button>
    </div>
  );
}
