/** A report that starts by itself is paused with a reason, everybody sees why, and it goes on without what was missed. */
import type { Demo } from "../harness/demo";
import { definition } from "../harness/documents";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";
import { saveDraft } from "../harness/world";

const EVERY_MORNING = "schedule:\n  cron: 30 6 * * * Europe/Berlin\n";

for (const by of WAYS) {
  test(
    `a schedule is paused with a reason and resumed, by ${by}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await paused(ownDemo, open, by);
    },
  );
}

async function paused(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  const text = definition("morning", "  - say:\n      set:\n        said: good morning\n", EVERY_MORNING);
  await saveDraft(ownDemo.as("champion"), "morning", text);
  await ownDemo.as("champion").post("/v1/workflows/support/morning/publish");

  const { page, hands, picture, watch } = await open(ownDemo, "champion", { by });
  await page.goto("/workflows/support/morning");
  const about = page.getByRole("region", { name: "Starts by itself" });
  await expect(about).toContainText("Every day at 06:30, Europe/Berlin");
  await hands.press(about.getByRole("link", { name: "All about this schedule" }));
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();
  const table = page.getByRole("table", { name: "Schedules" });
  await expect(table).toContainText("06:30");
  await picture("schedules");

  await hands.press(page.getByRole("button", { name: "Pause the schedule of Title of morning" }));
  const question = page.getByRole("dialog", { name: "Pause the schedule of Title of morning?" });
  await hands.press(question.getByRole("button", { name: "Pause" }));
  await expect(question).toContainText("say why it is paused");
  await hands.write(question.getByRole("textbox"), "The mail server is being moved.");
  await picture("why");
  await hands.press(question.getByRole("button", { name: "Pause" }));
  await expect(question).toBeHidden();
  await expect(table).toContainText("The mail server is being moved.");

  const it = await open(ownDemo, "it");
  await it.page.goto("/schedules?state=paused");
  await expect(it.page.getByRole("table", { name: "Schedules" })).toContainText(
    "The mail server is being moved.",
  );
  await hands.press(page.getByRole("button", { name: "Resume the schedule of Title of morning" }));
  const again = page.getByRole("dialog", { name: "Resume the schedule of Title of morning?" });
  await expect(again.getByRole("radio", { name: "Leave them out" })).toBeChecked();
  await hands.press(again.getByRole("button", { name: "Resume" }));
  await expect(again).toBeHidden();
  await expect(table).not.toContainText("The mail server is being moved.");
  // The other page knows by itself.
  await expect(it.page.getByText("No schedule fits")).toBeVisible();
  await watch.saysNothing(ownDemo);
  await it.watch.saysNothing(ownDemo);
}
