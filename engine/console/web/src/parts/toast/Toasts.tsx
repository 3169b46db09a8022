/** The place of the toasts: one for the whole page, read out politely. */
import { useSyncExternalStore } from "react";

import { parts } from "../../words/parts";
import { Button, IconButton } from "../button/Button";
import { Icon } from "../icon/Icon";
import { dismiss, store } from "./toasts";
import styles from "./Toasts.module.css";

/** All that are shown now. */
export function Toasts() {
  const toasts = useSyncExternalStore(store.subscribe, store.read);
  return (
    <div role="status" aria-live="polite" className={styles["place"]}>
      {toasts.map(({ id, text, tone, action }) => (
        <div key={id} className={`${styles["toast"] ?? ""} ${styles[tone] ?? ""}`}>
          <Icon name={tone === "good" ? "check" : "alert"} />
          <span className={styles["text"]}>{text}</span>
          {action === undefined ? null : (
            <Button
              look="quiet"
              onPress={() => {
                dismiss(id);
                action.onAct();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon="close" label={parts.close} onPress={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
