/** The parser of server-sent events: the same events, however the text is cut into pieces. */
import { expect, test } from "vitest";

import { EventParser, type ServerEvent } from "../src/events.js";

const TEXT =
  "\uFEFF: connected\r\nretry: 250\nid: a-1\n\n" +
  'id: a-2\r\nevent: change\rdata: {"x":\ndata:  1}\r\n\r\n' +
  "event: lonely\n\n" +
  "id: bad\0id\nunknown: x\ndata\n\n" +
  "data: unfinished";

function read(pieces: string[]): { events: ServerEvent[]; parser: EventParser } {
  const parser = new EventParser();
  return { events: pieces.flatMap((piece) => parser.push(piece)), parser };
}

const EXPECTED = [
  { event: "change", data: '{"x":\n 1}' },
  { event: "message", data: "" },
];

test("fields, comments, line ends and unfinished events", () => {
  const { events, parser } = read([TEXT]);
  expect(events).toEqual(EXPECTED);
  expect(parser.lastId).toBe("a-2");
  expect(parser.retryMs).toBe(250);
});

test("every cut into two pieces, and into single characters, gives the same", () => {
  for (let cut = 0; cut <= TEXT.length; cut += 1) {
    expect(read([TEXT.slice(0, cut), TEXT.slice(cut)]).events).toEqual(EXPECTED);
  }
  expect(read([...TEXT]).events).toEqual(EXPECTED);
});
