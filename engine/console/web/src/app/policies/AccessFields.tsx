/** What a policy is about: operations of systems from the catalogue, or kinds of access; and up to how much. */
import { useQuery } from "@tanstack/react-query";

import { operations } from "../../api/policies";
import { Switch, TextField } from "../../parts/field/Field";
import { NumberField } from "../../parts/field/NumberField";
import { Choice, Select } from "../../parts/field/Select";
import { policies } from "../../words/policies";
import { argumentsOf, namesOf, systemsOf } from "./catalogue";
import { Chosen, Group } from "./fields";
import styles from "./Policies.module.css";
import { KINDS, type Access, type Limit } from "./shape";
import type { FormProperties } from "./ShapeForm";

const words = policies.form;
const NOTHING = [] as const;

/** The fields of the access. */
export function AccessFields({ shape, onChange, isDisabled }: FormProperties) {
  const { access } = shape;
  const set = (next: Access) => onChange({ ...shape, access: next });
  const change = (kind: Access["kind"]) =>
    set(
      kind === "operations"
        ? { kind, integrations: [], operations: [], effect: access.effect }
        : { kind, kinds: [], effect: access.effect },
    );
  return (
    <Group title={words.what}>
      <Choice
        label={words.access}
        isLabelUnseen
        value={access.kind}
        onChange={change}
        isDisabled={isDisabled}
        options={(["operations", "kinds"] as const).map((value) => ({ value, label: words.accesses[value] }))}
      />
      {access.kind === "operations" ? (
        <Operations access={access} onChange={set} isDisabled={isDisabled} />
      ) : (
        <Chosen
          label={words.kinds}
          help={words.kindsHelp}
          all={KINDS.map((value) => ({ value, label: words.kindWords[value] }))}
          value={access.kinds}
          onChange={(kinds) => set({ ...access, kinds })}
          isDisabled={isDisabled}
        />
      )}
      <Choice
        label={words.reads}
        value={access.effect}
        onChange={(effect) => set({ ...access, effect })}
        isDisabled={isDisabled}
        options={[
          { value: "", label: words.readsAll },
          { value: "read", label: words.readsRead },
          { value: "write", label: words.readsWrite },
        ]}
      />
    </Group>
  );
}

function Operations(properties: {
  access: Extract<Access, { kind: "operations" }>;
  onChange: (access: Access) => void;
  isDisabled: boolean;
}) {
  const { access, onChange, isDisabled } = properties;
  const known = useQuery(operations).data ?? NOTHING;
  const names = namesOf(known, access.integrations);
  return (
    <>
      <Chosen
        label={words.integrations}
        all={systemsOf(known).map((value) => ({ value, label: value }))}
        value={access.integrations}
        onChange={(integrations) => {
          const left = new Set(namesOf(known, integrations).map(({ value }) => value));
          onChange({ ...access, integrations, operations: access.operations.filter((one) => left.has(one)) });
        }}
        isDisabled={isDisabled}
      />
      {access.integrations.length === 0 ? (
        <p className={styles["help"]}>{words.noOperations}</p>
      ) : (
        <Chosen
          label={words.operations}
          help={words.operationsHelp}
          all={names}
          value={access.operations}
          onChange={(chosen) => onChange({ ...access, operations: chosen })}
          isDisabled={isDisabled}
        />
      )}
    </>
  );
}

/** The fields of the limit. */
export function LimitFields({ shape, onChange, isDisabled }: FormProperties) {
  const { limit, access } = shape;
  const known = useQuery(operations).data ?? NOTHING;
  const numbers =
    access.kind === "operations" ? argumentsOf(known, access.integrations, access.operations) : [];
  const usual: Limit = {
    argument: numbers[0] ?? "amount",
    comparison: shape.effect === "permit" ? "atMost" : "moreThan",
    value: 100,
    isPositive: shape.effect === "permit",
  };
  const set = (changes: Partial<Limit>) => onChange({ ...shape, limit: { ...(limit ?? usual), ...changes } });
  const names =
    numbers.includes(limit?.argument ?? "") || limit === undefined ? numbers : [limit.argument, ...numbers];
  return (
    <Group title={words.limit}>
      <Switch
        isSelected={limit !== undefined}
        onChange={(isOn) => onChange({ ...shape, limit: isOn ? usual : undefined })}
        isDisabled={isDisabled}
      >
        {words.limitOn}
      </Switch>
      {limit === undefined ? null : (
        <>
          <div className={styles["pair"]}>
            {numbers.length === 0 ? (
              <TextField
                label={words.argument}
                value={limit.argument}
                onChange={(argument) => set({ argument })}
                isDisabled={isDisabled}
                mono
              />
            ) : (
              <Select
                label={words.argument}
                value={limit.argument}
                onChange={(argument) => set({ argument })}
                isDisabled={isDisabled}
                options={names.map((value) => ({ value, label: value }))}
              />
            )}
            <Select
              label={words.comparison}
              value={limit.comparison}
              onChange={(comparison) =>
                set({ comparison, isPositive: limit.isPositive && comparison === "atMost" })
              }
              isDisabled={isDisabled}
              options={(["atMost", "moreThan", "from"] as const).map((value) => ({
                value,
                label: words.comparisons[value],
              }))}
            />
            <NumberField
              label={words.value}
              value={limit.value}
              onChange={(value) => set({ value: Number.isNaN(value) ? limit.value : value })}
              isDisabled={isDisabled}
              formatOptions={{ maximumFractionDigits: 6 }}
            />
          </div>
          {limit.comparison === "atMost" ? (
            <Switch
              isSelected={limit.isPositive}
              onChange={(isPositive) => set({ isPositive })}
              isDisabled={isDisabled}
            >
              {words.positive}
            </Switch>
          ) : null}
        </>
      )}
    </Group>
  );
}
