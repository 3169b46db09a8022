/** With what a try begins: typed values, a saved case, or the input of one of the last runs. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useMemo, useState } from "react";

import { cases } from "../../../api/editing";
import { runs } from "../../../api/lists";
import { inputOf, withoutHidden } from "../../../api/recorded";
import { journal } from "../../../api/run";
import { useNow } from "../../../parts/time/Time";
import { moment } from "../../../parts/time/format";
import { editor } from "../../../words/editor";
import { parts } from "../../../words/parts";
import { useDefinition, useDesk } from "../context";
import { firstInput, givenBy, type Given } from "./input";

const words = editor.trial;
const TYPED = "typed";
/** So many runs are offered. */
const RUNS = 20;
const NONE: readonly string[] = [];

/** What was chosen, what it gives, and what was changed of it. */
export function useGiven() {
  const { workflow } = useDesk();
  const { inputSchema } = useDefinition();
  const [source, setSource] = useState(TYPED);
  const [typed, setTyped] = useState<Partial<Given>>({});
  const saved = useQuery({ ...cases(workflow), retry: false }).data?.items;
  const usable = useMemo(() => (saved ?? []).filter((one) => givenBy(one) !== undefined), [saved]);
  const last = useQuery({ ...runs({ ...named(workflow), limit: RUNS }), retry: false }).data?.runs;
  const run = source.startsWith("run ") ? source.slice(4) : undefined;
  const records = useQuery({ ...journal(run ?? ""), enabled: run !== undefined, retry: false });
  const recorded = useMemo(
    () => (records.data === undefined ? undefined : withoutHidden(inputOf(records.data.records)?.value)),
    [records.data],
  );
  const chosen = usable.find(({ name }) => `case ${name}` === source);
  const first: Given = (chosen && givenBy(chosen)) ?? {
    input: run === undefined ? firstInput(inputSchema) : (recorded?.value ?? {}),
  };
  const choose = (next: string) => {
    setSource(next);
    setTyped({});
  };
  return {
    given: { ...first, ...typed },
    options: [
      { value: TYPED, label: words.typed },
      ...usable.map(({ name }) => ({ value: `case ${name}`, label: words.case(name) })),
      ...useRunNames(last ?? []),
    ],
    source,
    choose,
    change: (part: Partial<Given>) => setTyped({ ...typed, ...part }),
    /** The places of the input that this reader may not see. */
    hidden: run === undefined ? NONE : (recorded?.hidden ?? NONE),
    isReading: run !== undefined && records.isPending,
    error: run === undefined ? null : records.error,
  };
}

function named({ namespace, name }: { namespace: string; name: string }) {
  return { namespace, workflow: name };
}

function useRunNames(all: readonly Run[]) {
  const now = useNow();
  const states: Readonly<Record<string, string>> = parts.states;
  return all.map(({ id, startedAt, status, draft }) => ({
    value: `run ${id}`,
    label: words.recorded(
      moment(new Date(startedAt), now),
      (states[status] ?? status).toLowerCase(),
      draft === true,
    ),
  }));
}
