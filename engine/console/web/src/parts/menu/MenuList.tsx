/** The list of a menu, open below its button. */
import type { RefObject } from "react";
import { Menu, MenuItem, Popover, Separator, Text } from "react-aria-components";

import { Icon } from "../icon/Icon";
import type { MenuAction } from "./Menu";
import styles from "./Menu.module.css";

/** The list. */
export function MenuList(properties: {
  label: string;
  actions: readonly MenuAction[];
  triggerRef: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const { label, actions, triggerRef, onClose } = properties;
  const disabled = actions.flatMap((action) =>
    action !== "line" && action.isDisabled === true ? [action.id] : [],
  );
  return (
    <Popover
      isOpen
      trigger="MenuTrigger"
      triggerRef={triggerRef}
      onOpenChange={(open) => (open ? undefined : onClose())}
      className={styles["popover"] ?? ""}
    >
      <Menu
        aria-label={label}
        autoFocus="first"
        onClose={onClose}
        className={styles["menu"] ?? ""}
        disabledKeys={disabled}
      >
        {actions.map((action, index) =>
          action === "line" ? (
            <Separator key={`line-${String(index)}`} className={styles["line"] ?? ""} />
          ) : (
            <Item key={action.id} action={action} />
          ),
        )}
      </Menu>
    </Popover>
  );
}

function Item({ action }: { action: Exclude<MenuAction, "line"> }) {
  const { id, label, icon, about, isDanger = false, onAct } = action;
  return (
    <MenuItem
      id={id}
      textValue={label}
      onAction={onAct}
      className={`${styles["item"] ?? ""} ${isDanger ? (styles["danger"] ?? "") : ""}`}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <Text slot="label">{label}</Text>
      {about === undefined ? null : (
        <Text slot="description" className={styles["about"]}>
          {about}
        </Text>
      )}
    </MenuItem>
  );
}
