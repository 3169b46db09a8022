/** The way back writes what differs, removes what was not there, and leaves the rest alone. */
import { expect, test } from "vitest";

import { wayBack } from "./back";

const saved = [
  { name: "same", revision: 3, text: "one" },
  { name: "other", revision: 5, text: "two" },
  { name: "later", revision: 1, text: "three" },
];
const target = { same: "one", other: "old", gone: "four" };

test("to a whole set", () => {
  expect(wayBack(target, saved)).toEqual({
    write: [
      { name: "other", text: "old", revision: 5 },
      { name: "gone", text: "four", revision: undefined },
    ],
    remove: [{ name: "later", revision: 1 }],
  });
});

test("of one policy alone", () => {
  expect(wayBack(target, saved, "other").remove).toEqual([]);
  expect(wayBack(target, saved, "other").write.map(({ name }) => name)).toEqual(["other"]);
  expect(wayBack(target, saved, "later")).toEqual({ write: [], remove: [{ name: "later", revision: 1 }] });
});

test("nothing where nothing differs", () => {
  expect(wayBack({ same: "one" }, saved, "same")).toEqual({ write: [], remove: [] });
});
