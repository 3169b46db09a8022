/** A change says on both diagrams and in the list the same thing, by sign as well as by colour. */
import { expect, test } from "vitest";

import { diffDefinitions, readDefinition } from "../../definition";
import { changeAt, counted, marksOf, stepChanges } from "./changes";

const head = `document:
  dsl: 1.0.3
  namespace: support
  name: sample
  version: 1.0.0
do:
`;
const before = `${head}  - find:
      call: orders.find-order:1.0.0@default
      with: { orderId: o-1 }
  - old:
      do:
        - inside:
            set: { a: 1 }
  - say:
      set: { said: thanks }
  - last:
      set: { b: 1 }
`;
const after = `${head}  - find:
      call: orders.find-order:1.0.0@default
      with: { orderId: o-2 }
  - last:
      set: { b: 2 }
  - say:
      set: { said: thanks }
  - fresh:
      do:
        - within:
            set: { c: 1 }
`;

function compared(one: string, other: string) {
  const [old, now] = [readDefinition(one), readDefinition(other)];
  const changes = stepChanges(diffDefinitions(old, now));
  return { changes, marks: marksOf(changes, old, now) };
}

test("a step has one entry, however much became of it", () => {
  const { changes } = compared(before, after);
  const kinds = new Map(changes.map((one) => [(one.to ?? one.from)?.name, one.kinds]));
  expect(kinds.get("find")).toEqual(["changed"]);
  expect(kinds.get("fresh")).toEqual(["added"]);
  expect(kinds.get("old")).toEqual(["removed"]);
  const moved = [...kinds.values()].filter((one) => one.includes("moved"));
  expect(moved).toHaveLength(1);
  expect(kinds.get("last")).toContain("changed");
  expect(counted(changes).find(([kind]) => kind === "added")).toEqual(["added", 1]);
});

test("marks have a sign, also inside of what is new or gone", () => {
  const { marks } = compared(before, after);
  expect(marks.before.get("/do/1/old")).toEqual({ state: "removed", text: "− Gone" });
  expect(marks.before.get("/do/1/old/do/0/inside")).toEqual({ state: "removed", text: "− Gone" });
  expect(marks.after.get("/do/3/fresh/do/0/within")).toEqual({ state: "added", text: "+ New" });
  expect(marks.after.get("/do/0/find")?.text).toBe("~ Changed");
  expect(marks.before.get("/do/0/find")).toEqual(marks.after.get("/do/0/find"));
});

test("a step inside of a new one leads to its entry", () => {
  const { changes } = compared(before, after);
  expect(changeAt(changes, "to", "/do/3/fresh/do/0/within")?.to?.name).toBe("fresh");
  expect(changeAt(changes, "from", "/do/1/old/do/0/inside")?.from?.name).toBe("old");
  expect(changeAt(changes, "to", "/do/2/unknown")).toBeUndefined();
});

test("equal definitions have no entry and no mark", () => {
  const { changes, marks } = compared(before, before);
  expect(changes).toEqual([]);
  expect(marks.after.size).toBe(0);
});
