/** A policy in plain words, for those who read it: what it does, for whom, up to how much, and whom to ask. */
import type { ReactNode } from "react";

import { Prose } from "../../parts/prose/Prose";
import { KeyValue } from "../../parts/values/KeyValue";
import { policies } from "../../words/policies";
import { policy } from "../../words/policy";
import styles from "./Policies.module.css";
import { asksPeople, type Access, type Hours, type Limit, type Shape } from "./shape";

const words = policies.form;
const plain = policies.plain;

/** The words. */
export function ShapeWords({ shape }: { shape: Shape }) {
  return (
    <div className={styles["group"]}>
      <KeyValue
        of={[
          [words.does, policy.effects[shape.effect]],
          [words.reason, shape.reason === "" ? undefined : <Prose key="reason">{shape.reason}</Prose>],
          [words.who, who(shape)],
          [words.callers, names(shape.callers, words.callerWords)],
          [words.what, what(shape.access)],
          [words.limit, shape.limit === undefined ? undefined : limit(shape.limit)],
          [words.when, shape.hours === undefined ? undefined : when(shape.hours)],
          [words.else, asksPeople(shape.effect) ? asked(shape) : undefined],
          [words.ends, shape.expires === "" ? undefined : shape.expires],
          [words.mode, shape.mode === "enforce" ? undefined : words.modes[shape.mode]],
          [words.owner, shape.owner === "" ? policies.table.it : shape.owner],
          [words.contact, shape.contact === "" ? undefined : shape.contact],
        ]}
      />
    </div>
  );
}

function who({ namespaces, workflows }: Shape): string {
  const all = namespaces.length === 0 ? plain.everywhere : plain.of(namespaces.join(", "));
  return workflows.length === 0 ? all : `${workflows.join(", ")} (${all})`;
}

function what(access: Access): ReactNode {
  const how =
    access.effect === "" ? "" : ` (${access.effect === "read" ? words.readsRead : words.readsWrite})`;
  if (access.kind === "kinds") {
    return `${names(access.kinds, words.kindWords) ?? plain.anything}${how}`;
  }
  const all = access.operations.length === 0 ? [plain.allOperations] : access.operations;
  return `${access.integrations.join(", ")}: ${all.join(", ")}${how}`;
}

function limit({ argument, comparison, value, isPositive }: Limit): string {
  return `${argument} ${words.comparisons[comparison]} ${String(value)}${isPositive ? ` ${words.positive}` : ""}`;
}

function when({ weekdays, from, to, isOutside, timezone }: Hours): string {
  const days = names(weekdays, words.days) ?? plain.everyDay;
  const hours = plain.hours(String(from), String(to + 1));
  return `${isOutside ? `${plain.notAt} ` : ""}${days}, ${hours} (${timezone})`;
}

function asked({ approvers, effect, hold }: Shape): string {
  const people = `${words.roles[approvers.role]} ${approvers.namespace === "" ? plain.ofTheWorkflow : plain.of(approvers.namespace)}`;
  return effect === "hold"
    ? `${people}; ${plain.waits(String(hold.seconds / 3600))}, ${words.defaults[hold.byDefault]}`
    : people;
}

/** The words of these values; nothing where none is chosen. */
function names(values: readonly string[], known: Readonly<Record<string, string>>): string | undefined {
  return values.length === 0 ? undefined : values.map((value) => known[value] ?? value).join(", ");
}
