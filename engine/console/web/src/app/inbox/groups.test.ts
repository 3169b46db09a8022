/** Tests of the groups of the inbox. */
import type { InboxItem } from "@towpath/client";
import { describe, expect, it } from "vitest";

import { groupsOf, keyOf, neighbour, successor, urgency } from "./groups";

function held(effect: number, more: Partial<InboxItem> = {}): InboxItem {
  return {
    kind: "hold",
    id: `r/${String(effect)}`,
    title: "payments.refund:1.0.0",
    namespace: "support",
    workflow: "refund",
    version: "1.0.0",
    run: "r",
    effect,
    from: "shop",
    since: `2026-11-30T08:0${String(effect)}:00Z`,
    canDecide: true,
    why: "`large`: Large refunds are released",
    ...more,
  };
}

describe("groups", () => {
  it("holds of the same call, for the same reason, are one line in the place of the oldest", () => {
    const other = held(2, { title: "crm.delete:1.0.0" });
    const groups = groupsOf([held(1), other, held(3)]);
    expect(groups.map((group) => group.items.map((item) => item.effect))).toEqual([[1, 3], [2]]);
    expect(groups[0]?.key).toMatch(/^group:hold\//);
    expect(groups[1]?.key).toBe("hold:r/2");
  });

  it("another policy, another version, another workflow is another thing", () => {
    const all = [
      held(1),
      held(2, { why: "other" }),
      held(3, { version: "1.1.0" }),
      held(4, { workflow: "x" }),
    ];
    expect(groupsOf(all)).toHaveLength(4);
  });

  it("what others decide is not decided together", () => {
    const all = [held(1, { canDecide: false }), held(2, { canDecide: false })];
    expect(groupsOf(all).map((group) => group.key)).toEqual(all.map(keyOf));
  });

  it("requests are never equal", () => {
    const one = held(1, { kind: "request", id: "a" });
    expect(groupsOf([one, { ...one, id: "b" }])).toHaveLength(2);
  });
});

describe("moving", () => {
  const groups = groupsOf([1, 2, 3].map((effect) => held(effect, { why: String(effect) })));
  it("stops at both ends, and begins with the first", () => {
    expect(neighbour(groups, "hold:r/3", 1)?.key).toBe("hold:r/3");
    expect(neighbour(groups, "hold:r/1", -1)?.key).toBe("hold:r/1");
    expect(neighbour(groups, "hold:r/1", 1)?.key).toBe("hold:r/2");
    expect(neighbour(groups, "", 1)?.key).toBe("hold:r/1");
  });

  it("after a decision the next one is chosen, after the last the one before", () => {
    const without = (key: string) => groups.filter((group) => group.key !== key);
    expect(successor(groups, without("hold:r/1"), "hold:r/1")?.key).toBe("hold:r/2");
    expect(successor(groups, without("hold:r/3"), "hold:r/3")?.key).toBe("hold:r/2");
    expect(successor(groups, [], "hold:r/1")).toBeUndefined();
  });
});

describe("urgency", () => {
  const now = new Date("2026-11-30T08:00:00Z");
  it.each([
    [undefined, "none"],
    ["2026-11-30T07:59:00Z", "over"],
    ["2026-11-30T20:00:00Z", "soon"],
    ["2026-12-02T08:00:00Z", "none"],
  ] as const)("%s is %s", (due, expected) => {
    expect(urgency(due, now)).toBe(expected);
  });
});
