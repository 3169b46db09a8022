/** The rows of a table; beyond a hundred only those in sight are in the page. */
import { lazy, Suspense, useRef, type KeyboardEvent } from "react";

import type { ManyRows as AnyManyRows } from "./ManyRows";
import { Cells, focusRow, onArrow, type RowsProperties } from "./row";
import styles from "./Table.module.css";

const MANY = 100;
// A lazy component forgets of which type its rows are.
const ManyRows = lazy(() =>
  import("./ManyRows").then((module) => ({ default: module.ManyRows })),
) as unknown as typeof AnyManyRows;

/** All rows. */
export function Rows<Row>(properties: RowsProperties<Row>) {
  const { rows } = properties;
  return rows.length > MANY ? (
    <Suspense fallback={<FewRows {...properties} rows={rows.slice(0, MANY)} />}>
      <ManyRows {...properties} />
    </Suspense>
  ) : (
    <FewRows {...properties} />
  );
}

function FewRows<Row>({ rows, columns, keyOf, template }: RowsProperties<Row>) {
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
