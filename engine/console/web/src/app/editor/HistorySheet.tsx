/** Earlier saves of the draft: compared with now, and restored as a new save. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { revision, revisions } from "../../api/editing";
import { readDefinition } from "../../definition";
import { Button } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { useUrl } from "../../parts/url/useUrl";
import { editor } from "../../words/editor";
import { useDesk, useEditing } from "./context";
import styles from "./Editor.module.css";
import { Changes } from "./publish/Changes";

const words = editor.history;

/** The sheet; it is open while the address says so. */
export function HistorySheet() {
  const [sheet, setSheet] = useUrl("sheet");
  const isOpen = sheet === "history";
  return (
    <Sheet isWide isOpen={isOpen} onClose={() => setSheet("")} title={words.title}>
      {isOpen ? <Revisions /> : null}
    </Sheet>
  );
}

function Revisions() {
  const { workflow } = useDesk();
  const known = useQuery(revisions(workflow));
  const [chosen, setChosen] = useState<number>();
  return (
    <div className={styles["panelBody"]}>
      <p>{words.about}</p>
      <Loaded query={known} title={words.failed}>
        {(all) => (
          <ul className={styles["cards"]}>
            {all.map((one) => (
              <li key={one.revision} className={styles["card"]}>
                <div className={styles["cardHead"]}>
                  <button
                    type="button"
                    className={styles["linkish"]}
                    aria-expanded={chosen === one.revision}
                    onClick={() => setChosen(chosen === one.revision ? undefined : one.revision)}
                  >
                    {words.chosen(String(one.revision))}
                  </button>
                  <span className={styles["facts"]}>
                    {one.isCurrent ? <Badge tone="draft">{words.current}</Badge> : null}
                    <span>{words.by(one.savedBy)}</span>
                    <Time at={one.savedAt} />
                  </span>
                </div>
                {one.note === undefined ? null : <p className={styles["soft"]}>{one.note}</p>}
                {chosen === one.revision ? <Chosen number={one.revision} /> : null}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}

function Chosen({ number }: { number: number }) {
  const { workflow, store, isReadOnly } = useDesk();
  const now = useEditing((editing) => editing.history.text);
  const known = useQuery(revision(workflow, number));
  const before = useMemo(
    () => (known.data === undefined ? undefined : readDefinition(known.data.source)),
    [known.data],
  );
  const restore = (source: string) => {
    store.replace("restore", source);
    say(words.restored(String(number)), {
      action: { label: editor.undoLabels.undo, onAct: () => store.undo() },
    });
  };
  return (
    <Loaded query={known} title={words.failed}>
      {({ source }) => (
        <div className={styles["fields"]}>
          <h3>{words.compare}</h3>
          <Changes before={before} after={now} heads={[words.chosen(String(number)), words.now]} />
          {isReadOnly || source === now ? null : (
            <div>
              <Button icon="undo" onPress={() => restore(source)}>
                {words.restore}
              </Button>
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}
