/** My requests for access: who has each, since when, and what became of it. */
import { useQuery } from "@tanstack/react-query";
import type { AccessRequest } from "@towpath/client";

import { requests, statistics } from "../../api/lists";
import { useMe } from "../../api/session";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { State } from "../../parts/state/State";
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
  const usual = useQuery(statistics()).data?.waiting.requestToDecision.p50Ms;
  return (
    <Section title={words.title} {...(usual === undefined ? {} : { about: words.usually(duration(usual)) })}>
      <Loaded query={all} title={words.failed}>
        {(known) => {
          const own = newestFirst(known.filter((one) => one.by === me.principal)).slice(0, SHOWN);
          return own.length === 0 ? (
            <Empty title={words.none}>{words.noneWhy}</Empty>
          ) : (
            <ul className={styles["cards"]}>
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

/** Open ones first, then the newest. */
function newestFirst(all: readonly AccessRequest[]): AccessRequest[] {
  const rank = (one: AccessRequest) => (one.state === "open" ? 0 : 1);
  return [...all].sort((a, b) => rank(a) - rank(b) || Date.parse(b.openedAt) - Date.parse(a.openedAt));
}
