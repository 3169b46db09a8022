/** The kinds of tasks in words. A kind that this page does not know is shown by its name. */
import { runs } from "../../words/runs";

/** `call`, or the name itself. */
export function kindName(kind: string | undefined): string {
  return (runs.kinds as Readonly<Record<string, string>>)[kind ?? ""] ?? kind ?? "";
}
