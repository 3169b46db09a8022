/** What the palette finds, and where that is. */
import type { FoundItem } from "@towpath/client";
import { expect, test } from "vitest";

import { addressOf, matching, type Command } from "./commands";

const command = (label: string, about = ""): Command => ({
  id: label,
  icon: "home",
  label,
  about,
  onAct: () => undefined,
});
const commands = [command("Home"), command("Go home"), command("Rückgaben", "support")];

test("every word has to be in it; what begins with it comes first", () => {
  expect(matching(commands, "home").map(({ label }) => label)).toEqual(["Home", "Go home"]);
  expect(matching(commands, "support ruck").map(({ label }) => label)).toEqual(["Rückgaben"]);
  expect(matching(commands, "  ")).toHaveLength(3);
  expect(matching(commands, "nothing")).toEqual([]);
});

test.each([
  ["workflow", "support/returns", "/workflows/support/returns"],
  ["draft", "support/returns", "/workflows/support/returns/edit"],
  ["operation", "crm.get-customer", "/integrations/crm"],
  ["run", "0197ab", "/runs/0197ab"],
  ["principal", "mia@acme.example", "/access?q=mia%40acme.example"],
  ["policy", "../../evil?x", "/policies/..%2F..%2Fevil%3Fx"],
  ["template", "returns", "/start?way=template"],
  ["later", "x", "/"],
])("%s %s is at %s", (kind, id, address) => {
  expect(addressOf({ kind: kind as FoundItem["kind"], id, title: "", subtitle: "" })).toBe(address);
});

test("a review is at its version", () => {
  const found = { kind: "review" as const, id: "support/returns/1.0.0", title: "", subtitle: "" };
  const place = { namespace: "support", name: "returns", version: "1.0.0" };
  expect(addressOf({ ...found, ...place })).toBe("/inbox/reviews/support/returns/1.0.0");
});
