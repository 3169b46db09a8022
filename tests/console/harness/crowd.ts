/**
 * A company that has used the product for years: hundreds of workflows with owners and versions, thousands of runs that
 * ended well and badly, and a definition of two hundred tasks with everything that a diagram can show.
 */
import type { Api } from "./api";
import type { Demo } from "./demo";
import { definition } from "./documents";
import { run, saveDraft } from "./world";

/** How much of it. */
export interface Crowd {
  workflows: number;
  runs: number;
  tasks: number;
}

/** What the tests fill a server with. More runs only with `TOWPATH_CROWD_RUNS`: they take minutes. */
export const FULL: Crowd = {
  workflows: 500,
  runs: Number(process.env["TOWPATH_CROWD_RUNS"] ?? "1000"),
  tasks: 200,
};

/** The name of the large definition. */
export const LARGE = "yearly-review-of-all-contracts";

/** So many requests at once. */
const AT_ONCE = 4;

const ACTS = ["answer", "check", "confirm", "correct", "escalate", "extend", "follow-up", "forward", "note"];
const OTHER_ACTS = ["pay-back", "plan", "prepare", "remind", "renew", "replace", "review", "schedule"];
const THINGS = ["address", "appointment", "chargeback", "claim", "complaint", "contract", "credit", "damage"];
const OTHERS = ["delivery", "deposit", "discount", "exchange", "guarantee", "invoice", "late-parcel", "loan"];
const MORE = [
  "lost-item",
  "membership",
  "missing-part",
  "offer",
  "order",
  "payment",
  "pick-up",
  "price-match",
];
const LAST = ["question", "rating", "receipt", "refund", "repair", "return", "subscription", "voucher"];

/** Names as teams give them: `answer-late-parcel`. */
export function workflowNames(count: number): string[] {
  const things = [...THINGS, ...OTHERS, ...MORE, ...LAST];
  const names = [...ACTS, ...OTHER_ACTS].flatMap((act) => things.map((thing) => `${act}-${thing}`));
  return names.slice(0, count);
}

/** Fills a demo. */
export async function crowd(demo: Demo, of: Crowd = FULL): Promise<void> {
  const champion = demo.as("champion");
  const names = workflowNames(of.workflows);
  await atOnce(names, (name, at) => publishOne(champion, name, at));
  await saveDraft(champion, LARGE, titled(definition(LARGE, tasksOf(of.tasks)), LARGE));
  const runs = Array.from({ length: of.runs }, (_, at) => at);
  await atOnce(runs, async (at) => {
    // A few workflows have most of the runs, and a few runs fail, as it is.
    const name = names[Math.floor(at ** 2 / of.runs) % names.length] ?? "";
    await run(champion, `support/${name}`, { case: at % 37 === 5 ? -1 : at });
  });
}

async function publishOne(champion: Api, name: string, at: number): Promise<void> {
  const input = `input:
  schema:
    document:
      type: object
      required: [case]
      properties:
        case: { type: integer, title: Number of the case }
`;
  const tasks = `  - known:
      switch:
        - unknown:
            when: .case < 0
            then: refuse
        - other:
            then: say
  - say:
      set: { said: ${JSON.stringify(`Case of ${name.replaceAll("-", " ")}`)}, number: ${String(at)} }
      then: end
  - refuse:
      raise:
        error:
          type: https://acme.example/errors/unknown-case
          status: 404
          title: There is no such case
`;
  await saveDraft(champion, name, titled(definition(name, tasks, input), name));
  await champion.post(`/v1/workflows/support/${name}/publish`);
}

/** A title as people write it: `Answer late parcel` of `answer-late-parcel`. */
function titled(text: string, name: string): string {
  const words = name.replaceAll("-", " ");
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return text.replace(/title: .*/, `title: ${title}`);
}

/** So many tasks: lists, decisions, loops, tries and things at the same time, each around a few others. */
export function tasksOf(count: number): string {
  const blocks: string[] = [];
  for (let at = 0, made = 0; made < count; at += 1) {
    const [text, size] = block(at, count - made);
    blocks.push(text);
    made += size;
  }
  return blocks.join("");
}

/** One block, and of how many tasks it is; at the end single ones. */
function block(at: number, left: number): readonly [string, number] {
  const name = (part: string) => `${part}${String(at)}`;
  const set = (part: string) => `- ${name(part)}: { set: { at: ${String(at)} } }`;
  const call = `- ${name("find")}: { call: orders.find-order:1.0.0@default, with: { id: o-1001 } }`;
  if (left < 4) {
    return [`  ${set("note")}\n`, 1];
  }
  const inside = (indent: string) => `${indent}${set("first")}\n${indent}${set("second")}\n`;
  switch (at % 5) {
    case 0:
      return [`  - ${name("section")}:\n      do:\n${inside("        ")}        ${call}\n`, 4];
    case 1:
      return [
        `  - ${name("each")}:\n      for: { each: one, in: "\${ [1, 2] }" }\n      do:\n${inside("        ")}`,
        3,
      ];
    case 2:
      return [
        `  - ${name("tries")}:\n      try:\n        ${call}\n      catch:\n        do:\n${inside("          ")}`,
        4,
      ];
    case 3:
      return [`  - ${name("both")}:\n      fork:\n        branches:\n${inside("          ")}`, 3];
    default:
      return [
        `  - ${name("which")}:\n      switch:\n        - late: { when: .at > 3, then: ${name("second")} }\n        - early: { then: ${name("first")} }\n  ${set("first")}\n  ${set("second")}\n`,
        3,
      ];
  }
}

async function atOnce<T>(all: readonly T[], act: (one: T, at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const at = next;
      next += 1;
      const one = all[at];
      if (one !== undefined) {
        await act(one, at);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
