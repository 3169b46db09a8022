/** The stream of changes over HTTP: resuming, waiting, starting anew, giving up. */
import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";

import { follow, ProblemError, type StreamEvent } from "../src/index.js";
import { json, serve, type TestServer } from "./server.js";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const change = (id: string, topic = "runs") =>
  `id: ${id}\nevent: change\ndata: {"topic":"${topic}","id":"r","at":"2027-01-01T00:00:00Z"}\n\n`;

function stream(response: ServerResponse, text: string) {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.end(text);
}

/** Follows until `enough` events came; waits are noted, not made. */
async function followed(base: string, enough: number) {
  const stop = new AbortController();
  const waits: number[] = [];
  const events: StreamEvent[] = [];
  const connection = {
    open: (path: string, headers: Record<string, string>, signal: AbortSignal) =>
      fetch(base + path, { headers, signal }),
    sleep: (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 1,
  };
  for await (const event of follow(connection, { topics: ["runs", "holds"], workflow: "a/b" }, stop.signal)) {
    events.push(event);
    if (events.length >= enough) {
      stop.abort();
    }
  }
  return { events, waits };
}

test("a broken stream is resumed behind the last event", async () => {
  server = await serve((_, response, count) =>
    stream(response, count === 1 ? change("s-1") + change("s-2") : change("s-3")),
  );
  const { events } = await followed(server.base, 6);
  expect(events.map((event) => event.kind)).toEqual(["open", "change", "change", "lost", "open", "change"]);
  expect(server.arrived[0]?.path).toBe("/v1/changes?topics=runs%2Cholds&workflow=a%2Fb");
  expect(server.arrived.map((one) => one.headers["last-event-id"])).toEqual([undefined, "s-2"]);
});

test("a reset is told, and unknown events are left out", async () => {
  server = await serve((_, response) =>
    stream(
      response,
      'event: other\ndata: {}\n\nevent: change\ndata: no json\n\nevent: reset\ndata: {"reason":"restarted"}\n\n',
    ),
  );
  const { events } = await followed(server.base, 2);
  expect(events).toEqual([{ kind: "open" }, { kind: "reset", reason: "restarted" }]);
});

test("waits grow up to half a minute, follow what the server asks for, and begin anew after a success", async () => {
  const busy = { type: "urn:x", title: "busy", status: 503, code: "TP4900" };
  server = await serve((_, response, count) => {
    if (count === 9) {
      json(response, 429, { ...busy, status: 429 }, { "Retry-After": "90" });
    } else if (count === 10) {
      stream(response, change("s-1"));
    } else {
      json(response, 503, busy);
    }
  });
  const { waits } = await followed(server.base, 13);
  expect(waits.slice(0, 10)).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 90000, 500]);
});

test("a refusal ends it", async () => {
  server = await serve((_, response) =>
    json(response, 401, { type: "urn:x", title: "no session", status: 401, code: "TP4120" }),
  );
  const error = await followed(server.base, 5).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(ProblemError);
  expect(server.arrived).toHaveLength(1);
});
