/** Steps to begin from, and writes that happen twice. */
import type { RepeatedWrite, TracedTask } from "@towpath/client";
import { expect, test } from "vitest";

import { topsOf, twice } from "./again";

const task = (reference: string, state: TracedTask["state"] = "completed"): TracedTask => ({
  reference,
  name: reference.split("/").at(-1) ?? "",
  state,
  effects: [],
  startedAt: "2027-03-12T12:00:00Z",
});

test("a run begins again from steps at the top that it had come to, each once", () => {
  const tasks = [
    task("/do/0/order"),
    task("/do/1/each"),
    task("/do/1/each/for/do/0/look"),
    task("/do/2/maybe", "skipped"),
    task("/do/1/each"),
    task("/do/3/refund", "faulted"),
  ];
  expect(topsOf(tasks).map(({ name }) => name)).toEqual(["order", "each", "refund"]);
});

test("what may be repeated is told apart from what happens twice", () => {
  const write = (effect: number, isProtected: boolean): RepeatedWrite => ({
    effect,
    task: "/do/0/pay",
    operation: "payments.refund:1.0.0",
    arguments: {},
    done: true,
    protected: isProtected,
  });
  expect(twice([write(1, true), write(2, false)]).map(({ effect }) => effect)).toEqual([2]);
});
