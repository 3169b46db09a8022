/** Numbers of versions. Pure. */

/** Whether one version is later than another; what is no number counts as not later. */
export function isLater(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a === undefined || b === undefined) {
    return false;
  }
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

/** The version after the latest one: its last but one number counts up. */
export function nextVersion(known: readonly string[]): string {
  const latest = known.reduce<string | undefined>(
    (best, one) => (best === undefined || isLater(one, best) ? one : best),
    undefined,
  );
  const parts = latest === undefined ? undefined : partsOf(latest);
  return parts === undefined ? "1.0.0" : `${String(parts[0])}.${String((parts[1] ?? 0) + 1)}.0`;
}

function partsOf(version: string): readonly number[] | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  return found === null ? undefined : found.slice(1).map(Number);
}
