/** A refund waits for a person. An approver gets its link on a phone, reads what is asked, and releases it in two taps. */
import type { Demo } from "../harness/demo";
import { libraryPolicy } from "../harness/documents";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";
import { activate, refund, run } from "../harness/world";

for (const by of WAYS) {
  const how = by === "mouse" ? "in two taps on a phone" : "by keyboard";
  test(
    `a held refund is released by link, ${how}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await released(ownDemo, open, by);
    },
  );
}

async function released(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  await activate(ownDemo.as("it"), { "large-refunds-are-held": libraryPolicy("large-refunds-are-held") });
  const id = await run(ownDemo.as("champion"), "support/refund-triage", refund(150));
  const champion = await open(ownDemo, "champion");
  await champion.page.goto(`/runs/${id}`);
  const waits = champion.page.getByRole("region", { name: "A call waits for a person" });
  await expect(waits).toContainText("A person looks at refunds over 50 before they are paid.");
  await champion.picture("run-waits");

  const approver = await open(ownDemo, "approver", by === "mouse" ? { size: "phone" } : { by });
  const { page, hands, picture, watch } = approver;
  watch.expects(/status of 409/); // Read again after it was decided.
  await page.goto(`/inbox/hold/${id}/1`);
  await expect(page.getByRole("heading", { level: 1, name: "Call of payments.refund" })).toBeVisible();
  const call = page.getByRole("region", { name: "The call" });
  await expect(call).toContainText("150");
  await expect(page.getByText("A person looks at refunds over 50 before they are paid.")).toBeVisible();
  // Nobody has to know the engine's own words.
  await expect(page.getByRole("main")).not.toContainText(/journal|effect|digest|\brun\b/i);
  await picture("held-call");
  await hands.press(page.getByRole("button", { name: "Release" }));
  const question = page.getByRole("dialog", { name: "Release the call of payments.refund?" });
  await expect(question).toBeVisible();
  await picture("question");
  await hands.press(question.getByRole("button", { name: "Release" }));
  await expect(question).toBeHidden();
  await expect.poll(() => statusOf(ownDemo, id)).toBe("completed");
  await picture("released");
  await watch.saysNothing(ownDemo);

  // The page of the run was open all the time, and tells by itself.
  await expect(champion.page.getByRole("main").getByText("Completed").first()).toBeVisible();
  await champion.picture("run-completed");
  await champion.watch.saysNothing(ownDemo);
}

test(
  "a held refund is declined with a reason, by keyboard alone",
  { tag: "@core" },
  async ({ ownDemo, open }) => {
    await activate(ownDemo.as("it"), { "large-refunds-are-held": libraryPolicy("large-refunds-are-held") });
    const id = await run(ownDemo.as("champion"), "support/refund-triage", refund(120));
    const { page, hands, picture, watch } = await open(ownDemo, "approver", { by: "keyboard" });
    watch.expects(/status of 409/); // Read again after it was decided.
    await page.goto(`/inbox/holds/${id}/1`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await hands.press(page.getByRole("button", { name: "Decline" }));
    const question = page.getByRole("dialog");
    await expect(question).toBeVisible();
    await hands.write(question.getByRole("textbox"), "The anchor was used.");
    await picture("reason");
    await hands.press(question.getByRole("button", { name: "Decline" }));
    await expect(question).toBeHidden();
    await expect.poll(() => statusOf(ownDemo, id)).toBe("faulted");
    const owner = await open(ownDemo, "champion");
    await owner.page.goto(`/runs/${id}`);
    await expect(owner.page.getByText("The anchor was used.").first()).toBeVisible();
    await owner.picture("declined");
    await watch.saysNothing(ownDemo);
  },
);

async function statusOf(demo: Demo, run: string): Promise<string> {
  return (await demo.as("champion").get<{ status: string }>(`/v1/runs/${run}`)).status;
}
