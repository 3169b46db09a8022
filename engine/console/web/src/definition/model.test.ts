/** Reading: places, references and kinds; broken and hostile text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitionFiles, fileOf } from "./corpus";
import { allLists, allTasks, findTask, taskAt } from "./model";
import { readDefinition } from "./read";
import { findNode, isNothing, readTree, textOf } from "./tree";

const REFUND = fileOf("examples/refund-triage/workflow.yaml");

describe("a definition", () => {
  it("has the references of the engine", () => {
    const text = `do:
  - a: { do: [ { b: { wait: PT1S } } ] }
  - loop: { for: { in: .x }, do: [ { c: { wait: PT1S } } ] }
  - all: { fork: { branches: [ { d: { wait: PT1S } }, { e: { wait: PT1S } } ] } }
  - risky:
      try: [ { f: { wait: PT1S } } ]
      catch: { do: [ { g/h~i: { wait: PT1S } } ] }
  - heard: { listen: { to: { any: [] } }, foreach: { do: [ { j: { wait: PT1S } } ] } }
use: { functions: { own: { do: [ { k: { wait: PT1S } } ] } } }
`;
    expect(allTasks(readDefinition(text)).map(({ reference }) => reference)).toEqual([
      "/do/0/a",
      "/do/0/a/do/0/b",
      "/do/1/loop",
      "/do/1/loop/do/0/c",
      "/do/2/all",
      "/do/2/all/fork/branches/0/d",
      "/do/2/all/fork/branches/1/e",
      "/do/3/risky",
      "/do/3/risky/try/0/f",
      "/do/3/risky/catch/do/0/g~1h~0i",
      "/do/4/heard",
      "/do/4/heard/foreach/do/0/j",
      "/use/functions/own/do/0/k",
    ]);
  });

  it("knows what its tasks do", () => {
    const definition = readDefinition(REFUND);
    expect(definition.header).toMatchObject({
      namespace: "support",
      name: "refund-triage",
      title: "Refund triage",
    });
    const [, triage, pay] = definition.tasks.tasks;
    expect(triage?.detail).toMatchObject({
      kind: "switch",
      cases: [
        { name: "small", reference: "/do/1/triage/switch/0/small", then: { value: "pay" } },
        { name: "goldCustomer", when: { value: '.tier == "gold"' } },
        { name: "other", when: { value: ".x" } },
      ].map((one) => (one.name === "other" ? { name: "other", then: { value: "review" } } : one)),
    });
    expect(pay?.detail).toMatchObject({
      kind: "call",
      form: "operation",
      operation: { integration: "payments", operation: "refund", version: "1.0.0" },
    });
    expect(pay?.then).toMatchObject({ value: "end", pointer: "/do/2/pay/then" });
  });

  it("has places that lead back to what is written", () => {
    for (const { name, text } of definitionFiles()) {
      const definition = readDefinition(text);
      if (definition.problems.length > 0) continue;
      for (const task of allTasks(definition)) {
        if (task.kind === "unreadable") continue;
        const written = text.slice(task.nameRange.from, task.nameRange.to);
        expect(textOf(readTree(written).root) ?? "null", name).toBe(task.name);
        expect(isNothing(findNode(definition.tree, task.reference)), `${name} ${task.reference}`).toBe(
          task.bodyRange.from === task.bodyRange.to,
        );
      }
    }
  });

  it("gives the innermost task at a place", () => {
    const definition = readDefinition(fileOf("examples/complaint-intake/workflow.yaml"));
    expect(taskAt(definition, definition.text.indexOf("crm.get-customer"))?.name).toBe("getCustomer");
    expect(taskAt(definition, 3)).toBeUndefined();
  });

  it("keeps unknown kinds, unknown keys and metadata", () => {
    const definition = readDefinition(
      "do:\n  - a: { dance: { steps: 3 }, metadata: { x: 1 } }\n  - b: { set: {}, extra: 1 }\nlater: 1\n",
    );
    expect(definition.tasks.tasks[0]?.detail).toEqual({
      kind: "unknown",
      keyword: "dance",
      value: { steps: 3 },
    });
    expect(definition.tasks.tasks[0]?.metadata).toEqual({ x: 1 });
    expect(definition.tasks.tasks[1]?.otherKeys).toEqual(["extra"]);
    expect(definition.otherKeys).toEqual(["later"]);
  });
});

describe("broken text", () => {
  it("gives what can be read", () => {
    const half = readDefinition("do:\n  - first: { set: { x: 1 } }\n  - sec\n  -\n  - third:\n      wa");
    expect(half.tasks.tasks.map(({ name, kind }) => [name, kind])).toEqual([
      ["first", "set"],
      ["sec", "unreadable"],
      ["", "unreadable"],
      ["third", "unknown"],
    ]);
    expect(readDefinition("do: [ { a: { set: { x: ").tasks.tasks[0]?.name).toBe("a");
    expect(readDefinition("").tasks.tasks).toEqual([]);
    expect(readDefinition("do: *nowhere").problems).toMatchObject([{ code: "UNKNOWN_ALIAS" }]);
  });

  it("never fails at any place where somebody stops typing", () => {
    for (let end = 0; end <= REFUND.length; end += 7) {
      const definition = readDefinition(REFUND.slice(0, end));
      expect(allLists(definition).length).toBeGreaterThan(0);
    }
  });

  it("never fails for anything at all", () => {
    const piece = fc.constantFrom(
      "do:",
      "\n",
      "  ",
      "- ",
      "a: ",
      "{",
      "}",
      "[",
      "]",
      "&a ",
      "*a",
      "|\n",
      "#",
      '"',
      "'",
      ": ",
      "\t",
      "%",
      "---",
      "!x ",
      "? ",
      "\r\n",
      "<<: ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const definition = readDefinition(pieces.join(""));
        for (const task of allTasks(definition)) expect(findTask(definition, task.reference)).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });

  it("stays small where aliases multiply", () => {
    const start = performance.now();
    readDefinition(fileOf("examples/refused/text-alias-bomb/workflow.yaml"));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
