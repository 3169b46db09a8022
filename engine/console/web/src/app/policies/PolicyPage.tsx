/** One policy: its form and its text, checks and whom it touches as one types, and its revisions. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ProblemError } from "@towpath/client";

import { activePolicies, policy } from "../../api/policies";
import { useMe } from "../../api/session";
import { Code } from "../../parts/code/Code";
import { Icon } from "../../parts/icon/Icon";
import { Link } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { EffectMark, ModeMark } from "../../parts/policy/Marks";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { policies } from "../../words/policies";
import { AuditFindings } from "./AuditFindings";
import { Editor } from "./Editor";
import styles from "./Policies.module.css";
import { PolicyRevisions } from "./PolicyRevisions";
import { maySave } from "./rights";
import { EMPTY } from "./shape";
import { summaryOf } from "./touched";
import { write } from "./write";

const words = policies.policy;
const back = <Link to="/policies">← {policies.back}</Link>;

/** A policy by its name. */
export function PolicyPage() {
  const { policy: name } = useParams({ from: "/policies/$policy" });
  const query = useQuery(policy(name));
  const active = useQuery(activePolicies);
  const inForce = active.data?.policies.find((one) => one.name === name)?.source;
  const isGone = query.error instanceof ProblemError && query.error.status === 404;
  if (isGone && inForce !== undefined) {
    return (
      <Page title={summaryOf(inForce).title} back={back} about={words.gone}>
        <Code label={words.textLabel} value={inForce} isReadOnly />
        <PolicyRevisions name={name} />
      </Page>
    );
  }
  if (query.data === undefined) {
    return (
      <Page title={name} back={back}>
        <Loaded query={query} title={words.failed} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return (
    <Known key={name} name={name} saved={query.data} inForce={inForce} isActiveKnown={active.isSuccess} />
  );
}

/** A new one. */
export function NewPolicyPage() {
  const me = useMe();
  const owner = maySave(me, "") ? "" : (me.grants.find(({ role }) => role === "approver")?.namespace ?? "");
  return (
    <Page title={words.fresh} back={back}>
      <Editor
        name={undefined}
        saved={undefined}
        inForce={undefined}
        fresh={write({ ...EMPTY, owner })}
        canSave
      />
    </Page>
  );
}

function Known(properties: {
  name: string;
  saved: { source: string; revision: number; active: boolean; by: string; at: string };
  inForce: string | undefined;
  isActiveKnown: boolean;
}) {
  const { name, saved, inForce, isActiveKnown } = properties;
  const summary = summaryOf(saved.source);
  const me = useMe();
  const canSave = maySave(me, summary.owner);
  const state = saved.active ? (
    <Badge tone="good">{words.inForce}</Badge>
  ) : (
    <Badge tone="draft">{inForce === undefined ? words.notInForce : words.ahead}</Badge>
  );
  return (
    <Page
      title={summary.title === "" ? name : summary.title}
      back={back}
      marks={
        <>
          {summary.effect === "" ? null : <EffectMark of={summary.effect} />}
          <ModeMark of={summary.mode} />
          {isActiveKnown ? state : null}
        </>
      }
      about={
        <>
          <code>{name}</code> · {words.by} <Principal id={saved.by} isBare /> <Time at={saved.at} />
        </>
      }
    >
      {canSave ? null : (
        <p className={styles["line"]}>
          <Icon name="lock" />
          {summary.owner === "" ? words.readOnly : words.readOnlyOwn(summary.owner)}
        </p>
      )}
      <Editor name={name} saved={saved} inForce={inForce} fresh={saved.source} canSave={canSave} />
      {summary.mode === "audit" && maySave(me, "") ? <AuditFindings name={name} text={saved.source} /> : null}
      <PolicyRevisions name={name} />
    </Page>
  );
}
