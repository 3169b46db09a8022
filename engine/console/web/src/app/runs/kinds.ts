/** The kinds of tasks in words. A kind that this page does not know is shown by its name. */
import { runs } from "../../words/runs";

const KINDS: Readonly<Record<string, string>> = runs.kinds;

/** `call`, or the name itself. */
export function kindName(kind: string | undefined): string {
  return KINDS[kind ?? ""] ?? kind ?? "";
}
