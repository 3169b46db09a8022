/** A question before an act that asks for the reason. What went wrong is said beside what was typed. */
import { useState, type ReactNode } from "react";

import { parts } from "../../words/parts";
import type { Act } from "../act/useAct";
import { Button, type ButtonLook } from "../button/Button";
import { TextField } from "../field/Field";
import { Problem } from "../problem/Problem";
import { Dialog } from "./Dialog";
import styles from "./Dialog.module.css";
import { reasonOf } from "./reason";

const MOST = 500;

/** How the reason is asked for. */
export interface Why {
  label: string;
  help?: string;
  /** What is said where it is missing; without it, it may be. */
  needed?: string;
  /** The longest one, in characters; 500 where absent, which is the most that every act takes. */
  most?: number;
  /** Lines of the field; Enter acts where it is one line. */
  rows?: number;
}

/** The dialog; without `why` only the question is asked. */
export function AskWhy(properties: {
  title: string;
  /** The name of the button. */
  label: string;
  look?: ButtonLook;
  /** The name of the way out; "Cancel" where absent. */
  back?: string;
  /** It takes something away, so that screen readers tell it as an alert. */
  isAlert?: boolean;
  why?: Why | undefined;
  /** Gets the reason without spaces around it. */
  act: Act<string>;
  isDisabled?: boolean;
  /** What was not done, above why. */
  failed?: string | undefined;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { title, label, look = "primary", isAlert = false, why, act, isDisabled = false } = properties;
  const { failed, onClose, children, back = parts.cancel } = properties;
  const [text, setText] = useState("");
  const [isMissing, setMissing] = useState(false);
  const isNeeded = why?.needed !== undefined;
  const go = () => {
    const reason = reasonOf(text, isNeeded);
    setMissing(reason === undefined);
    if (reason !== undefined && !isDisabled) {
      act.begin(reason);
    }
  };
  // What takes something away is never one careless Enter away.
  const isBackFirst = look === "danger" && !isNeeded;
  const foot = (
    <>
      <Button onPress={onClose} autoFocus={isBackFirst}>
        {back}
      </Button>
      <Button
        look={look}
        onPress={go}
        isPending={act.isPending}
        isDisabled={isDisabled}
        autoFocus={!isNeeded && !isBackFirst}
      >
        {label}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={title} foot={foot} role={isAlert ? "alertdialog" : "dialog"}>
      <form
        className={styles["question"]}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        {children}
        {why === undefined ? null : (
          <TextField
            label={why.label}
            help={why.help}
            {...(why.rows === undefined ? {} : { rows: why.rows })}
            value={text}
            onChange={(changed) => {
              setText(changed);
              setMissing(false);
            }}
            maxLength={why.most ?? MOST}
            isRequired={isNeeded}
            autoFocus={isNeeded}
            error={isMissing ? why.needed : undefined}
          />
        )}
        {act.error === null ? null : (
          <Problem error={act.error} {...(failed === undefined ? {} : { title: failed })} />
        )}
      </form>
    </Dialog>
  );
}
