/**
 * Every page of a full server: 500 workflows, many runs, a definition of 200 tasks. With `--full console`, since filling
 * takes minutes. Pictures are for people to look at; that lists stay fluid and are whole is tested.
 */
import { crowd, FULL, LARGE } from "./harness/crowd";
import { expect, test, type Look } from "./harness/fixtures";
import { ROUTES } from "./harness/routes";
import { fill, type World } from "./harness/world";

const LOOKS: Look[] = [
  { size: "desktop", theme: "light" },
  { size: "phone", theme: "dark" },
];

let world: World;
test.beforeAll(async ({ demo }) => {
  test.setTimeout(1_800_000);
  world = await fill(demo);
  await crowd(demo);
});

test(
  "a list of 500 workflows has all of them, and draws those in sight",
  { tag: "@full" },
  async ({ demo, open }) => {
    const { page } = await open(demo, "champion");
    await page.goto("/workflows");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const table = page.getByRole("table").first();
    await expect
      .poll(async () => Number((await table.getAttribute("aria-rowcount")) ?? "0"))
      .toBeGreaterThanOrEqual(FULL.workflows);
    expect(await table.getByRole("row").count()).toBeLessThan(200);
  },
);

test("a definition of 200 tasks is drawn", { tag: "@full" }, async ({ demo, open }) => {
  const { page, picture } = await open(demo, "champion");
  await page.goto(`/workflows/support/${LARGE}/edit`);
  await expect(page.getByText("section0").first()).toBeVisible();
  await picture("editor-of-200-tasks");
});

for (const look of LOOKS) {
  test(
    `pictures of a full server, ${look.size ?? ""}, ${look.theme ?? ""}`,
    { tag: "@full" },
    async ({ demo, open }) => {
      test.setTimeout(30_000 * ROUTES.length);
      for (const route of ROUTES) {
        const { page, picture, context } = await open(demo, route.who, look);
        await page.goto(route.path(world));
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
        await picture(route.name);
        await context.close();
      }
    },
  );
}
