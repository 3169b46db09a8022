/**
 * Writes new values as YAML: the only text of a definition that people did not write themselves. It takes the style
 * of the text around it: steps of indentation, line breaks, flow or block, quotes.
 */
import type { Data, ScalarNode, ScalarStyle, SyntaxNode, Tree } from "./tree";
import { columnOf, lineBreakOf } from "./text";

/** How a text is written. */
export interface Style {
  readonly lineBreak: "\n" | "\r\n";
  /** Spaces of a mapping inside a mapping. */
  readonly step: number;
  /** Spaces of a list below its key: `do:` and `- a`. */
  readonly listStep: number;
  /** Whether keys and texts of flow mappings are in double quotes, as in JSON. */
  readonly isJson: boolean;
}

/** The style of a text, from the first places that show it. */
export function styleOf(tree: Tree): Style {
  const found: { step?: number; listStep?: number } = {};
  const visit = (node: SyntaxNode | undefined, depth: number): void => {
    if (node === undefined || node.kind === "scalar" || node.kind === "alias" || depth > 12) return;
    for (const entry of node.entries) {
      const value = entry.value;
      if (found.step !== undefined && found.listStep !== undefined) return;
      if (value === undefined || value.kind === "scalar" || value.kind === "alias" || value.isFlow) continue;
      const first = value.entries[0];
      if (first === undefined) continue;
      const step = columnOf(tree.text, first.from) - columnOf(tree.text, entry.from);
      if (node.kind === "map" && value.kind === "map" && step > 0) found.step ??= step;
      if (node.kind === "map" && value.kind === "seq" && step >= 0) found.listStep ??= step;
      visit(value, depth + 1);
    }
  };
  visit(tree.root, 0);
  const root = tree.root;
  const isJson = root?.kind === "map" && root.isFlow && root.entries[0]?.key?.style === "double";
  const step = found.step ?? 2;
  return { lineBreak: lineBreakOf(tree.text), step, listStep: found.listStep ?? 2, isJson };
}

/** Words that other YAML versions read as something else than a text. */
const WORDS = /^(?:null|true|false|yes|no|on|off|~|\.inf|\.nan|[-+]\.inf)$/i;
/** What looks like a number, a date or a time. */
const NUMBER = /^[-+.]?[0-9]/;
const PRINTABLE = /^[\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Whether a text can stand without quotes. */
export function isPlain(text: string, inFlow: boolean): boolean {
  if (text === "" || text !== text.trim() || WORDS.test(text) || NUMBER.test(text)) return false;
  if (!PRINTABLE.test(text) || text.includes("\u2028") || text.includes("\ufeff")) return false;
  if (/^[-?:,[\]{}#&*!|>'"%@`]/.test(text) && !/^-[A-Za-z_./]/.test(text)) return false;
  if (text.startsWith("---") || text.startsWith("...") || text === "=" || text === "<<") return false;
  if (/:(\s|$)/.test(text) || /\s#/.test(text)) return false;
  return !(inFlow && /[,[\]{}]|:["'[{]/.test(text));
}

/** A text in double quotes. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g,
    (found, at: number, all: string) => {
      const code = found.charCodeAt(0);
      const other = code < 0xdc00 ? all.charCodeAt(at + 1) : all.charCodeAt(at - 1);
      const isPair =
        code >= 0xd800 &&
        (code < 0xdc00 ? other >= 0xdc00 && other < 0xe000 : other >= 0xd800 && other < 0xdc00);
      return isPair ? found : `\\u${code.toString(16).padStart(4, "0")}`;
    },
  );
}

/** A text on one line, in the wished style where it can be. */
export function renderText(text: string, inFlow: boolean, wished: ScalarStyle = "plain"): string {
  if (wished === "single" && PRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  if (wished !== "double" && wished !== "single" && isPlain(text, inFlow)) return text;
  return doubleQuoted(text);
}

function renderScalar(value: null | boolean | number | string, inFlow: boolean, isJson: boolean): string {
  if (typeof value === "string") return renderText(value, inFlow, isJson ? "double" : "plain");
  if (typeof value === "number" && !Number.isFinite(value)) return "null";
  return String(value);
}

/** A key. */
export function renderKey(key: string, inFlow: boolean, isJson: boolean): string {
  return renderText(key, inFlow, isJson ? "double" : "plain");
}

/** A value on one line. */
export function renderFlow(value: Data, isJson: boolean): string {
  if (value === null || typeof value !== "object") return renderScalar(value, true, isJson);
  if (isList(value)) return `[${value.map((item) => renderFlow(item, isJson)).join(", ")}]`;
  const pairs = Object.entries(value).map(
    ([key, item]) => `${renderKey(key, true, isJson)}: ${renderFlow(item, isJson)}`,
  );
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** Whether a value is a list. */
export function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Whether a value is a mapping. */
export function isMapping(value: Data | undefined): value is { readonly [key: string]: Data } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value needs lines of its own in block style. */
function isBlock(value: Data): boolean {
  return value !== null && typeof value === "object" && Object.keys(value).length > 0;
}

/**
 * A value behind a `key:` whose key is at `column`: on the same line, or on the lines below. Begins with a space or a
 * line break, and has no line break at its end.
 */
export function renderBehindKey(value: Data, column: number, style: Style): string {
  if (!isBlock(value)) return ` ${renderInline(value, column, style)}`;
  const inner = column + (isList(value) ? style.listStep : style.step);
  return style.lineBreak + " ".repeat(inner) + renderBlock(value, inner, style);
}

/** A scalar or an empty collection; a text of several lines as a literal below `column`. */
function renderInline(value: Data, column: number, style: Style): string {
  if (typeof value !== "string") return renderFlow(value, false);
  return canBeLiteral(value) ? renderLiteral(value, column + style.step, style) : renderText(value, false);
}

/** A value whose first line is already indented by `column`. */
export function renderBlock(value: Data, column: number, style: Style): string {
  const next = style.lineBreak + " ".repeat(column);
  if (isList(value) && value.length > 0) {
    return value.map((item) => `- ${renderBlock(item, column + 2, style)}`).join(next);
  }
  if (isMapping(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, item]) => renderKey(key, false, false) + ":" + renderBehindKey(item, column, style))
      .join(next);
  }
  return renderInline(value, column - style.step, style);
}

/** Whether a text can be written as a literal, line by line. */
export function canBeLiteral(text: string): boolean {
  const lines = text.split("\n");
  return (
    lines.length > 1 &&
    !/^\s/.test(text) &&
    lines.every((line) => PRINTABLE.test(line) && line === line.trimEnd()) &&
    !/\n\n$/.test(text)
  );
}

/** A text as a literal with its lines indented by `column`. */
export function renderLiteral(text: string, column: number, style: Style): string {
  const isClipped = text.endsWith("\n");
  const lines = (isClipped ? text.slice(0, -1) : text).split("\n");
  const indented = lines.map((line) => (line === "" ? "" : " ".repeat(Math.max(column, 1)) + line));
  return (isClipped ? "|" : "|-") + style.lineBreak + indented.join(style.lineBreak);
}

/** A new value for a scalar, in the style of the old one where that is possible. */
export function renderInStyle(
  value: null | boolean | number | string,
  old: ScalarNode,
  inFlow: boolean,
  column: number,
  style: Style,
): string {
  if (typeof value !== "string") return renderScalar(value, inFlow, false);
  const wasBlock = old.style === "literal" || old.style === "folded";
  if (!inFlow && canBeLiteral(value)) return renderLiteral(value, column + style.step, style);
  if (wasBlock && !inFlow && value.trim() === value && value !== "" && PRINTABLE.test(value)) {
    return (
      (old.style === "literal" ? "|-" : ">-") + style.lineBreak + " ".repeat(column + style.step) + value
    );
  }
  if (typeof old.value !== "string") return renderText(value, inFlow);
  return renderText(value, inFlow, wasBlock ? "plain" : old.style);
}
