/** Links to pages of the console, and out of it. Where an action only opens a page, it is a link and not a button. */
import { createLink } from "@tanstack/react-router";
import { forwardRef, type AnchorHTMLAttributes, type ReactNode } from "react";

import { parts } from "../../words/parts";
import { buttonClass, type ButtonLook } from "../button/Button";
import { Icon, type IconName } from "../icon/Icon";
import styles from "./Link.module.css";

type Anchor = AnchorHTMLAttributes<HTMLAnchorElement>;

const Plain = forwardRef<HTMLAnchorElement, Anchor & { look?: "text" | "row" }>(function Plain(
  { look = "text", className, children, ...rest },
  ref,
) {
  return (
    <a ref={ref} {...rest} className={`${styles[look] ?? ""} ${className ?? ""}`}>
      {children}
    </a>
  );
});

const Buttoned = forwardRef<HTMLAnchorElement, Anchor & { look?: ButtonLook; icon?: IconName }>(
  function Buttoned({ look = "plain", icon, className, children, ...rest }, ref) {
    return (
      <a ref={ref} {...rest} className={`${buttonClass(look)} ${className ?? ""}`}>
        {icon === undefined ? null : <Icon name={icon} />}
        {children}
      </a>
    );
  },
);

/** A link in a text (`look="text"`) or the name of a row (`look="row"`). Addresses are checked by the compiler. */
export const Link = createLink(Plain);

/** A link that looks like a button. */
export const ButtonLink = createLink(Buttoned);

/** A link out of the console. Only http and https become links; whatever else is shown as text. */
export function OutsideLink({ href, children }: { href: string; children: ReactNode }) {
  if (!/^https?:\/\//i.test(href)) {
    return <>{children}</>;
  }
  return (
    <a className={styles["text"]} href={href} target="_blank" rel="noopener noreferrer">
      {children} <Icon name="outside" />
      <span className="unseen">{parts.opensOutside}</span>
    </a>
  );
}
