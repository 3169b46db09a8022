/** How the tests run: one browser, one after the other, against a server that each worker starts. */
import { defineConfig } from "@playwright/test";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CHROMIUM } from "./harness/places";

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: process.env["TOWPATH_TRACES"] ?? join(tmpdir(), "towpath-console-traces"),
  workers: 1,
  fullyParallel: false,
  // A test that passes at the second attempt is a fault of the test.
  retries: 0,
  forbidOnly: process.env["CI"] === "true",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    // No screenshots and traces by themselves: contexts are opened by the tests.
    launchOptions: { executablePath: CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] },
  },
});
