/** Edits one by one: what exactly is written, what is selected, what is refused. */
import { describe, expect, it } from "vitest";
import { demoOperations, fileOf } from "./corpus";
import * as edits from "./edits";
import type { EditResult } from "./edits";
import { readDefinition } from "./read";
import type { Data } from "./tree";

const BASE = `document: { name: a }
do:
  # about one
  - one:
      set: { x: 1 } # a value

  - two:
      switch:
        - yes:
            when: .x == 1
            then: four
        - no:
            then: end

  - three: { wait: PT1S, then: four }

  - four:
      set:
        y: 'z'
# the end
`;

const run = (text: string, edit: (definition: ReturnType<typeof readDefinition>) => EditResult): string => {
  const result = edit(readDefinition(text));
  if (!result.ok) throw new Error(`${result.reason}: ${result.what}`);
  return result.after.text;
};

const refusal = (result: EditResult): string => (result.ok ? "" : result.reason);

describe("tasks", () => {
  it("are added in the style of the list", () => {
    const after = run(BASE, (definition) =>
      edits.addTask(definition, { list: "/do", index: 1 }, "one", { wait: "PT2S" }),
    );
    expect(after).toBe(BASE.replace("\n\n  - two:", "\n\n  - one2:\n      wait: PT2S\n\n  - two:"));
  });

  it("are deleted with their comment, and who led there leads on", () => {
    const after = run(BASE, (definition) => edits.deleteTask(definition, "/do/0/one"));
    expect(after).toBe(BASE.replace("  # about one\n  - one:\n      set: { x: 1 } # a value\n\n", ""));
    const last = edits.deleteTask(readDefinition(BASE), "/do/3/four");
    expect(last).toMatchObject({ ok: true, selection: "/do/2/three", dangling: [] });
    expect(last.ok && last.after.text).toContain("then: end }");
  });

  it("leave an empty list behind, which can be filled again", () => {
    const text = "do:\n  - a:\n      do: # inner\n        - b: { wait: PT1S }\n";
    const empty = run(text, (definition) => edits.deleteTask(definition, "/do/0/a/do/0/b"));
    expect(empty).toBe("do:\n  - a:\n      do: [] # inner\n");
    const full = run(empty, (definition) =>
      edits.addTask(definition, { list: "/do/0/a/do", index: 0 }, "c", { wait: "PT1S" }),
    );
    expect(full).toBe("do:\n  - a:\n      do: # inner\n        - c:\n            wait: PT1S\n");
  });

  it("move with their comments, into blocks and out", () => {
    const down = run(BASE, (definition) => edits.moveDown(definition, "/do/0/one"));
    expect(down.indexOf("# about one")).toBeGreaterThan(down.indexOf("- two:"));
    expect(run(down, (definition) => edits.moveUp(definition, "/do/1/one"))).toBe(BASE);
    const text = "do:\n  - a:\n      set: {}\n  - b:\n      try:\n        - c:\n            set: {}\n";
    const inside = edits.moveTask(readDefinition(text), "/do/0/a", { list: "/do/1/b/try", index: 1 });
    expect(inside).toMatchObject({ ok: true, selection: "/do/0/b/try/1/a" });
    expect(
      inside.ok &&
        run(inside.after.text, (definition) => edits.moveOut(definition, "/do/0/b/try/1/a", "before")),
    ).toBe(text);
    const catches = edits.moveTask(readDefinition(text), "/do/0/a", { list: "/do/1/b/catch/do", index: 0 });
    expect(catches.ok && catches.after.text).toBe(
      "do:\n  - b:\n      try:\n        - c:\n            set: {}\n      catch:\n        do:\n          - a:\n              set: {}\n",
    );
    expect(refusal(edits.moveTask(readDefinition(text), "/do/1/b", { list: "/do/1/b/try", index: 0 }))).toBe(
      "insideItself",
    );
  });

  it("move between block and flow style with everything", () => {
    const text =
      "do:\n  - a: # why\n      set:\n        x: 'it''s'\n        y: '${ { a: 1 } }'\n  - b: { do: [ { c: { wait: PT1S } } ] }\n";
    const flow = run(text, (definition) => edits.moveInto(definition, "/do/0/a", "/do/1/b"));
    expect(flow).toContain("# why");
    expect(flow).toContain(`{ a: { set: { x: 'it''s', y: '\${ { a: 1 } }' } } }`);
    const again = run(flow, (definition) => edits.moveOut(definition, "/do/0/b/do/1/a", "behind"));
    expect(readDefinition(again).tasks.tasks.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it("are renamed with every then that leads to them", () => {
    const after = run(BASE, (definition) => edits.renameTask(definition, "/do/3/four", "last: one"));
    expect(after).toBe(
      BASE.replace("then: four\n", 'then: "last: one"\n')
        .replace("then: four }", 'then: "last: one" }')
        .replace("- four:", '- "last: one":'),
    );
    const definition = readDefinition(BASE);
    expect(refusal(edits.renameTask(definition, "/do/0/one", "two"))).toBe("nameTaken");
    expect(refusal(edits.renameTask(definition, "/do/0/one", "end"))).toBe("nameReserved");
    expect(refusal(edits.renameTask(definition, "/do/0/one", " "))).toBe("nameEmpty");
    expect(refusal(edits.renameTask(definition, "/do/9/x", "y"))).toBe("notFound");
  });

  it("are duplicated without their anchors", () => {
    const text = "do:\n  - a:\n      set: &x { y: 1 }\n  - b: { set: *x }\n";
    const after = run(text, (definition) => edits.duplicateTask(definition, "/do/0/a"));
    expect(after).toBe(
      "do:\n  - a:\n      set: &x { y: 1 }\n  - a2:\n      set: { y: 1 }\n  - b: { set: *x }\n",
    );
    expect(refusal(edits.deleteTask(readDefinition(text), "/do/0/a"))).toBe("anchorInUse");
  });

  it("keep Windows line breaks, wide steps and flat lists", () => {
    const text = "do:\r\n- a:\r\n      set:\r\n          x: 1\r\n";
    const after = run(text, (definition) =>
      edits.addTask(definition, { list: "/do", index: 1 }, "b", { set: { y: [1, { z: 2 }] } }),
    );
    expect(after).toBe(`${text}- b:\r\n      set:\r\n          y:\r\n          - 1\r\n          - z: 2\r\n`);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });
});

describe("blocks", () => {
  it("are put around tasks, with the then outside", () => {
    const after = run(BASE, (definition) => edits.wrapTasks(definition, ["/do/2/three"], "try"));
    expect(after).toBe(
      BASE.replace(
        "  - three: { wait: PT1S, then: four }\n",
        "  - try:\n      try:\n        - three: { wait: PT1S }\n      catch:\n        as: error\n      then: four\n",
      ),
    );
    const definition = readDefinition(BASE);
    expect(refusal(edits.wrapTasks(definition, ["/do/1/two"], "do"))).toBe("leadsElsewhere");
    expect(refusal(edits.wrapTasks(definition, ["/do/0/one", "/do/2/three"], "do"))).toBe("notTogether");
    expect(refusal(edits.wrapTasks(definition, ["/do/2/three", "/do/3/four"], "do"))).toBe("isLedTo");
    const whole = edits.wrapTasks(definition, ["/do/1/two", "/do/2/three", "/do/3/four"], "for", {
      in: ".all",
    });
    expect(whole).toMatchObject({ ok: true, dangling: [], selection: "/do/1/for" });
  });

  it("make each task a branch of a fork, and go away again", () => {
    const text = "do:\n  - a: { wait: PT1S }\n  # b\n  - b: { wait: PT2S }\n";
    const fork = run(text, (definition) => edits.wrapTasks(definition, ["/do/0/a", "/do/1/b"], "fork"));
    expect(fork).toBe(
      "do:\n  - fork:\n      fork:\n        branches:\n          - a: { wait: PT1S }\n          # b\n          - b: { wait: PT2S }\n",
    );
    expect(run(fork, (definition) => edits.unwrapTask(definition, "/do/0/fork"))).toBe(text);
    const more = run(fork, (definition) => edits.addBranch(definition, "/do/0/fork", "a", { wait: "PT3S" }));
    expect(readDefinition(more).tasks.tasks[0]?.lists[0]?.tasks.map(({ name }) => name)).toEqual([
      "a",
      "b",
      "a2",
    ]);
  });

  it("say what goes with them", () => {
    const text =
      "do:\n  - a: { wait: PT1S, then: b }\n  - b:\n      if: .x\n      try:\n        - a: { wait: PT2S }\n      catch: { as: e }\n      then: end\n";
    const result = edits.unwrapTask(readDefinition(text), "/do/1/b");
    expect(result).toMatchObject({ ok: true, dropped: ["if", "catch"], dangling: [] });
    expect(result.ok && result.after.text).toBe(
      "do:\n  - a: { wait: PT1S, then: a2 }\n  - a2: { wait: PT2S, then: end }\n",
    );
  });
});

describe("fields", () => {
  const set = (text: string, path: readonly (string | number)[], value: Data | undefined): string =>
    run(text, (definition) => edits.setField(definition, "/do/0/a", path, value));

  it("keep the style of what they replace", () => {
    const text = "do:\n  - a:\n      set: { p: 1, 'q': 'r', \"s\": \"t\" }\n";
    expect(set(text, ["set", "q"], "new")).toBe(text.replace("'r'", "'new'"));
    expect(set(text, ["set", "s"], "${ .x }")).toBe(text.replace('"t"', '"${ .x }"'));
    expect(set(text, ["set", "p"], "a, b")).toBe(text.replace("p: 1", 'p: "a, b"'));
    expect(set(text, ["set", "new"], [1])).toBe(text.replace(" }", ", new: [1] }"));
    expect(set(text, ["set", "p"], undefined)).toBe(text.replace("p: 1, ", ""));
  });

  it("are written where they belong", () => {
    const text = "do:\n  - a:\n      call: x # c\n      then: end\n";
    expect(set(text, ["if"], ".x")).toBe(text.replace("      call", "      if: .x\n      call"));
    expect(set(text, ["with", "id"], "${ .id }")).toBe(
      text.replace("      then", "      with:\n        id: ${ .id }\n      then"),
    );
    expect(set(set(text, ["with", "id"], "x"), ["with", "id"], undefined)).toBe(text);
  });

  it("change only what differs in a larger value", () => {
    const text =
      "do:\n  - a:\n      set:\n        # first\n        x: 1   # one\n        list:\n          - a # a\n          - b\n";
    const after = set(text, ["set"], { x: 2, list: ["a", "c", "d"], y: null });
    expect(after).toBe(
      "do:\n  - a:\n      set:\n        # first\n        x: 2   # one\n        list:\n          - a # a\n          - c\n          - d\n        y: null\n",
    );
  });

  it("write out an alias before they change inside, and say what repeats an anchor", () => {
    const text = "do:\n  - a:\n      set: *x\n".replace("do:", "z: &x { y: 1 }\ndo:");
    expect(set(text, ["set", "y"], 2)).toBe("z: &x { y: 1 }\ndo:\n  - a:\n      set:\n        y: 2\n");
    const shared = "do:\n  - a:\n      set: &x { y: 1 }\n  - b: { set: *x }\n";
    const result = edits.setField(readDefinition(shared), "/do/0/a", ["set", "y"], 2);
    expect(result).toMatchObject({ ok: true, alsoAt: ["/do/1/b/set/y"] });
  });

  it("write long texts as literals, and keep what was folded on one line", () => {
    const text = "do:\n  - a:\n      set:\n        x: >-\n          one\n          two\n        y: 1 # c\n";
    expect(set(text, ["set", "x"], "three")).toBe(text.replace("one\n          two", "three"));
    expect(set(text, ["set", "y"], "a\nb\n")).toBe(
      text.replace("y: 1 # c", "y: | # c\n          a\n          b"),
    );
  });

  it("of the document are set, made and removed", () => {
    const text = "document:\n  name: a\n  version: 1.0.0 # v\ndo: []\n";
    const titled = run(text, (definition) => edits.setDocument(definition, "title", "Who's: there?"));
    expect(titled).toBe(text.replace("# v\n", '# v\n  title: "Who\'s: there?"\n'));
    const schema = run(text, (definition) => edits.setInputSchema(definition, { type: "object" }));
    expect(schema).toBe(text.replace("do:", "input:\n  schema:\n    document:\n      type: object\ndo:"));
    const settings = run(text, (definition) => edits.setSettings(definition, { type: "object" }));
    expect(run(settings, (definition) => edits.setSettings(definition, undefined))).toBe(text);
    expect(run(text, (definition) => edits.setMetadata(definition, "owner", "x"))).toContain(
      "metadata:\n    owner: x",
    );
  });

  it("of several keys are one edit", () => {
    const text = "do:\n  - a:\n      wait: PT1S\n";
    const result = edits.setFields(readDefinition(text), "/do/0/a", [
      { path: ["wait"], value: "PT2S" },
      { path: ["then"], value: "end" },
    ]);
    expect(result.ok && result.after.text).toBe("do:\n  - a:\n      wait: PT2S\n      then: end\n");
  });
});

describe("cases and calls", () => {
  it("of a switch are added, moved, renamed and removed", () => {
    const added = run(BASE, (definition) =>
      edits.addCase(definition, "/do/1/two", 1, { name: "no", when: ".y", then: "one" }),
    );
    expect(added).toBe(
      BASE.replace(
        "        - no:",
        "        - no2:\n            when: .y\n            then: one\n        - no:",
      ),
    );
    expect(run(added, (definition) => edits.removeCase(definition, "/do/1/two", 1))).toBe(BASE);
    const moved = run(BASE, (definition) => edits.moveCase(definition, "/do/1/two", 1, 0));
    expect(moved.indexOf("- no:")).toBeLessThan(moved.indexOf("- yes:"));
    expect(run(BASE, (definition) => edits.renameCase(definition, "/do/1/two", 0, "oui"))).toBe(
      BASE.replace("yes", "oui"),
    );
    expect(refusal(edits.renameCase(readDefinition(BASE), "/do/1/two", 0, "no"))).toBe("nameTaken");
  });

  it("of an operation have the arguments that it requires", () => {
    const operation = demoOperations().get("crm.open-complaint:1.0.0@default");
    const after = run("do: []\n", (definition) =>
      edits.insertCall(
        definition,
        { list: "/do", index: 0 },
        {
          integration: "crm",
          operation: "open-complaint",
          version: "1.0.0",
          ...(operation?.input === undefined ? {} : { input: operation.input }),
        },
        new Map([["customer", ".customerId"]]),
      ),
    );
    expect(after).toBe(
      'do:\n  - openComplaint:\n      call: crm.open-complaint:1.0.0@default\n      with:\n        customer: ${ .customerId }\n        severity: low\n        text: ""\n',
    );
  });

  it("keep their output for later", () => {
    const text = fileOf("examples/complaint-intake/workflow.yaml");
    const once = run(text, (definition) => edits.exportOutput(definition, "/do/1/open", "open"));
    expect(once).toContain('      export:\n        as: "${ $context + { open: . } }"\n');
    const twice = run(once, (definition) => edits.exportOutput(definition, "/do/1/open", "a b"));
    expect(twice).toContain('${ $context + { open: . } + { \\"a b\\": . } }');
  });

  it("start with what their kind needs", () => {
    for (const kind of [
      "do",
      "emit",
      "for",
      "fork",
      "listen",
      "raise",
      "run",
      "set",
      "switch",
      "try",
      "wait",
    ] as const) {
      const result = edits.addTask(
        readDefinition(BASE),
        { list: "/do", index: 4 },
        kind,
        edits.newBody(kind),
      );
      expect(result.ok && result.after.tasks.tasks[4]?.kind).toBe(kind);
    }
  });
});

describe("broken text", () => {
  it("is edited where it can be read, and never made worse", () => {
    const text = "do:\n  - a: { set: { x: 1 } }\n  - b: { wait: \n";
    const result = edits.renameTask(readDefinition(text), "/do/0/a", "c");
    expect(result.ok && result.after.text).toBe(text.replace("a:", "c:"));
  });
});
