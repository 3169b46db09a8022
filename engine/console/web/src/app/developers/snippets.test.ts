/** Code to copy does what it says, whatever the values contain. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";

import { addressOf, LANGUAGES, pythonLiteral, rustText, shell, snippet, type CallOf } from "./snippets";

const call: CallOf = {
  base: "https://towpath.acme.example",
  namespace: "support",
  name: "returns",
  input: { orderId: "o-1001", note: `it's "late"`, urgent: true, why: null },
};

test("each language names address, key and input", () => {
  for (const language of LANGUAGES) {
    const code = snippet(language, call);
    expect(code).toContain("towpath.acme.example");
    expect(code).toContain("o-1001");
    expect(code).toContain("returns-2027-0001");
  }
  expect(snippet("typescript", { ...call, version: "1.2.0" })).toContain('query: { version: "1.2.0" },');
  expect(addressOf({ ...call, version: "1.2.0" })).toBe(
    "https://towpath.acme.example/v1/workflows/support/returns/runs?version=1.2.0",
  );
});

test("Python writes its own words", () => {
  expect(pythonLiteral({ a: [true, null, 1.5], b: {} })).toBe(
    '{\n    "a": [\n        True,\n        None,\n        1.5,\n    ],\n    "b": {},\n}',
  );
});

test("a shell reads a word as it was", () => {
  const texts = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 8 }), (all) => {
      const said = execFileSync("/bin/sh", ["-c", `printf '%s\\0' ${[...all, "end"].map(shell).join(" ")}`]);
      expect(said.toString("utf8").split("\0").slice(0, -1)).toEqual([...all, "end"]);
    }),
    { numRuns: 40 },
  );
});

test("raw strings of Rust end where they should", () => {
  expect(rustText("plain")).toBe('"plain"');
  expect(rustText('{"a":1}')).toBe('r#"{"a":1}"#');
  expect(rustText('x"##y')).toBe('r###"x"##y"###');
});
