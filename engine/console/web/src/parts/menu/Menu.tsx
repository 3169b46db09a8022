/** A button that opens a list of actions. The list is a chunk of its own: most pages are left without opening one. */
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { ButtonContext } from "react-aria-components";

import type { IconName } from "../icon/Icon";

const load = () => import("./MenuList");
const MenuList = lazy(() => load().then((module) => ({ default: module.MenuList })));

/** One action; `"line"` separates two groups. */
export type MenuAction =
  | "line"
  | {
      id: string;
      label: string;
      icon?: IconName;
      /** A quieter line: why it is disabled, for instance. */
      about?: string;
      isDisabled?: boolean;
      isDanger?: boolean;
      onAct: () => void;
    };

/** The trigger is a `Button` or `IconButton`. */
export function Menu(properties: { trigger: ReactNode; label: string; actions: readonly MenuAction[] }) {
  const { trigger, label, actions } = properties;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const context = {
    ref: button,
    "aria-haspopup": "menu" as const,
    "aria-expanded": isOpen,
    onHoverStart: () => void load().catch(() => undefined),
    onPress: () => setOpen(!isOpen),
  };
  return (
    <>
      <ButtonContext.Provider value={context}>{trigger}</ButtonContext.Provider>
      {isOpen ? (
        <Suspense fallback={null}>
          <MenuList label={label} actions={actions} triggerRef={button} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
