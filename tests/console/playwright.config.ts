/** How the tests run: one browser, one after the other, against a server that each worker starts. */
import { defineConfig } from "@playwright/test";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CHROMIUM, CONSOLE_URL, IS_FULL } from "./harness/places";

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: process.env["TOWPATH_TRACES"] ?? join(tmpdir(), "towpath-console-traces"),
  workers: 1,
  fullyParallel: false,
  // A test that passes at the second attempt is a fault of the test.
  retries: 0,
  // `@full` takes long; `@core` is what everybody runs, by `tests/run`; `@headers` is about those of the engine itself.
  grepInvert: [...(IS_FULL ? [] : [/@full/]), ...(CONSOLE_URL === undefined ? [] : [/@headers/])],
  forbidOnly: process.env["CI"] === "true",
  // Deadlines of a computer that does much else: what passes does not wait for them.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [["list"], ["./harness/results.ts"]],
  use: {
    actionTimeout: 60_000,
    navigationTimeout: 120_000,
    // No screenshots and traces by themselves: contexts are opened by the tests.
    launchOptions: { executablePath: CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] },
  },
});
