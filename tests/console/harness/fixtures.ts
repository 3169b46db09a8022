/** What tests begin with: a demo that runs, and people who are signed in to its console. */
import { test as base, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { join } from "node:path";

import { Demo, type Persona } from "./demo";
import { handsOf, type Hands, type Way } from "./hands";
import { PICTURES } from "./places";
import { Watch } from "./watch";

/** A desktop, and a phone. */
export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** How a page is looked at. */
export interface Look {
  size?: keyof typeof SIZES;
  theme?: "light" | "dark";
  /** What they act with. */
  by?: Way;
}

/** Somebody in front of a browser of their own. */
export interface Person {
  page: Page;
  context: BrowserContext;
  watch: Watch;
  hands: Hands;
  /** A picture of what they see now. */
  picture: (name: string) => Promise<void>;
}

/** Opens browsers, and closes them at the end of a test. */
export type Open = (demo: Demo, who: Persona | undefined, look?: Look) => Promise<Person>;

interface Worker {
  demo: Demo;
}
interface Each {
  open: Open;
  ownDemo: Demo;
}

/** Cookies of people who have signed in already; a principal has a bounded number of sessions. */
const cookies = new WeakMap<Demo, Map<Persona, State>>();
type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** The test function of all files. */
export const test = base.extend<Each, Worker>({
  /** One demo for all tests that leave no traces which others would trip over. */
  demo: [
    async ({}, use) => {
      const demo = new Demo();
      await demo.start();
      await use(demo);
      await demo.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  /** A demo for one test alone, which may change, kill and restart it. */
  ownDemo: [
    async ({}, use) => {
      const demo = new Demo();
      await demo.start();
      await use(demo);
      await demo.stop();
    },
    { timeout: 90_000 },
  ],
  open: async ({ browser }, use, info) => {
    const opened: BrowserContext[] = [];
    let pictures = 0;
    await use(async (demo, who, look = {}) => {
      const context = await contextOf(browser, demo, who, look);
      opened.push(context);
      const watch = new Watch(context);
      const page = await context.newPage();
      const picture = async (name: string) => {
        pictures += 1;
        const file = `${info.titlePath.slice(1).join("-")}-${String(pictures).padStart(2, "0")}-${name}.png`;
        await page.screenshot({
          path: join(PICTURES, file.replace(/[^\w.-]+/g, "-")),
          animations: "disabled",
        });
      };
      const hands = handsOf(page, look.by ?? "mouse", look.size === "phone");
      return { page, context, watch, hands, picture };
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});
export { expect } from "@playwright/test";

async function contextOf(browser: Browser, demo: Demo, who: Persona | undefined, look: Look) {
  const size = look.size ?? "desktop";
  const isPhone = size === "phone";
  const options = {
    baseURL: demo.url,
    viewport: SIZES[size],
    colorScheme: look.theme ?? "light",
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
    ...(isPhone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
  } as const;
  if (who === undefined) {
    return browser.newContext(options);
  }
  const known = cookies.get(demo) ?? new Map<Persona, State>();
  cookies.set(demo, known);
  let state = known.get(who);
  if (state === undefined) {
    state = await signedIn(browser, demo, who);
    known.set(who, state);
  }
  return browser.newContext({ ...options, storageState: state });
}

/** Signs in as the page does, with a token in exchange for the cookie of a session. */
async function signedIn(browser: Browser, demo: Demo, who: Persona): Promise<State> {
  const context = await browser.newContext({ baseURL: demo.url });
  const answer = await context.request.post("/v1/sessions", { data: { token: demo.token(who) } });
  if (answer.status() !== 201) {
    throw new Error(`cannot sign in as ${who}: ${await answer.text()}`);
  }
  const state = await context.storageState();
  await context.close();
  return state;
}
