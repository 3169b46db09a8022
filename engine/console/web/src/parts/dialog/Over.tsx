/**
 * What lies over a page: it covers the page for everybody, keeps the focus inside, gives it back, and is left by Escape
 * or by a click beside it. Built on the hooks of React Aria: its components would bring menus and their positions along
 * into the chunk of every page.
 */
import { useRef, type ReactNode, type RefObject } from "react";
import { DismissButton, Overlay } from "react-aria/Overlay";
import { useDialog } from "react-aria/useDialog";
import { useModalOverlay } from "react-aria/useModalOverlay";
import { useOverlayTriggerState, type OverlayTriggerState } from "react-stately/useOverlayTriggerState";

/** Names of classes: the veil over the page, what lies on it, and the dialog inside. */
export interface OverLook {
  veil: string;
  modal: string;
  dialog: string;
}

interface Properties {
  isOpen: boolean;
  /** Without it, it can only be answered. */
  onClose?: (() => void) | undefined;
  look: OverLook;
  role?: "dialog" | "alertdialog";
  /** Its name, unless `children` show a title. */
  label?: string;
  /** What is in it; a title takes these properties. */
  children: (title: { id?: string }) => ReactNode;
}

/** Something over the page, while it is open. */
export function Over(properties: Properties) {
  const { isOpen, onClose } = properties;
  const state = useOverlayTriggerState({
    isOpen,
    onOpenChange: (open) => (open ? undefined : onClose?.()),
  });
  return isOpen ? (
    <Overlay>
      <Covering {...properties} state={state} />
    </Overlay>
  ) : null;
}

function Covering(properties: Properties & { state: OverlayTriggerState }) {
  const { state, onClose, look } = properties;
  const modal = useRef<HTMLDivElement>(null);
  const canLeave = onClose !== undefined;
  const { modalProps, underlayProps } = useModalOverlay(
    { isDismissable: canLeave, isKeyboardDismissDisabled: !canLeave },
    state,
    modal,
  );
  return (
    <div {...underlayProps} className={look.veil}>
      <div {...modalProps} ref={modal as RefObject<HTMLDivElement>} className={look.modal}>
        {canLeave ? <DismissButton onDismiss={onClose} /> : null}
        <Inside {...properties} />
      </div>
    </div>
  );
}

function Inside({ role = "dialog", label, look, children }: Properties) {
  const dialog = useRef<HTMLElement>(null);
  const named = label === undefined ? {} : { "aria-label": label };
  const { dialogProps, titleProps } = useDialog({ role, ...named }, dialog);
  return (
    <section {...dialogProps} ref={dialog} className={look.dialog}>
      {children(titleProps)}
    </section>
  );
}
