/**
 * The grid of workflows and systems, with heads that stay in sight. One cell is in the order of Tab; arrows, Home and End
 * move from there. Beyond a hundred workflows only those in sight are in the page.
 */
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";

import { Icon } from "../../parts/icon/Icon";
import { estate } from "../../words/estate";
import styles from "./Estate.module.css";
import { moved } from "./moves";
import type { Cell, Row, System } from "./reach";
import { titleOf } from "./titles";

const words = estate.matrix;
const MANY = 100;
const ESTIMATE = 41;

/** The chosen cell. */
export interface Chosen {
  row: string;
  system: string;
}

interface Properties {
  rows: readonly Row[];
  systems: readonly System[];
  chosen: Chosen | undefined;
  onChoose: (chosen: Chosen) => void;
}

/** The grid. */
export function Grid({ rows, systems, chosen, onChoose }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const at = {
    row: Math.max(
      0,
      rows.findIndex(({ id }) => id === chosen?.row),
    ),
    column: Math.max(
      0,
      systems.findIndex(({ key }) => key === chosen?.system),
    ),
  };
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ESTIMATE,
    overscan: 10,
    enabled: rows.length > MANY,
  });
  useEffect(() => {
    if (isMoving.current) {
      isMoving.current = false;
      place.current?.querySelector<HTMLElement>("[role=gridcell][tabindex='0']")?.focus();
    }
  });
  const choose = (row: number, column: number) => {
    const next = { row: rows[row]?.id, system: systems[column]?.key };
    if (next.row !== undefined && next.system !== undefined) {
      isMoving.current = true;
      if (rows.length > MANY) {
        view.scrollToIndex(row, { align: "auto" });
      }
      onChoose({ row: next.row, system: next.system });
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const next = moved(event.key, at, { rows: rows.length, columns: systems.length });
    if (next !== undefined) {
      event.preventDefault();
      choose(next.row, next.column);
    }
  };
  const { indexes, above, below } = inSight(rows.length, view);
  return (
    <div ref={place} className={styles["scroll"]}>
      {/* The cells have the focus; the grid only moves it between them. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        role="grid"
        aria-label={words.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={systems.length + 1}
        className={styles["grid"]}
        style={{
          gridTemplateColumns: `var(--side) repeat(${String(systems.length)}, minmax(6rem, 1fr))`,
        }}
        onKeyDown={onKey}
      >
        <Heads systems={systems} />
        <div aria-hidden="true" className={styles["filler"]} style={{ height: above }} />
        {indexes.map((index) => {
          const row = rows[index];
          return row === undefined ? null : (
            <GridRow
              key={row.id}
              row={row}
              index={index}
              systems={systems}
              column={index === at.row ? at.column : -1}
              isChosen={chosen !== undefined}
              onChoose={choose}
            />
          );
        })}
        <div aria-hidden="true" className={styles["filler"]} style={{ height: below }} />
      </div>
    </div>
  );
}

/** The rows that are in the page, and the room of those above and below. */
function inSight(count: number, view: Virtualizer<HTMLDivElement, Element>) {
  if (count <= MANY) {
    return { indexes: Array.from({ length: count }, (_, index) => index), above: 0, below: 0 };
  }
  const items = view.getVirtualItems();
  return {
    indexes: items.map(({ index }) => index),
    above: items[0]?.start ?? 0,
    below: view.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
}

function Heads({ systems }: { systems: readonly System[] }) {
  return (
    <div role="row" aria-rowindex={1} className={`${styles["line"] ?? ""} ${styles["heads"] ?? ""}`}>
      <div role="columnheader" className={`${styles["head"] ?? ""} ${styles["corner"] ?? ""}`}>
        {words.corner}
      </div>
      {systems.map((system) => (
        <div role="columnheader" key={system.key} className={styles["head"]}>
          {titleOf(system)}
          {system.isSwitchedOff ? (
            <span className={styles["off"]}>
              <Icon name="stop" /> {words.off}
            </span>
          ) : null}
          {system.circuit === "closed" ? null : (
            <span className={styles["off"]}>
              <Icon name="alert" /> {words.away[system.circuit] ?? system.circuit}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function GridRow(properties: {
  row: Row;
  index: number;
  systems: readonly System[];
  /** The column of the cell that Tab leads to, if it is in this row. */
  column: number;
  isChosen: boolean;
  onChoose: (row: number, column: number) => void;
}) {
  const { row, index, systems, column, isChosen, onChoose } = properties;
  return (
    <div role="row" aria-rowindex={index + 2} className={styles["line"]}>
      <div role="rowheader" className={styles["side"]} title={row.id}>
        <span className={styles["title"]}>{row.workflow.title}</span>
        <span className={styles["soft"]}>{row.id}</span>
      </div>
      {systems.map((system, at) => (
        // The grid listens to the keys.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          role="gridcell"
          key={system.key}
          tabIndex={at === column ? 0 : -1}
          aria-selected={isChosen && at === column}
          className={styles["cell"]}
          onClick={() => onChoose(index, at)}
        >
          <Mark cell={row.cells.get(system.key)} />
        </div>
      ))}
    </div>
  );
}

function Mark({ cell }: { cell: Cell | undefined }) {
  if (cell === undefined) {
    return <span className="unseen">{words.nothing}</span>;
  }
  const kind = cell.writes.length === 0 ? "read" : cell.reads.length === 0 ? "write" : "both";
  return (
    <span className={`${styles["mark"] ?? ""} ${styles[kind] ?? ""}`}>
      <span aria-hidden="true">{words.marks[kind]}</span>
      <span className="unseen">{kind === "both" ? words.readWrite : words[kind]}</span>
    </span>
  );
}
