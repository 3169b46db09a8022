/** Failure cases: equal failures of runs, and what people say of them. */
import { answer, type FailureCase, type PatchFailureCase } from "@towpath/client";

import { towpath, type QueryOf } from "./client";
import { live } from "./queries";

/** Which cases. */
export type CasesOf = QueryOf<"listFailureCases">;

/** All of them, those with the newest failure first. Counting them is not light: each run does not count them anew. */
export function failureCases(of: CasesOf) {
  return {
    ...live(["failures", of], { topics: [] }, (signal) => {
      return answer(towpath.GET("/v1/failure-cases", { params: { query: of }, signal }));
    }),
    refetchInterval: 15_000,
  };
}

/** Changes what is said of a case; what is absent stays. */
export function changeCase({ namespace, workflow, id }: FailureCase, body: PatchFailureCase) {
  const params = { path: { namespace, name: workflow, id } };
  return answer(towpath.PATCH("/v1/failure-cases/{namespace}/{name}/{id}", { params, body }));
}
