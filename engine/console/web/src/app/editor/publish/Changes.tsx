/** What is different between two texts of a workflow: step by step first, both diagrams and the text on request. */
import { useMemo } from "react";

import { allTasks, diffDefinitions, readDefinition, type Definition } from "../../../definition";
import { ChangeList } from "../../../parts/comparison/ChangeList";
import { stepChanges } from "../../../parts/comparison/changes";
import { Comparison } from "../../../parts/comparison/Comparison";
import { Diff } from "../../../parts/diff/Diff";
import { Disclosure } from "../../../parts/disclosure/Disclosure";
import { editor } from "../../../words/editor";
import styles from "../Editor.module.css";

const words = editor.publish;

/** The differences; without a text before, it is the first version. `heads` name the two sides. */
export function Changes(properties: {
  before: Definition | undefined;
  after: string;
  heads: readonly [string, string];
}) {
  const { before, after, heads } = properties;
  const now = useMemo(() => readDefinition(after), [after]);
  const changes = useMemo(
    () => (before === undefined ? [] : stepChanges(diffDefinitions(before, now))),
    [before, now],
  );
  if (before === undefined) {
    return <p>{words.first}</p>;
  }
  const reach = reachOf(before, now);
  return (
    <div className={styles["fields"]}>
      {changes.length === 0 ? <p>{words.same}</p> : <ChangeList changes={changes} />}
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
      {changes.length === 0 ? null : (
        <Disclosure title={words.diagrams}>
          <Comparison before={before.text} after={after} heads={heads} isListed={false} />
        </Disclosure>
      )}
      <Disclosure title={words.text}>
        <Diff before={before.text} after={after} />
      </Disclosure>
    </div>
  );
}

/** The operations that one of two definitions calls and the other does not. */
function reachOf(before: Definition, after: Definition): { gained: string[]; lost: string[] } {
  const calls = (definition: Definition) =>
    new Set(allTasks(definition).flatMap(({ detail }) => (detail.kind === "call" ? [detail.target] : [])));
  const [old, now] = [calls(before), calls(after)];
  return { gained: [...now].filter((one) => !old.has(one)), lost: [...old].filter((one) => !now.has(one)) };
}
