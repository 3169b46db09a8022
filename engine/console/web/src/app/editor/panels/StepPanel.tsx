/** The form of the step that is selected, with what is wrong in it and what it did in the last try. */
import type { ComponentType } from "react";

import { renameTask, type Task, type TaskKind } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Empty } from "../../../parts/empty/Empty";
import { Icon } from "../../../parts/icon/Icon";
import { Section } from "../../../parts/page/Page";
import { editor } from "../../../words/editor";
import { useAddStep } from "../AddStep";
import { useAct, useDefinition, useDesk, useEditing } from "../context";
import { kindName, KIND_ICONS } from "../flow";
import { ForForm, ForkForm, TryForm } from "../forms/BlockForms";
import { CallForm } from "../forms/CallForm";
import { MoreForm, ThenField } from "../forms/CommonForm";
import { TextRow } from "../forms/fields";
import {
  EmitForm,
  ListenForm,
  RaiseForm,
  RunForm,
  SetForm,
  UnknownForm,
  WaitForm,
} from "../forms/SimpleForms";
import { SwitchForm } from "../forms/SwitchForm";
import { innermost } from "../marks";
import { selectedTask } from "../store";
import { LastTry } from "../trial/LastTry";
import { useKnown } from "../useKnown";
import { useShow } from "../Workspace";
import styles from "../Editor.module.css";
import { allTasks } from "../../../definition";
import { AboutForm } from "./AboutForm";
import { FindingCard } from "./AccessPanel";

const words = editor.step;

/** The form of each kind; a new kind is one line. */
const FORMS: Readonly<Partial<Record<TaskKind, ComponentType<{ task: Task }>>>> = {
  call: CallForm,
  switch: SwitchForm,
  for: ForForm,
  fork: ForkForm,
  try: TryForm,
  set: SetForm,
  raise: RaiseForm,
  wait: WaitForm,
  listen: ListenForm,
  emit: EmitForm,
  run: RunForm,
  do: () => null,
};
/** Kinds whose own form says where they lead. */
const LEADING: readonly TaskKind[] = ["switch", "raise", "unknown", "unreadable"];

/** The panel. */
export function StepPanel() {
  const definition = useDefinition();
  const selection = useEditing((editing) => editing.selection);
  const task = selectedTask(definition, selection);
  if (task === undefined) {
    return <NothingChosen hasSteps={definition.tasks.tasks.length > 0} />;
  }
  // A step that gets another name keeps its form, with the cursor in it.
  return <StepForm key={`${task.list}/${String(task.index)}`} task={task} />;
}

function NothingChosen({ hasSteps }: { hasSteps: boolean }) {
  const { isReadOnly } = useDesk();
  const { openAdd } = useAddStep();
  const show = useShow();
  const action = isReadOnly ? undefined : hasSteps ? (
    <Button icon="runs" onPress={() => show({ panel: "try" })}>
      {words.seeIt}
    </Button>
  ) : (
    <Button look="primary" icon="plus" onPress={() => openAdd()}>
      {editor.actions.add}
    </Button>
  );
  return (
    <div className={styles["panelBody"]}>
      <Empty title={words.none} action={action}>
        {hasSteps ? (isReadOnly ? undefined : words.seeItWhy) : words.noneWhy}
      </Empty>
      <AboutForm />
    </div>
  );
}

function StepForm({ task }: { task: Task }) {
  const { isReadOnly } = useDesk();
  const act = useAct();
  const Form = FORMS[task.kind] ?? UnknownForm;
  return (
    <div className={styles["panelBody"]}>
      <div className={styles["stepHead"]}>
        <h2 className={styles["kindMark"]}>
          <Icon name={KIND_ICONS[task.kind]} />
          {kindName(task)}
          <span className="unseen">{task.name}</span>
        </h2>
        <TextRow
          label={words.name}
          value={task.name}
          isDisabled={isReadOnly}
          onCommit={(name) => act("renameTask", (one) => renameTask(one, task.reference, name.trim()))}
        />
      </div>
      <StepProblems task={task} />
      <Form task={task} />
      {LEADING.includes(task.kind) ? null : <ThenField task={task} />}
      <MoreForm task={task} />
      <Section title={words.lastTime}>
        <LastTry task={task} />
      </Section>
    </div>
  );
}

/** What is wrong in this very step, not in the steps inside of it. */
function StepProblems({ task }: { task: Task }) {
  const { check } = useKnown();
  const definition = useDefinition();
  const references = new Set(allTasks(definition).map(({ reference }) => reference));
  const own = check.findings.filter(
    ({ diagnostic }) =>
      diagnostic.severity !== "hint" && innermost(references, diagnostic.pointer ?? "") === task.reference,
  );
  return own.length === 0 ? null : (
    <ul className={styles["cards"]}>
      {own.map((finding, index) => (
        <FindingCard key={`${finding.diagnostic.code} ${String(index)}`} of={finding} step={task.reference} />
      ))}
    </ul>
  );
}
