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

/**
 * The server leaves out members without a value, and never writes `null` for them: an optional member that may be null
 * becomes one that may be absent.
 */
function withoutNull(schema) {
  const { type, oneOf, ...rest } = schema;
  if (Array.isArray(type) && type.includes("null")) {
    const others = type.filter((one) => one !== "null");
    return { ...rest, type: others.length === 1 ? others[0] : others };
  }
  if (Array.isArray(oneOf) && oneOf.some((one) => one.type === "null")) {
    const others = oneOf.filter((one) => one.type !== "null");
    return others.length === 1 ? { ...rest, ...others[0] } : { ...rest, oneOf: others };
  }
  return schema;
}

/** Every optional member and parameter below `value`, changed in place. */
function dropNull(value) {
  if (typeof value !== "object" || value === null) {
    return;
  }
  const { properties, required = [] } = value;
  if (typeof properties === "object" && properties !== null && !Array.isArray(properties)) {
    for (const name of Object.keys(properties).filter((one) => !required.includes(one))) {
      properties[name] = withoutNull(properties[name]);
    }
  }
  if (value.in !== undefined && value.required !== true && value.schema !== undefined) {
    value.schema = withoutNull(value.schema);
  }
  Object.values(value).forEach(dropNull);
}

const api = JSON.parse(await readFile(description, "utf8"));
dropNull(api);
const { schemas } = api.components;
const types = Object.keys(schemas)
  .map((name) => `export type ${RENAMED[name] ?? name} = components["schemas"]["${name}"];\n`)
  .join("");
const wanted = `${head}${astToString(await openapiTS(api, { emptyObjectsUnknown: true, defaultNonNullable: false }))}\n${types}`;

if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8")) !== wanted) {
    console.error("`src/generated.ts` differs from `engine/api/openapi.json`: run `npm run generate`");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, wanted);
}
