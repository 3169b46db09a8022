/** Numbers of versions. */
import { expect, test } from "vitest";

import { isLater, nextVersion } from "./version";

test("versions are compared by their numbers", () => {
  expect(isLater("1.10.0", "1.9.0")).toBe(true);
  expect(isLater("1.0.0", "1.0.0")).toBe(false);
  expect(isLater("2", "1.0.0")).toBe(false);
});

test("the next version", () => {
  expect(nextVersion([])).toBe("1.0.0");
  expect(nextVersion(["1.9.0", "1.10.3", "0.1.0"])).toBe("1.11.0");
});
