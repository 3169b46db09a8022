/** Tests of reading what an activation would take. */
import { ProblemError } from "@towpath/client";
import { expect, it } from "vitest";

import { lostOf } from "./lost";

const problem = { type: "urn:x", title: "t", status: 409, code: "TP4042", impact: "sha256:a", affected: [] };

it("has the digest that confirms it", () => {
  expect(lostOf(new ProblemError(problem, 409))).toEqual({ digest: "sha256:a", affected: [] });
});

it("is nothing for other errors", () => {
  expect(lostOf(new ProblemError({ ...problem, code: "TP4091" }, 409))).toBeUndefined();
  expect(lostOf(new Error("x"))).toBeUndefined();
  expect(lostOf(null)).toBeUndefined();
});
