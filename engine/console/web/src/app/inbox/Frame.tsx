/** Around what is decided: a page of its own, or the right half of the inbox. */
import { ProblemError } from "@towpath/client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";

import { inbox as inboxQuery } from "../../api/lists";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { inbox as words } from "../../words/inbox";
import styles from "./Inbox.module.css";

/** What every panel is told. */
export interface PanelProperties {
  /** Beside the list, not a page of its own. */
  isPane?: boolean;
  onDecided?: () => void;
}

/** The heading and what is below it. */
export function Frame(properties: {
  isPane: boolean;
  title: string;
  marks?: ReactNode;
  about?: ReactNode;
  /** The page of what is shown in a pane. */
  open?: ReactNode;
  children: ReactNode;
}) {
  const { isPane, title, marks, about, open, children } = properties;
  const id = useId();
  if (!isPane) {
    const back = <Link to="/inbox">← {words.back}</Link>;
    return (
      <Page title={title} marks={marks} about={about} back={back}>
        {children}
      </Page>
    );
  }
  return (
    <article aria-labelledby={id} className={styles["panel"]}>
      <header>
        <div className={styles["panelHead"]}>
          <h2 id={id}>{title}</h2>
          {marks}
          <span className={styles["open"]}>{open}</span>
        </div>
        {about === undefined ? null : <div className={styles["soft"]}>{about}</div>}
      </header>
      {children}
    </article>
  );
}

/** The thing, or that it is decided already, or what went wrong. */
export function Waiting<T>(properties: {
  query: UseQueryResult<T>;
  isPane: boolean;
  title: string;
  failed: string;
  children: (data: T) => ReactNode;
}) {
  const { query, isPane, title, failed, children } = properties;
  const { error } = query;
  if (error instanceof ProblemError && (error.status === 409 || error.status === 404)) {
    const back = isPane ? undefined : <ButtonLink to="/inbox">{words.decidedNext}</ButtonLink>;
    return (
      <Frame isPane={isPane} title={title}>
        <Empty title={words.decided} action={back}>
          <Prose>{sentence(error.problem.detail ?? error.problem.title)}</Prose>
        </Empty>
      </Frame>
    );
  }
  if (query.data === undefined) {
    return (
      <Frame isPane={isPane} title={title}>
        <Loaded query={query} title={failed} lines={8}>
          {() => null}
        </Loaded>
      </Frame>
    );
  }
  return (
    <Loaded query={query} title={failed}>
      {children}
    </Loaded>
  );
}

/** The server writes in lower case without a full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Why this person cannot decide it, as the inbox says; `undefined` where they can, or where it is not known. */
export function useWhyNot(kinds: readonly string[], id: string): string | undefined {
  const all = useQuery(inboxQuery(false)).data?.items;
  const item = all?.find((one) => kinds.includes(one.kind) && one.id === id);
  return item === undefined || item.canDecide ? undefined : (item.whyNot ?? "");
}
