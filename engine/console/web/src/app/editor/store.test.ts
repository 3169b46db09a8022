/** The draft while it is edited: undo, what is kept in the browser, saving and merging. */
import { ProblemError } from "@towpath/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ServerDraft } from "../../api/editing";
import { addTask, setField } from "../../definition";
import { restore, written } from "./keep";
import { Saver, type Server } from "./saver";
import { EditorStore } from "./store";

const TEXT = `document:
  dsl: 1.0.3
  namespace: support
  name: returns
  version: 0.1.0
do:
  - one: # first
      set:
        a: 1
  - two:
      set:
        b: 1
`;
const draft = (text: string, revision = 1): ServerDraft => ({
  text,
  revision,
  tag: `"${String(revision)}"`,
  author: "mia@acme.example",
  savedAt: "2026-10-01T00:00:00Z",
});
const setA = (value: number) => (definition: Parameters<typeof setField>[0]) =>
  setField(definition, "/do/0/one", ["set", "a"], value);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("an edit, its undo and its redo", () => {
  const store = new EditorStore(draft(TEXT));
  expect(store.act("set", setA(2))).toBeUndefined();
  expect(store.get().history.text).toBe(TEXT.replace("a: 1", "a: 2"));
  expect(store.get().saving.kind).toBe("unsaved");
  store.undo();
  expect(store.get().history.text).toBe(TEXT);
  expect(store.get().saving.kind).toBe("saved");
  store.redo();
  expect(store.get().definition.text).toBe(TEXT.replace("a: 1", "a: 2"));
});

test("a refused edit changes nothing and says why", () => {
  const store = new EditorStore(draft(TEXT));
  const refused = store.act("set", (one) => setField(one, "/do/9/x", ["set"], 1));
  expect(refused?.reason).toBe("notFound");
  expect(store.get().history.past).toHaveLength(0);
});

test("what is typed is read after a pause, or before the next edit", () => {
  const store = new EditorStore(draft(TEXT));
  store.type(TEXT.replace("a: 1", "a: 12"));
  store.type(TEXT.replace("a: 1", "a: 123"));
  expect(store.get().definition.text).toBe(TEXT);
  vi.advanceTimersByTime(300);
  expect(store.get().definition.text).toContain("a: 123");
  store.type(TEXT.replace("a: 1", "a: 1234"));
  store.act("set", (one) => setField(one, "/do/1/two", ["set", "b"], 5));
  expect(store.get().history.text).toBe(TEXT.replace("a: 1", "a: 1234").replace("b: 1", "b: 5"));
  store.undo();
  store.undo();
  expect(store.get().history.text).toBe(TEXT);
});

test("several edits are one step", () => {
  const store = new EditorStore(draft(TEXT));
  store.actAll("add", [
    (one) => addTask(one, { list: "/do", index: 2 }, "three", { set: { c: 1 } }),
    (one) => setField(one, "/do/2/three", ["then"], "end"),
  ]);
  expect(store.get().definition.tasks.tasks[2]?.then?.value).toBe("end");
  store.undo();
  expect(store.get().history.text).toBe(TEXT);
});

test("undo survives a reload", () => {
  const store = new EditorStore(draft(TEXT));
  store.act("set", setA(2));
  store.saved(draft(store.get().history.text, 2));
  const again = restore(written(store.get()), draft(store.get().history.text, 2)).store;
  again.undo();
  expect(again.get().history.text).toBe(TEXT);
});

test("what was not saved before a reload is merged with what somebody else saved", () => {
  const store = new EditorStore(draft(TEXT));
  store.act("set", setA(2));
  const restored = restore(written(store.get()), draft(TEXT.replace("b: 1", "b: 9"), 2));
  expect(restored.kind).toBe("as is");
  expect(restored.store.get().history.text).toBe(TEXT.replace("a: 1", "a: 2").replace("b: 1", "b: 9"));
  expect(restored.store.get().saving.kind).toBe("unsaved");
});

test("what both changed waits for a choice", () => {
  const store = new EditorStore(draft(TEXT));
  store.act("set", setA(2));
  const restored = restore(written(store.get()), draft(TEXT.replace("a: 1", "a: 3"), 2));
  expect(restored.kind).toBe("conflict");
  expect(restored.store.get().history.text).toContain("a: 2");
});

test("broken contents of the browser's store are ignored", () => {
  for (const kept of [null, "", "{", "7", '{"version":1}']) {
    expect(restore(kept, draft(TEXT)).store.get().history.text).toBe(TEXT);
  }
});

const server = (overrides: Partial<Server> = {}): Server & { saved: string[] } => {
  const saved: string[] = [];
  return {
    saved,
    save: (text) => {
      saved.push(text);
      return Promise.resolve(draft(text, saved.length + 1));
    },
    read: () => Promise.resolve(draft(TEXT)),
    ...overrides,
  };
};

test("changes are saved together after a moment", async () => {
  const store = new EditorStore(draft(TEXT));
  const known = server();
  new Saver(store, known).start();
  store.act("set", setA(2));
  store.act("set", setA(3));
  await vi.advanceTimersByTimeAsync(1100);
  expect(known.saved).toEqual([TEXT.replace("a: 1", "a: 3")]);
  expect(store.get().saving.kind).toBe("saved");
});

const conflict = () => new ProblemError({ type: "t", title: "t", status: 412, code: "TP4013" } as never, 412);

test("a revision of somebody else is merged, then saved", async () => {
  const store = new EditorStore(draft(TEXT));
  const saved: (string | undefined)[] = [];
  const known = server({
    save: (text, tag) => {
      saved.push(tag);
      return tag === '"1"' ? Promise.reject(conflict()) : Promise.resolve(draft(text, 6));
    },
    read: () => Promise.resolve(draft(TEXT.replace("b: 1", "b: 9"), 5)),
  });
  new Saver(store, known).start();
  store.act("set", setA(2));
  await vi.advanceTimersByTimeAsync(3000);
  expect(saved).toEqual(['"1"', '"5"']);
  expect(store.get().history.text).toContain("b: 9");
  expect(store.get().saving.kind).toBe("saved");
});

test("a conflict stops saving until it is resolved", async () => {
  const store = new EditorStore(draft(TEXT));
  const known = server({
    save: () => Promise.reject(conflict()),
    read: () => Promise.resolve(draft(TEXT.replace("a: 1", "a: 9"), 5)),
  });
  const saver = new Saver(store, known);
  saver.start();
  store.act("set", setA(2));
  await vi.advanceTimersByTimeAsync(9000);
  const { saving, history } = store.get();
  expect(saving.kind).toBe("conflict");
  expect(history.text).toContain("a: 2");
  await expect(saver.flush()).rejects.toThrow();
});

test("a lost connection is tried again", async () => {
  const store = new EditorStore(draft(TEXT));
  let count = 0;
  const known = server({
    save: (text) => {
      count += 1;
      return count === 1 ? Promise.reject(new Error("offline")) : Promise.resolve(draft(text, 2));
    },
  });
  new Saver(store, known).start();
  store.act("set", setA(2));
  await vi.advanceTimersByTimeAsync(1100);
  expect(store.get().saving.kind).toBe("failed");
  await vi.advanceTimersByTimeAsync(6000);
  expect(store.get().saving.kind).toBe("saved");
});
