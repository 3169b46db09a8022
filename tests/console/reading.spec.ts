/**
 * The order in which a screen reader reads: headings go down one rank at a time, everything is in a landmark, Tab takes
 * the order of the document, and the large parts of a page stand where they are read.
 */
import type { Page } from "@playwright/test";

import { PERSONAS } from "./harness/demo";
import { expect, test, type Look } from "./harness/fixtures";
import { ROUTES } from "./harness/routes";
import { fill, type World } from "./harness/world";

let world: World;
test.beforeAll(async ({ demo }) => {
  world = await fill(demo);
});

for (const size of ["desktop", "phone"] as const satisfies Look["size"][]) {
  test(`every page reads from top to bottom, on a ${size}`, async ({ demo, open }) => {
    test.setTimeout(60_000 * ROUTES.length);
    for (const who of PERSONAS) {
      const { page, context } = await open(demo, who, { size });
      for (const route of ROUTES.filter((one) => one.who === who)) {
        await page.goto(route.path(world));
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
        expect.soft(await jumps(page), `${route.name}: ranks of headings`).toEqual([]);
        expect.soft(await outside(page), `${route.name}: outside of landmarks`).toEqual([]);
        expect.soft(await ahead(page), `${route.name}: ahead in the order of Tab`).toEqual([]);
        expect.soft(await misplaced(page), `${route.name}: read elsewhere than it stands`).toEqual([]);
      }
      await context.close();
    }
  });
}

/** Headings that skip a rank, by what assistive technology is told. */
async function jumps(page: Page): Promise<string[]> {
  const tree = await page.locator("body").ariaSnapshot();
  const found = [...tree.matchAll(/- heading (".*?"|\S*).*?\[level=(\d)\]/g)];
  const ranks = found.map(([, name = "", level]) => ({ name, level: Number(level) }));
  return ranks
    .filter(({ level }, at) => level > (ranks[at - 1]?.level ?? 0) + 1)
    .map(({ name, level }) => `${name} has rank ${String(level)}`);
}

/** Text that is in no landmark, and landmarks that are there twice. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const marks =
      "main, header, nav, footer, aside, [role=dialog], [role=alertdialog], [role=status], [role=log]";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const around = node.parentElement;
      const isLink = around?.closest("a[href^='#']") !== null;
      if (node.textContent?.trim() !== "" && around?.checkVisibility() === true && !isLink) {
        found.push(...(around.closest(marks) === null ? [around.outerHTML.slice(0, 120)] : []));
      }
    }
    const mains = [...document.querySelectorAll("main, [role=main]")].filter((one) => one.checkVisibility());
    return mains.length === 1 ? found : [...found, `${String(mains.length)} main parts`];
  });
}

/** Controls that Tab reaches before their turn. */
function ahead(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[tabindex]")]
      .filter((one) => one.tabIndex > 0)
      .map((one) => one.outerHTML.slice(0, 120)),
  );
}

/** Large parts that stand before the part that is read before them. */
function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = "header, nav, main h1, main section, main [role=table], main [role=tabpanel], main footer";
    const all = [...document.querySelectorAll<HTMLElement>(parts)].filter(
      (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1,
    );
    const name = (one: HTMLElement) =>
      `<${one.localName}> ${one.getAttribute("aria-label") ?? one.innerText.slice(0, 40).replaceAll("\n", " ")}`;
    // Each part with the next one that is not inside of it.
    return all.flatMap((part, at) => {
      const next = all.slice(at + 1).find((one) => !part.contains(one));
      if (next === undefined || isFixed(part) || isFixed(next)) {
        return [];
      }
      const [a, b] = [part.getBoundingClientRect(), next.getBoundingClientRect()];
      const isAbove = b.bottom <= a.top + 1;
      const isBefore = b.right <= a.left + 1 && b.top < a.bottom - 1 && b.bottom > a.top + 1;
      return isAbove || isBefore ? [`${name(next)} stands before ${name(part)}`] : [];
    });
    /** A bar that stays at an edge of the window stands nowhere in the page. */
    function isFixed(one: Element): boolean {
      for (let at: Element | null = one; at !== null; at = at.parentElement) {
        if (["fixed", "sticky"].includes(getComputedStyle(at).position)) {
          return true;
        }
      }
      return false;
    }
  });
}
