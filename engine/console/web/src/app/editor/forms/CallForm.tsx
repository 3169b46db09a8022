/** A call: which operation, how it stands with the policies, and what it gets. */
import { useState } from "react";

import { callName, setField, setFields, skeleton, type Data, type Task } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Sheet } from "../../../parts/dialog/Dialog";
import { Menu } from "../../../parts/menu/Menu";
import { OperationSearch } from "../../../parts/operations/OperationSearch";
import { StandingBadge, StandingWhy } from "../../../parts/operations/StandingBadge";
import { standingOf } from "../../../parts/operations/standing";
import type { Operation } from "../../../parts/operations/useOperations";
import { Label } from "../../../parts/state/State";
import { operations as operationWords } from "../../../words/operations";
import { editor } from "../../../words/editor";
import { useAct, useDesk } from "../context";
import { operationParts } from "../flow";
import { AskButton } from "../panels/AccessPanel";
import { useKnown } from "../useKnown";
import { ValueField } from "../values/ValueField";
import styles from "../Editor.module.css";
import { at, textAt } from "./data";
import { useSet } from "./useStep";

const words = editor.call;

/** The form. */
export function CallForm({ task }: { task: Task }) {
  const { operations } = useKnown();
  const { detail } = task;
  if (detail.kind !== "call") {
    return null;
  }
  const known = operations.find(({ call }) => call === detail.target);
  const isProtocol = detail.form !== "operation" && detail.target !== "";
  return (
    <div className={styles["form"]}>
      <Chosen task={task} target={detail.target} known={known} />
      {isProtocol ? (
        <p className={styles["soft"]}>{words.protocol}</p>
      ) : known === undefined ? (
        <p className={styles["soft"]}>{words.unknown}</p>
      ) : null}
      <Arguments task={task} schema={known?.input as Data | undefined} given={detail.with} />
    </div>
  );
}

function Chosen({ task, target, known }: { task: Task; target: string; known: Operation | undefined }) {
  const { workflow, isReadOnly } = useDesk();
  const { check } = useKnown();
  const act = useAct();
  const [isOpen, setOpen] = useState(false);
  const access = check.report?.accesses.filter((one) => one.task === task.reference) ?? [];
  const first = access[0];
  const stands = first === undefined ? known?.stands : standingOf(first);
  const change = (operation: Operation) => {
    setOpen(false);
    const parts = operationParts(operation.call);
    if (parts !== undefined) {
      const kept = keptArguments(task, operation);
      act("setCall", (one) =>
        setFields(one, task.reference, [
          { path: ["call"], value: callName(parts) },
          { path: ["with"], value: Object.keys(kept).length === 0 ? undefined : kept },
        ]),
      );
    }
  };
  return (
    <div className={styles["card"]}>
      <div className={styles["cardHead"]}>
        <span className={styles["strong"]}>{known?.title ?? target}</span>
        <StandingBadge of={stands?.standing} />
      </div>
      {known === undefined ? null : (
        <p className={styles["facts"]}>
          <code>{known.name}</code>
          <span>{known.effect === "read" ? operationWords.reads : operationWords.writes}</span>
          {known.labels.map((label) => (
            <Label key={label}>{label}</Label>
          ))}
          <span>{operationWords.owner(known.owner)}</span>
        </p>
      )}
      <StandingWhy of={stands} />
      {isReadOnly ? null : (
        <div className={styles["cardFoot"]}>
          <AskButton accesses={access} />
          <Button look="quiet" onPress={() => setOpen(true)}>
            {words.change}
          </Button>
        </div>
      )}
      <Sheet isOpen={isOpen} onClose={() => setOpen(false)} title={words.choose}>
        <OperationSearch
          namespace={workflow.namespace}
          name={workflow.name}
          chosen={target}
          onChoose={change}
          isFocused
        />
      </Sheet>
    </div>
  );
}

/** Arguments that the other operation takes too stay; what it requires begins blank. */
function keptArguments(task: Task, operation: Operation): { [name: string]: Data } {
  const given = task.detail.kind === "call" ? task.detail.with : undefined;
  const schema = operation.input as Data | undefined;
  const properties = at(schema, "properties");
  const isKnown = (name: string) => at(properties, name) !== undefined;
  const kept =
    typeof given === "object" && given !== null && !Array.isArray(given)
      ? Object.fromEntries(
          Object.entries(given as { [name: string]: Data }).filter(([name]) => isKnown(name)),
        )
      : {};
  return { ...skeleton(schema, new Map()), ...kept };
}

function Arguments({
  task,
  schema,
  given,
}: {
  task: Task;
  schema: Data | undefined;
  given: Data | undefined;
}) {
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  const act = useAct();
  const properties = at(schema, "properties") as { readonly [name: string]: Data } | undefined;
  const required = at(schema, "required");
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  const written =
    typeof given === "object" && given !== null && !Array.isArray(given)
      ? (given as { readonly [name: string]: Data })
      : {};
  const names = Object.keys(properties ?? {});
  const shown = [
    ...names.filter((name) => isRequired(name) || name in written),
    ...Object.keys(written).filter((name) => !names.includes(name)),
  ];
  const missing = names.filter((name) => !shown.includes(name));
  return (
    <section aria-label={words.arguments} className={styles["fields"]}>
      <h3>{words.arguments}</h3>
      {shown.length === 0 ? <p className={styles["soft"]}>{words.none}</p> : null}
      {shown.map((name) => {
        const own = at(properties, name);
        const canGo = !isRequired(name) && !isReadOnly;
        const help = textAt(own, "description");
        return (
          <ValueField
            key={name}
            task={task}
            path={["with", name]}
            label={textAt(own, "title") === "" ? name : textAt(own, "title")}
            value={written[name]}
            schema={own}
            help={own === undefined && schema !== undefined ? words.notKnown : help === "" ? undefined : help}
            isRequired={isRequired(name) || own === undefined}
            onRemove={canGo ? () => set(["with", name], undefined) : undefined}
            removeLabel={words.remove(name)}
          />
        );
      })}
      {missing.length === 0 || isReadOnly ? null : (
        <div>
          <Menu
            trigger={
              <Button icon="plus" look="quiet">
                {words.more}
              </Button>
            }
            label={words.more}
            actions={missing.map((name) => ({
              id: name,
              label: words.add(name),
              onAct: () =>
                act("setField", (one) =>
                  setField(
                    one,
                    task.reference,
                    ["with", name],
                    skeleton(
                      { properties: { [name]: at(properties, name) ?? {} }, required: [name] },
                      new Map(),
                    )[name],
                  ),
                ),
            }))}
          />
        </div>
      )}
    </section>
  );
}
