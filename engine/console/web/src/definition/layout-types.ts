/** What a diagram consists of, and its sizes. */
import type { Slot, TaskKind } from "./model";
import type { Edge } from "./route";

/** One thing with a position. */
export interface Box {
  /** The reference of its task; of others: the reference of their list or task with a suffix. */
  readonly id: string;
  readonly kind: "task" | "frame" | "lane" | "start" | "end" | "exit" | "placeholder";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The frame that it is in. */
  readonly parent: string | undefined;
  /** The task that it shows; of a `lane` or `placeholder`: the task that has the list. */
  readonly task: string | undefined;
  readonly taskKind: TaskKind | undefined;
  /** The list that a `lane` or `placeholder` stands for. */
  readonly list: string | undefined;
  readonly slot: Slot | undefined;
}

/** A place where a task can be put. */
export interface Spot {
  readonly list: string;
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

/** The diagram. */
export interface Layout {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly spots: readonly Spot[];
  readonly width: number;
  readonly height: number;
}

/** Sizes, in pixels on a grid of four. */
export interface Sizes {
  readonly width: number;
  readonly height: number;
  /** Between two tasks, down and across. */
  readonly gap: number;
  readonly columnGap: number;
  readonly header: number;
  readonly padding: number;
  readonly laneHeader: number;
  readonly chip: number;
  /** Between two lines that run along a list. */
  readonly track: number;
}

export const SIZES: Sizes = {
  width: 240,
  height: 56,
  gap: 40,
  columnGap: 40,
  header: 44,
  padding: 16,
  laneHeader: 28,
  chip: 28,
  track: 12,
};
