/** Which operations are meant by a few words. Pure. */
import { folded, wordsOf } from "../search/fits";
import type { Operation } from "./useOperations";

/** Every word has to be in its name, title, description, owner or labels. What is allowed comes before what is refused. */
export function matchingOperations(all: readonly Operation[], text: string): readonly Operation[] {
  const words = wordsOf(text);
  const found = all.filter((one) => {
    const known = folded(
      [one.name, one.title, one.description ?? "", one.owner, ...one.labels, one.effect].join(" "),
    );
    return words.every((word) => known.includes(word));
  });
  return [...found].sort((a, b) => rank(a, words) - rank(b, words));
}

function rank(one: Operation, words: readonly string[]): number {
  const isTitle = words.length > 0 && folded(one.title).includes(words[0] ?? "");
  return (one.stands?.standing === "refused" ? 2 : 0) + (isTitle ? 0 : 1);
}
