/**
 * Reads the part of jq that forms and explanations understand: paths, literals, operators, calls, objects, lists, `if`.
 * Anything else gives `undefined`; the expression is then shown as it is.
 */
import { tokens } from "./jq-tokens";
import type { Token } from "./jq-tokens";
import type { Jq, PathStep } from "./jq";

/** Reads jq. */
export function parseJq(text: string): Jq | undefined {
  const found = tokens(text);
  if (found === undefined || found.length === 0) return undefined;
  try {
    return new Parser(found).whole();
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

/** Something that this parser does not read. */
class NotRead extends Error {}

/** Operators from the loosest to the tightest. */
const LEVELS: readonly { readonly operators: readonly string[]; readonly side: "left" | "right" | "none" }[] =
  [
    { operators: ["|"], side: "right" },
    { operators: [","], side: "left" },
    { operators: ["//"], side: "right" },
    { operators: ["or"], side: "left" },
    { operators: ["and"], side: "left" },
    { operators: ["==", "!=", "<", "<=", ">", ">="], side: "none" },
    { operators: ["+", "-"], side: "left" },
    { operators: ["*", "/", "%"], side: "left" },
  ];

const KEYWORDS = [
  "and",
  "or",
  "if",
  "then",
  "elif",
  "else",
  "end",
  "as",
  "def",
  "reduce",
  "foreach",
  "try",
  "catch",
  "label",
  "import",
  "include",
];

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(all: readonly Token[]) {
    this.tokens = all;
  }

  whole(): Jq {
    const read = this.level(0);
    if (this.at < this.tokens.length) throw new NotRead();
    return read;
  }

  private get next(): Token | undefined {
    return this.tokens[this.at];
  }

  private is(text: string): boolean {
    return this.next?.kind !== "text" && this.next?.text === text;
  }

  private take(text?: string): Token {
    const token = this.next;
    if (token === undefined || (text !== undefined && !this.is(text))) throw new NotRead();
    this.at += 1;
    return token;
  }

  private level(index: number): Jq {
    const level = LEVELS[index];
    if (level === undefined) return this.postfix();
    this.depth += 1;
    if (this.depth > 400) throw new NotRead();
    let left = this.level(index + 1);
    while (this.next !== undefined && this.next.kind !== "text" && level.operators.includes(this.next.text)) {
      const operator = this.take().text;
      const right = this.level(level.side === "right" ? index : index + 1);
      left = { kind: "binary", operator, left, right, from: left.from, to: right.to };
      if (level.side !== "left") break;
    }
    this.depth -= 1;
    return left;
  }

  private postfix(): Jq {
    const term = this.term();
    if (this.is("as") || this.is("?//")) throw new NotRead();
    const steps = this.steps();
    if (steps.length === 0) return term;
    const to = this.tokens[this.at - 1]?.to ?? term.to;
    if (term.kind === "path") return { ...term, steps: [...term.steps, ...steps], to };
    return { kind: "of", term, steps, from: term.from, to };
  }

  /** `.a`, `."a b"`, `["a"]`, `[0]`, `[]`, and `?` behind them, which changes nothing here. */
  private steps(): PathStep[] {
    const steps: PathStep[] = [];
    for (;;) {
      const token = this.next;
      if (token?.kind === "field") {
        steps.push(this.take().value ?? "");
      } else if (this.is("[") && this.isIndex()) {
        steps.push(this.index());
      } else if (this.is("?")) {
        this.take();
      } else {
        return steps;
      }
    }
  }

  /** An index follows its term without a space, or a dot. */
  private isIndex(): boolean {
    return this.next?.isGlued === true;
  }

  private index(): PathStep {
    this.take("[");
    if (this.is("]")) {
      this.take();
      return null;
    }
    const token = this.take();
    const isNegative = token.text === "-" && token.kind === "sign";
    const inner = isNegative ? this.take() : token;
    if (inner.kind !== "text" && inner.kind !== "number") throw new NotRead();
    this.take("]");
    if (inner.kind === "text") return inner.value ?? "";
    return (isNegative ? -1 : 1) * Number(inner.text);
  }

  private term(): Jq {
    const token = this.take();
    const { from, to } = token;
    switch (token.kind) {
      case "number":
        return { kind: "literal", value: Number(token.text), from, to };
      case "text":
        if (token.value === undefined) return { kind: "text", source: token.text, from, to };
        return { kind: "literal", value: token.value, from, to };
      case "variable":
        return { kind: "path", root: token.text, steps: [], from, to };
      case "field":
        return { kind: "path", root: ".", steps: [token.value ?? ""], from, to };
      case "word":
        return this.word(token);
      case "sign":
        return this.sign(token);
    }
  }

  private word({ text, from, to }: Token): Jq {
    if (text === "if") return this.condition(from);
    if (text === "true" || text === "false") return { kind: "literal", value: text === "true", from, to };
    if (text === "null") return { kind: "literal", value: null, from, to };
    if (KEYWORDS.includes(text)) throw new NotRead();
    const inside: Jq[] = [];
    let end = to;
    if (this.is("(")) {
      do {
        this.take();
        inside.push(this.level(0));
      } while (this.is(";"));
      end = this.take(")").to;
    }
    return { kind: "call", name: text, arguments: inside, from, to: end };
  }

  private sign({ text, from, to }: Token): Jq {
    switch (text) {
      case ".":
        return { kind: "path", root: ".", steps: [], from, to };
      case "(": {
        const inner = this.level(0);
        const end = this.take(")").to;
        return { ...inner, from, to: end };
      }
      case "-": {
        const of = this.postfix();
        if (of.kind === "literal" && typeof of.value === "number") return { ...of, value: -of.value, from };
        return { kind: "negative", of, from, to: of.to };
      }
      case "[": {
        const item = this.is("]") ? undefined : this.level(0);
        return { kind: "list", item, from, to: this.take("]").to };
      }
      case "{":
        return this.object(from);
      default:
        throw new NotRead();
    }
  }

  private object(from: number): Jq {
    const members: { key: string; value: Jq }[] = [];
    while (!this.is("}")) {
      if (members.length > 0) this.take(",");
      const key = this.take();
      if (key.kind === "variable" && !this.is(":")) {
        const path: Jq = { kind: "path", root: key.text, steps: [], from: key.from, to: key.to };
        members.push({ key: key.text.slice(1), value: path });
        continue;
      }
      if ((key.kind !== "word" && key.kind !== "text") || (key.kind === "text" && key.value === undefined))
        throw new NotRead();
      const name = key.value ?? key.text;
      if (this.is(":")) {
        this.take();
        members.push({ key: name, value: this.level(2) });
      } else {
        members.push({
          key: name,
          value: { kind: "path", root: ".", steps: [name], from: key.from, to: key.to },
        });
      }
    }
    return { kind: "object", members, from, to: this.take("}").to };
  }

  private condition(from: number): Jq {
    const cases: { when: Jq; then: Jq }[] = [];
    let otherwise: Jq | undefined;
    do {
      const when = this.level(0);
      this.take("then");
      cases.push({ when, then: this.level(0) });
      if (!this.is("elif")) break;
      this.take();
    } while (this.next !== undefined);
    if (this.is("else")) {
      this.take();
      otherwise = this.level(0);
    }
    return { kind: "if", cases, else: otherwise, from, to: this.take("end").to };
  }
}
