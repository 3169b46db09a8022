/**
 * A company with something on every page: runs that ended well, badly and not yet, a held call, a review, a request, an
 * own draft with cases, a switched-off workflow. All of it is made through the API, as people would.
 */
import type { Api } from "./api";
import type { Demo } from "./demo";
import { definition, libraryPolicy, manyTasks, reviewOf } from "./documents";

/** Addresses of the things that were made. */
export interface World {
  completed: string;
  faulted: string;
  held: string;
  effect: string;
  request: string;
  review: string;
  revision: string;
}

/** Fills an empty demo. */
export async function fill(demo: Demo): Promise<World> {
  const [champion, it, app] = [demo.as("champion"), demo.as("it"), demo.as("app")];
  await activate(it, {
    "large-refunds-are-held": libraryPolicy("large-refunds-are-held"),
    "review-goodwill": reviewOf("goodwill"),
  });
  const completed = await run(app, "support/order-status", { orderId: "o-1001" });
  const faulted = await run(app, "support/order-status", { orderId: "o-9999" });
  const held = await run(champion, "support/refund-triage", refund(150));
  await saveDraft(
    champion,
    "goodwill",
    definition("goodwill", "  - say:\n      set:\n        said: thanks\n"),
  );
  await champion.post("/v1/workflows/support/goodwill/publish");
  await saveDraft(champion, "long", definition("long", manyTasks(60)));
  await saveDraft(champion, "charges", chargesOf("charges"));
  const request = await champion.post<{ id: string }>("/v1/requests", {
    namespace: "support",
    workflow: "charges",
    purpose: "Customers ask what was charged",
  });
  const holds = await it.get<{ holds: { run: string; effect: number }[] }>("/v1/holds");
  const sets = await it.get<{ revisions: { digest: string }[] }>("/v1/policy-sets");
  return {
    completed,
    faulted,
    held,
    effect: String(holds.holds[0]?.effect),
    request: request.id,
    review: "support/goodwill/1.0.0",
    revision: sets.revisions[0]?.digest ?? "",
  };
}

/** Puts policies in force as IT does, with the impact that was shown. */
export async function activate(it: Api, policies: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(policies)) {
    await it.put(`/v1/policies/${name}`, text);
  }
  const first = await it.ask("POST", "/v1/policies/activate", { reason: "for these tests" });
  if (first.status === 409) {
    const { impact } = first.body as { impact: string };
    await it.post("/v1/policies/activate", { reason: "for these tests", impact });
  } else if (first.status >= 400) {
    throw new Error(`activating: ${JSON.stringify(first.body)}`);
  }
}

/** Starts a run, and waits until the server has it. */
export async function run(caller: Api, workflow: string, input: unknown): Promise<string> {
  const answer = await caller.ask("POST", `/v1/workflows/${workflow}/runs?wait=5`, input);
  const id = answer.headers.get("towpath-run");
  if (id === null) {
    throw new Error(`no run of ${workflow}: ${JSON.stringify(answer.body)}`);
  }
  return id;
}

/** Saves the first revision of a draft, or the next. */
export async function saveDraft(champion: Api, name: string, text: string): Promise<void> {
  await champion.put(`/v1/workflows/support/${name}/draft`, text);
}

/** Input of `support/refund-triage` that costs so much. */
export const refund = (amount: number) => ({
  order: { id: "o-1002", items: [{ sku: "anchor", price: amount, qty: 1 }] },
  customer: { tier: "gold" },
});

/** A definition that reads what no policy permits. */
export const chargesOf = (name: string) =>
  definition(
    name,
    "  - charges:\n      call: payments.list-charges:1.0.0@default\n      with:\n        order: o-1001\n",
  );
