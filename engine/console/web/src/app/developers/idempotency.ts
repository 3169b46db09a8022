/** When a call from the page needs another idempotency key. Pure. */

/** A call that was made: with one key there is one input. */
export interface Made {
  key: string;
  input: unknown;
}

/**
 * Whether the key was used for another input already: the server refuses it then. The same input with the same key is
 * the same call once more, which is what keys are for.
 */
export function isSpent(key: string, input: unknown, made: Made | undefined): boolean {
  return made !== undefined && made.key === key && JSON.stringify(made.input) !== JSON.stringify(input);
}
