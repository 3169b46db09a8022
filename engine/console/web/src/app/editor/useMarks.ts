/** The marks of all steps, for diagram and outline. */
import { useMemo } from "react";

import { allTasks } from "../../definition";
import { useDefinition } from "./context";
import { marksOf, type Marks } from "./marks";
import { useKnown } from "./useKnown";

/** By reference. */
export function useMarks(): ReadonlyMap<string, Marks> {
  const definition = useDefinition();
  const { check, trace } = useKnown();
  const { findings, report } = check;
  return useMemo(() => {
    const references = allTasks(definition).map(({ reference }) => reference);
    return marksOf(references, findings, report?.accesses ?? [], trace);
  }, [definition, findings, report, trace]);
}
