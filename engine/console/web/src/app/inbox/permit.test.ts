/** Tests of narrowing a drafted permit. The texts are as the server drafts them. */
import { parse } from "yaml";
import { describe, expect, it } from "vitest";

import { readable, readPermit, withEnd, withoutPart, withRule } from "./permit";

const ONE = `policy: "grant-52cc9e08c89c"
title: "support/duplicate-charge: See charges"
effect: "permit"
mode: "enforce"
workflow: {"properties":{"namespace":{"const":"support"},"name":{"const":"duplicate-charge"}}}
access: {"properties":{"kind":{"const":"call"},"effect":{"const":"write"},"integration":{"const":"crm"},"operation":{"const":"create-lead"},"version":{"const":"1.0.0"},"arguments":{"type":"object","properties":{"company":true,"team":{"const":"north"},"score":{"const":5}},"required":["company","team","score"],"additionalProperties":false}}}
reason: "Granted for support/duplicate-charge."
expires: "2027-02-28"
`;
const TWO = `policy: g
title: t
effect: permit
access: {"anyOf":[{"properties":{"kind":{"const":"call"},"integration":{"const":"crm"},"operation":{"const":"add-note"}}},{"properties":{"kind":{"const":"start"}}}]}
expires: "2027-02-28"
`;

describe("a drafted permit", () => {
  it("is read with its accesses, arguments and last day", () => {
    expect(readPermit(ONE)).toEqual({
      parts: [
        {
          what: "crm.create-lead 1.0.0",
          arguments: [
            { name: "company", rule: { kind: "any" } },
            { name: "team", rule: { kind: "exactly", value: "north" } },
            { name: "score", rule: { kind: "exactly", value: 5 } },
          ],
        },
      ],
      expires: "2027-02-28",
    });
    expect(readPermit(TWO)?.parts.map((part) => part.what)).toEqual(["crm.add-note", "start"]);
  });

  it("is shown one member a line, and means the same", () => {
    const shown = readable(ONE);
    expect(shown.split("\n").length).toBeGreaterThan(20);
    expect(parse(shown)).toEqual(parse(ONE));
  });

  it("is narrowed in one place, and nowhere else", () => {
    const before = parse(ONE) as { expires: string };
    expect(parse(withEnd(readable(ONE), "2026-12-31"))).toEqual({ ...before, expires: "2026-12-31" });
    const most = withRule(readable(ONE), 0, "score", { kind: "atMost", most: 10 });
    expect(readPermit(most)?.parts[0]?.arguments[2]).toEqual({
      name: "score",
      rule: { kind: "atMost", most: 10 },
    });
    const back = withRule(most, 0, "score", { kind: "exactly", value: 5 });
    expect(parse(back)).toEqual(before);
    expect(readPermit(withoutPart(readable(TWO), 1))?.parts.map((part) => part.what)).toEqual([
      "crm.add-note",
    ]);
  });

  it("keeps comments that somebody wrote", () => {
    const text =
      "# why\npolicy: g\naccess: { properties: { kind: { const: start } } }\nexpires: 2027-01-01 # soon\n";
    expect(withEnd(text, "2026-12-31")).toContain("# why");
    expect(withEnd(text, "2026-12-31")).toContain("# soon");
  });

  it("that only its text shows is not read", () => {
    expect(readPermit("access: true")).toBeUndefined();
    expect(readPermit("access: [")).toBeUndefined();
    expect(readPermit("nothing")).toBeUndefined();
    expect(readPermit("access: { properties: { kind: { const: start } }, not: {} }")?.expires).toBe("");
  });
});
