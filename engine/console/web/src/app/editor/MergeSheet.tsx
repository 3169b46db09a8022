/** Two people changed the same place: each place is chosen, everything else is merged already. */
import { useState } from "react";

import { resolveMerge, type Choice as Taken, type Conflict } from "../../definition";
import { Button } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { Choice } from "../../parts/field/Select";
import { editor } from "../../words/editor";
import { useDesk, useEditing } from "./context";
import styles from "./Editor.module.css";
import type { Saving } from "./store";

const words = editor.merge;

/** The sheet; it is there as long as nothing is chosen. */
export function MergeSheet() {
  const saving = useEditing((editing) => editing.saving);
  return saving.kind === "conflict" ? <Choosing key={saving.theirs.revision} of={saving} /> : null;
}

function Choosing({ of }: { of: Extract<Saving, { kind: "conflict" }> }) {
  const { store } = useDesk();
  const { merge, theirs } = of;
  const [taken, setTaken] = useState<ReadonlyMap<string, Taken>>(new Map());
  const left = merge.conflicts.filter(({ id }) => !taken.has(id)).length;
  const act = () =>
    store.merged(
      resolveMerge(merge, ({ id }) => taken.get(id) ?? "mine"),
      theirs,
    );
  const foot = (
    <>
      <span role="status">{left === 0 ? null : words.left(String(left))}</span>
      <Button look="primary" isDisabled={left > 0} onPress={act}>
        {words.act}
      </Button>
    </>
  );
  return (
    <Sheet isWide isOpen title={words.title} foot={foot}>
      <div className={styles["panelBody"]}>
        <p>{words.about}</p>
        <ul className={styles["cards"]}>
          {merge.conflicts.map((conflict) => (
            <li key={conflict.id} className={styles["card"]}>
              <Place
                of={conflict}
                who={theirs.author}
                taken={taken.get(conflict.id)}
                onTake={(choice) => setTaken(new Map(taken).set(conflict.id, choice))}
              />
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}

function Place(properties: {
  of: Conflict;
  who: string;
  taken: Taken | undefined;
  onTake: (choice: Taken) => void;
}) {
  const { of, who, taken, onTake } = properties;
  const label = of.path.length === 0 ? words.top : words.at(of.path.join(" › "));
  return (
    <>
      <Choice<Taken>
        label={label}
        options={[
          { value: "mine", label: words.mine },
          { value: "theirs", label: words.theirs(who) },
        ]}
        value={taken}
        onChange={onTake}
      />
      <div className={styles["sides"]}>
        <figure data-taken={taken === "mine" || undefined}>
          <figcaption>{words.mine}</figcaption>
          <pre>{of.mine ?? words.gone}</pre>
        </figure>
        <figure data-taken={taken === "theirs" || undefined}>
          <figcaption>{words.theirs(who)}</figcaption>
          <pre>{of.theirs ?? words.gone}</pre>
        </figure>
      </div>
    </>
  );
}
