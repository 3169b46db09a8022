/** Buttons. One primary button a page or sheet; `danger` for what takes something away. */
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components";

import { parts } from "../../words/parts";
import { Icon, type IconName } from "../icon/Icon";
import styles from "./Button.module.css";

/** How a button looks. */
export type ButtonLook = "plain" | "primary" | "quiet" | "danger";

interface Properties extends Omit<ButtonProps, "className" | "children" | "style"> {
  look?: ButtonLook;
  icon?: IconName;
  children?: ReactNode;
}

/** The class of a button of this look; links that look like buttons use it too. */
export function buttonClass(look: ButtonLook = "plain"): string {
  return `${styles["button"] ?? ""} ${styles[look] ?? ""}`;
}

/** A button with a word, and an icon before it. While `isPending` it stays focused and cannot be pressed again. */
export function Button({ look = "plain", icon, children, isPending, ...rest }: Properties) {
  return (
    <>
      <AriaButton {...rest} {...(isPending === true ? waiting(rest) : {})} className={buttonClass(look)}>
        {icon === undefined ? null : <Icon name={icon} />}
        {children}
      </AriaButton>
      {isPending === undefined ? null : (
        <span role="status" className="unseen">
          {isPending ? parts.working : ""}
        </span>
      )}
    </>
  );
}

/**
 * A button that waits for an answer. React Aria has this too, but announces it by a reference to the button, which names
 * nothing any more when the answer takes the button away.
 */
function waiting({ type }: Properties): Partial<ButtonProps> {
  const isBusy = { "aria-disabled": true, "data-pending": true };
  return {
    onPress: () => undefined,
    type: type === "submit" ? "button" : (type ?? "button"),
    render: (properties) => <button {...properties} {...isBusy} />,
  };
}

/** A button that is an icon alone; `label` is what it says to everybody who does not see it. */
export function IconButton({
  icon,
  label,
  look = "quiet",
  ...rest
}: Omit<Properties, "children" | "icon" | "aria-label"> & { icon: IconName; label: string }) {
  return (
    <AriaButton {...rest} aria-label={label} className={`${buttonClass(look)} ${styles["square"] ?? ""}`}>
      <Icon name={icon} />
    </AriaButton>
  );
}
