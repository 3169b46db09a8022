/** A real call from the page, with the rights of whoever looks at it. */
import { newIdempotencyKey } from "@towpath/client";
import { useMemo, useState } from "react";

import { startRun, type Start } from "../../api/published";
import { rolesOf, useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { TextField } from "../../parts/field/Field";
import { Choice, Select } from "../../parts/field/Select";
import { Section } from "../../parts/page/Page";
import { check, type Errors } from "../../parts/schema-form/check";
import { isObject } from "../../parts/schema-form/schema";
import { SchemaForm } from "../../parts/schema-form/SchemaForm";
import { Live } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { developers } from "../../words/developers";
import { callers, hasRole } from "../roles";
import { Answer } from "./Answer";
import styles from "./Developers.module.css";
import { isSpent } from "./idempotency";
import type { CallOf } from "./snippets";

const words = developers.attempt;
const NO_ERRORS: Errors = new Map();

/** The section. */
export function Attempt(properties: {
  schema: unknown;
  call: CallOf;
  input: unknown;
  onInput: (input: unknown) => void;
}) {
  const mayStart = hasRole(rolesOf(useMe()), callers);
  return (
    <div id="attempt">
      <Section title={words.title} isCard>
        {mayStart ? <Form {...properties} /> : <p className={styles["soft"]}>{words.mayNot}</p>}
      </Section>
    </div>
  );
}

function Form({ schema, call, input, onInput }: Parameters<typeof Attempt>[0]) {
  const [key, setKey] = useState(newIdempotencyKey);
  const [wait, setWait] = useState<"usual" | "no">("usual");
  const [isTried, setTried] = useState(false);
  const send = useOnce({ mutationFn: startRun });
  if (isSpent(key, input, send.variables)) {
    setKey(newIdempotencyKey());
  }
  const errors = useMemo(
    () => (isObject(schema) ? check(schema, input, schema) : NO_ERRORS),
    [schema, input],
  );
  const { namespace, name, version } = call;
  const start: Start = {
    namespace,
    name,
    input,
    key,
    ...(version === undefined ? {} : { version }),
    ...(wait === "no" ? { wait: 0 } : {}),
  };
  const go = () => {
    setTried(true);
    // The server checks everything again; what is wrong here for sure is not sent.
    if (errors.size === 0) {
      send.mutate(start);
    }
  };
  return (
    <div className={styles["attempt"]}>
      <div className={styles["part"]}>
        <p className={styles["warning"]}>
          <Live />
          {words.live}
        </p>
        <InputField schema={schema} value={input} onChange={onInput} errors={isTried ? errors : NO_ERRORS} />
        <div className={styles["keyRow"]}>
          <TextField
            mono
            label={words.key}
            help={words.keyHelp}
            value={key}
            onChange={setKey}
            maxLength={255}
          />
          <Button onPress={() => setKey(newIdempotencyKey())}>{words.newKey}</Button>
        </div>
        <Select
          label={words.wait}
          value={wait}
          onChange={setWait}
          options={[
            { value: "usual", label: words.waits.usual },
            { value: "no", label: words.waits.no },
          ]}
        />
        <div className={styles["warning"]}>
          <Button look="primary" icon="runs" isPending={send.isPending} onPress={go}>
            {words.send}
          </Button>
          {isTried && errors.size > 0 ? <span role="alert">{words.wrong(number(errors.size))}</span> : null}
        </div>
      </div>
      <Answer call={call} sent={send.variables} query={send} />
    </div>
  );
}

function InputField(properties: {
  schema: unknown;
  value: unknown;
  onChange: (value: unknown) => void;
  errors: Errors;
}) {
  const { schema, value, onChange, errors } = properties;
  const hasForm = isObject(schema);
  const [how, setHow] = useState<"form" | "json">(hasForm ? "form" : "json");
  return (
    <>
      {hasForm ? (
        <Choice
          label={words.how}
          isLabelUnseen
          value={how}
          onChange={setHow}
          options={[
            { value: "form", label: words.form },
            { value: "json", label: words.json },
          ]}
        />
      ) : null}
      {how === "form" && hasForm ? (
        <SchemaForm schema={schema} label={words.input} value={value} onChange={onChange} errors={errors} />
      ) : (
        <JsonText value={value} onChange={onChange} />
      )}
    </>
  );
}

/** The input as text; what is not JSON yet stays, and changes nothing. */
function JsonText({ value, onChange }: { value: unknown; onChange: (value: unknown) => void }) {
  const [typed, setTyped] = useState<{ text: string; of: unknown }>();
  const text = typed !== undefined && typed.of === value ? typed.text : JSON.stringify(value, undefined, 2);
  const read = readJson(text);
  const change = (next: string) => {
    const value_ = readJson(next);
    setTyped({ text: next, of: value_ === undefined ? value : value_.value });
    if (value_ !== undefined) {
      onChange(value_.value);
    }
  };
  return (
    <TextField
      mono
      rows={Math.min(16, Math.max(4, text.split("\n").length))}
      label={words.input}
      value={text}
      onChange={change}
      error={read === undefined ? words.notJson : undefined}
    />
  );
}

function readJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
