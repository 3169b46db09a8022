/**
 * Checks the chain of an exported audit log: the hash of each link, that each follows the one before, and that each start
 * of the server follows the one before it. What `towpath audit verify` checks without an anchor, except names of files,
 * which an export does not have. Pure, but for the hash that is handed in.
 */

/** What is wrong at a line, counted from 1. */
export interface Wrong {
  line: number;
  why: "unreadable" | "changed" | "broken" | "start";
}

/** What was read so far. */
export interface Chain {
  lines: number;
  links: number;
  starts: number;
  entries: number;
  /** Lines that were cut off while they were written. */
  torn: number;
  wrong: Wrong[];
}

interface Link {
  number: number;
  previous: string;
  found?: { links: number }[];
  entries?: unknown[];
}

interface Before {
  hash: string;
  number: number;
}

/** The hash of a text, in hexadecimal. */
export type Digest = (text: string) => Promise<string>;

const LINE = /^\{"hash":"([0-9a-f]{64})","link":(\{.*\})\}$/s;
const BEGIN = '{"hash":"';
const MOST_WRONG = 20;

/** Reads a log line by line. `add` each line, then look at `chain`. */
export class ChainCheck {
  readonly chain: Chain = { lines: 0, links: 0, starts: 0, entries: 0, torn: 0, wrong: [] };
  private before: Before | undefined;
  private readonly digest: Digest;

  constructor(digest: Digest) {
    this.digest = digest;
  }

  /** One line, without its end. */
  async add(text: string): Promise<void> {
    this.chain.lines += 1;
    // A start after one that was killed while it wrote follows on the same line.
    const at = text.lastIndexOf(BEGIN);
    const isTorn = at > 0 && LINE.exec(text.slice(at)) !== null && LINE.exec(text) === null;
    if (isTorn) {
      this.chain.torn += 1;
    }
    const match = LINE.exec(isTorn ? text.slice(at) : text);
    const link = match === null ? undefined : linkOf(match[2] ?? "");
    if (match === null || link === undefined) {
      this.tell("unreadable");
      this.before = undefined;
      return;
    }
    const hash = match[1] ?? "";
    if ((await this.digest(match[2] ?? "")) !== hash) {
      this.tell("changed");
    } else if (!this.follows(link)) {
      this.tell(link.number === 0 ? "start" : "broken");
    }
    this.count(link);
    this.before = { hash, number: link.number };
  }

  /** A line at the end that is no link yet: the server writes it just now, or was stopped while it did. */
  end(rest: string): void {
    if (rest !== "") {
      this.chain.torn += 1;
    }
  }

  private follows({ number, previous, found = [] }: Link): boolean {
    const { before } = this;
    // After a line that cannot be read nothing can be said.
    if (before === undefined) {
      return this.chain.wrong.length > 0 || (number === 0 && previous === "");
    }
    if (number > 0) {
      return previous === before.hash && number === before.number + 1 && found.length === 0;
    }
    const told = found.at(-1)?.links;
    return previous === before.hash && (told === undefined || told === before.number + 1);
  }

  private count({ number, entries = [] }: Link): void {
    this.chain.links += 1;
    this.chain.starts += number === 0 ? 1 : 0;
    this.chain.entries += entries.length;
  }

  private tell(why: Wrong["why"]): void {
    if (this.chain.wrong.length < MOST_WRONG) {
      this.chain.wrong.push({ line: this.chain.lines, why });
    }
  }
}

function linkOf(text: string): Link | undefined {
  try {
    const link = JSON.parse(text) as Partial<Link>;
    return typeof link.number === "number" && typeof link.previous === "string" ? (link as Link) : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 by the browser; `undefined` where the page has no access to it. */
export function sha256(): Digest | undefined {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) {
    return undefined;
  }
  const encoder = new TextEncoder();
  return async (text) => {
    const bytes = new Uint8Array(await subtle.digest("SHA-256", encoder.encode(text)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
}
