/** What a query answers: its place while it is read, what went wrong, or the content. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { parts } from "../../words/parts";
import { Button } from "../button/Button";
import { Problem } from "../problem/Problem";
import { Skeleton } from "../skeleton/Skeleton";

/** What was read before stays on the page, also while it is read again and where that fails. */
export function Loaded<T>(properties: {
  query: UseQueryResult<T>;
  /** What could not be read, as a title of the problem. */
  title?: string;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  const { query, title, lines = 3, children } = properties;
  const retry = (
    <Button onPress={() => void query.refetch()} isPending={query.isFetching}>
      {parts.retry}
    </Button>
  );
  const problem = query.isError ? (
    <Problem error={query.error} next={retry} {...(title === undefined ? {} : { title })} />
  ) : null;
  if (query.data === undefined) {
    return problem ?? <Skeleton lines={lines} />;
  }
  return (
    <>
      {problem}
      {children(query.data)}
    </>
  );
}
