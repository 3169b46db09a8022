/**
 * A champion builds *returns* from blank without typing any YAML. Refunding is refused; the champion asks, IT narrows
 * the permit and grants it on a phone; the workflow goes live, an app calls it, and the run is there to be looked at.
 */
import type { Locator, Page } from "@playwright/test";

import type { Demo } from "../harness/demo";
import { expect, test, type Person } from "../harness/fixtures";
import { run } from "../harness/world";

const PURPOSE = "Customers get small refunds back at once.";

test("returns: built, refused, asked for, granted on a phone, live, called", async ({ ownDemo, open }) => {
  test.setTimeout(300_000);
  await forbidRefunds(ownDemo);
  const champion = await open(ownDemo, "champion");
  champion.watch.expects(/status of 404/); // Nothing is published yet.
  await begin(champion);
  await decideByDaysAndPrice(champion);
  await refundOrTicket(champion);
  await askForAccess(champion);
  await grantOnPhone(await open(ownDemo, "it", { size: "phone" }));
  await publish(champion);

  const answer = await ownDemo
    .as("app")
    .ask("POST", "/v1/workflows/support/returns/runs", { orderId: "o-1005" });
  expect(answer).toMatchObject({ status: 200, body: { amount: 44.5 } });
  const dear = await run(ownDemo.as("app"), "support/returns", { orderId: "o-1002" });
  const { page, picture, watch } = champion;
  await page.goto("/runs");
  await page.getByRole("link", { name: "Returns" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Returns" })).toBeVisible();
  await page.goto(`/runs/${dear}`);
  const steps = page.getByRole("list", { name: "Steps in the order in which they began" });
  await expect(steps).toContainText("ticket");
  await expect(steps).not.toContainText("refund");
  await picture("timeline");
  await watch.saysNothing(ownDemo);
});

/** Policies of a company that has not decided about refunds yet. */
async function forbidRefunds(demo: Demo): Promise<void> {
  const it = demo.as("it");
  await it.well("DELETE", "/v1/policies/support-refunds");
  const first = await it.ask("POST", "/v1/policies/activate", { reason: "nobody has decided about refunds" });
  const { impact } = first.body as { impact?: string };
  if (first.status === 409) {
    await it.post("/v1/policies/activate", { reason: "nobody has decided about refunds", impact });
  }
}

/** A new draft with a field, and a first step that looks the order up. */
async function begin({ page, picture }: Person): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: "Start a workflow" }).first().click();
  await page.getByRole("tab", { name: "Blank" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Returns");
  await page.getByRole("button", { name: "Make the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Returns" })).toBeVisible();
  await beside(page, "Input");
  await page.getByLabel("Name of the new field").fill("orderId");
  await page.getByRole("button", { name: "Add a field" }).click();
  await addStep(page, /orders\.find-order/);
  await pick(page, "id", "What the workflow was called with", /^orderId/);
  await picture("look-the-order-up");
  await tryIt(page);
  await picture("first-try");
}

/** Under 30 days and under 100 euros, by the form for conditions. */
async function decideByDaysAndPrice({ page, picture }: Person): Promise<void> {
  await beside(page, "Step");
  await addStep(page, "Decide");
  await page.getByRole("button", { name: "Add a way" }).click();
  const names = page.getByRole("textbox", { name: "Name of this way" });
  await names.first().fill("recentAndSmall");
  await names.first().press("Tab");
  const way = page.getByRole("group", { name: "If recentAndSmall" });
  await addTest(way, page, /^Day it was delivered/, "was less than … days ago", "30");
  await addTest(way, page, /^Price of the order/, "is less than", "100");
  await picture("conditions");
}

/** The refund in three tries; what is not refunded becomes a ticket. */
async function refundOrTicket({ page, picture }: Person): Promise<void> {
  await addStep(page, /payments\.refund/);
  await pick(page, "order", "What the workflow was called with", /^orderId/);
  await page.getByRole("button", { name: "Write a formula for amount" }).click();
  await pick(page, "amount", "From the step before", /^Price of the order/);
  await picture("refund");
  await page.getByRole("button", { name: "What to do with refund" }).first().click();
  await page.getByRole("menuitem", { name: "Try again where it fails" }).click();
  await expect(page.getByRole("textbox", { name: "Tries in all" })).toHaveValue("3");
  await page.getByRole("combobox", { name: "Afterwards" }).selectOption({ label: "end: this is the answer" });
  await picture("three-tries");
  await addStep(page, /crm\.open-complaint/);
  await rename(page, "ticket");
  await page.getByRole("button", { name: "Write a formula for customer" }).click();
  await pick(page, "customer", "From earlier steps", /^Number of the customer/);
  await page.getByRole("combobox", { name: "severity" }).selectOption("normal");
  await page.getByRole("textbox", { name: "text", exact: true }).fill("Please look at this return.");
  await page.getByRole("button", { name: /^decide/ }).click();
  await page.getByRole("combobox", { name: "Then" }).last().selectOption({ label: "go to ticket" });
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible();
  await picture("all-steps");
}

/** What policies refuse is asked for where it is refused. */
async function askForAccess({ page, picture }: Person): Promise<void> {
  await beside(page, "Access");
  const access = page.getByRole("tabpanel", { name: "Access" });
  await expect(access).toContainText("Refused");
  await picture("refused");
  await access.getByRole("button", { name: "Ask for access" }).click();
  const sheet = page.getByRole("dialog", { name: "Ask for access" });
  await expect(sheet).toContainText("payments.refund");
  await sheet.getByRole("textbox", { name: "What is it for?" }).fill(PURPOSE);
  await picture("ask");
  await sheet.getByRole("button", { name: "Send the request" }).click();
  await expect(sheet).toBeHidden();
  await expect(access).toContainText(/asked|request/i);
  await picture("asked");
}

/** On a phone: read why, allow at most 100 euros, grant. */
async function grantOnPhone({ page, picture, watch }: Person): Promise<void> {
  watch.expects(/status of 40[49]/); // Read again after it was decided.
  await page.goto("/inbox");
  await expect(page.getByText(PURPOSE)).toBeVisible();
  await picture("inbox");
  await page.getByRole("list", { name: "What waits" }).getByRole("link").first().tap();
  await expect(page.getByRole("heading", { level: 1, name: "Request for access" })).toBeVisible();
  await expect(page.getByText(PURPOSE)).toBeVisible();
  await picture("request");
  await page.getByRole("combobox", { name: "amount" }).selectOption({ label: "at most" });
  const most = page
    .getByRole("group", { name: /payments\.refund/ })
    .getByRole("textbox")
    .last();
  await most.fill("100");
  await most.press("Tab");
  await picture("narrowed");
  await page.getByRole("button", { name: "Grant" }).tap();
  const question = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(question).toBeVisible();
  await picture("grant");
  await question.getByRole("button", { name: "Grant" }).tap();
  await expect(question).toBeHidden();
  await expect(page.getByRole("button", { name: "Grant" })).toHaveCount(0);
  await picture("granted");
}

/** The page of the draft was open all the time: it knows by itself that the way is free. */
async function publish({ page, picture }: Person): Promise<void> {
  await expect(page.getByRole("tabpanel", { name: "Access" })).not.toContainText("Refused");
  await page.getByRole("button", { name: "Publish" }).click();
  const sheet = page.getByRole("dialog", { name: "Publish" });
  await expect(sheet).toContainText("payments.refund");
  await picture("publish");
  await sheet.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText(/live/i).first()).toBeVisible();
  await picture("live");
}

/** Opens a panel beside the draft. */
async function beside(page: Page, name: string): Promise<void> {
  await page.getByRole("region", { name: "Beside the draft" }).getByRole("tab", { name }).click();
}

/** Adds a step behind the one that is chosen. */
async function addStep(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Add a step", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", typeof name === "string" ? { name, exact: true } : { name }).click();
  await expect(dialog).toHaveCount(0);
}

/** Gives the chosen step a name. */
async function rename(page: Page, name: string): Promise<void> {
  const field = page
    .getByRole("tabpanel", { name: "Step" })
    .getByRole("textbox", { name: "Name", exact: true });
  await field.fill(name);
  await field.press("Tab");
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(`${name}$`) })).toBeVisible();
}

/** Chooses a value for a field from what is available there. */
async function pick(page: Page, field: string, from: string, value: RegExp): Promise<void> {
  await page.getByRole("button", { name: `Pick a value for ${field}`, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Pick a value for ${field}` });
  await dialog.getByRole("region", { name: from }).getByRole("button", { name: value }).first().click();
  await expect(dialog).toHaveCount(0);
}

/** Adds a test to a condition: a value, how it is compared, and with what. */
async function addTest(way: Locator, page: Page, value: RegExp, how: string, than: string): Promise<void> {
  await way.getByRole("button", { name: "Add a test" }).click();
  await way.getByRole("button", { name: "Pick a value for Value:" }).last().click();
  await page.getByRole("dialog").getByRole("button", { name: value }).first().click();
  await way.getByRole("combobox", { name: "is" }).last().selectOption({ label: how });
  await way.getByRole("textbox", { name: "compared with" }).last().fill(than);
  await way.getByRole("textbox", { name: "compared with" }).last().press("Tab");
}

/** Tries the draft with an order of the demo company. */
async function tryIt(page: Page): Promise<void> {
  await beside(page, "Try it");
  const panel = page.getByRole("tabpanel", { name: "Try it" });
  await panel.getByLabel("Order id").fill("o-1005");
  await panel.getByRole("button", { name: "Try it" }).click();
  await expect(panel.getByRole("region", { name: "Result" })).toContainText("Completed");
}
