/** Trying the draft: with a case, a recorded run or typed values; then each step with what went in and came out. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { DeclaredAnswer } from "@towpath/client";
import { useMemo, useState } from "react";

import { cases, run, startDraftRun } from "../../../api/editing";
import type { Data } from "../../../definition";
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
import { firstInput, givenBy, type Given } from "./input";
import { Result } from "./Result";

const words = editor.trial;
const TYPED = "typed";

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

/** What was chosen, and what was changed of it. */
function useGiven() {
  const { workflow } = useDesk();
  const { inputSchema } = useDefinition();
  const saved = useQuery({ ...cases(workflow), retry: false }).data?.items;
  const [source, setSource] = useState(TYPED);
  const [typed, setTyped] = useState<Partial<Given>>({});
  const usable = useMemo(() => (saved ?? []).filter((one) => givenBy(one) !== undefined), [saved]);
  const chosen = usable.find(({ name }) => `case ${name}` === source);
  const first: Given = (chosen && givenBy(chosen)) ?? { input: firstInput(inputSchema) };
  const given: Given = { ...first, ...typed };
  const choose = (next: string) => {
    setSource(next);
    setTyped({});
  };
  return { given, usable, source, choose, change: (part: Partial<Given>) => setTyped({ ...typed, ...part }) };
}

function Begin() {
  const { workflow, saver, store } = useDesk();
  const { showRun } = useKnown();
  const definition = useDefinition();
  const { given, usable, source, choose, change } = useGiven();
  const [reads, setReads] = useState<"real" | "declared">("real");
  const begin = useMutation({
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
  const options = [
    { value: TYPED, label: words.typed },
    ...usable.map(({ name }) => ({ value: `case ${name}`, label: words.case(name) })),
  ];
  return (
    <Section title={words.title} about={words.about}>
      {usable.length === 0 ? null : (
        <Select label={words.from} options={options} value={source} onChange={choose} />
      )}
      <InputFields
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
        <Button look="primary" icon="runs" onPress={() => begin.mutate()} isPending={begin.isPending}>
          {begin.data === undefined ? words.act : words.again}
        </Button>
      </div>
    </Section>
  );
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
