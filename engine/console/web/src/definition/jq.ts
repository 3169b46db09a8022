/** Expressions as forms and explanations understand them. The engine alone says what an expression means. */
export { parseJq } from "./jq-parser";

/** A step of a path: a member, an index, or `null` for `[]`. */
export type PathStep = string | number | null;

interface Ranged {
  readonly from: number;
  readonly to: number;
}

/** An expression. */
export type Jq = Ranged &
  (
    | { readonly kind: "path"; readonly root: string; readonly steps: readonly PathStep[] }
    | { readonly kind: "literal"; readonly value: null | boolean | number | string }
    | { readonly kind: "text"; readonly source: string }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Jq; readonly right: Jq }
    | { readonly kind: "negative"; readonly of: Jq }
    | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Jq[] }
    | { readonly kind: "object"; readonly members: readonly { readonly key: string; readonly value: Jq }[] }
    | { readonly kind: "list"; readonly item: Jq | undefined }
    | {
        readonly kind: "if";
        readonly cases: readonly { readonly when: Jq; readonly then: Jq }[];
        readonly else: Jq | undefined;
      }
    | { readonly kind: "of"; readonly term: Jq; readonly steps: readonly PathStep[] }
  );

/** The jq text of a value: without `${` and `}`, if they are there. */
export function bareJq(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("${") && trimmed.endsWith("}") ? trimmed.slice(2, -1).trim() : trimmed;
}

/** Whether a text is an expression wherever it stands: `${ … }`. */
export function isExpression(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith("${") && trimmed.endsWith("}");
}

/** A path as jq: `.order.total`, `.["a b"][0]`, `$input.x`. */
export function pathText(root: string, steps: readonly PathStep[]): string {
  let text = root === "." ? "" : root;
  for (const [index, step] of steps.entries()) {
    const dot = text === "" && index === 0 ? "." : "";
    if (step === null) text += `${dot}[]`;
    else if (typeof step === "number") text += `${dot}[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(step)) text += `.${step}`;
    else text += `${dot}[${JSON.stringify(step)}]`;
  }
  return text === "" ? "." : text;
}
