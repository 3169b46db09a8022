/**
 * What changes on the server, as it happens: `GET /v1/changes`. The stream is resumed where it broke off, with waits
 * that grow, and says when everything has to be read again.
 */
import { EventParser } from "./events.js";
import type { Change, ChangeTopic } from "./generated.js";
import { errorOf, ProblemError } from "./problem.js";

/** What to listen to; nothing named means everything that the caller may see. */
export interface ChangesQuery {
  topics?: readonly ChangeTopic[];
  /** `namespace/name`. */
  workflow?: string;
  /** The id of a run. */
  run?: string;
}

/** What a stream of changes yields. */
export type StreamEvent =
  /** The stream is open; after `lost` this is the way back. */
  | { kind: "open" }
  /** Something changed: read it again. */
  | { kind: "change"; change: Change }
  /** Changes may have been missed: read everything again. */
  | { kind: "reset"; reason: string }
  /** The stream broke off; the next attempt is in `retryInMs`. */
  | { kind: "lost"; error: unknown; retryInMs: number };

/** What a stream needs from outside. */
export interface Connection {
  /** Opens the stream at this path. */
  open: (path: string, headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;
  /** Ends early, without an error, when aborted. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Between 0 and 1. */
  random?: () => number;
}

/** The server sends a comment every 15 s; after three silent ones the connection counts as broken. */
const SILENCE_MS = 50_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Follows the changes until `signal` aborts. It throws only where trying again is of no use: 400, 401, 403, 404. */
export async function* follow(
  connection: Connection,
  query: ChangesQuery,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  const sleep = connection.sleep ?? sleepFor;
  const random = connection.random ?? Math.random;
  const parser = { lastId: undefined as string | undefined, retryMs: undefined as number | undefined };
  for (let failures = 0; !signal.aborted; failures += 1) {
    let error: unknown;
    try {
      for await (const event of attempt(connection, query, parser, signal)) {
        failures = 0;
        yield event;
      }
    } catch (problem) {
      if (problem instanceof ProblemError && isFinal(problem)) {
        throw problem;
      }
      error = problem;
    }
    if (signal.aborted) {
      return;
    }
    const retryInMs = waitMs(failures, error, parser.retryMs ?? FIRST_WAIT_MS, random());
    yield { kind: "lost", error, retryInMs };
    await sleep(retryInMs, signal);
  }
}

/** Whether the same request would be refused again. */
function isFinal({ status }: ProblemError): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Grows from `first` to half a minute. Half of it is random, so that not every tab comes back at once. */
function waitMs(failures: number, error: unknown, first: number, random: number): number {
  const asked = error instanceof ProblemError ? (error.retryAfterS ?? 0) * 1000 : 0;
  const grown = Math.min(LONGEST_WAIT_MS, first * 2 ** Math.min(failures, 10));
  return Math.max(asked, Math.round(grown / 2 + (grown / 2) * random));
}

/** One connection, until it ends. */
async function* attempt(
  connection: Connection,
  query: ChangesQuery,
  resume: { lastId: string | undefined; retryMs: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (resume.lastId !== undefined) {
      headers["Last-Event-ID"] = resume.lastId;
    }
    const response = await connection.open(pathOf(query), headers, AbortSignal.any([signal, silence.signal]));
    if (!response.ok || response.body === null) {
      throw errorOf(response, await response.json().catch(() => undefined));
    }
    yield { kind: "open" };
    const parser = new EventParser();
    const text = new TextDecoder();
    for await (const bytes of chunks(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const events = parser.push(text.decode(bytes, { stream: true }));
      // INVARIANT: the place to resume moves on only with what was handed out, or the listener would miss the rest.
      yield* events.flatMap((event) => streamEvent(event.event, event.data) ?? []);
      resume.lastId = parser.lastId ?? resume.lastId;
      resume.retryMs = parser.retryMs ?? resume.retryMs;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The pieces of a body. `ReadableStream` is no async iterable in every browser. */
async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      yield piece.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Events of a type or form that this client does not know are left out: later servers may send more. */
function streamEvent(event: string, data: string): StreamEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  if (event === "reset") {
    const { reason } = value as { reason?: unknown };
    return { kind: "reset", reason: typeof reason === "string" ? reason : "missed" };
  }
  if (event === "change" && typeof (value as Partial<Change>).topic === "string") {
    return { kind: "change", change: value as Change };
  }
  return undefined;
}

function pathOf(query: ChangesQuery): string {
  const parameters = new URLSearchParams();
  if (query.topics !== undefined && query.topics.length > 0) {
    parameters.set("topics", query.topics.join(","));
  }
  if (query.workflow !== undefined) {
    parameters.set("workflow", query.workflow);
  }
  if (query.run !== undefined) {
    parameters.set("run", query.run);
  }
  const text = parameters.toString();
  return text === "" ? "/v1/changes" : `/v1/changes?${text}`;
}

function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
