/** Where data goes: label → workflow → what it may write to; and the places of all that on a map. Pure. */
import type { Estate } from "@towpath/client";

import { readsOf } from "./reach";

/** One row of the table: a workflow that reaches a label, and where it may send it. */
export interface Flow {
  label: string;
  workflow: string;
  targets: readonly string[];
}

/** Of one label, or of all. Operations that only read are no way out. */
export function flowsOf(estate: Estate, label = ""): Flow[] {
  const reads = readsOf(estate);
  return estate.labels
    .filter((one) => label === "" || one.label === label)
    .flatMap((one) =>
      one.workflows.map((workflow) => ({
        label: one.label,
        workflow,
        targets: one.leavesTo
          .filter(({ to, workflows }) => workflows.includes(workflow) && !reads.has(to))
          .map(({ to }) => to)
          .sort(),
      })),
    );
}

/** A box on the map. */
export interface Spot {
  id: string;
  name: string;
  kind: "label" | "workflow" | "target";
  x: number;
  y: number;
}

/** A line between two boxes; `flows` are the rows that it is of. */
export interface Line {
  id: string;
  from: Spot;
  to: Spot;
  /** All boxes that its rows touch: what lights up together. */
  touches: ReadonlySet<string>;
}

/** The map. */
export interface FlowMap {
  spots: readonly Spot[];
  lines: readonly Line[];
  height: number;
  workflows: number;
  shown: number;
}

/** Sizes of the map, in its own units. */
export const SIZE = { width: 960, box: 236, height: 28, step: 38, top: 34, many: 24, most: 40 } as const;

/** Places boxes in three columns, each near what it is connected to. Many workflows that do the same are one box. */
export function mapOf(all: readonly Flow[]): FlowMap {
  const groups = groupsOf(all);
  const names = new Map(
    groups.slice(0, SIZE.most).flatMap(({ name, of }) => of.map((workflow) => [workflow, name])),
  );
  const kept = all.flatMap((flow) => {
    const name = names.get(flow.workflow);
    return name === undefined ? [] : [{ ...flow, workflow: name }];
  });
  const workflows = [...new Set(kept.map((flow) => flow.workflow))];
  const labels = [...new Set(kept.map((flow) => flow.label))];
  const order = new Map(workflows.map((name, index) => [name, index]));
  const targets = sortedByMean(
    kept.flatMap((flow) => flow.targets.map((target) => [target, order.get(flow.workflow) ?? 0] as const)),
  );
  const rows = Math.max(labels.length, workflows.length, targets.length, 1);
  const height = SIZE.top + rows * SIZE.step;
  const columns = [
    ["label", labels, 0],
    ["workflow", workflows, (SIZE.width - SIZE.box) / 2],
    ["target", targets, SIZE.width - SIZE.box],
  ] as const;
  const spots = columns.flatMap(([kind, names, x]) => {
    const step = (height - SIZE.top) / Math.max(1, names.length);
    return names.map((name, index): Spot => {
      const y = SIZE.top + step * (index + 0.5) - SIZE.height / 2;
      return { id: `${kind} ${name}`, name, kind, x, y };
    });
  });
  const at = new Map(spots.map((spot) => [spot.id, spot]));
  return {
    spots,
    lines: linesOf(kept, at),
    height,
    workflows: groups.reduce((sum, { of }) => sum + of.length, 0),
    shown: names.size,
  };
}

/** Workflows by what they reach and where it may go, the largest groups first; few workflows are each their own. */
function groupsOf(flows: readonly Flow[]): { name: string; of: readonly string[] }[] {
  const does = new Map<string, string>();
  for (const { workflow, label, targets } of flows) {
    does.set(workflow, `${does.get(workflow) ?? ""}${label} → ${targets.join(" ")}; `);
  }
  const isMany = does.size > SIZE.many;
  const groups = new Map<string, string[]>();
  for (const [workflow, what] of does) {
    const key = isMany ? what : workflow;
    groups.set(key, [...(groups.get(key) ?? []), workflow]);
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((of) => ({
      name: of.length === 1 ? (of[0] ?? "") : `${of[0] ?? ""} +${String(of.length - 1)}`,
      of,
    }));
}

function linesOf(flows: readonly Flow[], at: ReadonlyMap<string, Spot>): Line[] {
  const lines = new Map<string, { from: Spot; to: Spot; touches: Set<string> }>();
  const draw = (one: string, other: string, touches: readonly string[]) => {
    const [from, to] = [at.get(one), at.get(other)];
    if (from !== undefined && to !== undefined) {
      const id = `${one} → ${other}`;
      const known = lines.get(id) ?? { from, to, touches: new Set<string>() };
      for (const touched of touches) {
        known.touches.add(touched);
      }
      lines.set(id, known);
    }
  };
  for (const { label, workflow, targets } of flows) {
    const [first, middle] = [`label ${label}`, `workflow ${workflow}`];
    draw(first, middle, [first, middle, ...targets.map((target) => `target ${target}`)]);
    for (const target of targets) {
      draw(middle, `target ${target}`, [first, middle, `target ${target}`]);
    }
  }
  return [...lines].map(([id, line]) => ({ id, ...line }));
}

/** Names by the mean of where they are connected to, so that lines cross little. */
function sortedByMean(connected: readonly (readonly [string, number])[]): string[] {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [name, at] of connected) {
    const known = sums.get(name) ?? { sum: 0, count: 0 };
    sums.set(name, { sum: known.sum + at, count: known.count + 1 });
  }
  const mean = ({ sum, count }: { sum: number; count: number }) => sum / count;
  return [...sums].sort((a, b) => mean(a[1]) - mean(b[1]) || a[0].localeCompare(b[0])).map(([name]) => name);
}

/** The curve from one box to the other. */
export function pathOf({ from, to }: Line): string {
  const [x1, y1] = [from.x + SIZE.box, from.y + SIZE.height / 2];
  const [x2, y2] = [to.x, to.y + SIZE.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${String(x1)} ${String(y1)}C${String(middle)} ${String(y1)} ${String(middle)} ${String(y2)} ${String(x2)} ${String(y2)}`;
}

/** A name that fits into a box: its end is what tells it apart. */
export function shortened(name: string, most = 32): string {
  return name.length <= most ? name : `…${name.slice(1 - most)}`;
}
