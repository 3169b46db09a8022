/** Reads a stream of server-sent events as the HTML standard defines it. Pure: text in, events out. */

/** One event. */
export interface ServerEvent {
  /** Its type; `message` where the server names none. */
  event: string;
  data: string;
}

/** A parser keeps what it has seen of a line and of an event. */
export class EventParser {
  /** The newest `id:`: where to resume. */
  lastId: string | undefined;
  /** The newest `retry:` in milliseconds. */
  retryMs: number | undefined;

  #rest = "";
  #event = "";
  #data: string[] = [];
  #isFirst = true;
  #skipsLineFeed = false;

  /** Takes the next piece of text and gives the events that it completes. */
  push(text: string): ServerEvent[] {
    let piece = text;
    if (this.#isFirst && piece !== "") {
      this.#isFirst = false;
      piece = piece.replace(/^\uFEFF/, "");
    }
    if (this.#skipsLineFeed && piece !== "") {
      this.#skipsLineFeed = false;
      piece = piece.replace(/^\n/, "");
    }
    // A CR at the end ends a line at once; an LF that follows in the next piece belongs to it.
    this.#skipsLineFeed = piece.endsWith("\r");
    const lines = (this.#rest + piece).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): ServerEvent | undefined {
    if (line === "") {
      return this.#dispatch();
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      this.#data.push(value);
    } else if (field === "event") {
      this.#event = value;
    } else if (field === "id" && !value.includes("\0")) {
      this.lastId = value;
    } else if (field === "retry" && /^\d+$/.test(value)) {
      this.retryMs = Number(value);
    }
    return undefined;
  }

  #dispatch(): ServerEvent | undefined {
    const event = { event: this.#event === "" ? "message" : this.#event, data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0;
    this.#event = "";
    this.#data = [];
    return isEmpty ? undefined : event;
  }
}
