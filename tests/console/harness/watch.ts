/** What a page must never do, whatever it shows: complain in the browser's console, throw, ask with a dialog, break the CSP. */
import { expect, type BrowserContext, type ConsoleMessage, type Page } from "@playwright/test";

import type { Demo } from "./demo";

/** What was seen so far. */
export class Watch {
  readonly seen: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(context: BrowserContext) {
    context.on("console", (message) => this.#hear(message));
    context.on("weberror", (error) => this.#note(`threw ${String(error.error())}`));
    context.on("page", (page) => this.#follow(page));
  }

  /** Complaints of the browser that a test causes on purpose: a refused request, a lost connection. */
  expects(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** Nothing was seen, and the server has counted no report of a broken policy. */
  async saysNothing(demo: Demo): Promise<void> {
    expect(this.seen, "complaints of the browser").toEqual([]);
    const reports = await demo.as("it").get<{ count: number }>("/v1/csp-reports");
    expect(reports, "reports of a broken content security policy").toMatchObject({ count: 0 });
  }

  #follow(page: Page): void {
    page.on("dialog", (dialog) => {
      this.#note(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  #hear(message: ConsoleMessage): void {
    if (message.type() === "error" || message.type() === "warning") {
      this.#note(`${message.text()} (${new URL(message.location().url || "about:blank").pathname})`);
    }
  }

  #note(what: string): void {
    if (!this.#expected.some((pattern) => pattern.test(what))) {
      this.seen.push(what);
    }
  }
}
