/** How long something is kept, in words. */
import { duration } from "../../parts/time/format";
import { retention as words } from "../../words/retention";
import { periodOf } from "./rules";

/** A period as ISO 8601; without it for ever. */
export function Period({ of }: { of: string | undefined }) {
  return <>{periodWords(of)}</>;
}

/** The same as text. What cannot be read is shown as the server wrote it. */
export function periodWords(iso: string | undefined): string {
  if (iso === undefined) {
    return words.forever;
  }
  const period = periodOf(iso);
  return period === undefined ? iso : period === 0 ? words.atOnce : duration(period);
}
