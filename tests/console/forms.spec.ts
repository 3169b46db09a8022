/** What people type and press in forms: it counts at once, it is kept, and nothing lies over what they want to press. */
import type { Locator } from "@playwright/test";

import { definition } from "./harness/documents";
import { expect, test } from "./harness/fixtures";
import { saveDraft } from "./harness/world";

const TASKS = "  - say:\n      set:\n        said: hello\n  - again:\n      set:\n        said: again\n";
const INPUT =
  "input:\n  schema:\n    document:\n      type: object\n      properties: { orderId: { type: string } }\n";

test(
  "a number that is being typed counts: the first press of Save saves it",
  { tag: "@core" },
  async ({ ownDemo, open }) => {
    const { page, watch } = await open(ownDemo, "it");
    watch.expects(/status of 422/); // Its impact, with a value that its own tests refuse.
    await page.goto("/policies/support-refunds");
    const value = page.getByRole("textbox", { name: "Value" });
    await expect(value).toHaveValue("200");
    await value.focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("60.5");
    await expect(value).toBeFocused();
    await expect(value).toHaveValue("60.5");
    await expect(page.getByRole("button", { name: "Save" })).toBeEnabled();
    await page.getByRole("button", { name: "Save" }).click();
    const source = async () =>
      JSON.stringify(await ownDemo.as("it").get<object>("/v1/policies/support-refunds"));
    await expect.poll(source).toContain("60.5");
    await watch.saysNothing(ownDemo);
  },
);

test("a button that waited for an answer leaves no picture without a name behind", async ({
  ownDemo,
  open,
}) => {
  const { page, context } = await open(ownDemo, "it");
  await context.addInitScript(() => {
    const named: string[] = [];
    Object.assign(window, { pictures: named });
    new MutationObserver((changes) => {
      for (const added of changes.flatMap((change) => [...change.addedNodes])) {
        const one = added instanceof Element ? added.closest("[role=img][aria-labelledby]") : null;
        named.push(...(one === null ? [] : [one.outerHTML]));
      }
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto("/policies/support-refunds");
  await page.getByRole("textbox", { name: "Value" }).fill("61");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByRole("link", { name: "See what it would change" })).toBeVisible();
  await page.getByRole("textbox", { name: "Value" }).fill("62");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByRole("link", { name: "See what it would change" })).toBeVisible();
  const pictures = await page.evaluate(() => (window as unknown as { pictures: string[] }).pictures);
  expect(pictures).toEqual([]);
});

test("what is typed to try a draft is kept while other things beside the draft are looked at", async ({
  ownDemo,
  open,
}) => {
  await saveDraft(ownDemo.as("champion"), "trial", definition("trial", TASKS, INPUT));
  const { page } = await open(ownDemo, "champion");
  await page.goto("/workflows/support/trial/edit?panel=try");
  await page.getByLabel("Order id").fill("o-1005");
  await page.getByText("Declare answers instead of calling").click();
  const answers = page.getByRole("textbox", { name: "Declared answers" });
  await answers.fill('{"not": yet');
  const beside = page.getByRole("region", { name: "Beside the draft" });
  await beside.getByRole("tab", { name: "Access" }).click();
  await expect(answers).toBeHidden();
  await beside.getByRole("tab", { name: "Try it" }).click();
  await expect(page.getByLabel("Order id")).toHaveValue("o-1005");
  await expect(answers).toHaveValue('{"not": yet');
});

test("a step that is chosen already opens its form", async ({ ownDemo, open }) => {
  await saveDraft(ownDemo.as("champion"), "steps", definition("steps", TASKS));
  const { page } = await open(ownDemo, "champion");
  await page.goto("/workflows/support/steps/edit?panel=try");
  const step = page.getByRole("button", { name: /^say/ });
  await step.click();
  await expect(step).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("tabpanel", { name: "Try it" })).toBeVisible();
  await step.click();
  await expect(page.getByRole("tabpanel", { name: "Step" })).toBeVisible();
});

for (const size of ["desktop", "phone"] as const) {
  test(`short words at the bottom never cover a sheet, and closing them leaves it open, on a ${size}`, async ({
    ownDemo,
    open,
  }) => {
    await saveDraft(ownDemo.as("champion"), "toasts", definition("toasts", TASKS));
    const { page } = await open(ownDemo, "champion", { size });
    await page.goto("/workflows/support/toasts/edit?view=outline");
    await page.getByRole("treeitem", { name: /^again/ }).press("Delete");
    const words = page.getByRole("status").filter({ hasText: "again" }).last();
    const close = words.getByRole("button", { name: "Close" });
    await expect(close).toBeVisible();
    await page.getByRole("button", { name: "Publish" }).click();
    const sheet = page.getByRole("dialog", { name: "Publish" });
    await expect(sheet).toBeVisible();
    for (const button of await sheet.getByRole("button").all()) {
      expect(await isOnTop(button), await button.innerText()).toBe(true);
    }
    await close.click();
    await expect(close).toBeHidden();
    await expect(sheet).toBeVisible();
  });
}

/** Whether what a person would press in the middle of a button is the button. */
async function isOnTop(button: Locator): Promise<boolean> {
  await button.scrollIntoViewIfNeeded();
  return button.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return width <= 1 || found === element || element.contains(found);
  });
}
