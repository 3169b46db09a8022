/** What building a workflow reads and writes: operations, checks, drafts, cases, draft runs. */
import {
  answer,
  answerTagged,
  asYaml,
  type DraftRun,
  type Evaluate,
  type NewRequest,
  type Report,
  type Tagged,
  type Trace,
  type Template as TemplateInFull,
} from "@towpath/client";

import { casesIn, type SavedCase } from "./cases";
import { towpath } from "./client";
import { live } from "./queries";

/** One workflow. */
export interface WorkflowName {
  namespace: string;
  name: string;
}

/** A draft as it is on the server. */
export interface ServerDraft {
  text: string;
  revision: number;
  tag: string | undefined;
  author: string;
  savedAt: string;
}

/** All operations of all integrations. */
export const functions = live(["functions"], { topics: ["integrations"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/functions", { signal }))).functions;
});

/** What the server says of a text. Nothing is kept. */
export function checkText(namespace: string, text: string, signal?: AbortSignal): Promise<Report> {
  const path = { namespace };
  const options = signal === undefined ? {} : { signal };
  return answer(
    towpath.POST("/v1/workflows/{namespace}/check", { params: { path }, body: text, ...asYaml, ...options }),
  );
}

/** The draft of a workflow. */
export function draft({ namespace, name }: WorkflowName) {
  return live(["draft", namespace, name], { topics: ["drafts"], namespace, workflow: name }, (signal) =>
    readDraft({ namespace, name }, signal),
  );
}

/** Reads the draft now. */
export async function readDraft(path: WorkflowName, signal?: AbortSignal): Promise<ServerDraft> {
  const options = signal === undefined ? {} : { signal };
  const { value, tag } = await answerTagged(
    towpath.GET("/v1/workflows/{namespace}/{name}/draft", { params: { path }, ...options }),
  );
  const { source, revision, author, savedAt } = value;
  return { text: source, revision, tag, author, savedAt };
}

/** Saves the draft over the revision with this tag; without one it has to be new. */
export async function saveDraft(
  path: WorkflowName,
  text: string,
  tag: string | undefined,
): Promise<{ revision: number; tag: string | undefined; report: Report; savedAt: string }> {
  const condition = tag === undefined ? { "If-None-Match": "*" } : { "If-Match": tag };
  const saved = await answerTagged(
    towpath.PUT("/v1/workflows/{namespace}/{name}/draft", {
      params: { path, header: condition },
      body: text,
      bodySerializer: asYaml.bodySerializer,
      headers: { ...asYaml.headers, ...condition },
    }),
  );
  const { revision, savedAt } = saved.value;
  return { revision, tag: saved.tag, report: saved.value, savedAt };
}

/** The live definition as text. */
export function liveText({ namespace, name }: WorkflowName) {
  const topics = ["workflows"] as const;
  return live(
    ["live-text", namespace, name],
    { topics, namespace, workflow: name },
    (signal) =>
      answer(
        towpath.GET("/v1/workflows/{namespace}/{name}/definition", {
          params: { path: { namespace, name } },
          parseAs: "text",
          signal,
        }),
      ) as unknown as Promise<string>,
  );
}

/** The published versions. */
export function versions({ namespace, name }: WorkflowName) {
  const topics = ["workflows", "reviews"] as const;
  return live(["versions", namespace, name], { topics, namespace, workflow: name }, async (signal) => {
    const path = { namespace, name };
    return (
      await answer(towpath.GET("/v1/workflows/{namespace}/{name}/versions", { params: { path }, signal }))
    ).versions;
  });
}

/** Saved revisions of a draft, the newest first. */
export function revisions({ namespace, name }: WorkflowName) {
  const topics = ["drafts"] as const;
  return live(["revisions", namespace, name], { topics, namespace, workflow: name }, async (signal) => {
    const path = { namespace, name };
    return (
      await answer(
        towpath.GET("/v1/workflows/{namespace}/{name}/draft/revisions", { params: { path }, signal }),
      )
    ).items;
  });
}

/** One of them, with its text. */
export function revision({ namespace, name }: WorkflowName, number: number) {
  return live(["revision", namespace, name, number], { topics: [] }, (signal) => {
    const path = { namespace, name, revision: number };
    return answer(
      towpath.GET("/v1/workflows/{namespace}/{name}/draft/revisions/{revision}", {
        params: { path },
        signal,
      }),
    );
  });
}

/** Evaluates an expression in the sandbox. */
export function evaluateNow(namespace: string, body: Evaluate, signal?: AbortSignal) {
  const options = signal === undefined ? {} : { signal };
  return answer(
    towpath.POST("/v1/workflows/{namespace}/evaluate", { params: { path: { namespace } }, body, ...options }),
  );
}

/** Asks for access. */
export function openRequest(body: NewRequest) {
  return answer(towpath.POST("/v1/requests", { body }));
}

/** The trace of a run: each task with what went in and came out. */
export function trace(id: string, isLive = false) {
  const known = live(["trace", id], { topics: ["runs", "holds"], id }, (signal) =>
    answer(towpath.GET("/v1/runs/{id}/trace", { params: { path: { id } }, signal })),
  );
  return isLive ? { ...known, refetchInterval: 1500 } : known;
}

/** One run. */
export function run(id: string) {
  return live(["run", id], { topics: ["runs", "holds"], id }, (signal) =>
    answer(towpath.GET("/v1/runs/{id}", { params: { path: { id } }, signal })),
  );
}

/** A case made of a run. */
export function fixture(id: string) {
  return live(["fixture", id], { topics: [] }, async (signal) =>
    casesIn(await answer(towpath.GET("/v1/runs/{id}/fixture", { params: { path: { id } }, signal }))),
  );
}

/** Starts a draft run of the revision with this tag, and gives its id. */
export async function startDraftRun(path: WorkflowName, body: DraftRun, tag: string | undefined) {
  const { response, error, data } = await towpath.POST("/v1/workflows/{namespace}/{name}/draft/runs", {
    params: { path, query: { wait: 0 }, header: tag === undefined ? {} : { "If-Match": tag } },
    body,
  });
  const id = response.headers.get("Towpath-Run");
  if (id !== null) {
    return id;
  }
  // A refusal, or no answer: the client makes the right error of it.
  await answer(Promise.resolve({ response, error, data }));
  throw new Error("the server named no run");
}

/** What running a text alone gave: nothing of it is kept. */
export interface Tried {
  status: string;
  output?: unknown;
  error?: unknown;
  trace: Trace;
}

/** Runs a text that is not saved, in memory: nothing is sent. */
export function tryDefinition(
  namespace: string,
  body: { definition: string; input?: unknown },
): Promise<Tried> {
  return answer(
    towpath.POST("/v1/workflows/{namespace}/check/run", { params: { path: { namespace } }, body }),
  );
}

/** Saved cases with their entity tag. */
export function cases({ namespace, name }: WorkflowName) {
  const topics = ["drafts", "workflows"] as const;
  return live(["cases", namespace, name], { topics, namespace, workflow: name }, async (signal) => {
    const params = { path: { namespace, name } };
    const { value, tag } = await answerTagged(
      towpath.GET("/v1/workflows/{namespace}/{name}/cases", { params, signal }),
    );
    return { items: casesIn(value.items), tag };
  });
}

/** Saves all cases. */
export function saveCases(path: WorkflowName, items: readonly SavedCase[], tag: string | undefined) {
  // Nothing is saved yet at revision 0.
  const isFirst = tag === undefined || tag === '"0"';
  const headers: Record<string, string> = isFirst ? { "If-None-Match": "*" } : { "If-Match": tag };
  return answer(
    towpath.PUT("/v1/workflows/{namespace}/{name}/cases", {
      params: { path },
      body: { items: [...items] },
      headers,
    }),
  );
}

/** Runs the saved cases against the draft. */
export function runCases(path: WorkflowName, names?: string[]) {
  return answer(
    towpath.POST("/v1/workflows/{namespace}/{name}/draft/cases/run", {
      params: { path },
      body: names === undefined ? {} : { names },
    }),
  );
}

/** Publishes the revision with this tag. 201 is live, 202 waits for a review. */
export async function publish(path: WorkflowName, tag: string | undefined) {
  const header = tag === undefined ? {} : { "If-Match": tag };
  return answer(towpath.POST("/v1/workflows/{namespace}/{name}/publish", { params: { path, header } }));
}

/** Who else is in the draft; says that this tab is there too. */
export function present({ namespace, name }: WorkflowName, tab: string, task: string | undefined) {
  return {
    ...live(
      ["presence", namespace, name, tab, task ?? ""],
      { topics: ["presence"], namespace, workflow: name },
      async (signal) => {
        const path = { namespace, name };
        const body = task === undefined || task === "" ? { tab } : { tab, task };
        return (
          await answer(
            towpath.PUT("/v1/workflows/{namespace}/{name}/draft/presence", {
              params: { path },
              body,
              signal,
            }),
          )
        ).items;
      },
    ),
    refetchInterval: 10_000,
  };
}

/** Says that this tab left. */
export async function leave(path: WorkflowName, tab: string): Promise<void> {
  await answer(
    // It is sent while the page goes away.
    towpath.DELETE("/v1/workflows/{namespace}/{name}/draft/presence", {
      params: { path, query: { tab } },
      keepalive: true,
    }),
  );
}

/** The settings in force, with their schema. */
export function settings({ namespace, name }: WorkflowName) {
  const topics = ["workflows"] as const;
  return live(["settings", namespace, name], { topics, namespace, workflow: name }, (signal) =>
    answerTagged(
      towpath.GET("/v1/workflows/{namespace}/{name}/settings", {
        params: { path: { namespace, name } },
        signal,
      }),
    ),
  );
}

/** Changes the settings of what is live. */
export function changeSettings(
  path: WorkflowName,
  values: Record<string, unknown>,
  reason: string,
  tag: Tagged<unknown>["tag"],
) {
  const header = tag === undefined ? {} : { "If-Match": tag };
  return answer(
    towpath.PUT("/v1/workflows/{namespace}/{name}/settings", {
      params: { path, header },
      body: reason === "" ? { values } : { values, reason },
    }),
  );
}

/** A template, as the list of templates has it. */
export type Template = TemplateInFull;
