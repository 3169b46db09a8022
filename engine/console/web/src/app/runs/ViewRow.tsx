/** Views of the list: the usual ones, and those that were saved in this browser. */
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { Button, IconButton } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { say } from "../../parts/toast/toasts";
import { useUrlChange } from "../../parts/url/useUrl";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { NAMES } from "./filters";
import styles from "./Runs.module.css";
import { filtersIn, isSame, removeView, saveView, useViews, type View } from "./views";

const words = runs.views;

const USUAL: readonly View[] = [
  { name: words.all, search: {} },
  { name: words.failed, search: { state: "faulted", span: "day" } },
  { name: words.held, search: { state: "held" } },
  { name: words.suspended, search: { state: "suspended" } },
  { name: words.mine, search: { by: "me" } },
];

/** The row. */
export function ViewRow() {
  const search = filtersIn(useSearch({ strict: false }));
  const own = useViews();
  const [isSaving, setSaving] = useState(false);
  const isKnown = [...USUAL, ...own].some((view) => isSame(view.search, search));
  return (
    <div role="group" aria-label={words.label} className={styles["views"]}>
      {USUAL.map((view) => (
        <Chip key={view.name} view={view} isOn={isSame(view.search, search)} />
      ))}
      {own.map((view) => (
        <span key={view.name} className={styles["own"]}>
          <Chip view={view} isOn={isSame(view.search, search)} />
          <IconButton icon="close" label={words.remove(view.name)} onPress={() => remove(view)} />
        </span>
      ))}
      {isKnown ? null : (
        <Button look="quiet" icon="plus" onPress={() => setSaving(true)}>
          {words.save}
        </Button>
      )}
      {isSaving ? <SaveView search={search} onClose={() => setSaving(false)} /> : null}
    </div>
  );
}

function Chip({ view, isOn }: { view: View; isOn: boolean }) {
  const change = useUrlChange();
  const show = () => change(Object.fromEntries(NAMES.map((name) => [name, view.search[name]])));
  return (
    <button type="button" aria-pressed={isOn} className={styles["view"]} onClick={show}>
      {view.name}
    </button>
  );
}

function remove(view: View): void {
  removeView(view.name);
  say(words.removed(view.name), {
    action: { label: words.undo, onAct: () => saveView(view.name, view.search) },
  });
}

function SaveView({ search, onClose }: { search: Record<string, string>; onClose: () => void }) {
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const wanted = name.trim();
  const save = () => {
    setTried(true);
    if (wanted !== "") {
      saveView(wanted, search);
      say(words.saved(wanted));
      onClose();
    }
  };
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button look="primary" onPress={save}>
        {words.save}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.saveTitle} foot={foot}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          autoFocus
          label={words.name}
          help={words.nameHelp}
          error={isTried && wanted === "" ? words.nameNeeded : undefined}
          maxLength={60}
          value={name}
          onChange={setName}
        />
      </form>
    </Dialog>
  );
}
