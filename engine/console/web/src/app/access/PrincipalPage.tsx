/** One person or app: who it is, its tokens and sessions, what it changed lately; disabling and enabling it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { PrincipalRecord } from "@towpath/client";
import { useState } from "react";

import { allSessions, disablePrincipal, enablePrincipal, principal, tokens } from "../../api/access";
import { auditEntries } from "../../api/audit";
import { rolesOf, useMe } from "../../api/session";
import { useAct } from "../../parts/act/useAct";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Link } from "../../parts/link/Link";
import { Page, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { problemText } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { Time, useNow } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { KeyValue } from "../../parts/values/KeyValue";
import { access } from "../../words/access";
import { shell } from "../../words/shell";
import { hasRole } from "../roles";
import styles from "./Access.module.css";
import { AllSessions } from "./AllSessions";
import { NewToken } from "./NewToken";
import { Roles } from "./Principals";
import { Tokens } from "./Tokens";
import { stateOf } from "./tokens";

const words = access.one;

/** The page. */
export function PrincipalPage() {
  const { principal: id } = useParams({ from: "/access/$principal" });
  const known = useQuery(principal(id));
  const record = known.data?.value;
  const mark =
    record?.disabled === undefined ? null : (
      <Badge tone="bad" icon="stop">
        {access.principals.disabled}
      </Badge>
    );
  return (
    <Page
      title={record?.title ?? id}
      back={<Link to="/access">{words.back}</Link>}
      marks={mark}
      about={record?.title === undefined ? undefined : id}
      actions={record === undefined ? undefined : <Actions record={record} />}
    >
      <Loaded query={known} title={access.principals.failed} lines={4}>
        {({ value }) => (
          <>
            {value.disabled === undefined ? null : <Disabled of={value.disabled} />}
            <Facts of={value} />
            <Section title={words.tokens}>
              <Tokens of={id} />
            </Section>
            <Section title={words.sessions}>
              <AllSessions of={id} />
            </Section>
            <Latest id={id} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ of }: { of: PrincipalRecord }) {
  return (
    <Section title={words.facts} isCard>
      <KeyValue
        of={[
          [words.kind, of.kind === undefined ? undefined : shell.roles[of.kind]],
          [words.roles, <Roles key="roles" grants={of.grants} />],
          [
            words.created,
            <span key="created">
              <Time at={of.createdAt} />, {words.createdBy} {of.createdBy}
            </span>,
          ],
          [words.mintedBy, of.mintedBy.length === 0 ? undefined : of.mintedBy.join(", ")],
        ]}
      />
    </Section>
  );
}

function Disabled({ of }: { of: NonNullable<PrincipalRecord["disabled"]> }) {
  return (
    <div className={styles["notice"]}>
      <p className={styles["noticeTitle"]}>{words.disabledTitle}</p>
      <p>{of.reason}</p>
      <p>
        {words.disabledWhat} <Principal id={of.by} isBare />, <Time at={of.at} />
      </p>
    </div>
  );
}

function Actions({ record }: { record: PrincipalRecord }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"disable" | "token">();
  const enable = useOnce({
    mutationFn: () => enablePrincipal(record.id),
    onSuccess: async () => {
      say(words.enabled(record.id));
      await queries.invalidateQueries({ queryKey: ["principals"] });
    },
    onError: (error) => say(problemText(error), { tone: "bad" }),
  });
  if (!hasRole(rolesOf(useMe()), ["it"])) {
    return null;
  }
  const close = () => setAsking(undefined);
  return (
    <>
      {record.disabled === undefined ? (
        <>
          <Button icon="stop" onPress={() => setAsking("disable")}>
            {words.disable}
          </Button>
          <Button icon="plus" onPress={() => setAsking("token")}>
            {access.tokens.create}
          </Button>
        </>
      ) : (
        <Button look="primary" onPress={() => enable.mutate()} isPending={enable.isPending}>
          {words.enable}
        </Button>
      )}
      {asking === "disable" ? <Disable id={record.id} onClose={close} /> : null}
      {asking === "token" ? <NewToken principal={record.id} onClose={close} /> : null}
    </>
  );
}

function Disable({ id, onClose }: { id: string; onClose: () => void }) {
  const said = access.disable;
  const now = useNow();
  const working = (useQuery(tokens).data ?? []).filter(
    (one) => one.principal === id && stateOf(one, now) === "working",
  );
  const sessions = (useQuery(allSessions).data ?? []).filter((one) => one.principal === id);
  const disable = useAct({
    act: (reason: string) => disablePrincipal(id, reason),
    done: said.done(id),
    touches: ["principals", "sessions"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={said.title(id)}
      label={said.act}
      look="danger"
      isAlert
      why={{ label: said.reason, help: said.reasonHelp, needed: said.needed, rows: 2 }}
      act={disable}
      onClose={onClose}
    >
      <p>{said.what}</p>
      <p>{said.takes(number(working.length), number(sessions.length))}</p>
    </AskWhy>
  );
}

function Latest({ id }: { id: string }) {
  const found = useQuery(auditEntries({ who: id, phase: "done", limit: 8 }));
  const all = (
    <Link to="/audit" search={{ who: id }}>
      {words.all}
    </Link>
  );
  return (
    <Section title={words.latest} actions={all} isCard>
      <Loaded query={found}>
        {(entries) =>
          entries.length === 0 ? (
            <p className={styles["soft"]}>{words.noChange}</p>
          ) : (
            <ul className={styles["latest"]}>
              {entries.map((entry) => (
                <li key={`${entry.request} ${entry.action} ${entry.target}`}>
                  <code>{entry.action.split(" ")[0]}</code>{" "}
                  <code className={styles["target"]}>{entry.target}</code>{" "}
                  <span className={styles["soft"]}>
                    <Time at={entry.at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
