/** What columns are called. */
import { estate } from "../../words/estate";
import type { System } from "./reach";

/** A system without a document is called by what it stands for. */
export function titleOf({ key, title }: System): string {
  return title ?? estate.matrix.systems[key] ?? key;
}
