/** The developer of an app finds a workflow, reads what it takes, tries it for real, and sees the call among theirs. */
import type { Demo } from "../harness/demo";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";

for (const by of WAYS) {
  test(
    `an app developer finds the input and calls it, by ${by}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await story(ownDemo, open, by);
    },
  );
}

async function story(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  const { page, hands, picture, watch } = await open(ownDemo, "app", { by });
  await page.goto("/");
  await hands.press(
    page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "API for developers" }),
  );
  await expect(page.getByRole("heading", { level: 1, name: "API for developers" })).toBeVisible();
  await picture("workflows");
  await hands.press(page.getByRole("link", { name: "Order status" }));
  await expect(page.getByRole("heading", { level: 1, name: "Order status" })).toBeVisible();
  const input = page.getByRole("region", { name: "Input", exact: true });
  await expect(input).toContainText("orderId");
  await expect(page.getByRole("region", { name: "Errors" })).toContainText("No such order");
  await expect(page.getByRole("group", { name: "curl" })).toContainText("Idempotency-Key");
  await hands.press(page.getByRole("tab", { name: "TypeScript" }));
  await expect(page.getByRole("group", { name: "TypeScript" })).toContainText("orderId");
  await picture("input-and-code");

  const attempt = page.getByRole("region", { name: "Try it" });
  await hands.write(attempt.getByLabel("Order id"), "o-1001");
  await hands.press(attempt.getByRole("button", { name: "Call it for real" }));
  await expect(attempt).toContainText("your order is on its way");
  await expect(attempt).toContainText("200");
  await picture("answer");
  await expect(
    page.getByRole("region", { name: "Your latest calls" }).getByText("Completed").first(),
  ).toBeVisible();
  await watch.saysNothing(ownDemo);
  watch.expects(/status of 404/); // The error that the workflow raises.
  // Another input is another call: it gets another key by itself.
  const key = await attempt.getByLabel("Idempotency key").inputValue();
  await hands.write(attempt.getByLabel("Order id"), "o-9999");
  await expect(attempt.getByLabel("Idempotency key")).not.toHaveValue(key);
  await hands.press(attempt.getByRole("button", { name: "Call it for real" }));
  await expect(attempt).toContainText("No such order");
  await picture("error");
  await watch.saysNothing(ownDemo);
}
