/**
 * The client: one method a verb, with every path, parameter and body checked by the compiler.
 *
 *     const towpath = connect({ base: "https://towpath.acme.example", token: "tp_…" });
 *     const run = await answer(towpath.POST("/v1/workflows/{namespace}/{name}/runs", { … }));
 */
import createClient, { type Client, type Middleware } from "openapi-fetch";

import { follow, type ChangesQuery, type StreamEvent } from "./changes.js";
import type { paths } from "./generated.js";
import { errorOf, UnreachableError } from "./problem.js";

/** How to reach a server, and as whom. */
export interface Options {
  /** Scheme, host and port: `https://towpath.acme.example`. A page of the server itself passes `location.origin`. */
  base: string;
  /** A token, `tp_…`. It wins over the cookie of a session. */
  token?: string;
  /** The `csrf` of the session whose cookie the browser sends; asked for before each request that changes something. */
  csrf?: () => string | undefined;
  /** Another `fetch`, for tests. */
  fetch?: typeof globalThis.fetch;
}

/** The client of one server. */
export interface Towpath extends Client<paths> {
  /** What changes on the server, until `signal` aborts. */
  changes(query: ChangesQuery, signal: AbortSignal): AsyncGenerator<StreamEvent, void, undefined>;
}

/** What openapi-fetch resolves to. */
interface Fetched<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** An answer with its entity tag, for `If-Match` of the next change. */
export interface Tagged<T> {
  value: T;
  /** Quoted, as the server sent it. */
  tag: string | undefined;
}

const SAFE = ["GET", "HEAD", "OPTIONS"];

/** A client for one server. It opens no connection yet. */
export function connect(options: Options): Towpath {
  const base = options.base.replace(/\/+$/, "");
  // Not bound early: a page may be opened before something replaces `fetch`.
  const request = (input: Request) => (options.fetch ?? globalThis.fetch)(input);
  const client = createClient<paths>({ baseUrl: base, fetch: request, credentials: "same-origin" });
  client.use(identified(options));
  return {
    ...client,
    changes: (query, signal) =>
      follow(
        {
          open: (path, headers, until) => {
            const opened = new Request(base + path, { headers, signal: until, credentials: "same-origin" });
            identify(opened, options);
            return request(opened);
          },
        },
        query,
        signal,
      ),
  };
}

/** The value that the server answered with. Throws a `ProblemError` or an `UnreachableError`. */
export async function answer<T>(fetched: Promise<Fetched<T>>): Promise<T> {
  return (await settled(fetched)).data as T;
}

/** The same, with the entity tag. */
export async function answerTagged<T>(fetched: Promise<Fetched<T>>): Promise<Tagged<T>> {
  const { data, response } = await settled(fetched);
  return { value: data as T, tag: response.headers.get("ETag") ?? undefined };
}

/** A key that makes sending the same request twice safe: keep it, and send it again with every attempt. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}

/** What to pass along with a text as the body: `{ body: text, ...asYaml }`. */
export const asYaml = {
  headers: { "Content-Type": "application/yaml" },
  bodySerializer: (text: unknown) => String(text),
} as const;

async function settled<T>(fetched: Promise<Fetched<T>>): Promise<Fetched<T>> {
  let result: Fetched<T>;
  try {
    result = await fetched;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") {
      throw cause;
    }
    throw new UnreachableError("the server was not reached", undefined, cause);
  }
  if (!result.response.ok) {
    throw errorOf(result.response, result.error);
  }
  return result;
}

function identified(options: Options): Middleware {
  return {
    onRequest: ({ request }) => {
      identify(request, options);
      return request;
    },
  };
}

/** Adds the token, or the CSRF value of the session where the request changes something. */
function identify(request: Request, options: Options): void {
  if (options.token !== undefined) {
    request.headers.set("Authorization", `Bearer ${options.token}`);
    return;
  }
  const csrf = options.csrf?.();
  if (csrf !== undefined && !SAFE.includes(request.method)) {
    request.headers.set("X-Towpath-CSRF", csrf);
  }
}
