/** Saved cases: run all of them with one button, see what differs, and which steps none of them reaches. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { CaseResult, CasesRun } from "@towpath/client";

import { cases, runCases, saveCases } from "../../../api/editing";
import { allTasks } from "../../../definition";
import { useOnce } from "../../../parts/act/useOnce";
import { Button, IconButton } from "../../../parts/button/Button";
import { Empty } from "../../../parts/empty/Empty";
import { Section } from "../../../parts/page/Page";
import { Problem } from "../../../parts/problem/Problem";
import { Loaded } from "../../../parts/query/Loaded";
import { Badge, type Tone } from "../../../parts/state/State";
import { editor } from "../../../words/editor";
import { useDefinition, useDesk } from "../context";
import styles from "../Editor.module.css";

const words = editor.trial;
const TONES: Readonly<Record<CaseResult["state"], Tone>> = { passed: "good", failed: "bad", notRun: "quiet" };

/** Runs all cases against the saved draft; the result is shared by the panel and the sheet for publishing. */
export function useCaseRuns() {
  const { workflow, saver } = useDesk();
  const queries = useQueryClient();
  const key = ["cases-run", workflow.namespace, workflow.name];
  const last = useQuery<CasesRun | null>({ queryKey: key, queryFn: () => null, staleTime: Infinity });
  const runAll = useOnce({
    mutationFn: async () => {
      await saver.flush();
      return runCases(workflow);
    },
    onSuccess: (result) => queries.setQueryData(key, result),
  });
  return { last: last.data ?? undefined, runAll };
}

/** The section. */
export function Cases() {
  const { workflow, isReadOnly } = useDesk();
  const queries = useQueryClient();
  const known = useQuery({ ...cases(workflow), retry: false });
  const { last, runAll } = useCaseRuns();
  const remove = useOnce({
    mutationFn: (name: string) =>
      saveCases(
        workflow,
        (known.data?.items ?? []).filter((one) => one.name !== name),
        known.data?.tag,
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["cases"] }),
  });
  const items = known.data?.items ?? [];
  const act =
    isReadOnly || items.length === 0 ? undefined : (
      <Button icon="runs" onPress={() => runAll.mutate()} isPending={runAll.isPending}>
        {words.runAll}
      </Button>
    );
  return (
    <Section title={words.cases} about={words.casesAbout} actions={act}>
      {runAll.isError ? <Problem error={runAll.error} title={words.casesFailed} /> : null}
      {remove.isError ? <Problem error={remove.error} title={words.caseFailed} /> : null}
      <Loaded query={known}>
        {() =>
          items.length === 0 ? (
            <Empty title={words.noCases}>{words.noCasesWhy}</Empty>
          ) : (
            <ul className={styles["cards"]}>
              {items.map(({ name }) => (
                <CaseItem
                  key={name}
                  name={name}
                  result={last?.items.find((one) => one.name === name)}
                  onRemove={isReadOnly ? undefined : () => remove.mutate(name)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {last === undefined ? null : <CaseSummary of={last} />}
    </Section>
  );
}

function CaseItem(properties: {
  name: string;
  result: CaseResult | undefined;
  onRemove: (() => void) | undefined;
}) {
  const { name, result, onRemove } = properties;
  return (
    <li className={styles["card"]}>
      <div className={styles["cardHead"]}>
        <span className={styles["strong"]}>{name}</span>
        <span className={styles["facts"]}>
          {result === undefined ? null : (
            <Badge tone={TONES[result.state]}>{words.states[result.state]}</Badge>
          )}
          {onRemove === undefined ? null : (
            <IconButton icon="close" label={words.removeCase(name)} onPress={onRemove} />
          )}
        </span>
      </div>
      {(result?.differences ?? []).map(({ what, text }) => (
        <p key={what} className={styles["soft"]}>
          {text}
        </p>
      ))}
    </li>
  );
}

/** How many passed, and which steps no case reaches. */
export function CaseSummary({ of }: { of: CasesRun }) {
  const { store } = useDesk();
  const definition = useDefinition();
  const tasks = allTasks(definition);
  const covered = new Set(
    of.coverage.filter((one) => one.cases.length > 0).map(({ reference }) => reference),
  );
  const open = tasks.filter(({ reference }) => !covered.has(reference));
  return (
    <div className={styles["fields"]} role="status">
      <p className={styles["facts"]}>
        <Badge tone={of.failed > 0 ? "bad" : "good"}>
          {words.passed(String(of.passed), String(of.items.length))}
        </Badge>
        <span>{words.coverage(String(tasks.length - open.length), String(tasks.length))}</span>
      </p>
      {open.length === 0 ? null : (
        <p className={styles["facts"]}>
          <span className={styles["soft"]}>{words.uncovered}:</span>
          {open.slice(0, 12).map(({ reference, name }) => (
            <button
              key={reference}
              type="button"
              className={styles["linkish"]}
              onClick={() => store.select(reference)}
            >
              {name}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}
