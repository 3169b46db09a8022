/** Each kind of failure gets the advice that helps. */
import { expect, test } from "vitest";

import { adviceOn, failureIn } from "./cause";

const TYPES = "https://open-workflow-specification.org/spec/1.0.0/errors";

test.each([
  [{ code: "TP1108", type: `${TYPES}/authorization`, status: 403 }, "refused"],
  [{ code: "TP1121", type: `${TYPES}/authorization` }, "declined"],
  [{ code: "TP3033", type: `${TYPES}/communication`, status: 503 }, "away"],
  [{ code: "TP3034", type: `${TYPES}/communication`, status: 503 }, "crowded"],
  [{ code: "TP0410", type: `${TYPES}/expression` }, "expression"],
  [{ type: `${TYPES}/communication`, status: 503 }, "unreachable"],
  [{ type: "https://acme.example/errors/out-of-stock", status: 409 }, "raised"],
  [{ type: "urn:towpath:problem:TP9999", code: "TP9999" }, "other"],
  [{ status: 504 }, "timeout"],
  [{}, "other"],
] as const)("%j: %s", (failure, advice) => {
  expect(adviceOn(failure)).toBe(advice);
});

test("of an error of the trace only texts and a number are taken", () => {
  const read = failureIn({ title: "not allowed", detail: { masked: true }, code: "TP1108", status: "403" });
  expect(read).toEqual({
    title: "not allowed",
    detail: undefined,
    code: "TP1108",
    type: undefined,
    status: undefined,
  });
  expect(adviceOn(read)).toBe("refused");
});
