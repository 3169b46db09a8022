/** The timeline: a row a task, a bar an execution, all on one clock. Drawn by hand. */
import { useMemo } from "react";

import { Icon } from "../../parts/icon/Icon";
import { duration, number } from "../../parts/time/format";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { evenClock, marksOf, squeezedClock, type Clock } from "./clock";
import { kindName } from "./kinds";
import styles from "./Timeline.module.css";
import type { Execution, Row, Timeline } from "./timeline";

const words = runs.tasks;
const STATES: Readonly<Record<string, string>> = parts.states;

/** The rows under the clock. */
export function TimelineView(properties: {
  timeline: Timeline;
  clock: "even" | "squeezed";
  chosen: string;
  onChoose: (reference: string) => void;
}) {
  const { timeline, clock, chosen, onChoose } = properties;
  const place = useMemo(
    () => (clock === "even" ? evenClock(timeline) : squeezedClock(timeline)),
    [timeline, clock],
  );
  // Beside the detail of a step there is room for fewer moments.
  const gap = chosen === "" ? 0.15 : 0.3;
  const marks = useMemo(() => distinct(marksOf(timeline, place, gap), timeline.from), [timeline, place, gap]);

  return (
    <div className={styles["timeline"]}>
      <div className={styles["scale"]} aria-hidden="true">
        <span />
        <span className={styles["marks"]}>
          {marks.map((at) => (
            <span key={at} className={styles["time"]} style={{ insetInlineStart: share(place(at)) }}>
              {duration(at - timeline.from)}
            </span>
          ))}
        </span>
        <span />
      </div>
      <ul aria-label={words.rows} className={styles["rows"]}>
        {timeline.rows.map((row) => (
          <li key={row.reference}>
            <RowButton
              row={row}
              place={place}
              marks={marks}
              isChosen={row.reference === chosen}
              onChoose={() => onChoose(row.reference)}
            />
          </li>
        ))}
      </ul>
      <p className={styles["legend"]}>
        {(["work", "wait", "held"] as const).map((kind) => (
          <span key={kind}>
            <svg aria-hidden="true" width="16" height="8">
              <rect
                width="16"
                height="8"
                rx="2"
                className={`${styles["piece"] ?? ""} ${styles[kind] ?? ""}`}
              />
            </svg>
            {words.pieces[kind]}
          </span>
        ))}
        {clock === "squeezed" ? <span>{words.clockNote}</span> : null}
      </p>
    </div>
  );
}

/** Moments that read alike, in runs of a few milliseconds, are written once. */
function distinct(marks: readonly number[], from: number): number[] {
  return marks.filter((at, index) => {
    const before = marks[index - 1];
    return before === undefined || duration(before - from) !== duration(at - from);
  });
}

function RowButton(properties: {
  row: Row;
  place: Clock;
  marks: readonly number[];
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { row, place, marks, isChosen, onChoose } = properties;
  const took = duration(row.executions.reduce((sum, one) => sum + one.to - one.from, 0));
  const state = STATES[row.state] ?? row.state;
  const kind = kindName(row.kind);
  const many = row.executions.length > 1 ? words.executions(number(row.executions.length)) : "";
  const about = [kind, many].filter((text) => text !== "").join(" · ");
  return (
    <button type="button" aria-pressed={isChosen} className={styles["row"]} onClick={onChoose}>
      <span
        className={styles["what"]}
        style={{ paddingInlineStart: `${String(Math.min(row.depth, 6) * 0.875)}rem` }}
      >
        <span className={`${styles["dot"] ?? ""} ${styles[`is-${row.state}`] ?? ""}`}>
          <Icon name={iconOf(row.state)} />
        </span>
        <span className={styles["name"]}>{row.name}</span> <span className={styles["kind"]}>{about}</span>
      </span>
      <Bars row={row} place={place} marks={marks} />
      <span className={styles["took"]}>
        {took}
        <span className="unseen">{words.row(state)}</span>
      </span>
    </button>
  );
}

function Bars({ row, place, marks }: { row: Row; place: Clock; marks: readonly number[] }) {
  return (
    <svg className={styles["bars"]} aria-hidden="true">
      {marks.map((at) => (
        <line
          key={at}
          x1={share(place(at))}
          x2={share(place(at))}
          y1="0"
          y2="100%"
          className={styles["grid"]}
        />
      ))}
      {row.executions.slice(0, 400).map((one) => (
        <Bar key={one.place} of={one} place={place} />
      ))}
    </svg>
  );
}

function Bar({ of, place }: { of: Execution; place: Clock }) {
  const tone = styles[`is-${of.task.state}`] ?? "";
  return (
    <g className={tone}>
      {of.pieces.map((piece) => {
        const from = place(piece.from);
        // However short, a bar is seen, and stays within the clock.
        const width = Math.max(place(piece.to) - from, 0.004);
        return (
          <rect
            key={`${piece.kind} ${String(piece.from)}`}
            x={share(Math.min(from, 1 - width))}
            y="6"
            width={share(width)}
            height="12"
            rx="2"
            className={`${styles["piece"] ?? ""} ${styles[piece.kind] ?? ""}`}
          />
        );
      })}
    </g>
  );
}

function iconOf(state: string) {
  switch (state) {
    case "completed":
      return "check";
    case "faulted":
      return "alert";
    case "held":
      return "hand";
    case "suspended":
      return "pause";
    case "running":
    case "waiting":
      return "wait";
    default:
      return "minus";
  }
}

function share(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}
