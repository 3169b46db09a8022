/** Equal failures are one case: somebody looks after it, what is known is noted, and all of it is run again, once. */
import type { Demo } from "../harness/demo";
import { definition } from "../harness/documents";
import { expect, test, type Open } from "../harness/fixtures";
import { WAYS, type Way } from "../harness/hands";
import { run, saveDraft } from "../harness/world";

const RAISES = `  - address:
      raise:
        error:
          type: https://acme.example/errors/no-address
          status: 422
          title: The parcel has no address
`;
const NOTE =
  "Orders of the shop come without an address since Monday. Version 1.1.0 takes it from the customer.";

for (const by of WAYS) {
  test(
    `equal failures are one case, and are run again once, by ${by}`,
    {
      tag: by === "mouse" ? "@core" : "@full",
    },
    async ({ ownDemo, open }) => {
      await story(ownDemo, open, by);
    },
  );
}

async function story(ownDemo: Demo, open: Open, by: Way): Promise<void> {
  const champion = ownDemo.as("champion");
  await saveDraft(champion, "parcel", definition("parcel", RAISES));
  await champion.post("/v1/workflows/support/parcel/publish");
  await run(champion, "support/parcel", { order: "o-1001" });
  await run(champion, "support/parcel", { order: "o-1002" });

  const { page, hands, picture, watch } = await open(ownDemo, "champion", { by });
  await page.goto("/failures");
  const table = page.getByRole("table", { name: /^Failure cases/ });
  const row = table.getByRole("row").filter({ hasText: "Title of parcel" });
  await expect(row).toHaveCount(1);
  await expect(row.getByRole("cell", { name: "2", exact: true })).toBeVisible();
  await expect(row).toContainText("nobody");
  await picture("case");

  await hands.press(row.getByRole("button", { name: /^Edit the case/ }));
  const known = page.getByRole("dialog", { name: "What is known of this case" });
  await hands.press(known.getByRole("button", { name: "I do" }));
  await hands.write(known.getByRole("textbox", { name: /^Note/ }), NOTE);
  await picture("known");
  await hands.press(known.getByRole("button", { name: "Save" }));
  await expect(known).toBeHidden();
  await expect(row).toContainText("champion@acme.example");
  await expect(row).toContainText(NOTE);

  await mended(ownDemo);
  await hands.press(row.getByRole("button", { name: /^Run all again/ }));
  const many = page.getByRole("dialog", { name: "Do something to all of these runs" });
  await hands.press(many.getByText("Run them with the version that callers get now"));
  await hands.press(many.getByRole("button", { name: "See what it would be done to" }));
  await expect(many).toContainText("2 runs");
  await picture("what");
  await hands.press(many.getByRole("button", { name: "Run 2 runs again" }));
  await expect(many).toContainText("2 runs run again");
  await hands.press(many.getByRole("button", { name: "Close" }).last());
  await expect(many).toBeHidden();
  await expect.poll(() => completed(ownDemo)).toBe(2);

  // Whoever asks for the same again gets nothing twice.
  await hands.press(row.getByRole("button", { name: /^Run all again/ }));
  await hands.press(many.getByRole("button", { name: "See what it would be done to" }));
  await expect(many).toContainText("There is no run to which this can be done.");
  await expect(many).toContainText("2 runs are left out");
  await picture("nothing-left");
  await hands.press(many.getByRole("button", { name: "Cancel" }));

  await hands.press(row.getByRole("button", { name: /^Edit the case/ }));
  await hands.press(known.getByText("Resolved", { exact: true }));
  await hands.press(known.getByRole("button", { name: "Save" }));
  await expect(known).toBeHidden();
  await expect(page.getByText("No case fits")).toBeVisible();
  await picture("empty");
  expect(await completed(ownDemo)).toBe(2);
  await watch.saysNothing(ownDemo);
}

/** The version that does not fail any more. */
async function mended(ownDemo: Demo): Promise<void> {
  const champion = ownDemo.as("champion");
  const text = definition("parcel", "  - address:\n      set:\n        city: Hamburg\n");
  await saveDraft(champion, "parcel", text.replace("version: 1.0.0", "version: 1.1.0"));
  await champion.post("/v1/workflows/support/parcel/publish");
}

async function completed(ownDemo: Demo): Promise<number> {
  const found = await ownDemo
    .as("champion")
    .get<{ runs: unknown[] }>("/v1/runs?namespace=support&workflow=parcel&status=completed");
  return found.runs.length;
}
