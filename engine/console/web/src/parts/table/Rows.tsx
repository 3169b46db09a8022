/** The rows of a table; beyond a hundred only those in sight are in the page. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";

import type { Column } from "./Table";
import styles from "./Table.module.css";

interface Properties<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  template: string;
}

const MANY = 100;
/** The height of a row before it is measured. */
const ESTIMATE = 41;

/** All rows. */
export function Rows<Row>(properties: Properties<Row>) {
  return properties.rows.length > MANY ? <ManyRows {...properties} /> : <FewRows {...properties} />;
}

function FewRows<Row>({ rows, columns, keyOf, template }: Properties<Row>) {
  const place = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) =>
    onArrow(event, rows.length, (index) => focusRow(place.current, index));
  return (
    // The links in the rows have the focus; the keys only move between them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div role="rowgroup" ref={place} onKeyDown={move}>
      {rows.map((row, index) => (
        <div
          role="row"
          key={keyOf(row)}
          data-index={index}
          aria-rowindex={index + 2}
          className={styles["row"]}
          style={{ gridTemplateColumns: template }}
        >
          <Cells row={row} columns={columns} />
        </div>
      ))}
    </div>
  );
}

function ManyRows<Row>({ rows, columns, keyOf, template }: Properties<Row>) {
  const place = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    setTop(element === null ? 0 : element.getBoundingClientRect().top + window.scrollY);
  }, []);
  const view = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ESTIMATE,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
  });
  const move = (event: KeyboardEvent) =>
    onArrow(event, rows.length, (index) => {
      view.scrollToIndex(index, { align: "auto" });
      requestAnimationFrame(() => requestAnimationFrame(() => focusRow(place.current, index)));
    });
  return (
    // The links in the rows have the focus; the keys only move between them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="rowgroup"
      ref={place}
      onKeyDown={move}
      className={styles["many"]}
      style={{ height: view.getTotalSize() }}
    >
      {view.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <div
            role="row"
            key={item.key}
            ref={view.measureElement}
            data-index={item.index}
            aria-rowindex={item.index + 2}
            className={styles["row"]}
            style={{ gridTemplateColumns: template, transform: `translateY(${String(item.start - top)}px)` }}
          >
            <Cells row={row} columns={columns} />
          </div>
        );
      })}
    </div>
  );
}

function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
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
function onArrow(event: KeyboardEvent, count: number, go: (index: number) => void): void {
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

function focusRow(place: HTMLElement | null, index: number): void {
  place?.querySelector<HTMLElement>(`[data-index="${String(index)}"] :is(a[href], button, input)`)?.focus();
}
