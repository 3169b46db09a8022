/** Requests and answers of the client, over HTTP. */
import { afterEach, expect, test } from "vitest";

import {
  answer,
  answerTagged,
  asYaml,
  connect,
  newIdempotencyKey,
  ProblemError,
  UnreachableError,
} from "../src/index.js";
import { json, serve, type TestServer } from "./server.js";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const draft = { namespace: "support", name: "returns" };

test("a call of a workflow has the token, the key and the body", async () => {
  server = await serve((_, response) => json(response, 200, { answer: 42 }));
  const towpath = connect({ base: `${server.base}/`, token: "tp_x" });
  const key = newIdempotencyKey();
  const output = await answer(
    towpath.POST("/v1/workflows/{namespace}/{name}/runs", {
      params: { path: draft, header: { "Idempotency-Key": key }, query: { wait: 5 } },
      body: { order: "A 1/2" },
    }),
  );
  expect(output).toEqual({ answer: 42 });
  const [request] = server.arrived;
  expect(request?.path).toBe("/v1/workflows/support/returns/runs?wait=5");
  expect(request?.headers.authorization).toBe("Bearer tp_x");
  expect(request?.headers["idempotency-key"]).toBe(key);
  expect(JSON.parse(request?.body ?? "")).toEqual({ order: "A 1/2" });
});

test("names are encoded, whatever is in them", async () => {
  server = await serve((_, response) => json(response, 200, {}));
  await answer(
    connect({ base: server.base }).GET("/v1/policies/{name}", { params: { path: { name: "a/../b?c" } } }),
  );
  expect(server.arrived[0]?.path).toBe("/v1/policies/a%2F..%2Fb%3Fc");
});

test("a session sends its csrf value with changes alone, a token never", async () => {
  server = await serve((_, response) => json(response, 200, { notices: [] }));
  const session = connect({ base: server.base, csrf: () => "secret" });
  await answer(session.GET("/v1/notices"));
  await answer(session.POST("/v1/notices/{id}/seen", { params: { path: { id: "1" } } }));
  const token = connect({ base: server.base, csrf: () => "secret", token: "tp_x" });
  await answer(token.POST("/v1/notices/{id}/seen", { params: { path: { id: "1" } } }));
  expect(server.arrived.map((one) => one.headers["x-towpath-csrf"])).toEqual([
    undefined,
    "secret",
    undefined,
  ]);
});

test("a text goes as it is, and its entity tag comes back", async () => {
  server = await serve((_, response) => json(response, 200, { revision: 4, savedAt: "x" }, { ETag: '"4"' }));
  const text = "# comment\ndo: []\n";
  const saved = await answerTagged(
    connect({ base: server.base }).PUT("/v1/workflows/{namespace}/{name}/draft", {
      params: { path: draft, header: { "If-Match": '"3"' } },
      body: text,
      ...asYaml,
    }),
  );
  expect(saved.tag).toBe('"4"');
  expect(saved.value.revision).toBe(4);
  expect(server.arrived[0]?.body).toBe(text);
  expect(server.arrived[0]?.headers["content-type"]).toBe("application/yaml");
  expect(server.arrived[0]?.headers["if-match"]).toBe('"3"');
});

test("nothing to answer is no error", async () => {
  server = await serve((_, response) => response.writeHead(204).end());
  const nothing = await answer(connect({ base: server.base }).DELETE("/v1/sessions/current"));
  expect(nothing).toBeUndefined();
});

test("a problem document is an error with its code, its members and the wait that is asked for", async () => {
  const problem = {
    type: "urn:x",
    title: "too many",
    status: 429,
    code: "TP4009",
    detail: "the limit is 5",
    limit: 5,
  };
  server = await serve((_, response) => json(response, 429, problem, { "Retry-After": "7" }));
  const error = await answer(connect({ base: server.base }).GET("/v1/me")).catch(
    (problem: unknown) => problem,
  );
  expect(error).toBeInstanceOf(ProblemError);
  const refused = error as ProblemError;
  expect([refused.code, refused.message, refused.status, refused.retryAfterS]).toEqual([
    "TP4009",
    "the limit is 5",
    429,
    7,
  ]);
  expect(refused.problem.limit).toBe(5);
});

test("what another server answers is not taken for a problem document", async () => {
  server = await serve((_, response) => {
    response.writeHead(502, { "Content-Type": "text/html" });
    response.end("<h1>Bad gateway</h1>");
  });
  const error = await answer(connect({ base: server.base }).GET("/v1/me")).catch(
    (problem: unknown) => problem,
  );
  expect(error).toBeInstanceOf(UnreachableError);
  expect((error as UnreachableError).status).toBe(502);
});

test("a server that is not there is an error of its own", async () => {
  const gone = await serve(() => undefined);
  await gone.stop();
  const error = await answer(connect({ base: gone.base }).GET("/v1/me")).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(UnreachableError);
  expect((error as UnreachableError).status).toBeUndefined();
});
