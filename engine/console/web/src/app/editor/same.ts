/**
 * What a reading shares with the one before it. Every reading makes new objects; those that show the same are replaced
 * by the ones before, so that one changed step renders one step again, not all of them. Pure.
 */
import type { Task } from "../../definition";
import type { Marks } from "./marks";

/** Places in the text move with every letter above them; the lists inside are shown as steps of their own. */
const UNSEEN: readonly string[] = ["range", "nameRange", "bodyRange", "lists"];

/** Whether two steps are shown alike, wherever they are in the text. */
export function isSameStep(one: Task | undefined, other: Task | undefined): boolean {
  if (one === undefined || other === undefined) {
    return one === other;
  }
  const areLists =
    one.lists.length === other.lists.length &&
    one.lists.every((list, at) => (list.tasks.length === 0) === (other.lists[at]?.tasks.length === 0));
  return areLists && isAlike(one, other, UNSEEN);
}

/** Whether two steps have the same marks. */
export function areSameMarks(one: Marks, other: Marks): boolean {
  return (
    one === other ||
    (one.errors === other.errors &&
      one.warnings === other.warnings &&
      one.standing === other.standing &&
      one.traced === other.traced)
  );
}

/** Whether two values are equal, without members of these names at any depth. */
export function isAlike(one: unknown, other: unknown, except: readonly string[] = []): boolean {
  if (Object.is(one, other)) {
    return true;
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  const [members, others] = [one, other].map((value) =>
    Object.entries(value).filter(([name]) => !except.includes(name)),
  );
  const known = new Map<string, unknown>(others);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    members?.length === known.size &&
    members.every(([name, value]) => known.has(name) && isAlike(value, known.get(name), except))
  );
}

/** Gives lists in which what is the same as in the list before is the same object. */
export function keeping<T>(
  keyOf: (one: T) => string,
  isSame: (one: T, other: T) => boolean,
): (next: readonly T[]) => T[] {
  let before = new Map<string, T>();
  return (next) => {
    const kept = next.map((one) => {
      const known = before.get(keyOf(one));
      return known !== undefined && isSame(known, one) ? known : one;
    });
    before = new Map(kept.map((one) => [keyOf(one), one]));
    return kept;
  };
}
