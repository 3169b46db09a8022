/**
 * What pages cost. Bytes are a budget, since they are the same everywhere; times are printed, since they are not. What a
 * build costs by its files is in `npm run budget` of the console; here it is what a browser really gets.
 */
import type { Page } from "@playwright/test";

import { definition, manyTasks } from "./harness/documents";
import { expect, test } from "./harness/fixtures";
import { LISTS, ROUTES } from "./harness/routes";
import { fill, saveDraft } from "./harness/world";

/** The files of a list page, compressed as they came, everything included. */
const LIST_BYTES = 200_000;

/** What comes after a list is shown: the parser of the documents that it tells more about. */
const LATER: Readonly<Record<string, number>> = { policies: 36 * 1024 };

for (const name of LISTS) {
  test(`${name} costs less than 200 KB on the first visit`, { tag: "@core" }, async ({ demo, open }) => {
    const route = ROUTES.find((one) => one.name === name);
    const { page } = await open(demo, route?.who);
    await page.goto(route?.pattern ?? "/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
    const [files, answers] = await bodies(page);
    console.log(`  ${kilobytes(files)} KB of files, ${kilobytes(answers)} KB of answers  ${name}`);
    expect(files).toBeGreaterThan(50 * 1024);
    expect(files).toBeLessThan(LIST_BYTES + (LATER[name] ?? 0));
  });
}

test(
  "how long it takes until something is shown, on a computer four times as slow",
  { tag: "@full" },
  async ({ demo, open }) => {
    for (const name of LISTS) {
      const route = ROUTES.find((one) => one.name === name);
      const { page } = await open(demo, route?.who);
      const wire = await page.context().newCDPSession(page);
      await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
      await wire.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      await page.goto(route?.pattern ?? "/");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const [first, heading] = await painted(page);
      console.log(`  first paint ${String(first)} ms, heading by ${String(heading)} ms  ${name}`);
      await page.context().close();
    }
  },
);

test("how long typing blocks in a definition of 200 tasks", { tag: "@full" }, async ({ ownDemo, open }) => {
  await fill(ownDemo);
  await saveDraft(ownDemo.as("champion"), "many", definition("many", manyTasks(200)));
  const { page } = await open(ownDemo, "champion");
  await page.goto("/workflows/support/many/edit?view=text");
  await page
    .getByRole("tab", { name: "Text" })
    .or(page.getByRole("radio", { name: "Text" }))
    .first()
    .click();
  const text = page.getByRole("textbox", { name: /text/i }).first();
  await expect(text).toContainText("document:");
  await text.focus();
  await page.evaluate(() => {
    const blocked: number[] = [];
    new PerformanceObserver((list) => blocked.push(...list.getEntries().map((one) => one.duration))).observe({
      type: "longtask",
    });
    Object.assign(window, { blocked });
  });
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# a comment that is typed without haste\n", { delay: 40 });
  await expect(text).toContainText("without haste");
  // What comes after a pause counts too: reading, checking, saving.
  await expect(page.getByRole("status").filter({ hasText: /^Saved$/ })).toBeVisible();
  const blocked = await page.evaluate(() => (window as unknown as { blocked: number[] }).blocked);
  const longest = Math.round(Math.max(0, ...blocked));
  console.log(`  longest task ${String(longest)} ms, ${String(blocked.length)} over 50 ms in 40 keys`);
});

/** How many bytes the bodies have that came so far: those of files, and those of the API. */
function bodies(page: Page): Promise<[number, number]> {
  return page.evaluate(() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const sizes = all as PerformanceResourceTiming[];
    const sum = (isApi: boolean) =>
      sizes
        .filter((one) => new URL(one.name).pathname.startsWith("/v1/") === isApi)
        .reduce((bytes, one) => bytes + one.encodedBodySize, 0);
    return [sum(false), sum(true)] as [number, number];
  });
}

const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);

/** Times since the navigation began, in milliseconds: the first paint, and now. */
function painted(page: Page): Promise<[number, number]> {
  return page.evaluate(() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return [Math.round(paint?.startTime ?? 0), Math.round(performance.now())];
  });
}
