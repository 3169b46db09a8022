/** Rows and bars say when what was at work, and the clocks keep order. */
import type { TracedTask } from "@towpath/client";
import fc from "fast-check";
import { expect, test } from "vitest";

import { evenClock, isBetterSqueezed, marksOf, squeezedClock } from "./clock";
import { timelineOf, worst } from "./timeline";

const at = (ms: number) => new Date(ms).toISOString();
const task = (changes: Partial<TracedTask>): TracedTask => ({
  reference: "/do/0/find",
  name: "find",
  kind: "call",
  state: "completed",
  startedAt: at(0),
  endedAt: at(10),
  effects: [],
  ...changes,
});

test("passes of a loop are one row, and the worst state shows", () => {
  const timeline = timelineOf(
    [
      task({ reference: "/do/0/each", name: "each", kind: "for", state: "faulted", endedAt: at(30) }),
      task({ reference: "/do/0/each/do/0/pay", pass: [{ loop: "/do/0/each", index: 0 }] }),
      task({ reference: "/do/0/each/do/0/pay", state: "faulted", startedAt: at(10), endedAt: at(30) }),
    ],
    0,
    40,
    99,
  );
  expect(timeline.rows.map((row) => [row.reference, row.depth, row.state, row.executions.length])).toEqual([
    ["/do/0/each", 0, "faulted", 1],
    ["/do/0/each/do/0/pay", 1, "faulted", 2],
  ]);
  expect(timeline.to).toBe(40);
});

test("a held call is a hold between two pieces of work", () => {
  const effect = {
    index: 1,
    kind: "call" as const,
    decision: { outcome: "hold" },
    startedAt: at(2),
    endedAt: at(8),
  };
  const [row] = timelineOf([task({ effects: [effect] })], 0, 10, 10).rows;
  expect(row?.executions[0]?.pieces.map((piece) => [piece.kind, piece.from, piece.to])).toEqual([
    ["work", 0, 2],
    ["held", 2, 8],
    ["work", 8, 10],
  ]);
});

test("what goes on ends now, and a state of a newer server comes first", () => {
  const [row] = timelineOf(
    [{ ...task({ state: "waiting" }), endedAt: undefined as never }],
    0,
    undefined,
    500,
  ).rows;
  expect(row?.executions[0]?.to).toBe(500);
  expect(worst(["completed", "pondering"])).toBe("pondering");
});

test("milliseconds beside hours are squeezed", () => {
  const tasks = [
    task({}),
    task({ reference: "/do/1/b" }),
    task({ reference: "/do/2/w", endedAt: at(3_600_000) }),
  ];
  expect(isBetterSqueezed(timelineOf(tasks, 0, 3_600_000, 0))).toBe(true);
  expect(isBetterSqueezed(timelineOf([task({})], 0, 10, 0))).toBe(false);
});

test("clocks keep order and stay between 0 and 1", () => {
  const moments = fc.array(fc.tuple(fc.nat(1e9), fc.nat(1e9)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(moments, (pairs) => {
      const tasks = pairs.map(([from, more], index) =>
        task({ reference: `/do/${String(index)}/t`, startedAt: at(from), endedAt: at(from + more) }),
      );
      const timeline = timelineOf(tasks, 0, 3e9, 0);
      for (const clock of [evenClock(timeline), squeezedClock(timeline)]) {
        const places = pairs
          .flatMap(([from, more]) => [from, from + more])
          .sort((a, b) => a - b)
          .map(clock);
        places.forEach((place, index) => {
          expect(place).toBeGreaterThanOrEqual(index === 0 ? 0 : (places[index - 1] ?? 0));
          expect(place).toBeLessThanOrEqual(1);
        });
        expect(marksOf(timeline, clock, 0.15).length).toBeLessThanOrEqual(7);
      }
    }),
  );
});
