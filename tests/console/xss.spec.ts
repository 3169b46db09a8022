/**
 * Text that attacks the page that shows it, in everything that somebody can name, title, explain or send. Whatever the
 * server takes is then looked at on every page by everybody: nothing runs, nothing becomes an element, nothing is loaded.
 */
import type { Page } from "@playwright/test";

import { PERSONAS, type Demo, type Persona } from "./harness/demo";
import { expect, test } from "./harness/fixtures";
import { IS_FULL } from "./harness/places";
import { ROUTES } from "./harness/routes";
import { activate, chargesOf, fill, run, saveDraft, type World } from "./harness/world";

/** Each begins with a mark, so that what was taken can be found on a page. */
const MARK = "xss-mark";
const CORPUS = [
  `<script>window.${"xss"}=1</script>`,
  `<img src=x onerror="window.xss=1">`,
  `"><svg onload=window.xss=1>`,
  `'><iframe srcdoc="<script>parent.xss=1</script>">`,
  `javascript:window.xss=1//`,
  `\${window.xss=1} {{constructor.constructor('window.xss=1')()}}`,
  `</title></textarea></style><script>window.xss=1</script>`,
  `<a href="javascript:window.xss=1" class=xss>here</a> [here](javascript:window.xss=1)`,
  `<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>`,
  `&lt;img src=x onerror=window.xss=1&gt; \\u003cimg src=x onerror=window.xss=1\\u003e`,
  `<math><mi//xlink:href="data:x,<script>window.xss=1</script>">`,
  "`<b onmouseover=window.xss=1>`code`",
];
const TEXT = `${MARK} ${CORPUS.join(" ")}`;
/** In a field that is one line of at most 100 characters. */
const SHORT = `${MARK} <img src=x onerror=window.xss=1>`;
/** In a title, which may have 200 characters: each place has other ones of the corpus. */
const title = (at: number) => `${MARK} ${CORPUS.slice(at, at + 2).join(" ")}`.slice(0, 200);
const quoted = (text: string) => JSON.stringify(text);

test("text of others stays text on every page", async ({ ownDemo, open }) => {
  test.setTimeout(IS_FULL ? 2_400_000 : 900_000);
  const world = await fill(ownDemo);
  await plant(ownDemo);
  const seen: string[] = [];
  for (const who of PERSONAS) {
    const { page, watch } = await open(ownDemo, who);
    watch.expects(/status of 4\d\d/);
    for (const path of addresses(world, who)) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
      await expect(page.getByRole("status").filter({ hasText: "Loading" }), path).toHaveCount(0);
      expect(await injected(page), path).toEqual([]);
      if ((await page.getByText(MARK).count()) > 0) {
        seen.push(`${who} ${path}`);
      }
    }
    await watch.saysNothing(ownDemo);
  }
  // The text was really there: otherwise this proves nothing.
  expect(seen.length, seen.join("\n")).toBeGreaterThan(12);
});

/** Puts the corpus into everything that takes a text. */
async function plant(demo: Demo): Promise<void> {
  const [champion, it] = [demo.as("champion"), demo.as("it")];
  await it.put("/v1/principals/attacker", { title: TEXT.slice(0, 200), kind: "app" });
  await it.post("/v1/tokens", {
    name: SHORT,
    principal: "attacker",
    grants: [{ role: "app", namespace: "support" }],
  });
  await saveDraft(champion, "attack", attack());
  await champion.post("/v1/workflows/support/attack/publish");
  const input = { text: TEXT, [TEXT]: [TEXT, { [SHORT]: TEXT }] };
  attacked = [
    await run(demo.as("app"), "support/attack", input),
    await run(champion, "support/attack", { ...input, fail: true }),
  ];
  await saveDraft(
    champion,
    "broken",
    `document: [${quoted(TEXT)}\n  <img src=x onerror=window.xss=1>: *${MARK}\n`,
  );
  await saveDraft(champion, "attackcharges", chargesOf("attackcharges"));
  const request = { namespace: "support", workflow: "attackcharges", purpose: TEXT };
  asked = (await champion.post<{ id: string }>("/v1/requests", request)).id;
  await it.put("/v1/integrations/attack", integration());
  await activate(it, { attack: policy() });
  await it.put("/v1/workflows/support/attack/switch", { on: false, reason: TEXT });
  await champion.put(
    "/v1/workflows/support/attack/cases",
    { items: [{ name: SHORT, input, expect: { status: "completed" } }] },
    { "if-none-match": "*" },
  );
}

let attacked: string[] = [];
let asked = "";

/** Pages with the planted text, and who sees the most of each. With the full suite, everybody looks at all of them. */
function addresses(world: World, who: Persona): string[] {
  const search = encodeURIComponent(TEXT);
  const image = encodeURIComponent("<img src=x onerror=window.xss=1>");
  const planted: Record<Persona, string[]> = {
    champion: [
      ...attacked.map((id) => `/runs/${id}`),
      "/workflows/support/attack",
      "/workflows/support/attack/edit",
      "/workflows/support/attack/explain",
      "/workflows/support/broken/edit",
      `/runs?workflow=${search}&status=${search}&namespace=${search}`,
      `/workflows?q=${search}&sort=${search}`,
      `/workflows/${image}/x`,
      `/runs/${image}`,
    ],
    approver: ["/policies/attack"],
    it: [
      "/policies/attack",
      "/integrations/attack",
      "/integrations/attack/edit",
      "/access/attacker",
      `/inbox/requests/${asked}`,
      `/audit?q=${search}&by=${search}`,
    ],
    app: ["/developers/support/attack"],
  };
  const routes = ROUTES.filter((route) => IS_FULL || route.who === who).map((route) => route.path(world));
  return [...routes, ...(IS_FULL ? Object.values(planted).flat() : planted[who])];
}

/** What a corpus would have made of the page. */
function injected(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = [...document.querySelectorAll("iframe, object, embed, base, math, .xss, [srcdoc]")].map(
      (one) => one.outerHTML.slice(0, 100),
    );
    for (const one of document.querySelectorAll("*")) {
      const handlers = one.getAttributeNames().filter((name) => name.startsWith("on"));
      found.push(...handlers.map((name) => `${one.tagName} ${name}`));
      const address = one.getAttribute("href") ?? one.getAttribute("src") ?? "";
      if (/^\s*(javascript|data|vbscript):/i.test(address) || address.includes("evil.example")) {
        found.push(`${one.tagName} ${address.slice(0, 60)}`);
      }
    }
    const scripts = [...document.scripts].filter(
      (one) => new URL(one.src, location.href).origin !== location.origin,
    );
    found.push(...scripts.map((one) => one.outerHTML.slice(0, 100)));
    return "xss" in window ? [...found, "a script ran"] : found;
  });
}

const attack = () => `document:
  dsl: 1.0.3
  namespace: support
  name: attack
  version: 1.0.0
  title: ${quoted(TEXT)}
  summary: ${quoted(TEXT)}
  tags: { mark: ${quoted(SHORT)} }
  metadata:
    settings:
      type: object
      properties:
        limit: { type: integer, default: 3, title: ${quoted(TEXT)} }
input:
  schema:
    document:
      type: object
      title: ${quoted(TEXT)}
      properties:
        text: { type: string, title: ${quoted(TEXT)}, description: ${quoted(TEXT)}, examples: [${quoted(TEXT)}] }
do:
  - "<img src=x onerror=window.xss=1>":
      set:
        ${quoted(SHORT)}: ${quoted(TEXT.replaceAll("${", "{"))}
        given: \${ .text }
        fail: \${ .fail }
  - decide:
      switch:
        - ${quoted(SHORT)}:
            when: .fail == true
            then: fails
        - other:
            then: end
  - fails:
      raise:
        error:
          type: https://acme.example/${MARK}
          status: 400
          title: ${quoted(SHORT)}
          detail: \${ .given }
`;

const policy = () => `policy: attack
title: ${quoted(title(0))}
effect: forbid
access:
  properties:
    kind: { const: call }
    integration: { const: attack }
reason: ${quoted(TEXT)}
contact: it-governance@acme.example
tests:
  - name: ${quoted(SHORT)}
    access: { kind: call, integration: attack, operation: find }
    expect: deny
`;

const integration = () => `integration: attack
title: ${quoted(title(2))}
kind: http
owner: it@acme.example
labels: [payment]
connection:
  baseUrl: http://127.0.0.1:9/none
operations:
  find:
    version: 1.0.0
    title: ${quoted(title(4))}
    effect: read
    input: { type: object, additionalProperties: false, properties: { mark: { type: string, title: ${quoted(title(6))} } } }
    request: { method: GET, path: /find }
`;
