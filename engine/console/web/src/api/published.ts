/** One published workflow: its versions, its interface, its owner, its settings, its saved cases, and starting it. */
import { answer, answerTagged, type Report } from "@towpath/client";

import { casesIn, type SavedCase } from "./cases";
import { towpath } from "./client";
import { isMembers } from "./guards";
import { live } from "./queries";

/** An example of a call. */
export interface Example {
  name: string;
  input?: unknown;
  output?: unknown;
}

/** An error that a definition raises; what an expression works out is absent. */
export interface RaisedError {
  type?: string;
  status: number;
  title?: string;
}

/** What callers need to know. */
export interface Face {
  version: string;
  input?: unknown;
  output?: unknown;
  examples?: Example[];
  errors?: RaisedError[];
}

const of = (namespace: string, name: string) => ({ path: { namespace, name } });

/** All versions, with their states. */
export function versions(namespace: string, name: string) {
  return live(
    ["published", "versions", namespace, name],
    { topics: ["workflows", "reviews"], namespace, workflow: name },
    async (signal) => {
      const params = of(namespace, name);
      return (await answer(towpath.GET("/v1/workflows/{namespace}/{name}/versions", { params, signal })))
        .versions;
    },
  );
}

/** What callers need to know of a version; the latest where none is named. */
export function interfaceOf(namespace: string, name: string, version?: string) {
  const params = { ...of(namespace, name), query: version === undefined ? {} : { version } };
  return live(
    ["published", "interface", namespace, name, version ?? "latest"],
    { topics: ["workflows"], namespace, workflow: name },
    (signal): Promise<Face> =>
      answer(towpath.GET("/v1/workflows/{namespace}/{name}/interface", { params, signal })),
  );
}

/** Who owns it. */
export function ownersOf(namespace: string, name: string) {
  return live(
    ["published", "owners", namespace, name],
    { topics: ["workflows"], namespace, workflow: name },
    (signal) =>
      answer(towpath.GET("/v1/workflows/{namespace}/{name}/owners", { params: of(namespace, name), signal })),
  );
}

/** The values that can be changed without a new version. */
export function settingsOf(namespace: string, name: string) {
  return live(
    ["published", "settings", namespace, name],
    { topics: ["workflows"], namespace, workflow: name },
    (signal) =>
      answer(
        towpath.GET("/v1/workflows/{namespace}/{name}/settings", { params: of(namespace, name), signal }),
      ),
  );
}

/** Saved cases, with the entity tag for saving them again. */
export function casesOf(namespace: string, name: string) {
  return live(
    ["published", "cases", namespace, name],
    { topics: ["drafts"], namespace, workflow: name },
    (signal) => readCases(namespace, name, signal),
  );
}

/** The same, once. */
export async function readCases(namespace: string, name: string, signal?: AbortSignal) {
  const params = of(namespace, name);
  const { value, tag } = await answerTagged(
    towpath.GET("/v1/workflows/{namespace}/{name}/cases", {
      params,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  return { items: casesIn(value.items), tag };
}

/** Saves all cases; fails where somebody else saved in between. Before the first time there is nothing to match. */
export function writeCases(namespace: string, name: string, items: SavedCase[], tag: string) {
  const headers = tag === '"0"' ? { "If-None-Match": "*" } : { "If-Match": tag };
  const params = of(namespace, name);
  return answer(towpath.PUT("/v1/workflows/{namespace}/{name}/cases", { params, headers, body: { items } }));
}

/** What the policies in force say of a definition. */
export function checkOf(namespace: string, text: string) {
  return live(
    ["published", "check", namespace, text],
    { topics: ["policies", "grants"] },
    (signal): Promise<Report> =>
      answer(
        towpath.POST("/v1/workflows/{namespace}/check", {
          params: { path: { namespace } },
          body: text,
          headers: { "Content-Type": "application/yaml" },
          bodySerializer: (body: unknown) => String(body),
          signal,
        }),
      ),
  );
}

/** The reviews of a workflow's versions. */
export function reviewsOf(namespace: string, name: string) {
  const params = { query: { namespace } };
  return live(
    ["published", "reviews", namespace, name],
    { topics: ["reviews"], namespace, workflow: name },
    async (signal) => {
      const { reviews } = await answer(towpath.GET("/v1/reviews", { params, signal }));
      return reviews.filter((one) => one.name === name);
    },
  );
}

/** The operations that workflows can call. */
export const operations = live(["published", "functions"], { topics: ["integrations"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/functions", { signal }))).functions;
});

/** What a start answered, as it came. */
export interface Answered {
  status: number;
  run: string | undefined;
  /** Read as JSON where it is. */
  body: unknown;
  headers: readonly (readonly [string, string])[];
  ms: number;
}

/** Which start. */
export interface Start {
  namespace: string;
  name: string;
  version?: string;
  input: unknown;
  key: string;
  /** Seconds to wait for the end; 0: not at all. */
  wait?: number;
}

/** Starts a run for real. A problem is an answer too: nothing is thrown but that the server was not reached. */
export async function startRun(start: Start): Promise<Answered> {
  const { namespace, name, version, input, key, wait } = start;
  const query = {
    ...(version === undefined ? {} : { version }),
    ...(wait === undefined ? {} : { wait }),
  };
  const began = performance.now();
  const fetched = towpath.POST("/v1/workflows/{namespace}/{name}/runs", {
    params: { path: { namespace, name }, query, header: { "Idempotency-Key": key } },
    body: input,
  });
  const { data, error, response } = await fetched;
  const body: unknown = response.ok ? data : error;
  const ms = performance.now() - began;
  const id = response.headers.get("Towpath-Run") ?? runIn(body);
  return { status: response.status, run: id, body, ms, headers: [...response.headers] };
}

function runIn(body: unknown): string | undefined {
  if (!isMembers(body)) {
    return undefined;
  }
  const { run, id, location } = body;
  if (typeof run === "string") {
    return run;
  }
  return typeof id === "string" && typeof location === "string" ? id : undefined;
}

/** The description of the whole API. */
export const description = live(["openapi"], { topics: [] }, async (signal): Promise<unknown> => {
  return answer(towpath.GET("/v1/openapi.json", { signal }));
});
