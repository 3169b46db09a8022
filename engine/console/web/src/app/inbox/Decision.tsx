/**
 * The acts that a decision has: buttons, the keys a and d, and a dialog that asks once, with the reason. What went wrong
 * is said in the dialog, beside what was typed.
 */
import { ProblemError } from "@towpath/client";
import { useEffect, useState } from "react";

import { useAct } from "../../parts/act/useAct";
import { Button, type ButtonLook } from "../../parts/button/Button";
import { AskWhy, type Why } from "../../parts/dialog/AskWhy";
import { Icon, type IconName } from "../../parts/icon/Icon";
import { Prose } from "../../parts/prose/Prose";
import { inbox as words } from "../../words/inbox";
import styles from "./Inbox.module.css";

/** One of the things that can be decided. */
export interface Act {
  id: string;
  /** The key that begins it. */
  key?: "a" | "d";
  label: string;
  look: ButtonLook;
  icon: IconName;
  /** The question of the dialog. */
  ask: string;
  /** What it does. */
  about?: string;
  /** Whether a reason has to, may or cannot be given. */
  reason: "needed" | "possible" | "none";
  /** Does it; a text that it answers is said instead of `done`. */
  run: (reason: string) => Promise<unknown>;
  done: string;
  isDisabled?: boolean;
}

/** What depends on decisions: read again after each. */
const TOUCHED = ["inbox", "holds", "reviews", "requests", "grants", "tokens", "policies"];
const CHANGED = "TP4091";

/** The buttons. `whyNot` stands in their place where this person cannot decide. */
export function DecisionBar(properties: {
  acts: readonly Act[];
  whyNot?: string | undefined;
  onDecided?: (() => void) | undefined;
}) {
  const { acts, whyNot, onDecided } = properties;
  const [chosen, setChosen] = useState<string>();
  const act = acts.find((one) => one.id === chosen);
  useKeys(whyNot === undefined && act === undefined ? acts : [], setChosen);
  if (whyNot !== undefined) {
    return (
      <p className={styles["whyNot"]}>
        <Icon name="lock" />
        <span>
          {words.cannot}: <Prose>{whyNot}</Prose>
        </span>
      </p>
    );
  }
  return (
    <div className={styles["bar"]}>
      {acts.map((one) => (
        <Button
          key={one.id}
          look={one.look}
          icon={one.icon}
          isDisabled={one.isDisabled ?? false}
          onPress={() => setChosen(one.id)}
        >
          {one.label}
          {one.key === undefined ? null : <kbd className={styles["key"]}>{one.key}</kbd>}
        </Button>
      ))}
      {act === undefined ? null : (
        <Ask key={act.id} act={act} onClose={() => setChosen(undefined)} onDecided={onDecided} />
      )}
    </div>
  );
}

function Ask(properties: { act: Act; onClose: () => void; onDecided: (() => void) | undefined }) {
  const { act, onClose, onDecided } = properties;
  const decide = useAct({
    act: act.run,
    done: (said) => (typeof said === "string" ? said : act.done),
    touches: TOUCHED,
    onDone: () => {
      onClose();
      onDecided?.();
    },
  });
  const isChanged = decide.error instanceof ProblemError && decide.error.code === CHANGED;
  return (
    <AskWhy
      title={act.ask}
      label={act.label}
      look={act.look === "plain" ? "primary" : act.look}
      why={WHYS[act.reason]}
      act={decide}
      isDisabled={isChanged}
      failed={isChanged ? words.changed : undefined}
      onClose={onClose}
    >
      {act.about === undefined ? null : <p>{act.about}</p>}
    </AskWhy>
  );
}

const ASKED = { help: words.reasonHelp, rows: 3, most: 2000 };
const WHYS: Readonly<Record<Act["reason"], Why | undefined>> = {
  needed: { ...ASKED, label: words.reason, needed: words.reasonMissing },
  possible: { ...ASKED, label: words.comment },
  none: undefined,
};

/** Listens for the keys of the acts, unless somebody types or something lies over the page. */
function useKeys(acts: readonly Act[], begin: (id: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = acts.find((one) => one.key === event.key && one.isDisabled !== true);
      if (act !== undefined && isFree(event)) {
        event.preventDefault();
        begin(act.id);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

/** Where letters are text. */
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [role=listbox], [role=menu]";

/** Whether a letter means a command here. */
export function isFree(event: KeyboardEvent): boolean {
  const from = event.composedPath()[0];
  const isTyped = from instanceof HTMLElement && (from.isContentEditable || from.closest(TYPED) !== null);
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  return !isTyped && !isModified && document.querySelector("[role=dialog], [role=alertdialog]") === null;
}
