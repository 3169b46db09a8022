/** What I asked for, access and approvals of versions: who has each, since when, and what became of it. */
import { useQuery } from "@tanstack/react-query";
import type { AccessRequest, InboxItem } from "@towpath/client";

import { inbox, requests, statistics } from "../../api/lists";
import { useMe } from "../../api/session";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, State } from "../../parts/state/State";
import { duration } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { home } from "../../words/home";
import styles from "./Home.module.css";

const words = home.requests;
const SHOWN = 5;

/** The section. */
export function MyRequests() {
  const me = useMe();
  const all = useQuery(requests());
  const versions = (useQuery(inbox(false)).data?.items ?? []).filter(
    (one) => ["review", "voidApproval"].includes(one.kind) && one.from === me.principal && !one.canDecide,
  );
  const usual = useQuery(statistics()).data?.waiting.requestToDecision.p50Ms;
  return (
    <Section title={words.title} {...(usual === undefined ? {} : { about: words.usually(duration(usual)) })}>
      <Loaded query={all} title={words.failed}>
        {(known) => {
          const own = newestFirst(known.filter((one) => one.by === me.principal)).slice(0, SHOWN);
          return own.length + versions.length === 0 ? (
            <Empty title={words.none}>{words.noneWhy}</Empty>
          ) : (
            <ul className={styles["cards"]}>
              {versions.slice(0, SHOWN).map((one) => (
                <Version key={`${one.kind} ${one.id}`} item={one} />
              ))}
              {own.map((request) => (
                <Item key={request.id} request={request} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Item({ request }: { request: AccessRequest }) {
  const { id, purpose, workflow, namespace, state, openedAt, decision } = request;
  return (
    <li className={styles["card"]}>
      <div className={styles["grow"]}>
        <Link look="row" to="/inbox/requests/$id" params={{ id }}>
          {purpose}
        </Link>
        <p className={styles["soft"]}>{workflow ?? namespace}</p>
      </div>
      <div className={styles["side"]}>
        <State of={state} />
        <p className={styles["soft"]}>
          {decision === undefined || decision === null ? (
            <>
              {words.with(words.it)}, <Time at={openedAt} />
            </>
          ) : (
            <>
              {words.by(decision.by)}, <Time at={decision.at} />
            </>
          )}
        </p>
      </div>
    </li>
  );
}

function Version({ item }: { item: InboxItem }) {
  const { title, namespace = "", workflow = "", version = "", why, since } = item;
  return (
    <li className={styles["card"]}>
      <div className={styles["grow"]}>
        <Link
          look="row"
          to="/inbox/reviews/$namespace/$name/$version"
          params={{ namespace, name: workflow, version }}
        >
          {words.version(title, version)}
        </Link>
        <p className={styles["soft"]}>
          <Prose>{why}</Prose>
        </p>
      </div>
      <div className={styles["side"]}>
        <Badge tone="warn" icon="account">
          {words.waits}
        </Badge>
        <p className={styles["soft"]}>
          {words.with(words.approvers)}, <Time at={since} />
        </p>
      </div>
    </li>
  );
}

/** Open ones first, then the newest. */
function newestFirst(all: readonly AccessRequest[]): AccessRequest[] {
  const rank = (one: AccessRequest) => (one.state === "open" ? 0 : 1);
  return [...all].sort((a, b) => rank(a) - rank(b) || Date.parse(b.openedAt) - Date.parse(a.openedAt));
}
