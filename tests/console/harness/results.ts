/** Keeps the outcome of `tests/run --full console` beside those of the other suites, with the commit that it is of. */
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env["TOWPATH_RESULTS"];

/** Writes `console.json`. Times are left out: they differ from computer to computer. */
export default class Results implements Reporter {
  readonly #files: Record<string, Record<string, string>> = {};

  onTestEnd(test: TestCase, { status }: TestResult): void {
    const [, , file = "", ...titles] = test.titlePath();
    this.#files[file] = { ...this.#files[file], [titles.join(" › ")]: status };
  }

  onEnd({ status }: FullResult): void {
    if (folder === undefined) {
      return;
    }
    const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
    const all = Object.values(this.#files).flatMap((tests) => Object.values(tests));
    const counts = Object.fromEntries(
      [...new Set(all)].sort().map((one) => [one, all.filter((other) => other === one).length]),
    );
    const outcome = { status, counts, files: this.#files };
    const text = JSON.stringify({ suite: "console", commit, outcome }, undefined, 2);
    writeFileSync(join(folder, "console.json"), `${text}\n`);
  }
}
