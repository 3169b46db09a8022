/** What people say of a failure case: who looks after it, a note, and whether it is resolved. */
import type { FailureCaseState, PatchFailureCase } from "@towpath/client";
import { useState } from "react";

import { changeCase } from "../../api/failures";
import { useMe } from "../../api/session";
import { useAct } from "../../parts/act/useAct";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Choice } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Problem } from "../../parts/problem/Problem";
import { failures } from "../../words/failures";
import { parts } from "../../words/parts";
import styles from "./Failures.module.css";
import type { Row } from "./rows";

const words = failures.form;

/** The dialog. Only what was changed is sent, so that two people do not overwrite each other. */
export function CaseForm({ row, onClose }: { row: Row; onClose: () => void }) {
  const { of } = row;
  const me = useMe().principal;
  const [owner, setOwner] = useState(of.owner ?? "");
  const [note, setNote] = useState(of.note ?? "");
  const [state, setState] = useState<FailureCaseState>(of.state);
  const changes: PatchFailureCase = {
    ...(owner.trim() === (of.owner ?? "") ? {} : { owner: owner.trim() }),
    ...(note.trim() === (of.note ?? "") ? {} : { note: note.trim() }),
    ...(state === of.state ? {} : { state }),
  };
  const save = useAct({
    act: () => changeCase(row.of, changes),
    done: words.saved,
    touches: ["failures"],
    onDone: onClose,
  });
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button
        look="primary"
        isDisabled={Object.keys(changes).length === 0}
        isPending={save.isPending}
        onPress={() => save.begin()}
      >
        {words.save}
      </Button>
    </>
  );
  const [example] = of.examples;
  return (
    <Dialog isOpen onClose={onClose} title={words.title} foot={foot}>
      <div className={styles["form"]}>
        <p className={styles["line"]}>
          <strong>{row.title}</strong>
          <code>{row.error}</code>
          {row.step === undefined ? null : failures.at(row.step)}
        </p>
        {example === undefined ? null : (
          <Link to="/runs/$run" params={{ run: example }}>
            {words.example}
          </Link>
        )}
        <TextField
          label={words.owner}
          help={words.ownerHelp}
          value={owner}
          onChange={setOwner}
          isRequired={false}
          maxLength={128}
        />
        {owner.trim() === me ? null : <Button onPress={() => setOwner(me)}>{words.me}</Button>}
        <TextField
          label={words.note}
          help={words.noteHelp}
          rows={4}
          value={note}
          onChange={setNote}
          isRequired={false}
          maxLength={2000}
        />
        <Choice<FailureCaseState>
          label={words.state}
          help={words.stateHelp}
          value={state}
          onChange={setState}
          options={[
            { value: "open", label: failures.states.open },
            { value: "resolved", label: failures.states.resolved },
          ]}
        />
        {save.error === null ? null : <Problem error={save.error} title={words.failed} />}
      </div>
    </Dialog>
  );
}
