/** One run: how it stands or ended, why, what waits for whom, and what each of its steps did. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Run } from "@towpath/client";
import type { ReactNode } from "react";

import { workflows } from "../../api/lists";
import { run as runQuery, trace as traceQuery } from "../../api/run";
import { rolesOf, useMe } from "../../api/session";
import { Link } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { DraftMark, Live, State } from "../../parts/state/State";
import { Duration, Time } from "../../parts/time/Time";
import { IdShort } from "../../parts/values/Short";
import { runs as words } from "../../words/runs";
import { hasRole, journalReaders } from "./access";
import { Actions } from "./Actions";
import { stateOf } from "./filters";
import { Doubts } from "./Doubts";
import { Holds } from "./Holds";
import { Outcome } from "./Outcome";
import styles from "./Run.module.css";
import { Steps } from "./Steps";

/** The page. */
export function RunPage() {
  const { run: id = "" } = useParams({ strict: false });
  const query = useQuery(runQuery(id));
  const back = <Link to="/runs">{words.back}</Link>;
  if (query.data === undefined) {
    return (
      <Page title={words.run} back={back}>
        <Loaded query={query} title={words.head.failed} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <KnownRun run={query.data} back={back} />;
}

function KnownRun({ run, back }: { run: Run; back: ReactNode }) {
  const { namespace, name, version } = run.workflow;
  const known = useQuery(workflows).data;
  const title = known?.find((one) => one.namespace === namespace && one.name === name)?.title ?? name;
  const maySee = hasRole(rolesOf(useMe()), journalReaders);
  const trace = useQuery({ ...traceQuery(run.id), enabled: maySee });
  return (
    <Page
      title={title}
      back={back}
      marks={<Marks run={run} />}
      about={<About run={run} />}
      actions={<Actions run={run} title={title} trace={trace.data} />}
    >
      <Holds run={run} trace={trace.data} />
      <Outcome run={run} />
      <Doubts run={run} />
      <Steps run={run} trace={trace} maySee={maySee} workflow={{ namespace, name, version }} />
    </Page>
  );
}

function Marks({ run }: { run: Run }) {
  const isDraft = run.draft === true;
  return (
    <>
      <State of={stateOf(run)} isRun />
      <span title={isDraft ? words.head.draftWhy : words.head.liveWhy}>
        {isDraft ? <DraftMark /> : <Live />}
      </span>
    </>
  );
}

function About({ run }: { run: Run }) {
  const me = useMe().principal;
  const { namespace, name, version } = run.workflow;
  return (
    <span className={styles["about"]}>
      <span>
        <Link to="/workflows/$namespace/$name" params={{ namespace, name }}>{`${namespace}/${name}`}</Link>
        {`, ${words.head.version(version)}`}
      </span>
      <span>
        {words.head.startedBy} <Principal id={run.startedBy} isMe={run.startedBy === me} isBare />{" "}
        <Time at={run.startedAt} isExact />
      </span>
      <span>
        {run.endedAt === undefined || run.endedAt === null
          ? words.head.goesOn
          : words.list.took.toLowerCase()}{" "}
        <Duration from={run.startedAt} to={run.endedAt} />
      </span>
      {run.rerunOf === undefined ? null : (
        <span>
          {words.head.againOf}{" "}
          <Link to="/runs/$run" params={{ run: run.rerunOf }}>
            {words.head.earlier}
          </Link>{" "}
          {words.head.did}
        </span>
      )}
      <IdShort id={run.id} />
    </span>
  );
}
