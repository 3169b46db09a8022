/** Integrations: their documents, switches and secrets. */
import {
  answer,
  answerTagged,
  asYaml,
  type ConnectionTest,
  type SavedText,
  type Tagged,
} from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";

/** The document, its revision and its tag. */
export function integrationText(name: string) {
  return live(["integrations", name, "text"], { topics: ["integrations"], id: name }, (signal) => {
    return answerTagged(towpath.GET("/v1/integrations/{name}", { params: { path: { name } }, signal }));
  });
}

/** All documents, without their texts: who wrote each, and when. */
export const integrationTexts = live(["integrations"], { topics: ["integrations"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/integrations", { signal }))).integrations;
});

/**
 * The circuit breaker, calls and limits of each integration, by its name. No change is told of these, so they are read
 * every few seconds while somebody looks at them.
 */
export const traffic = {
  ...live(["integrations", "+traffic"], { topics: ["integrations"] }, async (signal) => {
    const { integrations } = await answer(towpath.GET("/v1/integrations", { signal }));
    return Object.fromEntries(integrations.map((one) => [one.name, one.traffic ?? []]));
  }),
  staleTime: 0,
  refetchInterval: 5_000,
};

/** Whether it is on; where not, who switched it off, and why. */
export function integrationSwitch(name: string) {
  return live(["integrations", name, "switch"], { topics: ["integrations"], id: name }, (signal) => {
    return answer(towpath.GET("/v1/integrations/{name}/switch", { params: { path: { name } }, signal }));
  });
}

/** Names of secrets, with what uses each and why one cannot be used. Never a value. */
export const secretUses = live(["secrets"], { topics: ["integrations"] }, (signal) => {
  return answer(towpath.GET("/v1/secrets", { signal }));
});

/** What to send. */
export interface Wanted {
  name: string;
  text: string;
  /** The tag that was read; absent: there is none yet. */
  tag: string | undefined;
  /** The digest of the impact that was shown and accepted. */
  confirm?: string | undefined;
}

/** Saves a document; it is in force at once. */
export function writeIntegration({ name, text, tag, confirm }: Wanted): Promise<Tagged<SavedText>> {
  const header = tag === undefined ? { "If-None-Match": "*" } : { "If-Match": tag };
  const query = confirm === undefined ? {} : { confirm };
  const { headers, bodySerializer } = asYaml;
  return answerTagged(
    towpath.PUT("/v1/integrations/{name}", {
      params: { path: { name }, query, header },
      body: text,
      headers,
      bodySerializer,
    }),
  );
}

/** Deletes a document. */
export function deleteIntegration({ name, tag, confirm }: Omit<Wanted, "text">): Promise<unknown> {
  const header = tag === undefined ? {} : { "If-Match": tag };
  const query = confirm === undefined ? {} : { confirm };
  return answer(towpath.DELETE("/v1/integrations/{name}", { params: { path: { name }, query, header } }));
}

/** Switches an integration off, with a reason, or on. */
export function switchIntegration(name: string, isOn: boolean, reason: string): Promise<unknown> {
  const body = isOn ? { on: true } : { on: false, reason };
  return answer(towpath.PUT("/v1/integrations/{name}/switch", { params: { path: { name } }, body }));
}

/** Tests the connection: one harmless request. An answer that says "not reachable" is an answer. */
export function testConnection(name: string): Promise<ConnectionTest> {
  return answer(towpath.POST("/v1/integrations/{name}/test", { params: { path: { name } } }));
}

/** Sets the value of a secret. It is never read back. */
export function writeSecret(name: string, value: string): Promise<unknown> {
  return answer(towpath.PUT("/v1/secrets/{name}", { params: { path: { name } }, body: { value } }));
}
