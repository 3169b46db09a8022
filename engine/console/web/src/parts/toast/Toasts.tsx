/** The place of the toasts: one for the whole page, read out politely. */
import { useEffect, useRef, useSyncExternalStore, type RefObject } from "react";

import { parts } from "../../words/parts";
import { Button, IconButton } from "../button/Button";
import { Icon } from "../icon/Icon";
import { dismiss, store } from "./toasts";
import styles from "./Toasts.module.css";

/** All that are shown now. They can be read and closed while something lies over the page, and never cover its buttons. */
export function Toasts() {
  const toasts = useSyncExternalStore(store.subscribe, store.read);
  const place = useRef<HTMLDivElement>(null);
  useRoomFor(place);
  return (
    <div
      ref={place}
      role="status"
      aria-live="polite"
      data-react-aria-top-layer="true"
      className={styles["place"]}
    >
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

/** What lies over the page ends above the toasts: it is told how much room they take. */
function useRoomFor(place: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return undefined;
    }
    const { style } = document.documentElement;
    const watch = new ResizeObserver(() =>
      style.setProperty("--toasts", `${String(element.offsetHeight)}px`),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [place]);
}
