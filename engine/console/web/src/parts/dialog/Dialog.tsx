/** What lies over a page: a sheet at the side for work, a dialog in the middle for one question. Escape closes both. */
import type { ReactNode } from "react";

import { parts } from "../../words/parts";
import { Button, IconButton, type ButtonLook } from "../button/Button";
import styles from "./Dialog.module.css";
import { Over } from "./Over";

interface Properties {
  isOpen: boolean;
  /** Called by Escape, by the cross and by a click beside it; without it the dialog has to be answered. */
  onClose?: () => void;
  title: string;
  children: ReactNode;
  /** Buttons at the bottom. */
  foot?: ReactNode;
}

/** A dialog in the middle. */
export function Dialog(properties: Properties & { role?: "dialog" | "alertdialog" }) {
  return <Framed {...properties} place="middle" />;
}

/** A sheet at the right side; on a phone it covers the page. `isWide` for what is compared side by side. */
export function Sheet({ isWide = false, ...properties }: Properties & { isWide?: boolean }) {
  return <Framed {...properties} place={isWide ? "wide" : "side"} />;
}

/** A question before something is taken away. The text names what, and from whom; the button names the act. */
export function Confirm(
  properties: Omit<Properties, "foot"> & {
    act: string;
    onAct: () => void;
    isPending?: boolean;
    look?: ButtonLook;
  },
) {
  const { act, onAct, isPending = false, look = "danger", ...rest } = properties;
  // What takes something away is never one careless Enter away.
  const isDanger = look === "danger" && rest.onClose !== undefined;
  const foot = (
    <>
      {rest.onClose === undefined ? null : (
        <Button onPress={rest.onClose} autoFocus={isDanger}>
          {parts.cancel}
        </Button>
      )}
      <Button look={look} onPress={onAct} isPending={isPending} autoFocus={!isDanger}>
        {act}
      </Button>
    </>
  );
  return <Framed {...rest} place="middle" foot={foot} role="alertdialog" />;
}

function Framed(
  properties: Properties & { place: "middle" | "side" | "wide"; role?: "dialog" | "alertdialog" },
) {
  const { isOpen, onClose, title, children, foot, place, role = "dialog" } = properties;
  const look = {
    veil: `${styles["veil"] ?? ""} ${styles[`${place}Veil`] ?? ""}`,
    modal: `${styles["modal"] ?? ""} ${styles[place] ?? ""}`,
    dialog: styles["dialog"] ?? "",
  };
  return (
    <Over isOpen={isOpen} onClose={onClose} role={role} look={look}>
      {(named) => (
        <>
          <header className={styles["head"]}>
            <h2 {...named}>{title}</h2>
            {onClose === undefined ? null : <IconButton icon="close" label={parts.close} onPress={onClose} />}
          </header>
          <div className={styles["body"]}>{children}</div>
          {foot === undefined ? null : <footer className={styles["foot"]}>{foot}</footer>}
        </>
      )}
    </Over>
  );
}
