/** What pages read of a definition: values, completion, schemas, differences, explanations, history. */
import { describe, expect, it } from "vitest";
import { complete } from "./complete";
import { definitions, demoOperations, fileOf } from "./corpus";
import { diffDefinitions } from "./diff";
import * as edits from "./edits";
import { explain } from "./explain";
import { EXPLAIN_WORDS } from "./explain-words";
import { deserialise, newHistory, record, redo, serialise, undo } from "./history";
import { inferSchema, joinSchemas, memberSchema } from "./infer";
import { readDefinition } from "./read";
import { applyEdits } from "./text";
import { availableAt, valueAt } from "./values";

const operations = demoOperations();
const read = (name: string): ReturnType<typeof readDefinition> =>
  readDefinition(fileOf(`examples/${name}/workflow.yaml`));

describe("values", () => {
  it("follow the data from task to task", () => {
    const values = availableAt(read("refund-triage"), "/do/1/triage", { operations });
    expect(valueAt(values, ".total")).toMatchObject({ type: "number", mayLack: false, group: "current" });
    expect(valueAt(values, ".tier")).toMatchObject({ type: "string", words: ["standard", "silver", "gold"] });
    expect(valueAt(values, "$workflow.input.customer.name")).toMatchObject({
      mayLack: true,
      group: "workflow",
    });
    expect(valueAt(values, "$workflow.input.order.items[].price")).toMatchObject({
      type: "number",
      isMany: true,
    });
    expect(valueAt(values, "$runtime.metadata.settings.payUpTo")).toMatchObject({
      type: "number",
      group: "settings",
    });
    expect(valueAt(values, ".customer")).toBeUndefined();
  });

  it("may lack every member of what may be null", () => {
    const order = {
      type: ["object", "null"],
      required: ["total"],
      properties: { total: { type: "number" } },
    };
    expect(memberSchema(order, "total").mayLack).toBe(true);
    expect(memberSchema({ ...order, type: "object" }, "total").mayLack).toBe(false);
  });

  it("know the output of operations, loops, errors and the context", () => {
    const complaint = read("complaint-intake");
    expect(
      valueAt(availableAt(complaint, "/do/0/lookUp/try/0/getCustomer", { operations }, "output"), ".tier"),
    ).toBeDefined();
    const caught = availableAt(complaint, "/do/0/lookUp/catch/do/0/unknownCustomer", { operations });
    expect(valueAt(caught, "$problem.status")).toMatchObject({ type: "integer", group: "error" });
    const looped = availableAt(read("lead-routing"), "/do/1/interests/do/0/add", { operations });
    expect(valueAt(looped, "$interest")).toMatchObject({ type: "string", group: "loop" });
    const answered = availableAt(read("order-status"), "/do/4/answer", { operations });
    expect(valueAt(answered, "$context.customer.name")).toMatchObject({ type: "string", group: "context" });
    expect(answered.find(({ needsExport }) => needsExport === "/do/0/findOrder")?.path).toBe(
      "$context.findOrder",
    );
  });

  it("take samples from a run, and types where no schema says them", () => {
    const samples = new Map([["/do/0/findOrder", { output: { id: "o-1", customer: "c-1", total: 9.5 } }]]);
    const facts = { operations, samples, input: { orderId: "o-1" } };
    const values = availableAt(read("order-status"), "/do/3/findCustomer", facts);
    expect(valueAt(values, ".customer")).toMatchObject({ type: "string" });
    expect(valueAt(values, "$workflow.input.orderId")).toMatchObject({ sample: "o-1" });
  });

  it("never fail, for any task of any definition", () => {
    for (const { text } of definitions()) {
      const definition = readDefinition(text);
      for (const task of definition.tasks.tasks) {
        for (const field of ["", "if", "output", "export", "catch"])
          availableAt(definition, task.reference, { operations }, field);
      }
    }
  });

  it("complete an expression at the cursor", () => {
    const values = availableAt(read("refund-triage"), "/do/1/triage", { operations });
    const at = (text: string): string[] =>
      complete(text, text.length, values).items.map(({ insert }) => insert);
    expect(at(".to")).toEqual(["total"]);
    expect(at("$workflow.input.order.items[0].")).toEqual(["sku", "price", "qty"]);
    expect(at("$run")).toEqual(["$runtime"]);
    expect(at("$runtime.metadata.")).toEqual(["settings"]);
    expect(at(".total | flo")).toEqual(["floor"]);
    expect(at('"in a text .to')).toEqual([]);
    expect(at('"in \\(.to')).toEqual(["total"]);
    expect(complete(".to", 3, values)).toMatchObject({ from: 1, to: 3 });
  });
});

describe("schemas from examples", () => {
  it("require what all have", () => {
    expect(
      inferSchema([
        { id: "o-1", total: 1, at: "2026-03-05" },
        { id: "o-2", total: 1.5, note: null, at: "2026-03-06" },
      ]),
    ).toEqual({
      type: "object",
      required: ["id", "total", "at"],
      properties: {
        id: { type: "string" },
        total: { type: "number" },
        at: { type: "string", format: "date" },
        note: { type: "null" },
      },
    });
    expect(inferSchema([[1, "a"], []])).toEqual({ type: "array", items: { type: ["integer", "string"] } });
    expect(inferSchema([])).toEqual({});
    expect(joinSchemas({ type: "string" }, { type: "null" })).toEqual({ type: ["null", "string"] });
  });
});

describe("differences", () => {
  const kinds = (result: edits.EditResult, before: ReturnType<typeof readDefinition>): string[] =>
    result.ok ? diffDefinitions(before, result.after).map(({ change }) => change) : [result.reason];

  it("are named by task", () => {
    const before = read("lead-routing");
    expect(kinds(edits.renameTask(before, "/do/3/enterprise", "big"), before).sort()).toEqual([
      "changed",
      "renamed",
    ]);
    expect(kinds(edits.moveTask(before, "/do/0/start", { list: "/do", index: 3 }), before)).toEqual([
      "moved",
    ]);
    expect(
      kinds(edits.addTask(before, { list: "/do", index: 0 }, "x", { do: [{ y: { wait: "PT1S" } }] }), before),
    ).toEqual(["added"]);
    expect(kinds(edits.moveInto(before, "/do/0/start", "/do/1/interests"), before)).toEqual(["moved"]);
    expect(kinds(edits.setDocument(before, "title", "x"), before)).toEqual(["header"]);
    const removed = edits.deleteTask(before, "/do/1/interests");
    expect(kinds(removed, before)).toEqual(["removed"]);
  });

  it("have the fields, and none for comments and layout", () => {
    const before = read("refund-triage");
    const result = edits.setField(before, "/do/2/pay", ["with", "reason"], "other");
    const [change] = result.ok ? diffDefinitions(before, result.after) : [];
    expect(change).toMatchObject({
      change: "changed",
      fields: [{ path: ["with", "reason"], old: "refund triage", new: "other" }],
    });
    const commented = readDefinition(before.text.replace("do:", "# note\ndo:").replace('"gold"', '"gold" '));
    expect(diffDefinitions(before, commented)).toEqual([]);
  });
});

describe("an explanation", () => {
  const said = (name: string): string[] => {
    const { about, needs, steps, touches, failures, gives } = explain(read(name), { operations });
    return [
      ...about,
      ...needs,
      ...steps.flatMap(({ sentences }) => sentences),
      ...touches,
      ...failures,
      ...gives,
    ].map(({ text }) => text);
  };

  it("says what a workflow does, touches, and how it fails", () => {
    expect(said("complaint-intake")).toEqual(
      expect.arrayContaining([
        "It is given order id (string), if there is one.",
        "getCustomer: Look a customer up in Customer relations with id = customer id.",
        "If that fails with status 404, it does the following.",
        "If known is true, it goes on with note.",
        "It reads from Customer relations: “Look a customer up”, with customer-data.",
        "If “Look a customer up” fails, lookUp catches it if it has status 404.",
        "If “Open a complaint” fails, the run ends with its error.",
      ]),
    );
    expect(said("order-status")).toContain("If there is nothing, it goes on with notFound.");
    expect(said("refund-triage")).toContain(
      "If total is at most the setting pay up to, it goes on with pay.",
    );
  });

  it("leaves no blank unfilled, for any definition and kind", () => {
    const used = new Set<string>();
    const blanks = [
      ...new Set(Object.values(EXPLAIN_WORDS).flatMap((words) => words.match(/\{[a-zA-Z]+\}/g) ?? [])),
    ];
    for (const { name, text } of definitions()) {
      const { steps, ...rest } = explain(readDefinition(text), { operations });
      const sentences = [...Object.values(rest).flat(), ...steps.flatMap(({ sentences: own }) => own)];
      for (const sentence of sentences) {
        used.add(sentence.key);
        const left = blanks.filter((blank) => sentence.text.includes(blank) && !text.includes(blank));
        expect(left, `${name}: ${sentence.text}`).toEqual([]);
      }
    }
    expect(used.size).toBeGreaterThan(30);
    expect(Object.keys(EXPLAIN_WORDS)).toEqual(expect.arrayContaining([...used]));
  });
});

describe("the history", () => {
  const before = read("refund-triage");
  const step = (text: string): edits.EditResult =>
    edits.setField(readDefinition(text), "/do/2/pay", ["with", "reason"], "x");

  it("undoes, does again, and survives being kept", () => {
    const result = step(before.text);
    if (!result.ok) throw new Error(result.reason);
    const done = record(newHistory(before.text), "setField", result.edits, {
      before: "/do/0/total",
      after: result.selection,
    });
    const kept = deserialise(serialise(done), result.after.text);
    expect(kept).toEqual(done);
    const back = undo(kept);
    expect(back?.history.text).toBe(before.text);
    expect(back?.selection).toBe("/do/0/total");
    expect(back && applyEdits(result.after.text, back.edits)).toBe(before.text);
    expect(back && redo(back.history)?.history.text).toBe(result.after.text);
    expect(undo(newHistory("x"))).toBeUndefined();
    expect(deserialise(serialise(done), "another text").past).toEqual([]);
    expect(deserialise("no JSON", "x").past).toEqual([]);
    expect(deserialise('{"version":1,"digest":"1-e40c292c","past":[{}],"future":[]}', "a").past).toEqual([]);
  });

  it("joins what is typed letter by letter", () => {
    const at = { before: "", after: "" };
    let history = newHistory("ab");
    for (const [place, insert] of [...["x", "y", "z"].entries()])
      history = record(history, "type", [{ from: 1 + place, to: 1 + place, insert }], at, true);
    expect(history.text).toBe("axyzb");
    expect(history.past).toHaveLength(1);
    expect(undo(history)?.history.text).toBe("ab");
  });

  it("keeps a bounded number of steps and characters", () => {
    let history = newHistory("");
    for (let at = 0; at < 300; at += 1)
      history = record(history, "type", [{ from: 0, to: 0, insert: `${at} ` }], { before: "", after: "" });
    expect(history.past).toHaveLength(200);
    expect(serialise(history, 5000).length).toBeLessThanOrEqual(5000);
    expect(deserialise(serialise(history, 5000), history.text).past.length).toBeGreaterThan(5);
  });
});
