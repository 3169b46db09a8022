/** IT says how long runs are kept. What somebody else says meanwhile is seen, and nothing that was typed is lost. */
import type { Demo } from "../harness/demo";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";

for (const by of WAYS) {
  test(
    `how long runs are kept is changed, also where somebody else was quicker, by ${by}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await story(ownDemo, open, by);
    },
  );
}

async function story(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  const it = ownDemo.as("it");
  const { page, hands, picture, watch } = await open(ownDemo, "it", { by });
  watch.expects(/status of 409/); // Somebody else was quicker.
  await page.goto("/retention");
  await expect(page.getByRole("heading", { level: 1, name: "Retention" })).toBeVisible();
  await expect(page.getByText("There is no rule")).toBeVisible();
  await picture("none");

  await hands.press(page.getByRole("button", { name: "Change the rules" }));
  await hands.press(page.getByRole("button", { name: "Add a rule" }));
  const rule = page.getByRole("group", { name: /rule/i });
  await hands.write(rule.getByRole("textbox", { name: "Namespace" }), "support");
  const completed = rule.getByRole("textbox", { name: "Completed" });
  await hands.write(completed, "a while");
  const save = page.getByRole("main").getByRole("button", { name: "Save the rules" });
  await hands.press(save);
  await expect(rule).toContainText("This is no period");
  await picture("no-period");
  await hands.write(completed, "30 days");

  const theirs = [{ namespace: "support", name: "order-status", times: { faulted: "P90D" } }];
  expect(await it.ask("PUT", "/v1/retention", { rules: theirs })).toMatchObject({ status: 200 });
  await hands.press(save);
  const question = page.getByRole("alertdialog", { name: "Forget runs earlier?" });
  await expect(question).toContainText("support: completed kept 30 days");
  await picture("question");
  await hands.press(question.getByRole("button", { name: "Save the rules" }));
  const conflict = page.getByRole("alert", { name: "Somebody else changed the rules meanwhile" });
  await expect(conflict.getByRole("table")).toContainText("support/order-status");
  await expect(completed).toHaveValue("30 days");
  await picture("conflict");

  await hands.press(conflict.getByRole("button", { name: "Save mine over them" }));
  await hands.press(question.getByRole("button", { name: "Save the rules" }));
  const table = page.getByRole("table", { name: "Rules of retention" });
  await expect(table).toContainText("30 days");
  await expect(page.getByRole("main")).toContainText("it@acme.example");
  await picture("saved");
  expect(await it.get("/v1/retention")).toMatchObject({
    rules: [{ namespace: "support", times: { completed: "P30D" } }],
  });
  await watch.saysNothing(ownDemo);
}
