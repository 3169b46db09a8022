/**
 * How a person acts on a page: by mouse or finger, or by keyboard alone. By keyboard a control is reached as people reach
 * it: Tab goes on until it has the focus, arrows go on inside of what is one stop, and a key does the act. What Tab and
 * arrows do not reach fails the test.
 */
import { expect, type Locator, type Page } from "@playwright/test";

/** The ways to act. */
export const WAYS = ["mouse", "keyboard"] as const;
/** One of them. */
export type Way = (typeof WAYS)[number];

/** The acts of a story. */
export interface Hands {
  /** A button, a link, a tab, a box, an item of a menu. */
  press: (what: Locator) => Promise<void>;
  /** A field gets this text in place of what it had. */
  write: (field: Locator, text: string) => Promise<void>;
  /** A list gets the option with this label. */
  choose: (list: Locator, label: string) => Promise<void>;
  /** Leaves the field that has the focus. */
  leave: () => Promise<void>;
}

/** Stops of Tab on the largest page, with a margin: whoever needs more is lost. */
const STOPS = 300;

/** The hands of somebody in front of this page. */
export function handsOf(page: Page, way: Way, isTouch: boolean): Hands {
  return way === "mouse" ? byMouse(page, isTouch) : byKeyboard(page);
}

function byMouse(page: Page, isTouch: boolean): Hands {
  return {
    press: (what) => (isTouch ? what.tap() : what.click()),
    write: (field, text) => field.fill(text),
    choose: async (list, label) => {
      await list.selectOption({ label });
    },
    leave: () => page.keyboard.press("Tab"),
  };
}

function byKeyboard(page: Page): Hands {
  return {
    press: async (what) => {
      await reach(page, what);
      await page.keyboard.press(await focused(what, keyOf));
    },
    write: async (field, text) => {
      await reach(page, field);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    choose: async (list, label) => {
      await reach(page, list);
      const steps = await list.evaluate(stepsTo, label);
      await page.keyboard.press("Space");
      for (let at = 0; at < Math.abs(steps); at += 1) {
        await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
      }
      await page.keyboard.press("Enter");
      await expect(list.locator("option:checked")).toHaveText(label);
    },
    leave: () => page.keyboard.press("Tab"),
  };
}

/** Puts the focus on a control, with keys alone. */
async function reach(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeVisible();
  const [entry, forward, back] = await focused(what, entryOf);
  const isEntered = () => focused(what, hasFocus, entry);
  for (let stops = 0; !(await isEntered()); stops += 1) {
    if (stops > STOPS) {
      throw new Error(`Tab does not reach ${what.toString()}`);
    }
    await page.keyboard.press("Tab");
  }
  // One stop of several controls: arrows go to its end, then back to its beginning.
  for (const arrow of [forward, back]) {
    for (let stops = 0; stops < STOPS && !(await focused(what, hasFocus, "")); stops += 1) {
      const before = await page.evaluate(place);
      await page.keyboard.press(arrow);
      // The diagram hands the focus on with the next frame.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      if ((await page.evaluate(place)) === before) {
        break;
      }
    }
  }
  expect(await focused(what, hasFocus, ""), `arrows do not reach ${what.toString()}`).toBe(true);
}

/** Runs a function in the page with the control that a locator means. */
async function focused<A extends string, R>(
  what: Locator,
  run: (control: HTMLElement, argument: A) => R,
  argument = "" as A,
): Promise<R> {
  const control = await what.evaluateHandle(controlOf);
  const made = await control.evaluate(run as (control: HTMLElement, argument: string) => R, argument);
  await control.dispose();
  return made;
}

/** The control that an element is, is part of, or labels. */
function controlOf(element: Element): HTMLElement {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
  const around = element.closest<HTMLElement>(controls);
  const label = element.closest("label");
  // A label may lie in something larger that takes the focus too.
  const isInside = label !== null && (around === null || around.contains(label));
  return (isInside ? label.control : null) ?? around ?? (element as HTMLElement);
}

/** The key that does what a click would. */
function keyOf(control: HTMLElement): string {
  const isBox = control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type);
  return isBox ? "Space" : "Enter";
}

/** A selector of the control that Tab reaches in place of one that only arrows reach, and these arrows. */
function entryOf(control: HTMLElement): [string, string, string] {
  if (control instanceof HTMLInputElement && control.type === "radio") {
    return [`input[type=radio][name="${CSS.escape(control.name)}"]`, "ArrowDown", "ArrowUp"];
  }
  if (control.tabIndex >= 0) {
    return ["", "ArrowDown", "ArrowUp"];
  }
  const role = control.getAttribute("role");
  if (role === "tab") {
    return ["[role=tab]", "ArrowRight", "ArrowLeft"];
  }
  return [role === null ? "[data-step]" : `[role=${role}]`, "ArrowDown", "ArrowUp"];
}

/** Whether a control has the focus, or with a selector whether one of its kind has it in the same group. */
function hasFocus(control: HTMLElement, kind: string): boolean {
  const active = document.activeElement;
  if (kind === "" || active === control) {
    return active === control;
  }
  const group = "[role=tablist], [role=radiogroup], [role=menu], [role=tree], [role=tabpanel]";
  return active?.matches(kind) === true && active.closest(group) === control.closest(group);
}

/** How many options down an option is, among those that can be chosen. */
function stepsTo(list: Element, label: string): number {
  const options = [...(list as HTMLSelectElement).options].filter((option) => !option.disabled);
  const from = options.findIndex((option) => option.selected);
  return options.findIndex((option) => option.label === label) - from;
}

/** Where the focus is, so that two places can be told apart. */
function place(): string {
  const all = [...document.querySelectorAll("*")];
  return String(all.findIndex((one) => one === document.activeElement));
}
