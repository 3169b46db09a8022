/** The developer of an app finds a workflow, reads what it takes, tries it for real, and sees the call among theirs. */
import { expect, test } from "../harness/fixtures";

test("an app developer finds the input and calls it", async ({ ownDemo, open }) => {
  const { page, picture, watch } = await open(ownDemo, "app");
  await page.goto("/");
  await page
    .getByRole("navigation", { name: "Pages" })
    .getByRole("link", { name: "API for developers" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "API for developers" })).toBeVisible();
  await picture("workflows");
  await page.getByRole("link", { name: "Order status" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Order status" })).toBeVisible();
  const input = page.getByRole("region", { name: "Input", exact: true });
  await expect(input).toContainText("orderId");
  await expect(page.getByRole("region", { name: "Errors" })).toContainText("No such order");
  await expect(page.getByRole("group", { name: "curl" })).toContainText("Idempotency-Key");
  await page.getByRole("tab", { name: "TypeScript" }).click();
  await expect(page.getByRole("group", { name: "TypeScript" })).toContainText("orderId");
  await picture("input-and-code");

  const attempt = page.getByRole("region", { name: "Try it" });
  await attempt.getByLabel("Order id").fill("o-1001");
  await attempt.getByRole("button", { name: "Call it for real" }).click();
  await expect(attempt).toContainText("your order is on its way");
  await expect(attempt).toContainText("200");
  await picture("answer");
  await expect(
    page.getByRole("region", { name: "Your latest calls" }).getByText("Completed").first(),
  ).toBeVisible();
  await watch.saysNothing(ownDemo);
  watch.expects(/status of 404/); // The error that the workflow raises.
  await attempt.getByLabel("Order id").fill("o-9999");
  await attempt.getByRole("button", { name: "New key" }).click();
  await attempt.getByRole("button", { name: "Call it for real" }).click();
  await expect(attempt).toContainText("No such order");
  await picture("error");
  await watch.saysNothing(ownDemo);
});
