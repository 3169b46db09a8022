/** Whether a change of a workflow is safe: what speaks for it, what to mind, and what is dangerous. Pure. */
import { findList, findTask, type Definition, type Task } from "../../definition";
import { number, plural } from "../../parts/time/format";
import { explain } from "../../words/explain";
import type { Called } from "./facts";

const words = explain.safe;

/** One thing to know. */
export interface Point {
  tone: "good" | "mind" | "bad";
  text: string;
}

/** What it is judged by; what is not known is left out of the answer. */
export interface Circumstances {
  called: readonly Called[];
  cases: number | undefined;
  /** Runs that go on now. */
  open: number | undefined;
  /** `namespace/name` of workflows that start this one. */
  starters: readonly string[];
  isOrphan: boolean;
  needsApproval: boolean | undefined;
}

/** All points, the dangerous ones first. */
export function safetyOf(definition: Definition, circumstances: Circumstances): Point[] {
  const { called, cases, open, starters, isOrphan, needsApproval } = circumstances;
  const points: Point[] = [];
  const add = (tone: Point["tone"], text: string) => points.push({ tone, text });
  if (isOrphan) {
    add("bad", words.orphan);
  }
  if (cases !== undefined) {
    add(cases === 0 ? "bad" : "good", cases === 0 ? words.noCases : words.cases(counted(cases, words.case)));
  }
  addEffects(called, add);
  addCalls(definition, called, add);
  if (starters.length > 0) {
    add("mind", words.callers(starters.join(", ")));
  }
  if (needsApproval !== undefined) {
    add(needsApproval ? "mind" : "good", needsApproval ? words.approval : words.free);
  }
  const hasSchema = definition.inputSchema !== undefined;
  add(hasSchema ? "good" : "mind", hasSchema ? words.schema : words.noSchema);
  if (open !== undefined) {
    add("good", open === 0 ? words.notRunning : words.running(counted(open, words.run)));
  }
  const order = ["bad", "mind", "good"];
  return points.sort((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}

function addEffects(called: readonly Called[], add: (tone: Point["tone"], text: string) => void): void {
  const writes = called.filter(({ known }) => known === undefined || known.effect === "write");
  if (writes.length === 0) {
    add("good", words.reads);
    return;
  }
  const names = writes.map(({ known, call }) => known?.title ?? call);
  add("mind", words.writes(counted(writes.length, words.write), names.join(", ")));
  const unrepeatable = writes.filter(({ known }) => known?.idempotent === "no");
  if (unrepeatable.length > 0) {
    add("mind", words.unrepeatable(unrepeatable.map(({ known, call }) => known?.title ?? call).join(", ")));
  }
}

function addCalls(
  definition: Definition,
  called: readonly Called[],
  add: (tone: Point["tone"], text: string) => void,
): void {
  const calls = called.flatMap(({ tasks }) => tasks);
  const bare = calls.filter((task) => !isCaught(definition, task));
  if (bare.length > 0) {
    add("mind", words.uncaught(counted(bare.length, words.call)));
  } else if (calls.length > 0) {
    add("good", words.caught);
  }
}

/** Whether a `try` is around a task. */
function isCaught(definition: Definition, task: Task): boolean {
  let list = findList(definition, task.list);
  while (list?.owner !== undefined) {
    const owner = findTask(definition, list.owner);
    if (owner === undefined) {
      return false;
    }
    if (owner.kind === "try" && list.slot === "try") {
      return true;
    }
    list = findList(definition, owner.list);
  }
  return false;
}

/** `1 call is`, `3 calls are`. */
function counted(count: number, forms: { one: string; other: string }): string {
  return count === 1 ? forms.one : `${number(count)} ${plural(count, forms)}`;
}
