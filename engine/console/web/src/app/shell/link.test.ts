/** The sign-in link leaves the address at once, and is given out once. */
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function opened(hash: string) {
  const replaced: string[] = [];
  vi.stubGlobal("location", { hash, pathname: "/inbox", search: "?q=1" });
  vi.stubGlobal("history", {
    state: null,
    replaceState: (_: unknown, __: string, url: string) => replaced.push(url),
  });
  return { replaced, ...(await import("./link")) };
}

test("a link is taken out of the address before anybody asks", async () => {
  const { replaced, takeLink } = await opened("#link=tl_ab-C_1");
  expect(replaced).toEqual(["/inbox?q=1"]);
  expect(takeLink()).toBe("tl_ab-C_1");
  expect(takeLink()).toBeUndefined();
});

test.each(["", "#", "#link=", "#link=javascript:alert(1)", "#link=tp_secret", "#section"])(
  "%s is none",
  async (hash) => {
    const { replaced, takeLink } = await opened(hash);
    expect(takeLink()).toBeUndefined();
    expect(replaced).toEqual([]);
  },
);
