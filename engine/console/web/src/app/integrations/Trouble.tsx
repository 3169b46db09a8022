/** What stands in the way of saving: somebody else was faster, the name is taken, or the document has errors. */
import { ProblemError } from "@towpath/client";

import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { integrations } from "../../words/integrations";
import styles from "./Integrations.module.css";

const words = integrations.edit;

/** Whether the document has another revision than the one that was changed. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}

/** What it is, and the ways on. */
export function Trouble(properties: {
  error: unknown;
  isNew: boolean;
  onOverwrite: () => void;
  onTheirs: () => void;
}) {
  const { error, isNew, onOverwrite, onTheirs } = properties;
  if (!isConflict(error)) {
    return <Problem error={error} />;
  }
  if (isNew) {
    return <Problem error={error} title={words.nameTaken} />;
  }
  return (
    <div className={styles["notice"]} role="alert">
      <p className={styles["noticeTitle"]}>{words.conflict}</p>
      <p>{words.conflictWhy}</p>
      <div className={styles["end"]}>
        <Button onPress={onTheirs}>{words.theirs}</Button>
        <Button look="danger" onPress={onOverwrite}>
          {words.overwrite}
        </Button>
      </div>
    </div>
  );
}
