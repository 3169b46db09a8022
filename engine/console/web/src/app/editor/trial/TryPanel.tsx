/** Trying the draft: with a case, a recorded run or typed values; then each step with what went in and came out. */
import { useQuery } from "@tanstack/react-query";
import type { DeclaredAnswer } from "@towpath/client";
import { useState } from "react";

import { run, startDraftRun } from "../../../api/editing";
import type { Data } from "../../../definition";
import { useOnce } from "../../../parts/act/useOnce";
import { Button } from "../../../parts/button/Button";
import { Disclosure } from "../../../parts/disclosure/Disclosure";
import { Choice, Select } from "../../../parts/field/Select";
import { Section } from "../../../parts/page/Page";
import { Problem } from "../../../parts/problem/Problem";
import { JsonField } from "../../../parts/schema-form/JsonField";
import { SchemaForm } from "../../../parts/schema-form/SchemaForm";
import { editor } from "../../../words/editor";
import { useDefinition, useDesk } from "../context";
import styles from "../Editor.module.css";
import { fieldsOf } from "../panels/schemaFields";
import { useKnown } from "../useKnown";
import { Cases } from "./Cases";
import { Hidden, missing } from "./Hidden";
import type { Given } from "./input";
import { Result } from "./Result";
import { useGiven } from "./useGiven";

const words = editor.trial;

/** The panel. */
export function TryPanel() {
  const { isReadOnly } = useDesk();
  return (
    <div className={styles["panelBody"]}>
      {isReadOnly ? null : <Begin />}
      <LastResult />
      <Cases />
    </div>
  );
}

function LastResult() {
  const known = useKnown();
  const { data } = useQuery({ ...run(known.run ?? ""), enabled: known.run !== undefined });
  return (
    <Section title={words.result}>
      <Result run={data} trace={known.trace} />
    </Section>
  );
}

function Begin() {
  const definition = useDefinition();
  const { given, options, source, choose, change, hidden, isReading, error } = useGiven();
  const [reads, setReads] = useState<"real" | "declared">("real");
  const begin = useBegin(given, reads);
  return (
    <Section title={words.title} about={words.about}>
      {options.length === 1 ? null : (
        <Select label={words.from} options={options} value={source} onChange={choose} />
      )}
      {error === null ? null : <Problem error={error} title={words.recordedFailed} />}
      <Hidden all={hidden} input={given.input} />
      <InputFields
        key={isReading ? `${source} reading` : source}
        schema={definition.inputSchema}
        value={given.input}
        onChange={(input) => change({ input })}
      />
      {fieldsOf(definition.settings).length === 0 ? null : (
        <Disclosure title={words.settings}>
          <SchemaForm
            schema={definition.settings}
            label={words.settings}
            value={given.settings ?? {}}
            onChange={(settings) => change({ settings: settings as Given["settings"] })}
          />
        </Disclosure>
      )}
      <Disclosure title={words.declare} isOpenAtFirst={given.results !== undefined}>
        <div className={styles["fields"]}>
          <JsonField
            key={source}
            label={words.declared}
            help={words.declaredHelp}
            value={given.results}
            onChange={(results) => change({ results: results as Given["results"] })}
            isRequired={false}
            isDisabled={false}
            error={undefined}
          />
          <Choice
            label={words.reads}
            options={[
              { value: "real", label: words.readsReal },
              { value: "declared", label: words.readsDeclared },
            ]}
            value={reads}
            onChange={setReads}
          />
        </div>
      </Disclosure>
      {begin.isError ? <Problem error={begin.error} title={words.failed} /> : null}
      <div>
        <Button
          look="primary"
          icon="runs"
          onPress={() => begin.mutate()}
          isPending={begin.isPending}
          isDisabled={isReading || missing(hidden, given.input).length > 0}
        >
          {begin.data === undefined ? words.act : words.again}
        </Button>
      </div>
    </Section>
  );
}

/** Saves the draft and runs it. */
function useBegin(given: Given, reads: "real" | "declared") {
  const { workflow, saver, store } = useDesk();
  const { showRun } = useKnown();
  return useOnce({
    mutationFn: async () => {
      await saver.flush();
      const { results, settings, input, answers = [] } = given;
      const body = {
        input,
        reads,
        answers: answers as DeclaredAnswer[],
        ...(results === undefined ? {} : { results }),
        ...(settings === undefined ? {} : { settings }),
      };
      return startDraftRun(workflow, body, store.get().base.tag);
    },
    onSuccess: showRun,
  });
}

/** The input as a form of its schema; without one as JSON. */
export function InputFields(properties: {
  schema: Data | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { schema, value, onChange } = properties;
  return fieldsOf(schema).length > 0 ? (
    <SchemaForm schema={schema} label={words.input} value={value} onChange={onChange} />
  ) : (
    <JsonField
      label={words.asJson}
      value={value}
      onChange={onChange}
      isRequired
      isDisabled={false}
      error={undefined}
    />
  );
}
