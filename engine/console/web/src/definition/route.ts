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

/** Makes the edges of a list. `right` is where lines along the list may run; `tracks` is how many do. */
export function route(
  list: TaskList,
  byTask: ReadonlyMap<string, Box>,
  boxes: readonly Box[],
  right: number,
  after: Box | undefined,
  sizes: Sizes,
): { edges: Edge[]; tracks: number } {
  const edges: Edge[] = [];
  const along: Along[] = [];
  if (list.slot === "branches") return { edges, tracks: 0 };
  const own = list.tasks.map(({ reference }) => byTask.get(reference)).filter((box) => box !== undefined);
  const chips = chipsOf(list, boxes);
  for (const task of list.tasks) {
    const from = byTask.get(task.reference);
    if (from === undefined) continue;
    for (const way of together(waysOf(list, task))) {
      const to = targetBox(list, task, way, byTask, chips, after);
      if (to === undefined) continue;
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
      if (isFree(from, to, own, sizes)) continue;
      const make = (track: number): void => {
        edges[place] = { ...edge, points: beside(from, to, right + (track + 1) * sizes.track) };
      };
      along.push({ from, to, make });
    }
  }
  return { edges, tracks: assignTracks(along) };
}

/** The ends that the tasks of a list lead to. */
function chipsOf(list: TaskList, boxes: readonly Box[]): ReadonlyMap<string, Box> {
  const owners = new Set(list.tasks.map(({ reference }) => reference));
  const found = boxes.filter(
    ({ kind, task }) => (kind === "end" || kind === "exit") && task && owners.has(task),
  );
  return new Map(found.map((box) => [box.id, box]));
}

/** Cases with the same target share one line. */
function together(ways: readonly Way[]): Way[] {
  const found = new Map<string, Way>();
  for (const way of ways) {
    const key = `${way.kind} ${way.target}`;
    const before = found.get(key);
    found.set(key, before === undefined ? way : { ...before, label: `${before.label}, ${way.label}` });
  }
  return [...found.values()];
}

function targetBox(
  list: TaskList,
  task: Task,
  way: Way,
  byTask: ReadonlyMap<string, Box>,
  chips: ReadonlyMap<string, Box>,
  after: Box | undefined,
): Box | undefined {
  const { target } = way;
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

/** Whether the line down meets no other box of the list. */
function isFree(from: Box, to: Box, own: readonly Box[], sizes: Sizes): boolean {
  const [top, bottom] = [from.y + from.height, to.y];
  if (bottom < top) return false;
  const x = axis(from, sizes);
  return own.every((box) => {
    if (box === from || box === to) return true;
    const isBetween = box.y + box.height > top && box.y < bottom;
    return !isBetween || box.x > x || box.x + box.width < x;
  });
}

/** A line along the list, from side to side. */
function beside(from: Box, to: Box, x: number): Point[] {
  const start = from.y + Math.min(from.height, 56) / 2 + 8;
  const end = to.y + Math.min(to.height, 56) / 2 - 8;
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
