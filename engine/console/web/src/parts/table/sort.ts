/** The order of a table: kept in the address as `name` or `-name`. */
import { useUrl } from "../url/useUrl";

/** By which column, and which way. */
export interface Sort {
  column: string;
  isDescending: boolean;
}

/** What can be sorted. */
interface Sortable<Row> {
  id: string;
  sort?: (row: Row) => string | number | undefined;
}

/** Reads `name` or `-name`. */
export function readSort(text: string): Sort | undefined {
  if (text === "") {
    return undefined;
  }
  return text.startsWith("-")
    ? { column: text.slice(1), isDescending: true }
    : { column: text, isDescending: false };
}

/** The rows in this order; equal ones stay in theirs. Absent values come last either way. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Sortable<Row>[], sort: Sort | undefined) {
  const valueOf = columns.find((column) => column.id === sort?.column)?.sort;
  if (sort === undefined || valueOf === undefined) {
    return rows;
  }
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const sign = sort.isDescending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }));
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined) {
      return Number(a.value === undefined) - Number(b.value === undefined);
    }
    if (typeof a.value === "number" && typeof b.value === "number") {
      return sign * (a.value - b.value);
    }
    return sign * collator.compare(String(a.value), String(b.value));
  });
  return keyed.map(({ row }) => row);
}

/** The order in the address; choosing the same column again turns it around. */
export function useSort(
  name: string,
  fallback: string,
): readonly [Sort | undefined, (column: string) => void] {
  const [text, setText] = useUrl(name, fallback);
  const sort = readSort(text);
  const choose = (column: string) =>
    setText(sort?.column === column && !sort.isDescending ? `-${column}` : column);
  return [sort, choose];
}
