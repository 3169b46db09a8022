/**
 * A walk over all pages: no violation of WCAG 2.2 AA, no complaint of the browser, a heading, a title, and no scrolling
 * to the side, also on the narrowest screens and at 200 % zoom.
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { PERSONAS, type Persona } from "./harness/demo";
import { expect, test, type Look } from "./harness/fixtures";
import { IS_FULL } from "./harness/places";
import { ROUTES, type Route } from "./harness/routes";
import { fill, type World } from "./harness/world";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SAMPLE: Look[] = [
  { size: "desktop", theme: "light" },
  { size: "phone", theme: "dark" },
];
const ALL: Look[] = [...SAMPLE, { size: "desktop", theme: "dark" }, { size: "phone", theme: "light" }];

let world: World;
test.beforeAll(async ({ demo }) => {
  world = await fill(demo);
});

test("the list of pages is that of the console", { tag: "@core" }, () => {
  const app = join(import.meta.dirname, "../../engine/console/web/src/app");
  const files = readdirSync(app, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const patterns = files.flatMap((folder) => {
    const text = sourceOf(join(app, folder.name, "routes.ts"));
    return [...text.matchAll(/path: "([^"]+)"/g)].map((match) => match[1] ?? "");
  });
  expect(ROUTES.map((route) => route.pattern).sort()).toEqual(patterns.sort());
});

for (const look of IS_FULL ? ALL : SAMPLE) {
  for (const who of PERSONAS) {
    const routes = ROUTES.filter((route) => IS_FULL || route.who === who);
    const tag = look === SAMPLE[0] ? "@core" : [];
    test(`${who} on a ${look.size ?? ""}, ${look.theme ?? ""}`, { tag }, async ({ demo, open }) => {
      test.setTimeout(90_000 * routes.length);
      const { page, watch, picture } = await open(demo, who, look);
      // What a role may not read, or what is not there, is a refused request: the browser says so, the page explains it.
      watch.expects(/status of 40[34]/);
      for (const route of routes) {
        await test.step(route.name, () => lookAt(page, route, who, picture));
      }
      await watch.saysNothing(demo);
    });
  }
}

async function lookAt(page: Page, route: Route, who: Persona, picture: (name: string) => Promise<void>) {
  await page.goto(route.path(world));
  await shown(page);
  if (IS_FULL) {
    await picture(`${route.name}-${who}`);
  }
  expect.soft(await page.title(), `${route.name}: title`).toMatch(/\S · Towpath$/);
  const found = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const violations = found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
  );
  expect.soft(violations, `${route.name} for ${who}: axe`).toEqual([]);
}

/** The narrowest screen, and a desktop at 200 % zoom. */
const NARROW = [
  { width: 320, height: 640 },
  { width: 720, height: 450 },
];

test("nothing scrolls to the side at 320 pixels and at 200 % zoom", async ({ demo, open }) => {
  test.setTimeout(60_000 * ROUTES.length);
  for (const who of PERSONAS) {
    const { page } = await open(demo, who);
    for (const route of ROUTES.filter((one) => one.who === who)) {
      await page.goto(route.path(world));
      for (const size of NARROW) {
        await page.setViewportSize(size);
        await shown(page);
        const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
        await expect.soft
          .poll(wide, `${route.name} at ${String(size.width)}`)
          .toBeLessThanOrEqual(size.width);
      }
    }
  }
});

/** A page is there when it has one heading of the first rank and nothing is being loaded any more. */
async function shown(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
}

function sourceOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // The frame around all pages has no addresses.
  }
}
