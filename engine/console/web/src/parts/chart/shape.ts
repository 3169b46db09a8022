/** The geometry of the small charts. Pure. */

/** The path of a line through the values, from left to right; the largest touches the top, zero lies at the bottom. */
export function lineOf(values: readonly number[], width: number, height: number): string {
  return pointsOf(values, width, height)
    .map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
}

/** The same, closed down to the bottom. */
export function areaOf(values: readonly number[], width: number, height: number): string {
  const line = lineOf(values, width, height);
  return line === "" ? "" : `${line}L${width.toFixed(1)} ${height.toFixed(1)}L0 ${height.toFixed(1)}Z`;
}

/** Where each part of each column begins and ends, as shares of the tallest column. */
export function heights(columns: readonly (readonly number[])[]): { from: number; to: number }[][] {
  const largest = Math.max(0, ...columns.map((column) => column.reduce((sum, value) => sum + value, 0)));
  return columns.map((column) => {
    let from = 0;
    return column.map((value) => {
      const to = largest === 0 ? 0 : from + value / largest;
      const part = { from, to };
      from = to;
      return part;
    });
  });
}

function pointsOf(values: readonly number[], width: number, height: number): [number, number][] {
  const known = values.map((value) => (Number.isFinite(value) ? Math.max(0, value) : 0));
  const one = known.length === 1 ? [...known, ...known] : known;
  const largest = Math.max(0, ...one);
  const step = width / Math.max(1, one.length - 1);
  // The line is drawn inside: half its width is kept free at the top and at the bottom.
  return one.map((value, index) => [
    index * step,
    largest === 0 ? height - 1 : 1 + (height - 2) * (1 - value / largest),
  ]);
}
