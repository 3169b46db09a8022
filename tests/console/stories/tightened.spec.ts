/** IT tightens a policy, sees first whom it touches, and puts it in force. A live workflow meets it; its owner sees why. */
import type { Demo } from "../harness/demo";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";
import { refund, run } from "../harness/world";

const REASON = "Until the audit is done, refunds over 60 euros go through finance.";

for (const by of WAYS) {
  test(
    `a tightened policy: impact first, then the refusal, and its owner sees why, by ${by}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await story(ownDemo, open, by);
    },
  );
}

async function story(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  // Yesterday this was paid.
  await run(ownDemo.as("champion"), "support/refund-triage", refund(150));
  const { page, hands, picture, watch } = await open(ownDemo, "it", { by });
  // No proposal is open; a text with errors has no impact; putting in force is first refused with what it takes away.
  watch.expects(/status of (404|409|422)/);
  await page.goto("/policies");
  await hands.press(page.getByRole("link", { name: "Support may refund up to 200 euros" }).first());
  await expect(
    page.getByRole("heading", { level: 1, name: "Support may refund up to 200 euros" }),
  ).toBeVisible();
  await hands.write(page.getByRole("textbox", { name: "Value" }), "60");
  await hands.write(page.getByRole("textbox", { name: "Reason" }), REASON);
  await hands.press(page.getByRole("button", { name: "Write new tests from the form" }));
  await expect(page.getByText("No problem found, and all tests pass")).toBeVisible();
  await picture("policy");
  await hands.press(page.getByRole("button", { name: "Save" }));
  await hands.press(page.getByRole("link", { name: "See what it would change" }));

  await expect(
    page.getByRole("heading", { level: 1, name: "What the saved policies would change" }),
  ).toBeVisible();
  const calls = page.getByRole("region", { name: "Calls that would have been decided differently" });
  await expect(calls).toContainText("refund-triage");
  await picture("impact");
  const act = page.getByRole("region", { name: "Put in force" });
  await hands.write(act.getByRole("textbox", { name: /Reason/ }), REASON);
  await expect(page.getByRole("region", { name: "Loses something" })).toContainText("champion@acme.example");
  await hands.press(act.getByText("I have read what they lose."));
  await hands.press(act.getByRole("button", { name: "Put in force" }));
  await expect
    .poll(async () => JSON.stringify(await ownDemo.as("it").get("/v1/policies/active")))
    .toContain(REASON);
  await picture("in-force");
  await watch.saysNothing(ownDemo);

  // Today the live workflow meets it.
  const id = await run(ownDemo.as("champion"), "support/refund-triage", refund(150));
  const owner = await open(ownDemo, "champion");
  await owner.page.goto("/");
  await expect(owner.page.getByRole("main")).toContainText("refund-triage");
  await owner.picture("home");
  await owner.page.goto(`/runs/${id}`);
  await expect(owner.page.getByText(REASON).first()).toBeVisible();
  await expect(owner.page.getByText("it-governance@acme.example").first()).toBeVisible();
  await owner.picture("why");
  await owner.watch.saysNothing(ownDemo);
}
