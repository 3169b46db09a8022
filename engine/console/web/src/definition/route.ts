/** The edges of one list: which boxes they join, and the right-angled line that each takes. */
import { waysOf } from "./flow";
import type { Way } from "./flow";
import type { Box, Sizes } from "./layout-types";
import type { Task, TaskList } from "./model";

/** A point of the diagram. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from one box to another. */
export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: "next" | "case" | "then" | "error" | "skip";
  /** The names of the cases that take this way. */
  readonly label: string;
  readonly index: number;
  readonly points: readonly Point[];
}

/** A line that runs along the list, beside its boxes. */
interface Along {
  readonly from: Box;
  readonly to: Box;
  readonly make: (track: number) => void;
}

/** What the edges of a list are made from. */
export interface Ends {
  readonly byTask: ReadonlyMap<string, Box>;
  /** The ends that tasks lead to, by their id. */
  readonly chips: ReadonlyMap<string, Box>;
  /** What follows the list, if that is drawn. */
  readonly after: Box | undefined;
}

/** Makes the edges of a list. `right` is where lines along the list may run; `tracks` is how many do. */
export function route(
  list: TaskList,
  ends: Ends,
  right: number,
  sizes: Sizes,
): { edges: Edge[]; tracks: number } {
  const edges: Edge[] = [];
  const along: Along[] = [];
  if (list.slot === "branches") return { edges, tracks: 0 };
  const own = list.tasks.map(({ reference }) => ends.byTask.get(reference));
  for (const task of list.tasks) {
    const from = own[task.index];
    if (from === undefined) continue;
    for (const { way, to } of together(list, task, ends)) {
      const place = edges.length;
      const id = `${from.id}>${to.id}:${way.kind}`;
      const edge: Edge = {
        id,
        from: from.id,
        to: to.id,
        kind: way.kind,
        label: way.label,
        index: way.index,
        points: [],
      };
      edges.push({ ...edge, points: below(from, to, sizes) });
      const last =
        typeof way.target === "number" ? way.target : way.target === "after" ? own.length : task.index + 1;
      if (isFree(from, to, own.slice(task.index + 1, last), sizes)) continue;
      const make = (track: number): void => {
        edges[place] = { ...edge, points: beside(from, to, right + (track + 1) * sizes.track, sizes) };
      };
      along.push({ from, to, make });
    }
  }
  return { edges, tracks: assignTracks(along) };
}

/** The ways out of a task with their boxes. Cases with the same target share one line. */
function together(list: TaskList, task: Task, ends: Ends): { way: Way; to: Box }[] {
  const found = new Map<string, { way: Way; to: Box }>();
  for (const way of waysOf(list, task)) {
    const to = targetBox(list, task, way, ends);
    if (to === undefined) continue;
    const key = `${way.kind} ${to.id}`;
    const before = found.get(key)?.way;
    found.set(key, {
      way: before === undefined ? way : { ...before, label: `${before.label}, ${way.label}` },
      to,
    });
  }
  return [...found.values()];
}

function targetBox(
  list: TaskList,
  task: Task,
  { target }: Way,
  { byTask, chips, after }: Ends,
): Box | undefined {
  if (target === "nowhere") return undefined;
  if (typeof target === "number") return byTask.get(list.tasks[target]?.reference ?? "");
  if (target === "after") return after;
  const chip = chips.get(`${task.reference}#${target}`) ?? chips.get(`${task.reference}#${target}/case`);
  return chip ?? (target === "end" ? after : undefined);
}

/** The middle of the column of a box. A wide frame is entered where its first task is. */
function axis(box: Box, sizes: Sizes): number {
  return box.kind === "task" || box.kind === "frame" ? box.x + sizes.width / 2 : box.x + box.width / 2;
}

/** A line down from one box to the other, across in the gap above the other. */
function below(from: Box, to: Box, sizes: Sizes): Point[] {
  const [start, end] = [axis(from, sizes), axis(to, sizes)];
  const bottom = from.y + from.height;
  if (start === end) {
    return [
      { x: start, y: bottom },
      { x: end, y: to.y },
    ];
  }
  const middle = to.y - sizes.gap / 2;
  return [
    { x: start, y: bottom },
    { x: start, y: middle },
    { x: end, y: middle },
    { x: end, y: to.y },
  ];
}

/** Whether the line down meets none of the boxes between. */
function isFree(from: Box, to: Box, between: readonly (Box | undefined)[], sizes: Sizes): boolean {
  const [top, bottom] = [from.y + from.height, to.y];
  if (bottom < top) return false;
  const x = axis(from, sizes);
  return between.every((box) => {
    if (box === undefined) return true;
    const isBetween = box.y + box.height > top && box.y < bottom;
    return !isBetween || box.x > x || box.x + box.width < x;
  });
}

/** A line along the list, from side to side. */
function beside(from: Box, to: Box, x: number, sizes: Sizes): Point[] {
  const start = from.y + Math.min(from.height, sizes.height) / 2 + 8;
  const end = to.y + Math.min(to.height, sizes.height) / 2 - 8;
  return [
    { x: from.x + from.width, y: start },
    { x, y: start },
    { x, y: end },
    { x: to.x + to.width, y: end },
  ];
}

/** Gives each line along the list a track in which no other line runs at the same height. */
function assignTracks(along: readonly Along[]): number {
  const tracks: [number, number][][] = [];
  const span = ({ from, to }: Along): [number, number] => [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const length = (one: Along): number => span(one)[1] - span(one)[0];
  const inOrder = along
    .map((one, order) => ({ one, order }))
    .sort((a, b) => length(a.one) - length(b.one) || a.order - b.order);
  for (const { one } of inOrder) {
    const [top, bottom] = span(one);
    const isOpen = (track: [number, number][]): boolean =>
      track.every(([from, to]) => bottom < from || to < top);
    const found = tracks.findIndex(isOpen);
    const track = found < 0 ? tracks.length : found;
    tracks[track] = [...(tracks[track] ?? []), [top, bottom]];
    one.make(track);
  }
  return tracks.length;
}
