/** The frame around every page: who is signed in, the navigation, the page, and what lies over it. */
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation, useMatches } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { followChanges } from "../../api/changes";
import { rolesOf, useMe, useSession } from "../../api/session";
import { Toasts } from "../../parts/toast/Toasts";
import { shell } from "../../words/shell";
import { hasRole } from "../roles";
import { Banner } from "./Banner";
import { Entrance } from "./Entrance";
import { Palette } from "./Palette";
import { SessionEnded } from "./SessionEnded";
import styles from "./Shell.module.css";
import { Sidebar, Topbar } from "./Sidebar";
import { OtherRolePage } from "./Trouble";

/** The frame, or the way in. */
export function Shell() {
  const session = useSession();
  if (session.kind === "unknown" || session.kind === "none") {
    return <Entrance />;
  }
  return <Frame hasEnded={session.kind === "ended"} />;
}

function Frame({ hasEnded }: { hasEnded: boolean }) {
  useChanges(!hasEnded);
  const content = useFocusOnPage();
  return (
    <div className={styles["frame"]}>
      <a href="#content" className={styles["skip"]}>
        {shell.skip}
      </a>
      <Sidebar />
      <Topbar />
      <div className={styles["right"]}>
        <Banner />
        <main id="content" ref={content} tabIndex={-1} className={styles["content"]}>
          <Guarded />
        </main>
      </div>
      <Palette />
      <Toasts />
      {hasEnded ? <SessionEnded /> : null}
    </div>
  );
}

/** The page, unless it is for other roles. */
function Guarded() {
  const held = rolesOf(useMe());
  const wanted = useMatches({ select: (matches) => matches.at(-1)?.staticData.roles });
  return hasRole(held, wanted) ? <Outlet /> : <OtherRolePage roles={wanted ?? []} />;
}

/** Follows the changes on the server while there is a session. */
function useChanges(isSignedIn: boolean): void {
  const queries = useQueryClient();
  const { id } = useMe();
  useEffect(() => {
    if (!isSignedIn) {
      return undefined;
    }
    const stop = new AbortController();
    void followChanges(queries, stop.signal);
    return () => stop.abort();
  }, [queries, isSignedIn, id]);
}

/** After a link was followed the focus is on the new page, so that the keyboard and screen readers go on there. */
function useFocusOnPage() {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current !== pathname) {
      before.current = pathname;
      content.current?.focus({ preventScroll: true });
    }
  }, [pathname]);
  return content;
}
