/** Tells those who watch over the server on every page that it is paused after a restore. */
import { useQuery } from "@tanstack/react-query";

import { restore } from "../../api/server";
import { namespacesOf, useMe } from "../../api/session";
import { Icon } from "../../parts/icon/Icon";
import { ButtonLink } from "../../parts/link/Link";
import { shell } from "../../words/shell";
import { overseers } from "../roles";
import styles from "./Banner.module.css";

/** The banner, while the server is paused. */
export function Restored() {
  const me = useMe();
  // The server asks for a role on all of it, not in one namespace.
  const isWatched = overseers.some((role) => namespacesOf(me, role) === undefined);
  const known = useQuery({ ...restore, enabled: isWatched }).data;
  if (known?.state !== "paused") {
    return null;
  }
  return (
    <div className={styles["banner"]}>
      <Icon name="pause" />
      <span>{shell.restored.text}</span>
      <ButtonLink to="/server">{shell.restored.open}</ButtonLink>
    </div>
  );
}
