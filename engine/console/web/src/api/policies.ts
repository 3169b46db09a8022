/** The policies: saved texts, those in force, their revisions, the proposal, and what a change of them would do. */
import { answer, answerTagged, asYaml, type Impact } from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";
import { quoted } from "./decisions";

const POLICIES = { topics: ["policies"] } as const;

/** The saved policies. */
export const policies = live(["policies", "saved"], POLICIES, async (signal) => {
  return (await answer(towpath.GET("/v1/policies", { signal }))).policies;
});

/** The policies in force, with their texts. */
export const activePolicies = live(["policies", "active"], POLICIES, (signal) =>
  answer(towpath.GET("/v1/policies/active", { signal })),
);

/** The saved text of one policy. */
export function policy(name: string) {
  return live(["policies", "saved", name], POLICIES, (signal) =>
    answer(towpath.GET("/v1/policies/{name}", { params: { path: { name } }, signal })),
  );
}

/** The sets that were in force, the newest first. */
export const policySets = live(["policies", "sets"], POLICIES, (signal) =>
  answer(towpath.GET("/v1/policy-sets", { signal })),
);

/** The texts of one set. They never change. */
export function policySet(digest: string) {
  return {
    ...live(["policies", "sets", digest], { topics: [] }, (signal) =>
      answer(towpath.GET("/v1/policy-sets/{digest}", { params: { path: { digest } }, signal })),
    ),
    staleTime: Infinity,
  };
}

/** The policies that wait for a second person. */
export const proposal = live(["policies", "proposed"], POLICIES, (signal) =>
  answer(towpath.GET("/v1/policy-sets/proposed", { signal })),
);

/** The JSON Schema of a policy document. */
export const policySchema = {
  ...live(["schemas", "policy"], { topics: [] }, (signal) =>
    answer(towpath.GET("/v1/schemas/{kind}", { params: { path: { kind: "policy" } }, signal })),
  ),
  staleTime: Infinity,
};

/** How far back, and how many runs are executed again. */
export interface ImpactOf {
  days: number;
  rerun: number;
}

/** What the saved policies would change, with `texts` in the place of those of the same names. Nothing is saved. */
export function impact(of: ImpactOf, texts: Readonly<Record<string, string>> = {}) {
  const topics = ["policies", "workflows", "integrations"] as const;
  return live(["policies", "impact", of, texts], { topics }, (signal) => readImpact(of, texts, signal));
}

/** The same, once. */
export function readImpact(
  of: ImpactOf,
  texts: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Impact> {
  const init = { params: { query: of }, ...(signal === undefined ? {} : { signal }) };
  return Object.keys(texts).length === 0
    ? answer(towpath.GET("/v1/policies/impact", init))
    : answer(towpath.POST("/v1/policies/impact", { ...init, body: { policies: texts } }));
}

/** Saves a text; `revision` is the one that it was made from, absent for a new policy. */
export function savePolicy(name: string, text: string, revision: number | undefined) {
  const header = revision === undefined ? { "If-None-Match": "*" } : { "If-Match": `"${String(revision)}"` };
  return answerTagged(
    towpath.PUT("/v1/policies/{name}", {
      params: { path: { name }, header },
      body: text,
      headers: asYaml.headers,
      bodySerializer: asYaml.bodySerializer,
    }),
  );
}

/** Deletes the saved text. What is in force stays until the next activation. */
export async function deletePolicy(name: string, revision: number): Promise<void> {
  await answer(
    towpath.DELETE("/v1/policies/{name}", {
      params: { path: { name }, header: { "If-Match": `"${String(revision)}"` } },
    }),
  );
}

/** How policies are put in force. */
export interface Activation {
  /** Only these; absent: everything saved. */
  policies?: readonly string[];
  /** Digest of the impact report that was read. */
  impact?: string;
  graceSeconds?: number;
  reason?: string;
  /** Digest of the open proposal of the same person that this one replaces. */
  replaces?: string;
}

/** Either they are in force now, or a second person has to agree. */
export async function activate(of: Activation): Promise<{ revision: number } | { proposed: string }> {
  const { policies: only, ...rest } = of;
  const body = only === undefined ? rest : { ...rest, policies: [...only] };
  const said = await answer(towpath.POST("/v1/policies/activate", { body }));
  return "revision" in said ? { revision: said.revision } : { proposed: said.digest };
}

/** Puts a policy that an approver owns in force. */
export async function activateOwn(name: string, of: Omit<Activation, "policies" | "replaces">) {
  const said = await answer(
    towpath.POST("/v1/policies/{name}/activate", { params: { path: { name } }, body: of }),
  );
  return { revision: said.revision };
}

/** The second person agrees. */
export function approveProposal(digest: string, impactDigest: string | undefined) {
  return answer(
    towpath.POST("/v1/policy-sets/proposed/approve", {
      params: { header: { "If-Match": quoted(digest) } },
      body: impactDigest === undefined ? {} : { impact: impactDigest },
    }),
  );
}

/** Takes a proposal back. */
export async function withdrawProposal(digest: string): Promise<void> {
  await answer(
    towpath.DELETE("/v1/policy-sets/proposed", { params: { header: { "If-Match": quoted(digest) } } }),
  );
}

/** Ends grace periods now. */
export function endGrace(workflows: readonly string[]) {
  return answer(towpath.POST("/v1/policy-sets/enforce", { body: { workflows: [...workflows] } }));
}

/** The operations that policies are about. */
export const operations = live(["functions"], { topics: ["integrations"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/functions", { signal }))).functions;
});
