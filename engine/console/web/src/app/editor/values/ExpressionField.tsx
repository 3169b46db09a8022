/** A formula in jq: completed from what is available, and worked out in the sandbox while it is written. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useId, useMemo } from "react";

import { evaluateNow } from "../../../api/editing";
import type { Data, Task } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { PlainCode } from "../../../parts/code/Code";
import { problemText } from "../../../parts/problem/Problem";
import { Prose } from "../../../parts/prose/Prose";
import { ValueLine } from "../../../parts/values/JsonView";
import { editor } from "../../../words/editor";
import { useDefinition, useDesk } from "../context";
import { fixOf } from "../fixes";
import { useCommitted } from "../forms/fields";
import type { Available } from "../forms/useStep";
import { useKnown, useSettled } from "../useKnown";
import styles from "./Values.module.css";

const words = editor.value;
const FormulaCode = lazy(() => import("./FormulaCode").then((module) => ({ default: module.FormulaCode })));

/** The field. `field` is the part of the step that it stands in, which says what `.` is. */
export function ExpressionField(properties: {
  label: string;
  task: Task | undefined;
  field: string;
  values: Available;
  jq: string;
  onCommit: (jq: string) => void;
  isDisabled?: boolean;
}) {
  const { label, task, field, values, jq, onCommit, isDisabled = false } = properties;
  const { typed, type, flush } = useCommitted(jq, onCommit);
  const result = useId();
  return (
    <div className={styles["expression"]} onBlur={flush}>
      <Suspense fallback={<PlainCode value={typed} />}>
        <FormulaCode label={label} isReadOnly={isDisabled} value={typed} onChange={type} values={values} />
      </Suspense>
      <div id={result} role="status" className={styles["result"]}>
        <Result task={task} field={field} jq={typed} onFix={type} />
      </div>
    </div>
  );
}

/** What the formula gives with the values of the last try, or what is wrong with it. */
function Result(properties: {
  task: Task | undefined;
  field: string;
  jq: string;
  onFix: (jq: string) => void;
}) {
  const { task, field, jq, onFix } = properties;
  const { workflow } = useDesk();
  const scope = useScope(task, field);
  const asked = useSettled(jq, 350);
  const evaluated = useQuery({
    queryKey: ["evaluate", workflow.namespace, asked, scope],
    queryFn: ({ signal }) => evaluateNow(workflow.namespace, { expression: asked, ...scope }, signal),
    enabled: asked.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 10_000,
  });
  if (asked.trim() === "") {
    return null;
  }
  const { data } = evaluated;
  if (data === undefined) {
    return (
      <span className={styles["soft"]}>
        {evaluated.isError ? problemText(evaluated.error) : words.evaluating}
      </span>
    );
  }
  const wrong = data.diagnostics?.find(({ severity }) => severity === "error") ?? data.diagnostics?.[0];
  if ("value" in data) {
    const hasValues = scope.input !== undefined || scope.output !== undefined;
    if (!hasValues && data.value === null) {
      return <span className={styles["soft"]}>{words.noSample}</span>;
    }
    return (
      <>
        <span className={styles["soft"]}>{words.result}</span> <ValueLine value={data.value} most={120} />
        {hasValues ? null : <span className={styles["soft"]}> {words.noSample}</span>}
        {wrong === undefined ? null : <Wrong of={wrong} />}
      </>
    );
  }
  return wrong === undefined ? null : <Wrong of={wrong} fix={fixedJq(asked, wrong)} onFix={onFix} />;
}

interface Found {
  message: string;
  help?: string | null;
  range?: { start: { line: number; character: number }; end: { line: number; character: number } } | null;
}

function Wrong({ of, fix, onFix }: { of: Found; fix?: string | undefined; onFix?: (jq: string) => void }) {
  return (
    <span className={styles["wrong"]}>
      <Prose>{of.message}</Prose>
      {of.help === undefined || of.help === null ? null : (
        <span className={styles["soft"]}>
          {" "}
          <Prose>{of.help}</Prose>
        </span>
      )}
      {fix === undefined || onFix === undefined ? null : (
        <Button look="quiet" onPress={() => onFix(fix)}>
          {words.fix(fix)}
        </Button>
      )}
    </span>
  );
}

/** The corrected formula, where the help has one. */
function fixedJq(jq: string, { help, range }: Found): string | undefined {
  const written = /\bwrite `expression: (?:'|")?\$\{\s*([^`]+?)\s*\}(?:'|")?`/.exec(help ?? "")?.[1];
  if (written !== undefined) {
    return written;
  }
  if (range === undefined || range === null || range.start.line !== 0 || range.end.line !== 0) {
    return undefined;
  }
  const [from, to] = [range.start.character, range.end.character];
  const fix = fixOf(jq, from, to, help);
  return fix === undefined ? undefined : jq.slice(0, fix.edit.from) + fix.edit.insert + jq.slice(fix.edit.to);
}

/** The values of the last try, and the settings as they are at first. */
function useScope(task: Task | undefined, field: string) {
  const { facts } = useKnown();
  const { settings } = useDefinition();
  return useMemo(() => {
    const sample = task === undefined ? undefined : facts.samples?.get(task.reference);
    const ofOutput = field === "output" || field === "export";
    return {
      ...(sample?.input === undefined ? {} : { input: sample.input }),
      ...(sample?.context === undefined ? {} : { context: sample.context }),
      ...(ofOutput && sample?.output !== undefined ? { output: sample.output } : {}),
      variables: {
        workflow: { input: facts.input ?? null },
        runtime: { metadata: { settings: defaultsOf(settings) } },
      },
    };
  }, [task, field, facts, settings]);
}

/** The defaults of a schema of settings. */
export function defaultsOf(schema: Data | undefined): { [name: string]: Data } {
  const properties =
    typeof schema === "object" && schema !== null && !Array.isArray(schema)
      ? (schema as { properties?: Data }).properties
      : undefined;
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(properties as { [name: string]: Data }).flatMap(([name, one]) => {
      const found =
        typeof one === "object" && one !== null && !Array.isArray(one)
          ? (one as { default?: Data }).default
          : undefined;
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}
