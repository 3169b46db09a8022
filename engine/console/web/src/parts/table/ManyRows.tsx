/** Many rows: only those in sight are in the page. What works that out is loaded when there are many. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";

import { Cells, focusRow, onArrow, type RowsProperties } from "./row";
import styles from "./Table.module.css";

/** The height of a row before it is measured. */
const ESTIMATE = 41;

/** The rows in sight. */
export function ManyRows<Row>({ rows, columns, keyOf, template }: RowsProperties<Row>) {
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
