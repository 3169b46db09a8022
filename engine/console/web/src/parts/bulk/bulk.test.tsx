/** What an act on many runs says of them, and when it may be left. */
import type { BulkAnswer } from "@towpath/client";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { Done, Looked } from "./Answers";
import { canLeave, stageOf } from "./stage";

const looked = (more: Partial<BulkAnswer>) =>
  renderToStaticMarkup(<Looked answer={{ action: "rerun", count: 0, ...more }} />);

test("runs that are left out are told, also where none is left", () => {
  expect(looked({ count: 2, leftOut: 3 })).toContain("3 runs are left out");
  expect(looked({ leftOut: 1 })).toContain("1 run is left out");
  expect(looked({ count: 2, leftOut: 0 })).not.toContain("left out");
  expect(looked({ count: 2 })).not.toContain("left out");
});

test("the rest is told before and after", () => {
  expect(looked({ count: 2, more: true })).toContain("There are more");
  const done = (hasMore: boolean) =>
    renderToStaticMarkup(<Done answer={{ action: "rerun", count: 2 }} hasMore={hasMore} />);
  expect(done(true)).toContain("2 runs run again");
  expect(done(true)).toContain("There are more");
  expect(done(false)).not.toContain("There are more");
});

test("an act under way and its result are not left by Escape", () => {
  expect(canLeave(stageOf({ isPending: false, isSuccess: false }))).toBe(true);
  expect(canLeave(stageOf({ isPending: true, isSuccess: false }))).toBe(false);
  expect(canLeave(stageOf({ isPending: false, isSuccess: true }))).toBe(false);
});
