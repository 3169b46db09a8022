/** Contrast of the tokens, computed as WCAG 2.2 does: text at 4.5:1, borders of controls at 3:1, in both themes. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const light = tokens(css.slice(css.indexOf(":root {"), css.indexOf('[data-theme="dark"]')));
const dark = { ...light, ...tokens(css.slice(css.indexOf('[data-theme="dark"]'))) };

function tokens(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const TEXTS = ["ink", "ink-soft", "accent", "good", "warn", "bad", "still", "live", "draft"].flatMap((text) =>
  ["ground", "raised", "hover"].map((ground) => [text, ground] as const),
);
const PAIRS = [
  ...TEXTS,
  ["good", "good-soft"],
  ["warn", "warn-soft"],
  ["bad", "bad-soft"],
  ["still", "still-soft"],
  ["draft", "draft-soft"],
  ["accent", "accent-soft"],
  ["ink", "accent-soft"],
  ["ink", "bad-soft"],
  ["ink", "warn-soft"],
  ["accent-ink", "accent"],
] as const;

for (const [theme, colors] of [
  ["light", light],
  ["dark", dark],
] as const) {
  test.each(PAIRS)(`${theme}: %s on %s is readable`, (text, ground) => {
    expect(contrast(colors[text] ?? "", colors[ground] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
  test.each(["ground", "raised"])(`${theme}: borders of controls on %s are seen`, (ground) => {
    expect(contrast(colors["line-strong"] ?? "", colors[ground] ?? "")).toBeGreaterThanOrEqual(3);
  });
}
