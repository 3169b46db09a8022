/** Renaming a step, from any view. */
import { useState, useSyncExternalStore } from "react";

import { findTask, renameTask } from "../../definition";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { editor as words } from "../../words/editor";
import { refusalText, useDesk, useEditing } from "./context";

let asked: string | undefined;
const listeners = new Set<() => void>();

/** Asks for a new name of a step. */
export function askForName(reference: string | undefined): void {
  asked = reference;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The dialog; it is there once. */
export function RenameDialog() {
  const reference = useSyncExternalStore(subscribe, () => asked);
  const name = useEditing(({ definition }) =>
    reference === undefined ? undefined : findTask(definition, reference)?.name,
  );
  if (reference === undefined || name === undefined) {
    return null;
  }
  return <Asking key={reference} reference={reference} name={name} />;
}

function Asking({ reference, name }: { reference: string; name: string }) {
  const { store } = useDesk();
  const [text, setText] = useState(name);
  const [error, setError] = useState<string>();
  const close = () => askForName(undefined);
  const act = () => {
    const refused = store.act("renameTask", (one) => renameTask(one, reference, text.trim()));
    if (refused === undefined) {
      close();
    } else {
      setError(refusalText(refused));
    }
  };
  const foot = (
    <Button look="primary" onPress={act}>
      {words.rename.act}
    </Button>
  );
  return (
    <Dialog isOpen onClose={close} title={words.rename.title} foot={foot}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act();
        }}
      >
        <TextField label={words.rename.label} value={text} onChange={setText} error={error} autoFocus />
      </form>
    </Dialog>
  );
}
