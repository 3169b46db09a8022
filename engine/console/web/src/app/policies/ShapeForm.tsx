/** The form of a policy: who, may what, up to how much, when, else ask whom. */
import { policies } from "../../words/policies";
import { TextField } from "../../parts/field/Field";
import { NumberField } from "../../parts/field/NumberField";
import { Choice, Select } from "../../parts/field/Select";
import { AccessFields, LimitFields } from "./AccessFields";
import { Chosen, Group, NamesField } from "./fields";
import { HoursFields } from "./HoursFields";
import styles from "./Policies.module.css";
import { asksPeople, CALLERS, nameFor, type Shape } from "./shape";

const words = policies.form;

/** What every group of fields is given. */
export interface FormProperties {
  shape: Shape;
  onChange: (shape: Shape) => void;
  isDisabled: boolean;
}

/** The form. `isFresh`: it has no name yet, which follows the title until somebody writes one. */
export function ShapeForm(properties: FormProperties & { isFresh: boolean }) {
  const { shape, onChange, isDisabled, isFresh } = properties;
  const set = (changes: Partial<Shape>) => onChange({ ...shape, ...changes });
  const follows = isFresh && (shape.name === "" || shape.name === nameFor(shape.title));
  return (
    <div className={styles["form"]}>
      <Group>
        <TextField
          label={words.title}
          help={words.titleHelp}
          value={shape.title}
          onChange={(title) => set({ title, ...(follows ? { name: nameFor(title) } : {}) })}
          isDisabled={isDisabled}
        />
        {isFresh ? (
          <TextField
            label={words.name}
            help={words.nameHelp}
            value={shape.name}
            onChange={(name) => set({ name })}
            mono
          />
        ) : null}
        <Choice
          label={words.does}
          value={shape.effect}
          onChange={(effect) => set({ effect })}
          isDisabled={isDisabled}
          options={(["permit", "forbid", "review", "hold"] as const).map((value) => ({
            value,
            label: words.effects[value],
          }))}
        />
      </Group>
      <Who {...properties} />
      <AccessFields {...properties} />
      <LimitFields {...properties} />
      <HoursFields {...properties} />
      {asksPeople(shape.effect) ? <Asking {...properties} /> : null}
      <Words {...properties} />
    </div>
  );
}

function Who({ shape, onChange, isDisabled }: FormProperties) {
  return (
    <Group title={words.who}>
      <div className={styles["pair"]}>
        <NamesField
          label={words.namespaces}
          help={words.namespacesHelp}
          value={shape.namespaces}
          onChange={(namespaces) => onChange({ ...shape, namespaces })}
          isDisabled={isDisabled}
        />
        <NamesField
          label={words.workflows}
          help={words.workflowsHelp}
          value={shape.workflows}
          onChange={(workflows) => onChange({ ...shape, workflows })}
          isDisabled={isDisabled}
        />
      </div>
      <Chosen
        label={words.callers}
        help={words.callersHelp}
        all={CALLERS.map((value) => ({ value, label: words.callerWords[value] }))}
        value={shape.callers}
        onChange={(callers) => onChange({ ...shape, callers })}
        isDisabled={isDisabled}
      />
    </Group>
  );
}

const HOUR = 3600;

function Asking({ shape, onChange, isDisabled }: FormProperties) {
  const { approvers, hold } = shape;
  return (
    <Group title={words.else}>
      <div className={styles["pair"]}>
        <Choice
          label={words.approvers}
          value={approvers.role}
          onChange={(role) => onChange({ ...shape, approvers: { ...approvers, role } })}
          isDisabled={isDisabled}
          options={(["approver", "it"] as const).map((value) => ({ value, label: words.roles[value] }))}
        />
        <TextField
          label={words.approversNamespace}
          help={words.approversNamespaceHelp}
          value={approvers.namespace}
          onChange={(namespace) => onChange({ ...shape, approvers: { ...approvers, namespace } })}
          isDisabled={isDisabled}
        />
      </div>
      {shape.effect === "hold" ? (
        <div className={styles["pair"]}>
          <NumberField
            label={words.waits}
            value={hold.seconds / HOUR}
            minValue={1 / HOUR}
            maxValue={2160}
            onChange={(hours) => {
              const seconds = Number.isNaN(hours) ? hold.seconds : Math.max(1, Math.round(hours * HOUR));
              onChange({ ...shape, hold: { ...hold, seconds } });
            }}
            isDisabled={isDisabled}
          />
          <Choice
            label={words.byDefault}
            value={hold.byDefault}
            onChange={(byDefault) => onChange({ ...shape, hold: { ...hold, byDefault } })}
            isDisabled={isDisabled}
            options={(["deny", "allow"] as const).map((value) => ({ value, label: words.defaults[value] }))}
          />
        </div>
      ) : null}
    </Group>
  );
}

function Words({ shape, onChange, isDisabled }: FormProperties) {
  const set = (changes: Partial<Shape>) => onChange({ ...shape, ...changes });
  return (
    <Group>
      <TextField
        label={words.reason}
        help={words.reasonHelp}
        rows={2}
        value={shape.reason}
        onChange={(reason) => set({ reason: reason.replaceAll("\n", " ") })}
        isDisabled={isDisabled}
      />
      <div className={styles["pair"]}>
        <TextField
          label={words.contact}
          help={words.contactHelp}
          value={shape.contact}
          onChange={(contact) => set({ contact })}
          isDisabled={isDisabled}
        />
        <TextField
          label={words.ends}
          help={words.endsHelp}
          type="date"
          isRequired={false}
          value={shape.expires}
          onChange={(expires) => set({ expires })}
          isDisabled={isDisabled}
        />
      </div>
      <div className={styles["pair"]}>
        <Select
          label={words.mode}
          value={shape.mode}
          onChange={(mode) => set({ mode })}
          isDisabled={isDisabled}
          options={(["enforce", "audit", "off"] as const).map((value) => ({
            value,
            label: words.modes[value],
          }))}
        />
        <TextField
          label={words.owner}
          help={words.ownerHelp}
          isRequired={false}
          value={shape.owner}
          onChange={(owner) => set({ owner })}
          isDisabled={isDisabled}
        />
      </div>
    </Group>
  );
}
