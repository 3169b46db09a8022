/** What attackers try on a console: frames, stolen and planted sessions, forged requests, links that lead elsewhere. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "./harness/fixtures";

const COOKIE = "towpath_session";

test("every page allows nothing but itself", { tag: ["@core", "@headers"] }, async ({ demo }) => {
  for (const path of ["/", "/runs", "/workflows/support/order-status", "/none/such"]) {
    const { headers } = await fetch(demo.url + path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(policy, path).toContain("form-action 'none'");
    expect(policy, path).not.toMatch(/unsafe|\*|https?:/);
    expect(Object.fromEntries(headers), path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers.get("set-cookie"), path).toBeNull();
  }
});

test(
  "a session is a cookie that scripts and other sites do not get",
  { tag: "@core" },
  async ({ demo, open }) => {
    const { page, context, watch } = await open(demo, "champion");
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const [cookie] = (await context.cookies()).filter((one) => one.name === COOKIE);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
    const readable = await page.evaluate(
      () => document.cookie + JSON.stringify([localStorage, sessionStorage]),
    );
    expect(readable).not.toContain(COOKIE);
    expect(readable).not.toMatch(/tp_|tl_|ts_/);
    await watch.saysNothing(demo);
  },
);

test(
  "signing in makes a new session, whatever cookie there was",
  { tag: "@core" },
  async ({ demo, open }) => {
    const { context } = await open(demo, undefined);
    const url = new URL(demo.url);
    const planted = "ts_planted-by-somebody-else-0000000000000000000";
    await context.addCookies([{ name: COOKIE, value: planted, domain: url.hostname, path: "/" }]);
    const ids = new Set<string>();
    for (const who of ["champion", "champion", "it"] as const) {
      const answer = await context.request.post("/v1/sessions", { data: { token: demo.token(who) } });
      expect(answer.status()).toBe(201);
      const [cookie] = await context.cookies();
      expect(cookie?.value).not.toBe(planted);
      ids.add(cookie?.value ?? "");
    }
    expect(ids.size).toBe(3);
    // The session before has ended: its cookie is worth nothing.
    const [first] = [...ids];
    const old = await fetch(`${demo.url}/v1/sessions/current`, {
      headers: { cookie: `${COOKIE}=${first ?? ""}` },
    });
    expect(old.status).toBe(401);
  },
);

test("a request of another site changes nothing", { tag: "@core" }, async ({ demo, open }) => {
  const { context } = await open(demo, "champion");
  const path = "/v1/workflows/support/forged/draft";
  const body = { data: "document: {}\n" };
  const session = (await (await context.request.get("/v1/sessions/current")).json()) as { csrf: string };
  const own = { "content-type": "application/yaml", origin: demo.url };
  const without = await context.request.put(path, { ...body, headers: own });
  expect([without.status(), ((await without.json()) as { code: string }).code]).toEqual([403, "TP4122"]);
  const wrong = await context.request.put(path, {
    ...body,
    headers: { ...own, "x-towpath-csrf": "guessed" },
  });
  expect(wrong.status()).toBe(403);
  const proof: Record<string, string> = { ...own, "x-towpath-csrf": session.csrf };
  const sites: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const from of sites) {
    const foreign = await context.request.put(path, { ...body, headers: { ...proof, ...from } });
    expect([foreign.status(), ((await foreign.json()) as { code: string }).code]).toEqual([403, "TP4123"]);
  }
  const drafts = await demo.as("champion").ask("GET", path);
  expect(drafts.status).toBe(404);
  // The same request from the page itself is taken, so it was not refused for another reason.
  expect((await context.request.put(path, { ...body, headers: proof })).status()).toBeLessThan(300);
});

test(
  "a sign-in link works once, and leaves the address at once",
  { tag: "@core" },
  async ({ ownDemo, open }) => {
    const link = ownDemo.link("champion");
    const first = await open(ownDemo, undefined);
    await first.page.goto(link);
    await expect(first.page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
    expect(first.page.url()).toBe(`${ownDemo.url}/`);
    await first.page.reload();
    await expect(first.page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
    const second = await open(ownDemo, undefined);
    second.watch.expects(/status of 401/);
    await second.page.goto(link);
    await expect(second.page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await expect(second.page.getByText("The link did not sign you in")).toBeVisible();
    expect(second.page.url()).not.toContain("tl_");
    await second.watch.saysNothing(ownDemo);
  },
);

test("no address leads to another site", { tag: "@core" }, async ({ demo, open }) => {
  const { page, watch } = await open(demo, "champion");
  watch.expects(/status of 40[034]/);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const evil = [
    "/?next=//evil.example",
    "/?redirect=https://evil.example&returnTo=https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/%2F%2Fevil.example/..",
    "/runs/%2e%2e%2f%2fevil.example",
    "/#//evil.example",
    "/#link=https://evil.example",
    "/#link=javascript:alert(1)",
    "/workflows/javascript:alert(1)/x",
  ];
  for (const path of evil) {
    await page.goto(demo.url + path);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    expect(new URL(page.url()).origin, path).toBe(demo.url);
  }
  expect(asked.filter((url) => new URL(url).origin !== demo.url)).toEqual([]);
});

test(
  "a page that frames the console gets nothing",
  { tag: ["@core", "@headers"] },
  async ({ demo, open }) => {
    const evil = await serving(
      `<h1>Win</h1><iframe src="${demo.url}/policies" width="900" height="900"></iframe>`,
    );
    const { page } = await open(demo, "it");
    await page.goto(`http://127.0.0.1:${String((evil.address() as AddressInfo).port)}/`);
    await expect(page.getByRole("heading", { name: "Win" })).toBeVisible();
    const frame = page.frames().at(1);
    await expect.poll(() => frame?.url()).toMatch(/^chrome-error:/);
    evil.close();
  },
);

test(
  "nobody who is not signed in is shown or asked for anything",
  { tag: "@core" },
  async ({ demo, open }) => {
    const { page, watch } = await open(demo, undefined);
    watch.expects(/status of 401/);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    for (const path of ["/", "/runs", "/policies", "/audit"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    }
    const api = asked.filter((one) => one.includes("/v1/"));
    expect(new Set(api)).toEqual(new Set(["GET /v1/sessions/current"]));
    await watch.saysNothing(demo);
  },
);

test("after signing out nothing of it is left", { tag: "@core" }, async ({ ownDemo, open }) => {
  const { page, context } = await open(ownDemo, undefined);
  await page.goto(ownDemo.link("it"));
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  expect((await context.request.get("/v1/sessions/current")).status()).toBe(401);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

/** A site of somebody else. */
function serving(html: string): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((_, answer) => {
      answer.setHeader("content-type", "text/html");
      answer.end(html);
    });
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
