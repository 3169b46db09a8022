/** The trace of a run as rows, one a task, with a bar for each execution and its waits. Pure. */
import type { TracedEffect, TracedTask } from "@towpath/client";

import { readDecision } from "./decision";

/** What a piece of a bar shows. */
export type PieceKind = "work" | "wait" | "held";

/** A span of time within an execution. */
export interface Piece {
  kind: PieceKind;
  from: number;
  to: number;
}

/** One execution of a task: of one pass of the loops around it, or one attempt. */
export interface Execution {
  /** Its place in the trace: in the address, and stable while the run goes on. */
  place: number;
  task: TracedTask;
  from: number;
  to: number;
  pieces: readonly Piece[];
}

/** A task with all its executions. */
export interface Row {
  reference: string;
  name: string;
  kind: string | undefined;
  depth: number;
  /** The state of the execution that matters most. */
  state: string;
  executions: readonly Execution[];
}

/** All rows, on one clock. */
export interface Timeline {
  rows: readonly Row[];
  from: number;
  to: number;
}

/** What counts more when several executions of a task are one row. */
const WEIGHT = ["faulted", "held", "suspended", "waiting", "running", "cancelled", "completed", "skipped"];

/** Makes the rows; what has not ended goes on until `now`. */
export function timelineOf(
  tasks: readonly TracedTask[],
  began: number,
  ended: number | undefined,
  now: number,
) {
  const to = ended ?? Math.max(now, began);
  const rows = new Map<string, Execution[]>();
  tasks.forEach((task, place) => {
    const of = rows.get(task.reference) ?? [];
    of.push(executionOf(task, place, began, to));
    rows.set(task.reference, of);
  });
  const references = new Set(rows.keys());
  const made = [...rows].map(([reference, executions]): Row => {
    const first = executions[0]?.task;
    return {
      reference,
      name: first?.name ?? reference,
      kind: first?.kind,
      depth: depthOf(reference, references),
      state: worst(executions.map(({ task }) => task.state)),
      executions,
    };
  });
  const last = Math.max(to, ...made.flatMap((row) => row.executions.map((one) => one.to)));
  return { rows: made, from: began, to: last } satisfies Timeline;
}

/** The state that a row shows. A state of a newer server counts most: somebody should look. */
export function worst(states: readonly string[]): string {
  return [...states].sort((a, b) => WEIGHT.indexOf(a) - WEIGHT.indexOf(b))[0] ?? "";
}

function executionOf(task: TracedTask, place: number, began: number, end: number): Execution {
  const from = timeOr(task.startedAt, began);
  const to = Math.max(from, timeOr(task.endedAt, end));
  return { place, task, from, to, pieces: piecesOf(task, from, to) };
}

/** The execution in pieces without gaps: waits and holds where its effects say so, work between. */
function piecesOf(task: TracedTask, from: number, to: number): Piece[] {
  const quiet = task.effects
    .flatMap((effect) => quietOf(effect, task, from, to))
    .sort((a, b) => a.from - b.from);
  const pieces: Piece[] = [];
  let at = from;
  for (const piece of quiet) {
    const start = Math.max(at, piece.from);
    if (piece.to <= start) {
      continue;
    }
    if (start > at) {
      pieces.push({ kind: "work", from: at, to: start });
    }
    pieces.push({ ...piece, from: start });
    at = piece.to;
  }
  if (at < to || pieces.length === 0) {
    pieces.push({ kind: "work", from: at, to });
  }
  return pieces;
}

function quietOf(effect: TracedEffect, task: TracedTask, from: number, to: number): Piece[] {
  const kind = kindOf(effect, task);
  if (kind === "work") {
    return [];
  }
  const start = Math.max(from, timeOr(effect.startedAt, from));
  return [{ kind, from: start, to: Math.min(to, timeOr(effect.endedAt, to)) }];
}

/** Whether something was at work meanwhile, or only waited. */
function kindOf(effect: TracedEffect, task: TracedTask): PieceKind {
  // After its release a call was decided on again: that a policy holds such calls still shows.
  const decision = readDecision(effect.decision);
  const wasHeld = decision?.outcome === "hold" || decision?.policies.some(({ effect }) => effect === "hold");
  const isHeld = wasHeld === true || (effect.carriedOut === undefined && task.state === "held");
  if (effect.kind === "call" && isHeld) {
    return "held";
  }
  return effect.kind === "wait" || effect.kind === "listen" || effect.kind === "run" ? "wait" : "work";
}

/** In how many other tasks of the trace a task is. */
function depthOf(reference: string, all: ReadonlySet<string>): number {
  let depth = 0;
  for (let end = reference.lastIndexOf("/"); end > 0; end = reference.lastIndexOf("/", end - 1)) {
    depth += all.has(reference.slice(0, end)) ? 1 : 0;
  }
  return depth;
}

function timeOr(text: string | undefined, fallback: number): number {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? fallback : time;
}
