/** The filters of the list. Each is a part of the address. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useState } from "react";

import { workflows } from "../../api/lists";
import { useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { TextField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { number } from "../../parts/time/format";
import { useUrlChange } from "../../parts/url/useUrl";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { dayOf, KINDS, SPANS, STATES, type Filters } from "./filters";
import styles from "./Runs.module.css";

const words = runs.filters;
/** React Aria has no empty key. */
const ANY = "any";
const DAYS = "days";

/** The row. `known` are runs that were read: people among them can be chosen. */
export function FilterRow({ filters, known }: { filters: Filters; known: readonly Run[] }) {
  const change = useUrlChange();
  const set = (name: string) => (value: string) => change({ [name]: value === ANY ? undefined : value });
  const [isOpen, setOpen] = useState(false);
  const count = Object.values(filters).filter((value) => value !== "real").length;
  return (
    <>
      <div className={styles["toggle"]}>
        <Button icon="filter" aria-expanded={isOpen} aria-controls="filters" onPress={() => setOpen(!isOpen)}>
          {words.show(number(count))}
        </Button>
      </div>
      <div
        id="filters"
        role="group"
        aria-label={words.label}
        className={styles["filters"]}
        data-open={isOpen}
      >
        <Select
          label={words.state}
          value={filters.state ?? ANY}
          onChange={set("state")}
          options={[
            { value: ANY, label: words.anyState },
            ...STATES.map((state) => ({ value: state, label: parts.states[state] })),
          ]}
        />
        <WorkflowFilter value={filters.workflow} onChange={set("workflow")} />
        <ByFilter value={filters.by} known={known} onChange={set("by")} />
        <TimeFilter filters={filters} />
        <Select
          label={words.kind}
          value={filters.kind}
          onChange={(kind) => change({ kind: kind === "real" ? undefined : kind })}
          options={KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
        />
      </div>
      <FailureFilter filters={filters} />
    </>
  );
}

/** Set by the address alone, as from a failure case, and taken away here. */
function FailureFilter({ filters: { case: id, code, error, step } }: { filters: Filters }) {
  const change = useUrlChange();
  const isError = code !== undefined || error !== undefined || step !== undefined;
  if (id === undefined && !isError) {
    return null;
  }
  const place = step === undefined ? undefined : words.failureAt(step.split("/").at(-1) ?? step);
  const others = { case: undefined, code: undefined, error: undefined, step: undefined };
  return (
    <p className={styles["what"]}>
      {id === undefined ? null : <span>{words.failureCase}</span>}
      {isError ? (
        <span>
          {words.failure}: <code>{code ?? error}</code> {place}
        </span>
      ) : null}
      <Button onPress={() => change(others)}>{words.anyFailure}</Button>
    </p>
  );
}

function WorkflowFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string) => void;
}) {
  const known = useQuery(workflows).data ?? [];
  const namespaces = [...new Set(known.map((one) => one.namespace))].sort();
  const options = [
    { value: ANY, label: words.anyWorkflow },
    ...(namespaces.length > 1
      ? namespaces.map((name) => ({ value: `${name}/`, label: words.namespace(name) }))
      : []),
    ...known.map(({ namespace, name, title }) => ({
      value: `${namespace}/${name}`,
      label: title,
      about: `${namespace}/${name}`,
    })),
  ];
  const isKnown = value === undefined || options.some((option) => option.value === value);
  return (
    <Select
      label={words.workflow}
      value={value ?? ANY}
      onChange={onChange}
      options={isKnown ? options : [...options, { value, label: value }]}
    />
  );
}

function ByFilter(properties: {
  value: string | undefined;
  known: readonly Run[];
  onChange: (value: string) => void;
}) {
  const { value, known, onChange } = properties;
  const me = useMe().principal;
  const others = new Set(known.map((run) => run.startedBy));
  if (value !== undefined && value !== "me") {
    others.add(value);
  }
  others.delete(me);
  return (
    <Select
      label={words.by}
      value={value ?? ANY}
      onChange={onChange}
      options={[
        { value: ANY, label: words.anybody },
        { value: "me", label: words.me, about: me },
        ...[...others].sort().map((id) => ({ value: id, label: id })),
      ]}
    />
  );
}

function TimeFilter({ filters: { span, from, to } }: { filters: Filters }) {
  const change = useUrlChange();
  const hasDays = from !== undefined || to !== undefined;
  const [wantsDays, setWantsDays] = useState(hasDays);
  const isDays = span === undefined && (hasDays || wantsDays);
  const choose = (value: string) => {
    setWantsDays(value === DAYS);
    change({ span: value === ANY || value === DAYS ? undefined : value, from: undefined, to: undefined });
  };
  return (
    <>
      <Select
        label={words.span}
        value={isDays ? DAYS : (span ?? ANY)}
        onChange={choose}
        options={[
          { value: ANY, label: words.anyTime },
          ...SPANS.map((one) => ({ value: one, label: words.spans[one] })),
          { value: DAYS, label: words.days },
        ]}
      />
      {isDays ? (
        <>
          <TextField
            type="date"
            label={words.from}
            value={from === undefined ? "" : dayOf(from)}
            onChange={(day) => change({ from: day, span: undefined })}
          />
          <TextField
            type="date"
            label={words.to}
            value={to ?? ""}
            onChange={(day) => change({ to: day, span: undefined })}
          />
        </>
      ) : null}
    </>
  );
}
