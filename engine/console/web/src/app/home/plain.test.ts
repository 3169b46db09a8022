/** Pointers become names of steps, sentences begin with a capital letter, and everything else stays. */
import { expect, test } from "vitest";

import { plain } from "./plain";

test.each([
  ["/do/2/pay: it calls payments.refund", "`pay`: it calls payments.refund"],
  ["/do/0/loop/do/1/a~1b: it waits", "`a/b`: it waits"],
  ["version 1.0.0 waits", "Version 1.0.0 waits"],
  ["`review-triage`: a second pair of eyes", "`review-triage`: a second pair of eyes"],
  ["see /do/2/pay: there", "See /do/2/pay: there"],
  ["", ""],
])("%s", (text, read) => {
  expect(plain(text)).toBe(read);
});
