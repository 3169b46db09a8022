/** Moving between the cells of a grid. Pure. */

/** Where a key leads to; `undefined` for keys that are not of the grid. */
export function moved(
  key: string,
  at: { row: number; column: number },
  size: { rows: number; columns: number },
): { row: number; column: number } | undefined {
  const step = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-10, 0],
    PageDown: [10, 0],
    Home: [0, -size.columns],
    End: [0, size.columns],
  }[key];
  if (step === undefined) {
    return undefined;
  }
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  return {
    row: within(at.row + (step[0] ?? 0), size.rows),
    column: within(at.column + (step[1] ?? 0), size.columns),
  };
}
