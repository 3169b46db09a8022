/** The rules of the house that no linter knows: head comments, sizes, and that pages do not import each other. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

test("every file says at its top what lives in it", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter(({ text }) => !text.startsWith("/**")).map(({ path }) => path)).toEqual([]);
});

test("no file is longer than 500 lines, no more than one in ten longer than 300", () => {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.split("\n").length }));
  expect(lengths.filter(({ lines }) => lines > 500)).toEqual([]);
  expect(lengths.filter(({ lines }) => lines > 300).length).toBeLessThanOrEqual(files.length / 10);
});

test("a page imports no other page", () => {
  const pageOf = (path: string) => /^app\/([^/]+)\//.exec(path)?.[1];
  const wrong = files.flatMap(({ path, text }) => {
    const page = pageOf(path);
    const imported = [...text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)]
      .map(([, to]) => join(path, "..", to ?? ""))
      .filter((to) => pageOf(to) !== undefined && pageOf(to) !== page);
    return page === undefined || page === "shell" ? [] : imported.map((to) => `${path} imports ${to}`);
  });
  expect(wrong).toEqual([]);
});

test("nothing is named for having no name", () => {
  const vague = /(^|\/)(utils?|helpers?|common|manager)(\/|\.|$)/i;
  expect(files.filter(({ path }) => vague.test(path)).map(({ path }) => path)).toEqual([]);
});
