/**
 * What goes wrong around a page: the server is killed, the session ends, two people write one draft, values are huge, a
 * definition has kinds of tasks of a newer version. The page says what is going on, and nothing that was typed is lost.
 */
import type { Locator, Page } from "@playwright/test";

import type { Demo } from "./harness/demo";
import { definition } from "./harness/documents";
import { expect, test } from "./harness/fixtures";
import { run, saveDraft } from "./harness/world";

/** Text that a test types, and looks for afterwards. */
const TYPED = "typed-by-a-person";
/** What the browser says of its own accord when nobody answers. */
const OUTAGE =
  /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to load/;

test("a killed server: the page says so, goes on by itself, and keeps what was typed", async ({
  ownDemo,
  open,
}) => {
  const { page, watch, picture } = await open(ownDemo, "champion");
  watch.expects(OUTAGE);
  await saveDraft(
    ownDemo.as("champion"),
    "kept",
    definition("kept", "  - say:\n      set:\n        said: hello\n"),
  );
  const text = await openText(page, "kept");
  await ownDemo.kill();
  await append(page, text, `# ${TYPED}`);
  await expect(page.getByText(/connection to the server is lost/)).toBeVisible();
  await expect(page.getByText("Not saved: it is kept in this browser")).toBeVisible();
  await picture("lost");
  await ownDemo.start();
  await expect(page.getByText(/connection to the server is lost/)).toBeHidden();
  await expect.poll(() => draft(ownDemo, "kept")).toContain(TYPED);
  await expect(text).toContainText(TYPED);
  // The session is the same: nobody had to sign in again.
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Title of kept" })).toBeVisible();
  await watch.saysNothing(ownDemo);
});

test("a reload without a server loses nothing that was typed", async ({ ownDemo, open }) => {
  const { page, watch } = await open(ownDemo, "champion");
  watch.expects(OUTAGE);
  await saveDraft(
    ownDemo.as("champion"),
    "tab",
    definition("tab", "  - say:\n      set:\n        said: hello\n"),
  );
  const text = await openText(page, "tab");
  await ownDemo.kill();
  await append(page, text, `# ${TYPED}`);
  await expect(page.getByText("Not saved: it is kept in this browser")).toBeVisible();
  await ownDemo.start();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect.poll(() => draft(ownDemo, "tab")).toContain(TYPED);
});

test("an expired session: a sheet over the page, and the page is as it was afterwards", async ({
  ownDemo,
  open,
}) => {
  const { page, context, watch, picture } = await open(ownDemo, "champion");
  watch.expects(/status of 40[14]/);
  await saveDraft(
    ownDemo.as("champion"),
    "late",
    definition("late", "  - say:\n      set:\n        said: hello\n"),
  );
  const text = await openText(page, "late");
  const session = (await (await context.request.get("/v1/sessions/current")).json()) as { id: string };
  await ownDemo.as("it").well("DELETE", `/v1/sessions/${session.id}`);
  await append(page, text, `# ${TYPED}`);
  const sheet = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(sheet).toBeVisible();
  await picture("expired");
  await sheet.getByLabel("Token").fill(ownDemo.token("champion"));
  await sheet.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(sheet).toBeHidden();
  await expect(text).toContainText(TYPED);
  await expect.poll(() => draft(ownDemo, "late")).toContain(TYPED);
  await watch.saysNothing(ownDemo);
});

test("two people in one draft: both changes are kept, and the same place is asked about", async ({
  ownDemo,
  open,
}) => {
  const champion = ownDemo.as("champion");
  const tasks = ["one", "two", "three"].map((at) => `  - ${at}:\n      set:\n        said: ${at}\n`).join("");
  await saveDraft(champion, "shared", definition("shared", tasks));
  const { page, watch, picture } = await open(ownDemo, "champion");
  watch.expects(/status of 4(04|12)/);
  const text = await openText(page, "shared");
  // Somebody else changes another place.
  await saveDraft(champion, "shared", definition("shared", tasks.replace("said: one", "said: first")));
  await expect(text).toContainText("said: first");
  await append(page, text, `# ${TYPED}`);
  await expect.poll(() => draft(ownDemo, "shared")).toContain(TYPED);
  expect(await draft(ownDemo, "shared")).toContain("said: first");
  // And now the same line, while nothing arrives here: a conflict, not a loss.
  await page.route("**/draft", (route) =>
    route.request().method() === "GET" ? route.abort() : route.continue(),
  );
  await page.route("**/v1/changes**", (route) => route.abort());
  const now = await draft(ownDemo, "shared");
  await replaceLine(page, text, "said: three", "said: mine");
  await saveDraft(champion, "shared", now.replace("said: three", "said: theirs"));
  await page.unrouteAll();
  const sheet = page.getByRole("dialog", { name: /changed the same place/i });
  const kept = () => draft(ownDemo, "shared").then((found) => /mine|theirs/.exec(found)?.[0]);
  await expect.poll(async () => (await sheet.isVisible()) || (await kept()) === "mine").toBe(true);
  if (await sheet.isVisible()) {
    await picture("conflict");
    await expect(sheet).toContainText("theirs");
    await expect(sheet).toContainText("mine");
  }
  await watch.saysNothing(ownDemo);
});

test("a value of a megabyte does not stop the page of its run", async ({ ownDemo, open }) => {
  const champion = ownDemo.as("champion");
  const tasks = "  - hand:\n      set:\n        text: ${ .text }\n        list: ${ .list }\n";
  await saveDraft(champion, "huge", definition("huge", tasks));
  await champion.post("/v1/workflows/support/huge/publish");
  const list = Array.from({ length: 20_000 }, (_, at) => ({ at, name: `item ${String(at)}` }));
  const input = { text: "x".repeat(200_000), list };
  const id = await run(champion, "support/huge", input);
  const { page, watch, picture } = await open(ownDemo, "champion");
  await page.goto(`/runs/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
  // The page reacts, and it has not made an element of each of 20,000 items.
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(6000);
  await picture("megabyte");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await watch.saysNothing(ownDemo);
});

test("a kind of task of a newer version is shown by its name, and stays as it is written", async ({
  ownDemo,
  open,
}) => {
  const champion = ownDemo.as("champion");
  const odd = "  - odd:\n      teleport: { to: moon } # keep me\n  - say:\n      set:\n        said: hello\n";
  await saveDraft(champion, "newer", definition("newer", odd));
  const { page, watch, picture } = await open(ownDemo, "champion");
  watch.expects(/status of 404/); // It has no published version.
  await page.goto("/workflows/support/newer/edit");
  await expect(page.getByRole("heading", { level: 1, name: "Title of newer" })).toBeVisible();
  await expect(page.getByText("odd").first()).toBeVisible();
  await picture("unknown-kind");
  const text = await openText(page, "newer");
  await append(page, text, `# ${TYPED}`);
  await expect.poll(() => draft(ownDemo, "newer")).toContain(TYPED);
  expect(await draft(ownDemo, "newer")).toContain(odd);
  await page.goto("/workflows/support/newer/explain");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await watch.saysNothing(ownDemo);
});

/** The draft as text, in the editor. */
async function openText(page: Page, name: string): Promise<Locator> {
  await page.goto(`/workflows/support/${name}/edit`);
  await page
    .getByRole("tab", { name: "Text" })
    .or(page.getByRole("radio", { name: "Text" }))
    .first()
    .click();
  const text = page.getByRole("textbox", { name: /text/i }).first();
  await expect(text).toContainText("document:");
  return text;
}

async function append(page: Page, text: Locator, line: string): Promise<void> {
  await text.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(`${line}\n`);
}

async function replaceLine(page: Page, text: Locator, old: string, now: string): Promise<void> {
  await text.getByText(old).click();
  await page.keyboard.press("End");
  for (let at = 0; at < old.length; at += 1) {
    await page.keyboard.press("Backspace");
  }
  await page.keyboard.type(now);
}

async function draft(demo: Demo, name: string): Promise<string> {
  const { body } = await demo.as("champion").well("GET", `/v1/workflows/support/${name}/draft`);
  return typeof body === "string" ? body : (body as { source: string }).source;
}
