/**
 * How many bytes a page costs on its first visit: the entry, its chunk, everything that these import at once, gzipped.
 * `node budget.mjs [folder]` prints each page of a build and fails where a list page is above its budget.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = process.argv[2] ?? join(import.meta.dirname, "../dist");
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));

/** List pages have to be there at once; the editor and single things may take a little longer. */
const LIST_BUDGET = 200_000;
const PAGE_BUDGET = 420_000;
const LISTS = [
  "Home",
  "Workflows",
  "Runs",
  "Failures",
  "Schedules",
  "Inbox",
  "Policies",
  "Integrations",
  "Audit",
  "Access",
  "Account",
  "Developers",
];

/** The files of a chunk and of what it imports at once. */
function filesOf(key, found = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined || found.has(chunk.file)) {
    return found;
  }
  found.add(chunk.file);
  for (const file of chunk.css ?? []) {
    found.add(file);
  }
  for (const next of chunk.imports ?? []) {
    filesOf(next, found);
  }
  return found;
}

const sizes = new Map();
function sizeOf(file) {
  if (!sizes.has(file)) {
    sizes.set(file, gzipSync(readFileSync(join(folder, file))).length);
  }
  return sizes.get(file);
}

const page = gzipSync(readFileSync(join(folder, "index.html"))).length;
for (const key of Object.keys(manifest)
  .filter((one) => /\/(\w+)Page\.tsx$/.test(one))
  .sort()) {
  const name = /\/(\w+)Page\.tsx$/.exec(key)[1];
  const files = filesOf(key, filesOf("index.html"));
  const bytes = page + [...files].reduce((sum, file) => sum + sizeOf(file), 0);
  const budget = LISTS.includes(name) ? LIST_BUDGET : PAGE_BUDGET;
  console.log(`${String(bytes).padStart(8)} of ${String(budget)}  ${name}`);
  if (bytes > budget) {
    process.exitCode = 1;
  }
}
