/** What is different between two texts of a workflow: step by step first, the text on request. */
import { useMemo } from "react";

import {
  allTasks,
  diffDefinitions,
  readDefinition,
  type Definition,
  type DefinitionChange,
} from "../../../definition";
import { Diff } from "../../../parts/diff/Diff";
import { Disclosure } from "../../../parts/disclosure/Disclosure";
import { ValueLine } from "../../../parts/values/JsonView";
import { editor } from "../../../words/editor";
import styles from "../Editor.module.css";

const words = editor.publish;

/** The differences; without a text before, it is the first version. */
export function Changes({ before, after }: { before: Definition | undefined; after: string }) {
  const now = useMemo(() => readDefinition(after), [after]);
  const changes = useMemo(() => (before === undefined ? [] : diffDefinitions(before, now)), [before, now]);
  if (before === undefined) {
    return <p>{words.first}</p>;
  }
  const reach = reachOf(before, now);
  return (
    <div className={styles["fields"]}>
      {changes.length === 0 ? <p>{words.same}</p> : null}
      <ul className={styles["cards"]}>
        {changes.map((change, index) => (
          <li key={index} className={styles["card"]}>
            <Change of={change} />
          </li>
        ))}
      </ul>
      {reach.gained.length === 0 ? null : (
        <p>
          {words.gains}: {reach.gained.join(", ")}
        </p>
      )}
      {reach.lost.length === 0 ? null : (
        <p>
          {words.loses}: {reach.lost.join(", ")}
        </p>
      )}
      <Disclosure title={words.text}>
        <Diff before={before.text} after={after} />
      </Disclosure>
    </div>
  );
}

function Change({ of }: { of: DefinitionChange }) {
  const fields = "fields" in of ? of.fields : [];
  return (
    <>
      <p className={styles["strong"]}>{titleOf(of)}</p>
      {fields.slice(0, 12).map(({ path, old, new: next }) => (
        <p key={path.join("/")} className={styles["facts"]}>
          <code>{path.join(".")}</code>
          {old === undefined ? null : <ValueLine value={old} most={60} />}
          <span aria-hidden="true">→</span>
          {next === undefined ? <span>{editor.merge.gone}</span> : <ValueLine value={next} most={60} />}
        </p>
      ))}
    </>
  );
}

function titleOf(of: DefinitionChange): string {
  switch (of.change) {
    case "added":
      return words.kinds.added(of.to.name);
    case "removed":
      return words.kinds.removed(of.from.name);
    case "moved":
      return words.kinds.moved(of.to.name);
    case "renamed":
      return words.kinds.renamed(of.from.name, of.to.name);
    case "changed":
      return words.kinds.changed(of.to.name);
    case "header":
      return words.kinds.header;
  }
}

/** The operations that one of two definitions calls and the other does not. */
function reachOf(before: Definition, after: Definition): { gained: string[]; lost: string[] } {
  const calls = (definition: Definition) =>
    new Set(allTasks(definition).flatMap(({ detail }) => (detail.kind === "call" ? [detail.target] : [])));
  const [old, now] = [calls(before), calls(after)];
  return { gained: [...now].filter((one) => !old.has(one)), lost: [...old].filter((one) => !now.has(one)) };
}
