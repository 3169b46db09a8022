/** The pages that explain codes. They change only with the server. */
import { queryOptions } from "@tanstack/react-query";
import { answer } from "@towpath/client";

import { towpath } from "./client";

/** The page of a code, as markdown. */
export function codePage(code: string) {
  return queryOptions({
    queryKey: ["codes", code],
    queryFn: () => answer(towpath.GET("/v1/codes/{code}", { params: { path: { code } }, parseAs: "text" })),
    staleTime: Infinity,
  });
}
