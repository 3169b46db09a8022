/** How a form reads and writes the fields of its step. */
import { useCallback, useMemo } from "react";

import { availableAt, setField, type Data, type Task, type Value } from "../../../definition";
import { useAct, useDefinition } from "../context";
import { useKnown } from "../useKnown";

type Path = readonly (string | number)[];

/** Sets a field of a step; `undefined` takes it out. */
export function useSet(task: Task): (path: Path, value: Data | undefined) => void {
  const act = useAct();
  const { reference } = task;
  return useCallback(
    (path: Path, value: Data | undefined) => {
      act("setField", (definition) => setField(definition, reference, path, value));
    },
    [act, reference],
  );
}

/** The values that can be used at a place: worked out when they are asked for, once. */
export type Available = () => readonly Value[];

/** The values that a field of a step can use. */
export function useAvailable(task: Task, field: string): Available {
  const definition = useDefinition();
  const { facts } = useKnown();
  return useMemo(() => {
    let known: readonly Value[] | undefined;
    return () => (known ??= availableAt(definition, task.reference, facts, field));
  }, [definition, task.reference, facts, field]);
}
