/** Which workflow reaches which system, and how. Pure. */
import type { Estate, EstateWorkflow, Reaching } from "@towpath/client";
import { fitsText } from "../../parts/search/fits";

/** One column: a system, or what stands for one (events, other workflows). */
export interface System {
  key: string;
  /** Its title; for the kinds that are no integration, absent. */
  title: string | undefined;
  isSwitchedOff: boolean;
}

/** What a workflow does with a system: names of operations. */
export interface Cell {
  reads: readonly string[];
  writes: readonly string[];
  labels: readonly string[];
}

/** One row. */
export interface Row {
  id: string;
  workflow: EstateWorkflow;
  cells: ReadonlyMap<string, Cell>;
}

/** The whole. */
export interface Matrix {
  systems: readonly System[];
  rows: readonly Row[];
}

/** `namespace/name`. */
export function idOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/**
 * Whether an access reads or writes. What the integration says of its operation counts before what was derived from the
 * definition, which is careful: it calls a write whatever may be one.
 */
export function accessIn(estate: Estate): (reach: Reaching) => "read" | "write" {
  const reads = readsOf(estate);
  return (reach) =>
    reach.access === "read" ||
    (reach.kind === "call" && reads.has(`${reach.integration ?? ""}.${reach.operation ?? ""}`))
      ? "read"
      : "write";
}

/** Operations of which every version only reads: `crm.get-customer`. */
export function readsOf(estate: Estate): ReadonlySet<string> {
  const reads = new Set<string>();
  const writes = new Set<string>();
  for (const { name, operations } of estate.integrations) {
    for (const operation of operations) {
      (operation.effect === "read" ? reads : writes).add(`${name}.${operation.name}`);
    }
  }
  return new Set([...reads].filter((name) => !writes.has(name)));
}

/** Rows and columns. Systems that nobody reaches are columns too: they are part of the estate. */
export function matrixOf(estate: Estate): Matrix {
  const access = accessIn(estate);
  const systems = new Map<string, System>(
    estate.integrations.map(({ name, title, isSwitchedOff }) => [
      name,
      { key: name, title: title ?? name, isSwitchedOff },
    ]),
  );
  const rows = estate.workflows.map((workflow): Row => {
    const cells = new Map<string, Cell>();
    for (const reach of workflow.reaches) {
      const key = reach.integration ?? reach.kind;
      const cell = cells.get(key) ?? { reads: [], writes: [], labels: [] };
      const name = reach.operation ?? reach.kind;
      const kind = access(reach) === "read" ? "reads" : "writes";
      cells.set(key, {
        ...cell,
        [kind]: withOne(cell[kind], name),
        labels: reach.labels.reduce(withOne, cell.labels),
      });
      if (!systems.has(key)) {
        systems.set(key, { key, title: reach.integration, isSwitchedOff: false });
      }
    }
    return { id: idOf(workflow), workflow, cells };
  });
  return {
    systems: [...systems.values()],
    rows: rows.sort((a, b) => a.id.localeCompare(b.id, undefined, { numeric: true })),
  };
}

/** The rows that fit a text, a system and a label; an empty one fits all. */
export function filtered(
  rows: readonly Row[],
  wanted: { text: string; system: string; label: string },
): Row[] {
  return rows.filter(({ id, workflow, cells }) => {
    const all = [...cells.values()];
    const operations = all.flatMap((cell) => [...cell.reads, ...cell.writes]);
    return (
      fitsText(wanted.text, id, workflow.title, workflow.owner, ...operations) &&
      (wanted.system === "" || cells.has(wanted.system)) &&
      (wanted.label === "" || all.some((cell) => cell.labels.includes(wanted.label)))
    );
  });
}

function withOne(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list : [...list, one];
}
