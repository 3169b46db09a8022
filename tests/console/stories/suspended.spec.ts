/** A run is suspended with a reason, found by its state, goes on, and is run again after seeing what that repeats. */
import type { Demo } from "../harness/demo";
import { definition } from "../harness/documents";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";
import { run, saveDraft } from "../harness/world";

for (const by of WAYS) {
  test(
    `a run rests, goes on, is cancelled and run again, by ${by}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await suspended(ownDemo, open, by);
    },
  );
}

async function suspended(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  const tasks = "  - pause:\n      wait: { hours: 1 }\n  - say:\n      set:\n        said: done\n";
  await saveDraft(ownDemo.as("champion"), "slow", definition("slow", tasks));
  await ownDemo.as("champion").post("/v1/workflows/support/slow/publish");
  const id = await run(ownDemo.as("champion"), "support/slow", {});

  const { page, hands, picture, watch } = await open(ownDemo, "champion", { by });
  await page.goto(`/runs/${id}`);
  await hands.press(page.getByRole("button", { name: "Suspend" }));
  const question = page.getByRole("dialog", { name: "Suspend this run?" });
  await hands.press(question.getByRole("button", { name: "Suspend the run" }));
  await expect(question).toContainText("say why it is suspended");
  await hands.write(question.getByRole("textbox"), "The shop is being moved.");
  await hands.press(question.getByRole("button", { name: "Suspend the run" }));
  await expect(question).toBeHidden();
  const outcome = page.getByRole("region", { name: "It is suspended" });
  await expect(outcome).toContainText("The shop is being moved.");
  await picture("suspended");

  await page.goto("/runs?state=suspended");
  await expect(page.getByRole("table")).toContainText("Title of slow");
  await hands.press(page.getByRole("button", { name: "Do to all of these…" }));
  const many = page.getByRole("dialog", { name: "Do something to all of these runs" });
  await hands.press(many.getByRole("button", { name: "See what it would be done to" }));
  await expect(many).toContainText("1 run");
  await picture("many");
  await hands.press(many.getByRole("button", { name: "Let 1 run go on" }));
  await expect(many).toContainText("1 run go on");
  await hands.press(many.getByRole("button", { name: "Close" }).last());

  await page.goto(`/runs/${id}`);
  await hands.press(page.getByRole("button", { name: "Cancel this run" }));
  const cancel = page.getByRole("dialog", { name: "Cancel this run?" });
  await hands.press(cancel.getByRole("button", { name: "Cancel the run" }));
  await expect(cancel).toBeHidden();
  await hands.press(page.getByRole("button", { name: "Run again" }));
  const again = page.getByRole("dialog", { name: "Run again" });
  await expect(again).toContainText("This run has changed nothing that would be changed again.");
  await picture("again");
  await hands.press(again.getByRole("button", { name: "Run again" }));
  await expect(page.getByText("runs again what")).toBeVisible();
  await watch.saysNothing(ownDemo);
}
