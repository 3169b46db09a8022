/** Checking an exported log: every kind of change is found, what the server itself leaves is not. */
import { expect, test } from "vitest";

import { linesOf } from "../../api/lines";
import { ChainCheck, sha256, type Digest } from "./chain";

const digest: Digest = sha256() ?? (() => Promise.reject(new Error("no hash")));

interface Wanted {
  number: number;
  previous: string;
  found?: { file: string; links: number }[];
  entries?: { who: string }[];
}

async function line(link: Wanted): Promise<{ text: string; hash: string }> {
  const raw = JSON.stringify(link);
  const hash = await digest(raw);
  return { text: `{"hash":"${hash}","link":${raw}}`, hash };
}

/** Two starts: of three and of two links. */
async function log(): Promise<string[]> {
  const first = await line({ number: 0, previous: "" });
  const second = await line({ number: 1, previous: first.hash, entries: [{ who: "mia" }, { who: "ö" }] });
  const third = await line({ number: 2, previous: second.hash, entries: [{ who: "ben" }] });
  const start = await line({ number: 0, previous: third.hash, found: [{ file: "a", links: 3 }] });
  const last = await line({ number: 1, previous: start.hash, entries: [{ who: "mia" }] });
  return [first, second, third, start, last].map(({ text }) => text);
}

async function check(lines: readonly string[]) {
  const checking = new ChainCheck(digest);
  for (const text of lines) {
    await checking.add(text);
  }
  return checking.chain;
}

test("a whole log", async () => {
  expect(await check(await log())).toEqual({ lines: 5, links: 5, starts: 2, entries: 4, torn: 0, wrong: [] });
});

test("a changed entry", async () => {
  const lines = await log();
  lines[1] = (lines[1] ?? "").replace("mia", "ben");
  expect((await check(lines)).wrong).toEqual([{ line: 2, why: "changed" }]);
});

test("a line that was taken out, put in, or moved", async () => {
  const lines = await log();
  const without = lines.filter((_, at) => at !== 1);
  expect((await check(without)).wrong).toEqual([{ line: 2, why: "broken" }]);
  const twice = [...lines.slice(0, 2), lines[1] ?? "", ...lines.slice(2)];
  expect((await check(twice)).wrong).toEqual([{ line: 3, why: "broken" }]);
});

test("a start that was cut off, and one that is missing", async () => {
  const lines = await log();
  expect((await check(lines.filter((_, at) => at !== 2))).wrong).toEqual([{ line: 3, why: "start" }]);
  expect((await check(lines.slice(3))).wrong).toEqual([{ line: 1, why: "start" }]);
  expect((await check(lines.slice(1))).wrong).toEqual([{ line: 1, why: "broken" }]);
});

test("a line that cannot be read breaks only itself", async () => {
  const lines = await log();
  lines[1] = "{}";
  expect((await check(lines)).wrong).toEqual([{ line: 2, why: "unreadable" }]);
});

test("a start after a line that was cut off", async () => {
  const lines = await log();
  lines[3] = `{"hash":"0123","link":{"num${lines[3] ?? ""}`;
  const chain = await check(lines);
  expect(chain.wrong).toEqual([]);
  expect(chain.torn).toBe(1);
});

test("an entry cannot pretend to be the beginning of a line", async () => {
  const first = await line({ number: 0, previous: "" });
  const sly = await line({ number: 1, previous: first.hash, entries: [{ who: first.text }] });
  expect((await check([first.text, sly.text])).wrong).toEqual([]);
});

test("lines come whole, however the bytes arrive", async () => {
  const bytes = new TextEncoder().encode("a\nwörter\n\nend");
  const parts = [...bytes].map((byte) => new Uint8Array([byte]));
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = parts.shift();
      if (part === undefined) {
        controller.close();
      } else {
        controller.enqueue(part);
      }
    },
  });
  const found: string[] = [];
  for await (const { text, isWhole } of linesOf(stream)) {
    found.push(isWhole ? `${text}|` : text);
  }
  expect(found).toEqual(["a|", "wörter|", "|", "end"]);
});
