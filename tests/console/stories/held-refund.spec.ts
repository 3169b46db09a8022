/** A refund waits for a person. An approver gets its link on a phone, reads what is asked, and releases it in two taps. */
import { libraryPolicy } from "../harness/documents";
import { expect, test } from "../harness/fixtures";
import { activate, refund, run } from "../harness/world";

test("a held refund is released by link, in two taps", async ({ ownDemo, open }) => {
  await activate(ownDemo.as("it"), { "large-refunds-are-held": libraryPolicy("large-refunds-are-held") });
  const id = await run(ownDemo.as("champion"), "support/refund-triage", refund(150));
  const champion = await open(ownDemo, "champion");
  await champion.page.goto(`/runs/${id}`);
  const waits = champion.page.getByRole("region", { name: "A call waits for a person" });
  await expect(waits).toContainText("A person looks at refunds over 50 before they are paid.");
  await champion.picture("run-waits");

  const approver = await open(ownDemo, "approver", { size: "phone" });
  const { page, picture, watch } = approver;
  watch.expects(/status of 409/); // Read again after it was decided.
  await page.goto(`/inbox/hold/${id}/1`);
  await expect(page.getByRole("heading", { level: 1, name: "Call of payments.refund" })).toBeVisible();
  const call = page.getByRole("region", { name: "The call" });
  await expect(call).toContainText("150");
  await expect(page.getByText("A person looks at refunds over 50 before they are paid.")).toBeVisible();
  // Nobody has to know the engine's own words.
  await expect(page.getByRole("main")).not.toContainText(/journal|effect|digest|\brun\b/i);
  await picture("held-call");
  await page.getByRole("button", { name: "Release" }).tap();
  const question = page.getByRole("dialog", { name: "Release the call of payments.refund?" });
  await expect(question).toBeVisible();
  await picture("question");
  await question.getByRole("button", { name: "Release" }).tap();
  await expect(question).toBeHidden();
  await expect.poll(() => statusOf(id)).toBe("completed");
  await picture("released");
  await watch.saysNothing(ownDemo);

  // The page of the run was open all the time, and tells by itself.
  await expect(champion.page.getByRole("main").getByText("Completed").first()).toBeVisible();
  await champion.picture("run-completed");
  await champion.watch.saysNothing(ownDemo);

  async function statusOf(found: string): Promise<string> {
    return (await ownDemo.as("champion").get<{ status: string }>(`/v1/runs/${found}`)).status;
  }
});

test("a held refund is declined with a reason, by keyboard alone", async ({ ownDemo, open }) => {
  await activate(ownDemo.as("it"), { "large-refunds-are-held": libraryPolicy("large-refunds-are-held") });
  const id = await run(ownDemo.as("champion"), "support/refund-triage", refund(120));
  const { page, picture, watch } = await open(ownDemo, "approver");
  watch.expects(/status of 409/); // Read again after it was decided.
  await page.goto(`/inbox/holds/${id}/1`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await tabTo("Decline");
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog");
  await expect(question).toBeVisible();
  await question.getByRole("textbox").focus();
  await page.keyboard.type("The anchor was used.");
  await picture("reason");
  await tabTo("Decline");
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect
    .poll(async () => (await ownDemo.as("champion").get<{ status: string }>(`/v1/runs/${id}`)).status)
    .toBe("faulted");
  const owner = await open(ownDemo, "champion");
  await owner.page.goto(`/runs/${id}`);
  await expect(owner.page.getByText("The anchor was used.").first()).toBeVisible();
  await owner.picture("declined");
  await watch.saysNothing(ownDemo);

  /** Goes on with Tab until the focus is on what has this name. */
  async function tabTo(name: string): Promise<void> {
    for (let at = 0; at < 60; at += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
      // A button may show its key behind its name.
      if (focused?.startsWith(name) === true) {
        return;
      }
    }
    throw new Error(`\`${name}\` is out of reach of the keyboard`);
  }
});
