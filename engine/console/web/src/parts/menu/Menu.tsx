/** A button that opens a list of actions. */
import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator, Text } from "react-aria-components";

import { Icon, type IconName } from "../icon/Icon";
import styles from "./Menu.module.css";

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
export function Menu({
  trigger,
  label,
  actions,
}: {
  trigger: ReactNode;
  label: string;
  actions: readonly MenuAction[];
}) {
  const disabled = actions.flatMap((action) =>
    action !== "line" && action.isDisabled === true ? [action.id] : [],
  );
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles["popover"] ?? ""}>
        <AriaMenu aria-label={label} className={styles["menu"] ?? ""} disabledKeys={disabled}>
          {actions.map((action, index) =>
            action === "line" ? (
              <Separator key={`line-${String(index)}`} className={styles["line"] ?? ""} />
            ) : (
              <MenuItem
                key={action.id}
                id={action.id}
                textValue={action.label}
                onAction={action.onAct}
                className={`${styles["item"] ?? ""} ${action.isDanger === true ? (styles["danger"] ?? "") : ""}`}
              >
                {action.icon === undefined ? null : <Icon name={action.icon} />}
                <Text slot="label">{action.label}</Text>
                {action.about === undefined ? null : (
                  <Text slot="description" className={styles["about"]}>
                    {action.about}
                  </Text>
                )}
              </MenuItem>
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
