/** The tokens of jq. */

/** A token and its place. */
export interface Token {
  readonly kind: "number" | "text" | "variable" | "field" | "word" | "sign";
  readonly text: string;
  /** The text of a literal or the name of a field. A text with `\( … )` inside has none. */
  readonly value: string | undefined;
  readonly from: number;
  readonly to: number;
  /** Whether it follows the token before without a space. */
  readonly isGlued: boolean;
}

const WORD = /[A-Za-z_@][A-Za-z0-9_]*(?:::[A-Za-z_][A-Za-z0-9_]*)*/y;
const NUMBER = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?/y;
const FIELD = /\.[A-Za-z_][A-Za-z0-9_]*/y;
const VARIABLE = /\$(?:__loc__|[A-Za-z_][A-Za-z0-9_]*)/y;
const SIGN = /\?\/\/=?|\/\/=?|\|=|[-+*/%]=|==|!=|<=|>=|\.\.|[.[\](){}|,:;<>+\-*/%?=]/y;
const SPACE = /(?:\s|#[^\n]*)+/y;

/** Splits jq into tokens; `undefined` if something is no token. */
export function tokens(text: string): Token[] | undefined {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = tokenAt(text, at, found.at(-1)?.to === at);
    if (token === undefined) return undefined;
    found.push(token);
    at = token.to;
  }
  return found;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tokenAt(text: string, at: number, isGlued: boolean): Token | undefined {
  const made = (kind: Token["kind"], found: string, value?: string): Token => ({
    kind,
    text: found,
    value,
    from: at,
    to: at + found.length,
    isGlued,
  });
  if (text[at] === '"') {
    const end = endOfText(text, at);
    if (end === undefined) return undefined;
    const source = text.slice(at, end);
    return made("text", source, plainText(source));
  }
  if (text[at] === "." && text[at + 1] === '"') {
    const end = endOfText(text, at + 1);
    const value = end === undefined ? undefined : plainText(text.slice(at + 1, end));
    return end === undefined || value === undefined ? undefined : made("field", text.slice(at, end), value);
  }
  const number = match(NUMBER, text, at);
  if (number !== undefined) return made("number", number);
  const field = match(FIELD, text, at);
  if (field !== undefined) return made("field", field, field.slice(1));
  const variable = match(VARIABLE, text, at);
  if (variable !== undefined) return made("variable", variable);
  const word = match(WORD, text, at);
  if (word !== undefined) return made("word", word);
  const sign = match(SIGN, text, at);
  // A dot before `[` belongs to it: `.[0]`.
  return sign === undefined ? undefined : made("sign", sign);
}

/** The end of a text literal. Texts inside `\( … )` may have quotes of their own. */
function endOfText(text: string, from: number): number | undefined {
  let at = from + 1;
  let open = 0;
  while (at < text.length) {
    const letter = text[at];
    if (open === 0 && letter === '"') return at + 1;
    if (letter === "\\") {
      if (open === 0 && text[at + 1] === "(") open = 1;
      at += 2;
      continue;
    }
    if (open > 0 && letter === "(") open += 1;
    if (open > 0 && letter === ")") open -= 1;
    if (open > 0 && letter === '"') {
      const end = endOfText(text, at);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    at += 1;
  }
  return undefined;
}

/** The value of a text literal without anything computed inside. */
function plainText(source: string): string | undefined {
  if (/(?<!\\)(?:\\\\)*\\\(/.test(source)) return undefined;
  try {
    const value: unknown = JSON.parse(
      source.replace(/[\n\r\t]/g, (letter) => JSON.stringify(letter).slice(1, -1)),
    );
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
