/** Keys that work everywhere in the editor: undo, redo, save now. Fields of text keep their own. */
import { useEffect } from "react";

import { useDesk } from "./context";

/** Follows them while the page is open. */
export function useKeys(): void {
  const { store, saver, isReadOnly } = useDesk();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || isReadOnly) {
        return;
      }
      const key = event.key.toLowerCase();
      if (key === "s") {
        event.preventDefault();
        void saver.flush().catch(() => undefined);
        return;
      }
      if (isTyping(event) || (key !== "z" && key !== "y")) {
        return;
      }
      event.preventDefault();
      if (key === "y" || event.shiftKey) {
        store.redo();
      } else {
        store.undo();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [store, saver, isReadOnly]);
}

/** Whether a key goes into a text, also one inside of a shadow root. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  return target.matches("input:not([type=checkbox]):not([type=radio]), textarea") || target.isContentEditable;
}
