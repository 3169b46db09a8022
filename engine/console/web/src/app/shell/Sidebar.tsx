/** The navigation: at the side of a large screen, behind a button on a small one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { inbox } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { Button, IconButton } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { Icon } from "../../parts/icon/Icon";
import { Avatar } from "../../parts/principal/Principal";
import { compact } from "../../parts/time/format";
import { shell } from "../../words/shell";
import { deciders, hasRole } from "../roles";
import { PAGES } from "./pages";
import { openPalette } from "./palette";
import styles from "./Sidebar.module.css";
import { Mark } from "./Mark";

/** The column on the left. */
export function Sidebar() {
  return (
    <div className={styles["sidebar"]}>
      <header className={styles["top"]}>
        <Link to="/" className={styles["product"] ?? ""}>
          <Mark />
          {shell.product}
        </Link>
        <button type="button" className={styles["search"]} onClick={openPalette}>
          <Icon name="search" />
          {shell.search}
          <kbd>{shell.searchKeys}</kbd>
        </button>
      </header>
      <Pages />
    </div>
  );
}

/** The row at the top of a small screen. */
export function Topbar() {
  const [isOpen, setOpen] = useState(false);
  return (
    <header className={styles["topbar"]}>
      <IconButton icon="menu" label={shell.openNavigation} onPress={() => setOpen(true)} />
      <Link to="/" className={styles["product"] ?? ""}>
        <Mark />
        {shell.product}
      </Link>
      <Button look="quiet" icon="search" onPress={openPalette}>
        <span className="unseen">{shell.search}</span>
      </Button>
      <Sheet isOpen={isOpen} onClose={() => setOpen(false)} title={shell.navigation}>
        <Pages onGo={() => setOpen(false)} />
      </Sheet>
    </header>
  );
}

function Pages({ onGo }: { onGo?: () => void }) {
  const me = useMe();
  const held = rolesOf(me);
  return (
    <nav aria-label={shell.navigation} className={styles["nav"]}>
      <ul className={styles["pages"]}>
        {PAGES.filter((page) => hasRole(held, page.roles)).map((page) => (
          <li key={page.to}>
            <Link
              to={page.to}
              activeOptions={{ exact: page.to === "/", includeSearch: false }}
              className={styles["page"] ?? ""}
              {...(onGo === undefined ? {} : { onClick: onGo })}
            >
              <Icon name={page.icon} />
              {page.words}
              {page.to === "/inbox" ? <Waiting /> : null}
            </Link>
          </li>
        ))}
      </ul>
      <Link
        to="/account"
        className={styles["account"] ?? ""}
        {...(onGo === undefined ? {} : { onClick: onGo })}
      >
        <Avatar id={me.principal} />
        <span className={styles["who"]}>
          <span className={styles["name"]}>{me.principal}</span>
          <span className={styles["roles"]}>{held.map((role) => shell.roles[role]).join(", ")}</span>
        </span>
      </Link>
    </nav>
  );
}

/** How many decisions wait for me. */
function Waiting() {
  const held = rolesOf(useMe());
  const waiting = useQuery({ ...inbox(true), enabled: hasRole(held, deciders) });
  const count = waiting.data?.total ?? 0;
  return count === 0 ? null : (
    <span className={styles["count"]}>
      <span aria-hidden="true">{compact(count)}</span>
      <span className="unseen">{shell.waiting(compact(count))}</span>
    </span>
  );
}
