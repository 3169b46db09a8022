/** Sentences of an explanation, made from one table of words. */
import { fill } from "./explain-words";
import type { WordKey, Words } from "./explain-words";

/** One sentence and the task that it is about. */
export interface Sentence {
  readonly key: WordKey;
  readonly text: string;
  readonly reference: string | undefined;
}

/** A task in sentences. */
export interface ExplainedStep {
  readonly reference: string;
  /** `2.1`. */
  readonly number: string;
  readonly depth: number;
  readonly sentences: readonly Sentence[];
}

/** Makes sentences of one table. */
export class Speaker {
  readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  say(key: WordKey, values: Readonly<Record<string, string | number>> = {}, reference?: string): Sentence {
    return { key, text: fill(this.words, key, values), reference };
  }
}
