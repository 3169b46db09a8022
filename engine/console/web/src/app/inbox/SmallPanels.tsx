/** Grants and tokens that wait to be confirmed. */
import { useQuery } from "@tanstack/react-query";
import type { GrantedPermit, Token } from "@towpath/client";

import { confirmGrant, confirmToken, grant, tokens } from "../../api/decisions";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { inbox } from "../../words/inbox";
import { DecisionBar, type Act } from "./Decision";
import { Frame, useWhyNot, Waiting, type PanelProperties } from "./Frame";
import styles from "./Inbox.module.css";

/** A grant of which something has changed. */
export function GrantPanel({ name, isPane = false, onDecided }: PanelProperties & { name: string }) {
  const words = inbox.grant;
  const query = useQuery(grant(name));
  const whyNot = useWhyNot(["grant"], name);
  return (
    <Waiting query={query} isPane={isPane} title={words.title(name)} failed={words.failed}>
      {(one) => (
        <Frame
          isPane={isPane}
          title={words.title(`${one.namespace}/${one.workflow}`)}
          marks={one.changes.length > 0 ? <Badge tone="warn">{words.paused}</Badge> : undefined}
          about={<Prose>{one.purpose}</Prose>}
          open={
            <Link to="/inbox/grants/$name" params={{ name }}>
              {inbox.open}
            </Link>
          }
        >
          <Lines title={words.changes} all={one.changes} />
          <Lines title={words.permits} all={one.permits} />
          <Lines title={words.remarks} all={one.remarks} />
          <KeyValue
            of={[
              [words.purpose, <Prose key="purpose">{one.purpose}</Prose>],
              [words.askedBy, <Principal key="by" id={one.askedBy} />],
              [words.by, <Principal key="granted" id={one.by} />],
              [words.ends, one.expires],
            ]}
          />
          {one.changes.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <DecisionBar acts={[grantAct(one)]} whyNot={whyNot} onDecided={onDecided} />
          )}
        </Frame>
      )}
    </Waiting>
  );
}

function grantAct(one: GrantedPermit): Act {
  const words = inbox.grant;
  return {
    id: "confirm",
    key: "a",
    label: words.confirm,
    look: "primary",
    icon: "check",
    ask: words.confirmAsk,
    about: words.confirmAbout,
    reason: "possible",
    run: (reason) => confirmGrant(one.policy, one.digest, reason),
    done: words.confirmed,
  };
}

/** A list with a heading, where there is anything in it. */
export function Lines({ title, all }: { title: string; all: readonly string[] }) {
  if (all.length === 0) {
    return null;
  }
  return (
    <Section title={title} isCard>
      <ul className={styles["bullets"]}>
        {all.map((one) => (
          <li key={one}>
            <Prose>{one}</Prose>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A token that needs a second person. */
export function TokenPanel({ id, isPane = false, onDecided }: PanelProperties & { id: string }) {
  const words = inbox.token;
  const query = useQuery(tokens);
  const whyNot = useWhyNot(["token"], id);
  const title = words.title(query.data?.find((token) => token.id === id)?.name ?? id);
  return (
    <Waiting query={query} isPane={isPane} title={title} failed={words.failed}>
      {(all) => {
        const one = all.find((token) => token.id === id);
        return (
          <Frame
            isPane={isPane}
            title={title}
            open={
              <Link to="/inbox/tokens/$id" params={{ id }}>
                {inbox.open}
              </Link>
            }
          >
            {one === undefined ? <Empty title={words.gone} /> : <TokenFacts of={one} />}
            {one?.waiting === true ? (
              <DecisionBar acts={[tokenAct(one)]} whyNot={whyNot} onDecided={onDecided} />
            ) : null}
          </Frame>
        );
      }}
    </Waiting>
  );
}

function TokenFacts({ of }: { of: Token }) {
  const words = inbox.token;
  const roles = of.grants
    .map(({ role, namespace }) => `${role}, ${namespace ?? words.everywhere}`)
    .join("; ");
  return (
    <KeyValue
      of={[
        [words.principal, <Principal key="principal" id={of.principal} />],
        [words.roles, roles],
        [words.mayView, of.mayView.length === 0 ? undefined : of.mayView.join(", ")],
        [words.createdBy, <Principal key="creator" id={of.createdBy} />],
        [words.created, <Time key="created" at={of.createdAt} isExact />],
        [
          words.expires,
          typeof of.expiresAt === "string" ? <Time key="ends" at={of.expiresAt} isExact /> : words.never,
        ],
      ]}
    />
  );
}

function tokenAct(one: Token): Act {
  const words = inbox.token;
  return {
    id: "confirm",
    key: "a",
    label: words.confirm,
    look: "primary",
    icon: "check",
    ask: words.confirmAsk(one.principal),
    about: words.confirmAbout,
    reason: "none",
    run: () => confirmToken(one.id),
    done: words.confirmed,
  };
}
