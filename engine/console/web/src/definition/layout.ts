/**
 * The diagram of a definition: boxes and edges with positions. A list runs down; the branches of a `switch` and of a
 * `fork` stand side by side, `do`, `for`, `try` and `fork` are frames around their tasks. Everything is aligned at the
 * left, so that an edit moves nothing above it.
 */
import { branchesOf } from "./flow";
import type { Definition, Task, TaskList } from "./model";
import { SIZES } from "./layout-types";
import type { Box, Layout, Sizes, Spot } from "./layout-types";
import { route } from "./route";
import type { Edge } from "./route";

export { SIZES } from "./layout-types";
export type { Box, Layout, Sizes, Spot } from "./layout-types";
export type { Edge, Point } from "./route";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Lays out a definition. */
export function layout(definition: Definition, sizes: Sizes = SIZES): Layout {
  return new Placing(sizes).run(definition.tasks);
}

class Placing {
  private readonly sizes: Sizes;
  private readonly boxes: Box[] = [];
  private readonly edges: Edge[] = [];
  private readonly spots: Spot[] = [];
  private readonly byTask = new Map<string, Box>();
  private readonly chips = new Map<string, Box>();
  private readonly spotted = new Set<string>();

  constructor(sizes: Sizes) {
    this.sizes = sizes;
  }

  run(list: TaskList): Layout {
    const { chip, gap, width } = this.sizes;
    const x = (width - 3 * chip) / 2;
    const start = this.add({ id: "/start", kind: "start", x, y: 0, width: 3 * chip, height: chip });
    const size = this.list(list, 0, chip + gap, undefined, (right) => {
      const y = chip + gap + right.height + gap;
      return this.add({ id: "/end", kind: "end", x, y, width: 3 * chip, height: chip });
    });
    const first = list.tasks[0];
    const below = this.boxes.find(({ id }) => id === (first?.reference ?? `${list.reference}/+`));
    const end = this.boxes.find(({ id }) => id === "/end");
    if (below !== undefined) this.edges.unshift(this.straight(start, below));
    if (below?.kind === "placeholder" && end !== undefined) this.edges.push(this.straight(below, end));
    const height = end === undefined ? size.height : end.y + end.height;
    return { boxes: this.boxes, edges: this.edges, spots: this.spots, width: size.width, height };
  }

  private straight(from: Box, to: Box): Edge {
    const x = this.sizes.width / 2;
    const points = [
      { x, y: from.y + from.height },
      { x, y: to.y },
    ];
    return { id: `${from.id}>${to.id}`, from: from.id, to: to.id, kind: "next", label: "", index: 0, points };
  }

  private add(box: Partial<Box> & Pick<Box, "id" | "kind" | "x" | "y" | "width" | "height">): Box {
    const none = {
      parent: undefined,
      task: undefined,
      taskKind: undefined,
      list: undefined,
      slot: undefined,
    };
    const made: Box = { ...none, ...box };
    this.boxes.push(made);
    if (made.kind === "task" || made.kind === "frame") this.byTask.set(made.id, made);
    if (made.kind === "end" || made.kind === "exit") this.chips.set(made.id, made);
    return made;
  }

  /** Places a list with its edges. `end` makes what follows the list, if that is drawn. */
  private list(
    list: TaskList,
    x: number,
    y: number,
    parent: string | undefined,
    end?: (size: Size) => Box,
  ): Size {
    const { width, height, track } = this.sizes;
    let size: Size;
    if (list.tasks.length === 0) {
      const id = `${list.reference}/+`;
      const task = list.owner;
      this.add({
        id,
        kind: "placeholder",
        x,
        y,
        width,
        height,
        parent,
        task,
        list: list.reference,
        slot: list.slot,
      });
      this.spots.push({ list: list.reference, index: 0, x: x + width / 2, y: y + height / 2 });
      size = { width, height };
    } else {
      size =
        list.slot === "branches"
          ? this.columns(list, x, y, parent)
          : this.range(list, 0, list.tasks.length, x, y, parent);
    }
    const after = end?.(size);
    const ends = { byTask: this.byTask, chips: this.chips, after };
    const routed = route(list, ends, x + size.width, this.sizes);
    this.edges.push(...routed.edges);
    return { width: size.width + routed.tracks * track, height: size.height };
  }

  /** Places the tasks `from..to` of a list, one below the other. */
  private range(
    list: TaskList,
    from: number,
    to: number,
    x: number,
    top: number,
    parent: string | undefined,
  ): Size {
    const { gap, width } = this.sizes;
    let y = top;
    let right = 0;
    let index = from;
    this.spot(list, from, x, top);
    while (index < to) {
      const task = list.tasks[index];
      if (task === undefined) break;
      if (index > from) y += gap;
      const size = this.task(task, x, y, parent);
      right = Math.max(right, size.width);
      y += size.height;
      const found = branchesOf(list, index, to);
      index += 1;
      if (found === undefined) {
        this.spot(list, index, x, y + gap);
        continue;
      }
      y += gap;
      let left = x;
      let bottom = y;
      for (const branch of found.branches) {
        const column =
          branch.terminal === undefined
            ? this.range(list, branch.from, branch.to, left, y, parent)
            : this.chip(task, branch.terminal, "/case", left, y, parent);
        bottom = Math.max(bottom, y + column.height);
        right = Math.max(right, left - x + column.width);
        left += column.width + this.sizes.columnGap;
      }
      y = bottom;
      index = found.join;
    }
    return { width: Math.max(right, width), height: y - top };
  }

  private spot(list: TaskList, index: number, x: number, below: number): void {
    const key = `${list.reference} ${index}`;
    if (this.spotted.has(key)) return;
    this.spotted.add(key);
    this.spots.push({
      list: list.reference,
      index,
      x: x + this.sizes.width / 2,
      y: below - this.sizes.gap / 2,
    });
  }

  /** Places the branches of a `fork` side by side. */
  private columns(list: TaskList, x: number, y: number, parent: string | undefined): Size {
    const { columnGap } = this.sizes;
    let left = x;
    let height = 0;
    for (const task of list.tasks) {
      const size = this.task(task, left, y, parent);
      this.spots.push({
        list: list.reference,
        index: task.index,
        x: left - columnGap / 2,
        y: y + this.sizes.height / 2,
      });
      height = Math.max(height, size.height);
      left += size.width + columnGap;
    }
    const right = left - columnGap / 2;
    this.spots.push({
      list: list.reference,
      index: list.tasks.length,
      x: right,
      y: y + this.sizes.height / 2,
    });
    return { width: left - columnGap - x, height };
  }

  /** Places one task, with the end that its `then` leads to. */
  private task(task: Task, x: number, y: number, parent: string | undefined): Size {
    const size = task.lists.length > 0 ? this.frame(task, x, y, parent) : this.leaf(task, x, y, parent);
    const then = task.then?.value;
    if ((then !== "end" && then !== "exit") || task.kind === "raise" || task.kind === "switch") return size;
    const chip = this.chip(task, then, "", x, y + size.height + this.sizes.gap / 2, parent);
    return { width: size.width, height: size.height + this.sizes.gap / 2 + chip.height };
  }

  private leaf(task: Task, x: number, y: number, parent: string | undefined): Size {
    const { width, height } = this.sizes;
    this.add({
      id: task.reference,
      kind: "task",
      x,
      y,
      width,
      height,
      parent,
      task: task.reference,
      taskKind: task.kind,
    });
    return { width, height };
  }

  private chip(
    task: Task,
    kind: "end" | "exit",
    suffix: string,
    x: number,
    y: number,
    parent: string | undefined,
  ): Size {
    const { chip, width } = this.sizes;
    const left = x + (width - 3 * chip) / 2;
    const id = `${task.reference}#${kind}${suffix}`;
    this.add({
      id,
      kind,
      x: left,
      y,
      width: 3 * chip,
      height: chip,
      parent,
      task: task.reference,
      taskKind: task.kind,
    });
    return { width, height: chip };
  }

  /** Places a block: a frame with its lists side by side. */
  private frame(task: Task, x: number, y: number, parent: string | undefined): Size {
    const { header, padding, laneHeader, columnGap, width } = this.sizes;
    const place = this.boxes.length;
    const hasLanes = task.lists.length > 1;
    const top = y + header + (hasLanes ? laneHeader : 0);
    let left = x + padding;
    let height = 0;
    const lanes: Box[] = [];
    for (const list of task.lists) {
      const size = this.list(list, left, top, task.reference);
      height = Math.max(height, size.height);
      lanes.push(this.lane(task, list, left, top - laneHeader, size));
      left += size.width + columnGap;
    }
    const inner = left - columnGap - x + padding;
    const size = { width: Math.max(inner, width), height: top - y + height + padding };
    const box = { id: task.reference, kind: "frame" as const, x, y, ...size, parent, task: task.reference };
    const made = this.add({ ...box, taskKind: task.kind });
    // A frame is drawn below what is in it, so it comes first.
    this.boxes.pop();
    const tall = lanes.map((lane) => ({ ...lane, height: height + laneHeader }));
    this.boxes.splice(place, 0, made, ...(hasLanes ? tall : []));
    return size;
  }

  private lane(task: Task, list: TaskList, x: number, y: number, size: Size): Box {
    return {
      id: `${list.reference}#lane`,
      kind: "lane",
      x,
      y,
      width: size.width,
      height: size.height,
      parent: task.reference,
      task: task.reference,
      taskKind: task.kind,
      list: list.reference,
      slot: list.slot,
    };
  }
}
