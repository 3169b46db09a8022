/** Workflows that run as they are: choose one, change its one blank, and try it. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import type { Template } from "../../api/editing";
import { templates } from "../../api/lists";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { SearchField, TextField } from "../../parts/field/Field";
import { NumberField } from "../../parts/field/NumberField";
import { Select } from "../../parts/field/Select";
import { StandingBadge, StandingWhy } from "../../parts/operations/StandingBadge";
import { useOperations, type Operation } from "../../parts/operations/useOperations";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { fitsText } from "../../parts/search/fits";
import { useUrl } from "../../parts/url/useUrl";
import { dataOf, findNode, readDefinition } from "../../definition";
import { start } from "../../words/start";
import { parts } from "../../words/parts";
import { CallIt } from "./CallIt";
import { templateText } from "./made";
import styles from "./Start.module.css";

const words = start.template;

/** The way; the chosen template is in the address. */
export function FromTemplate() {
  const known = useQuery(templates);
  const [id, setId] = useUrl("template");
  const chosen = known.data?.find((one) => one.id === id);
  if (chosen !== undefined) {
    return <Chosen key={chosen.id} of={chosen} onBack={() => setId("")} />;
  }
  return (
    <Loaded query={known} title={words.failed} lines={6}>
      {(all) => <Choose all={all} onChoose={setId} />}
    </Loaded>
  );
}

function Choose({ all, onChoose }: { all: readonly Template[]; onChoose: (id: string) => void }) {
  const [text, setText] = useState("");
  const found = useMemo(
    () => all.filter(({ title, description, needs }) => fitsText(text, title, description, ...needs)),
    [all, text],
  );
  return (
    <Section title={start.ways.template}>
      <div className={styles["searching"]}>
        <SearchField label={words.search} value={text} onChange={setText} />
      </div>
      {found.length === 0 ? (
        <Empty title={words.none}>{words.noneWhy}</Empty>
      ) : (
        <ul className={styles["cards"]}>
          {found.map((one) => (
            <li key={one.id} className={styles["card"]}>
              <h3>{one.title}</h3>
              <p className={styles["grow"]}>{one.description}</p>
              <Needs of={one} isShort />
              <div>
                <Button aria-label={`${words.choose}: ${one.title}`} onPress={() => onChoose(one.id)}>
                  {words.choose}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The operations that it uses, and how each stands there. */
function Needs({ of, isShort = false, namespace }: { of: Template; isShort?: boolean; namespace?: string }) {
  const { operations } = useOperations(namespace ?? of.namespace, of.name);
  if (of.needs.length === 0) {
    return <p className={styles["soft"]}>{words.nothing}</p>;
  }
  const needs = of.needs.map((name) => ({ name, known: operations.find((one) => one.name === name) }));
  const isRefused = needs.some(({ known }) => known?.stands?.standing === "refused");
  return (
    <div className={styles["needs"]}>
      <p className={styles["soft"]}>{words.needs}</p>
      <ul>
        {needs.map(({ name, known }) => (
          <Need key={name} name={name} known={known} isShort={isShort} />
        ))}
      </ul>
      {isRefused && !isShort ? <p className={styles["soft"]}>{words.refusedSome}</p> : null}
    </div>
  );
}

function Need({ name, known, isShort }: { name: string; known: Operation | undefined; isShort: boolean }) {
  return (
    <li className={styles["need"]}>
      <code>{name}</code> <StandingBadge of={known?.stands?.standing} />
      {isShort ? null : <StandingWhy of={known?.stands} />}
    </li>
  );
}

function Chosen({ of, onBack }: { of: Template; onBack: () => void }) {
  const [namespace, setNamespace] = useState(of.namespace);
  const { blank } = of;
  const first = useMemo(
    () =>
      blank === undefined ? undefined : dataOf(findNode(readDefinition(of.definition).tree, blank.pointer)),
    [of.definition, blank],
  );
  const [value, setValue] = useState<unknown>(first);
  const filled = blank === undefined || value === undefined ? undefined : { pointer: blank.pointer, value };
  return (
    <Section
      title={words.chosen(of.title)}
      about={of.description}
      actions={<Button onPress={onBack}>{words.change}</Button>}
    >
      <Needs of={of} namespace={namespace} />
      <CallIt
        first={{ title: of.title, name: of.name, namespace: of.namespace }}
        make={(called) => templateText(of.definition, called, filled)}
        onNamespace={setNamespace}
      >
        {blank === undefined ? null : (
          <fieldset className={styles["blank"]}>
            <legend>{words.blank}</legend>
            <Blank label={blank.label} value={value} onChange={setValue} />
          </fieldset>
        )}
      </CallIt>
    </Section>
  );
}

/** The one value to change, by its type. */
function Blank(properties: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  const { label, value, onChange } = properties;
  switch (typeof value) {
    case "number":
      return (
        <NumberField
          label={label}
          value={value}
          onChange={(next) => onChange(Number.isNaN(next) ? value : next)}
          formatOptions={{ useGrouping: false, maximumFractionDigits: 6 }}
        />
      );
    case "boolean":
      return (
        <Select
          label={label}
          options={[
            { value: "true", label: parts.form.yes },
            { value: "false", label: parts.form.no },
          ]}
          value={value ? "true" : "false"}
          onChange={(next) => onChange(next === "true")}
        />
      );
    default:
      return <TextField label={label} value={String(value ?? "")} onChange={onChange} />;
  }
}
