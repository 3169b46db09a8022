/** What is known beside the text, for all parts of the editor: the check of the server, operations, the last try. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Report, Trace } from "@towpath/client";
import { createContext, useContext, useEffect, useMemo, useState } from "react";

import { checkText, trace } from "../../api/editing";
import { runs } from "../../api/lists";
import { live } from "../../api/queries";
import type { Facts } from "../../definition";
import { digestOf } from "../../definition/history";
import { useOperations, type Operation } from "../../parts/operations/useOperations";
import { useDefinition, useDesk, useEditing } from "./context";
import { factsOf, operationFacts } from "./facts";
import { findingsOf, type Finding } from "./fixes";

/** The check of a text. */
export interface Check {
  readonly report: Report | undefined;
  readonly findings: readonly Finding[];
  readonly error: unknown;
  /** The text that was checked. */
  readonly text: string | undefined;
}

/** All of it. */
export interface Known {
  readonly check: Check;
  readonly operations: readonly Operation[];
  readonly facts: Facts;
  readonly trace: Trace | undefined;
  /** The run that `trace` is of. */
  readonly run: string | undefined;
  readonly showRun: (run: string | undefined) => void;
}

export const KnownContext = createContext<Known | undefined>(undefined);

/** What is known; only below the page. */
export function useKnown(): Known {
  const known = useContext(KnownContext);
  if (known === undefined) {
    throw new Error("a part of the editor was shown outside of it");
  }
  return known;
}

const SETTLED_MS = 500;
const ENDED = ["completed", "faulted", "cancelled"];

/** A value once it has not changed for a moment. */
export function useSettled<T>(value: T, wait = SETTLED_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}

function useCheck(): Check {
  const { workflow } = useDesk();
  const settled = useSettledText();
  const digest = useMemo(() => digestOf(settled), [settled]);
  const topics = ["policies", "grants", "integrations"] as const;
  const asked = useQuery({
    ...live(["check", workflow.namespace, digest, settled.length], { topics }, async (signal) => ({
      text: settled,
      report: await checkText(workflow.namespace, settled, signal),
    })),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const { data, error } = asked;
  const findings = useMemo(
    () => (data === undefined ? [] : findingsOf(data.text, data.report.diagnostics)),
    [data],
  );
  return useMemo(
    () => ({ report: data?.report, findings, error, text: data?.text }),
    [data, findings, error],
  );
}

/** Whether the check is of the text a moment ago. Apart from the rest, which has not changed then. */
export function useIsStale(): boolean {
  const { check } = useKnown();
  return useEditing(({ history }) => history.text !== check.text);
}

/** The text after a pause; nothing is rendered for the letters before. */
function useSettledText(): string {
  const { store } = useDesk();
  const [settled, setSettled] = useState(() => store.get().history.text);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setSettled(store.get().history.text), SETTLED_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  return settled;
}

/** Collects it, once for the page. */
export function useCollected(): Known {
  const { workflow } = useDesk();
  const { namespace, name } = workflow;
  const definition = useDefinition();
  const check = useCheck();
  const { operations } = useOperations(namespace, name);
  const [chosen, showRun] = useState<string>();
  const last = useQuery(runs({ namespace, workflow: name, draft: true, limit: 1 }));
  const run = chosen ?? last.data?.runs[0]?.id;
  const isRunning = chosen !== undefined;
  const traced = useQuery({
    ...trace(run ?? ""),
    enabled: run !== undefined,
    refetchInterval: (query) =>
      isRunning && query.state.data !== undefined && !ENDED.includes(query.state.data.status) ? 1000 : false,
  });
  const shownTrace = traced.data;
  const described = useMemo(() => operationFacts(operations), [operations]);
  const facts = useMemo(
    () => factsOf(definition, described, shownTrace, shownTrace?.tasks[0]?.input),
    [definition, described, shownTrace],
  );
  return useMemo(
    () => ({ check, operations, facts, trace: shownTrace, run, showRun }),
    [check, operations, facts, shownTrace, run],
  );
}
