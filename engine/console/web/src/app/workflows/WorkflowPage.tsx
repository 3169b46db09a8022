/** One workflow as it is for everybody: what is live, how it does, its versions, and the way to its draft. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ProblemError, type Version } from "@towpath/client";
import { useMemo } from "react";

import { liveText, versions, type WorkflowName } from "../../api/editing";
import { drafts, estate, statistics } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { allTasks, readDefinition, type Task } from "../../definition";
import { Bars } from "../../parts/chart/Chart";
import { Code } from "../../parts/code/Code";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Columns, Page, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, DraftMark, Live, State } from "../../parts/state/State";
import { day, duration, number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { Copyable } from "../../parts/values/Short";
import { workflows } from "../../words/workflows";
import { editor } from "../../words/editor";
import { ScheduleNow } from "./ScheduleNow";
import styles from "./Workflows.module.css";

const words = workflows.one;
const DAYS = 7;

/** The page. */
export function WorkflowPage() {
  const { namespace, name } = useParams({ from: "/workflows/$namespace/$name" });
  const workflow = useMemo(() => ({ namespace, name }), [namespace, name]);
  const known = useQuery(versions(workflow));
  const saved = useQuery(drafts).data?.find((one) => one.namespace === namespace && one.name === name);
  const all = known.data ?? [];
  const live =
    all.find(({ state }) => state === "published") ?? all.find(({ state }) => state === "deprecated");
  const title = live?.title ?? all[0]?.title ?? saved?.title ?? name;
  const isMissing = known.error instanceof ProblemError && known.error.status === 404 && saved === undefined;
  return (
    <Page
      title={title}
      back={<Link to="/workflows">{words.back}</Link>}
      about={`${namespace}/${name}`}
      marks={
        <>
          {live === undefined ? null : <Live version={live.version} />}
          {saved?.isAhead === true ? (
            <DraftMark>{live === undefined ? workflows.neverLive : workflows.ahead}</DraftMark>
          ) : null}
          {typeof live?.switchedOff === "string" ? <Badge tone="bad">{workflows.off}</Badge> : null}
        </>
      }
      actions={<Actions workflow={workflow} hasDraft={saved !== undefined} isLive={live !== undefined} />}
    >
      {isMissing ? (
        <Empty title={words.missing} />
      ) : (
        <>
          <Columns>
            <Now workflow={workflow} live={live} />
            <Figures workflow={workflow} />
          </Columns>
          <ScheduleNow workflow={workflow} />
          <Columns>
            <Steps workflow={workflow} isLive={live !== undefined} />
            <Section title={words.versions}>
              <Loaded query={known} title={words.versionsFailed}>
                {(found) => <Versions of={found} />}
              </Loaded>
            </Section>
          </Columns>
        </>
      )}
    </Page>
  );
}

function Actions({
  workflow,
  hasDraft,
  isLive,
}: {
  workflow: WorkflowName;
  hasDraft: boolean;
  isLive: boolean;
}) {
  const isChampion = rolesOf(useMe()).includes("champion");
  return (
    <>
      {isLive ? (
        <ButtonLink to="/workflows/$namespace/$name/explain" params={workflow} icon="info">
          {words.explain}
        </ButtonLink>
      ) : null}
      <ButtonLink to="/runs" search={{ workflow: `${workflow.namespace}/${workflow.name}` }} icon="runs">
        {words.runs}
      </ButtonLink>
      {isChampion ? (
        <ButtonLink to="/workflows/$namespace/$name/edit" params={workflow} look="primary" icon="edit">
          {hasDraft ? words.edit : words.begin}
        </ButtonLink>
      ) : null}
    </>
  );
}

function Now({ workflow, live }: { workflow: WorkflowName; live: Version | undefined }) {
  const { namespace, name } = workflow;
  const more = useQuery(estate).data?.workflows.find(
    (one) => one.namespace === namespace && one.name === name,
  );
  if (live === undefined) {
    return (
      <Section title={words.live} isCard>
        <Empty title={words.notLive}>{words.notLiveWhy}</Empty>
      </Section>
    );
  }
  const address = `${location.origin}/v1/workflows/${namespace}/${name}/runs`;
  const owner = more?.owner;
  return (
    <Section title={words.live} isCard>
      <KeyValue
        of={[
          [words.version, live.version],
          [
            words.published,
            <>
              <Time at={live.publishedAt} /> {words.by(live.author)}
            </>,
          ],
          [words.owner, owner === undefined ? words.noOwner : <Principal id={owner} />],
          [words.deputy, more?.deputy === undefined ? undefined : <Principal id={more.deputy} />],
          [words.address, <Copyable text={address} />],
        ]}
      />
    </Section>
  );
}

function Figures({ workflow }: { workflow: WorkflowName }) {
  const known = useQuery(
    statistics({
      workflow: `${workflow.namespace}/${workflow.name}`,
      interval: "day",
      from: useMemo(weekAgo, []),
    }),
  );
  return (
    <Section title={words.figures} isCard>
      <Loaded query={known} title={words.figuresFailed}>
        {({ totals, series }) => (
          <>
            <Bars
              label={words.chart}
              text={words.chartText(number(totals.started), number(totals.faulted))}
              bars={series.map((one) => ({
                label: day(new Date(one.start)),
                parts: [
                  { tone: "accent" as const, value: Math.max(0, one.started - one.faulted) },
                  { tone: "bad" as const, value: one.faulted },
                ],
              }))}
            />
            <KeyValue
              of={[
                [words.started, number(totals.started)],
                [words.faulted, number(totals.faulted)],
                [words.held, number(totals.held)],
                [words.p95, totals.p95Ms === undefined ? undefined : duration(totals.p95Ms)],
              ]}
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** The beginning of the day a week ago. */
function weekAgo(): string {
  const at = new Date();
  at.setUTCHours(0, 0, 0, 0);
  return new Date(at.getTime() - (DAYS - 1) * 86_400_000).toISOString();
}

function Steps({ workflow, isLive }: { workflow: WorkflowName; isLive: boolean }) {
  const known = useQuery({ ...liveText(workflow), enabled: isLive });
  const tasks = useMemo(
    () => (known.data === undefined ? [] : allTasks(readDefinition(known.data))),
    [known.data],
  );
  if (!isLive) {
    return null;
  }
  return (
    <Section title={words.steps}>
      <Loaded query={known} title={words.stepsFailed}>
        {(text) => (
          <>
            <ol className={styles["steps"]}>
              {tasks.map((task) => (
                <Step key={task.reference} of={task} />
              ))}
            </ol>
            <Disclosure title={words.text}>
              <Code label={words.text} value={text} isReadOnly />
            </Disclosure>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Step({ of }: { of: Task }) {
  const depth = of.reference.split("/").length;
  const target = of.detail.kind === "call" ? of.detail.target.split("@")[0] : undefined;
  return (
    <li style={{ paddingInlineStart: `${String(Math.max(0, (depth - 4) / 3))}rem` }}>
      <span className={styles["step"]}>{of.name}</span>{" "}
      <span className={styles["soft"]}>
        {editor.kinds[of.kind].name}
        {target === undefined ? "" : ` ${target}`}
      </span>
    </li>
  );
}

function Versions({ of }: { of: readonly Version[] }) {
  return (
    <ul className={styles["versions"]}>
      {of.map((one) => (
        <li key={one.version}>
          <div className={styles["marks"]}>
            <strong>{one.version}</strong>
            {one.state === "published" && one.callersGet === undefined ? <Live /> : <State of={one.state} />}
            {one.review === "inReview" ? <Badge tone="warn">{words.reviewing}</Badge> : null}
          </div>
          <div className={styles["soft"]}>
            <Time at={one.publishedAt} /> {words.by(one.author)}
            {typeof one.callersGet === "string" ? ` · ${words.callersGet(one.callersGet)}` : ""}
            {typeof one.reason === "string" ? ` · ${one.reason}` : ""}
          </div>
        </li>
      ))}
    </ul>
  );
}
