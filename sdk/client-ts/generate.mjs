/**
 * Generates `src/generated.ts` from `engine/api/openapi.json`: the paths, and one exported type a schema.
 * With `--check` it writes nothing and fails where the committed file differs.
 */
import { readFile, writeFile } from "node:fs/promises";

import openapiTS, { astToString } from "openapi-typescript";

const description = new URL("../../engine/api/openapi.json", import.meta.url);
const target = new URL("src/generated.ts", import.meta.url);

/** Schemas whose name TypeScript has a type of its own for. */
const RENAMED = {
  Record: "JournalRecord",
  Text: "DocumentText",
  Range: "TextRange",
  Function: "CatalogFunction",
};

const head = `/**
 * The types of the API, generated from \`engine/api/openapi.json\` by \`npm run generate\`. Never edited by hand.
 */
`;

const { components } = JSON.parse(await readFile(description, "utf8"));
const types = Object.keys(components.schemas)
  .map((name) => `export type ${RENAMED[name] ?? name} = components["schemas"]["${name}"];\n`)
  .join("");
const wanted = `${head}${astToString(await openapiTS(description))}\n${types}`;

if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8")) !== wanted) {
    console.error("`src/generated.ts` differs from `engine/api/openapi.json`: run `npm run generate`");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, wanted);
}
