/** The committed types are those of `engine/api/openapi.json`. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("`npm run generate` would change nothing", { timeout: 60_000 }, async () => {
  const run = promisify(execFile)(process.execPath, ["generate.mjs", "--check"]);
  await expect(run).resolves.toMatchObject({ stderr: "" });
});
