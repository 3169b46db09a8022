/** What other policies would change: who loses something, what is decided differently, and how past runs would end. */
import type { AffectedWorkflow, CallImpact, Impact, RerunImpact, VersionImpact } from "@towpath/client";

import { policy } from "../../words/policy";
import { Disclosure } from "../disclosure/Disclosure";
import { Icon } from "../icon/Icon";
import { Link } from "../link/Link";
import { Section } from "../page/Page";
import { Principal } from "../principal/Principal";
import { Prose } from "../prose/Prose";
import { Badge } from "../state/State";
import { Table, type Column } from "../table/Table";
import { number } from "../time/format";
import { FromTo } from "./Marks";
import styles from "./Policy.module.css";

/** Everything; `isRerun` where runs were asked to be executed again. */
export function ImpactView({ of, isRerun = false }: { of: Impact; isRerun?: boolean }) {
  return (
    <>
      <Section title={policy.affected.title} about={policy.affected.about}>
        <Affected all={of.affected} />
      </Section>
      {of.versions.length === 0 ? null : <Versions all={of.versions} />}
      <Calls of={of} />
      {isRerun ? <Reruns of={of} /> : null}
    </>
  );
}

const LINES = 3;

/** The workflows that lose something. */
export function Affected({ all }: { all: readonly AffectedWorkflow[] }) {
  const words = policy.affected;
  const columns: readonly Column<AffectedWorkflow>[] = [
    {
      id: "workflow",
      label: words.workflow,
      width: "minmax(10rem, 1fr)",
      sort: (one) => one.workflow,
      cell: (one) => <WorkflowLink of={one.workflow} />,
    },
    {
      id: "owner",
      label: words.owner,
      width: "minmax(9rem, 1fr)",
      sort: (one) => one.owner ?? "",
      cell: (one) => (one.owner === undefined ? words.orphan : <Principal id={one.owner} />),
    },
    {
      id: "runs",
      label: words.runs,
      width: "6rem",
      align: "end",
      sort: (one) => one.runsPerDay,
      cell: (one) => number(one.runsPerDay),
    },
    { id: "what", label: words.what, width: "minmax(0, 2.5fr)", cell: (one) => <What all={one.what} /> },
  ];
  const none = (
    <p className={`${styles["line"] ?? ""} ${styles["good"] ?? ""}`}>
      <Icon name="check" />
      {words.none}
    </p>
  );
  return (
    <Table
      label={words.title}
      rows={all}
      columns={columns}
      keyOf={(one) => one.workflow}
      sortName="loses"
      empty={none}
    />
  );
}

function What({ all }: { all: readonly string[] }) {
  return (
    <div className={styles["what"]}>
      <Texts all={all.slice(0, LINES)} />
      {all.length <= LINES ? null : (
        <Disclosure title={policy.affected.more(number(all.length - LINES))}>
          <Texts all={all.slice(LINES)} />
        </Disclosure>
      )}
    </div>
  );
}

function Texts({ all }: { all: readonly string[] }) {
  return (
    <ul className={styles["texts"]}>
      {all.map((text) => (
        <li key={text}>
          <Prose>{text}</Prose>
        </li>
      ))}
    </ul>
  );
}

/** `namespace/name`, with or without a version. */
export function WorkflowLink({ of }: { of: string }) {
  const [namespace = "", name = ""] = of.replace(/@.*$/, "").split("/");
  return (
    <Link look="row" to="/workflows/$namespace/$name" params={{ namespace, name }}>
      {of}
    </Link>
  );
}

function Versions({ all }: { all: readonly VersionImpact[] }) {
  const words = policy.versions;
  return (
    <Section title={words.title} about={words.about}>
      {all.map((one) => (
        <Disclosure
          key={`${one.workflow}@${one.version}`}
          title={
            <span className={styles["versionHead"]}>
              <strong>
                {one.workflow} {one.version}
              </strong>
              <span className={styles["soft"]}>{number(one.changes.length)}</span>
            </span>
          }
        >
          {one.voided.length === 0 ? null : (
            <p className={styles["bad"]}>{words.voided(one.voided.join(", "))}</p>
          )}
          <ul className={styles["list"]}>
            {one.changes.map((change) => (
              <li key={`${change.task} ${change.what}`} className={styles["change"]}>
                <span>
                  <Prose>{change.what}</Prose> <code className={styles["soft"]}>{change.task}</code>
                </span>
                <ChangeOf change={change} />
                {change.reason === undefined ? null : (
                  <span className={styles["help"]}>
                    <Prose>{change.reason}</Prose>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Disclosure>
      ))}
    </Section>
  );
}

/** From one verdict to another, or that an approval is needed. */
export function ChangeOf({ change }: { change: VersionImpact["changes"][number] }) {
  const words = policy.versions;
  return (
    <span className={styles["fromTo"]}>
      {change.before === change.after ? null : (
        <FromTo before={change.before} after={change.after} names={words.verdicts} />
      )}
      {change.reviews.length === 0 ? null : (
        <Badge tone="warn">{words.reviews(change.reviews.join(", "))}</Badge>
      )}
    </span>
  );
}

function Calls({ of }: { of: Impact }) {
  const words = policy.calls;
  const columns: readonly Column<CallImpact>[] = [
    {
      id: "workflow",
      label: policy.affected.workflow,
      sort: (one) => one.workflow,
      cell: (one) => <WorkflowLink of={one.workflow} />,
    },
    {
      id: "task",
      label: words.task,
      cell: (one) => (one.task === "" ? words.start : <code>{one.task}</code>),
    },
    {
      id: "outcome",
      label: policy.versions.would,
      width: "minmax(12rem, 1fr)",
      cell: (one) => <FromTo before={one.before} after={one.after} names={words.outcomes} />,
    },
    { id: "policy", label: words.by, cell: (one) => one.policy ?? "" },
    {
      id: "calls",
      label: words.count,
      width: "5rem",
      align: "end",
      sort: (one) => one.calls,
      cell: (one) => number(one.calls),
    },
    { id: "run", label: words.example, width: "9rem", cell: (one) => <RunLink run={one.run} /> },
  ];
  return (
    <Section title={words.title} about={words.about(number(of.runs), number(of.evaluated))}>
      <Table
        label={words.title}
        rows={of.calls}
        columns={columns}
        keyOf={(one) => `${one.workflow} ${one.task} ${one.before} ${one.after}`}
        sortName="calls"
        empty={<p>{words.none}</p>}
      />
      {of.truncated ? <p className={styles["soft"]}>{words.truncated}</p> : null}
    </Section>
  );
}

function RunLink({ run }: { run: string }) {
  return (
    <Link to="/runs/$run" params={{ run }}>
      {`…${run.slice(-8)}`}
    </Link>
  );
}

function Reruns({ of }: { of: Impact }) {
  const words = policy.reruns;
  const ending = (one: RerunImpact["after"]) => (
    <>
      {words.endings[one.end] ?? one.end} {one.task === undefined ? null : <code>{one.task}</code>}{" "}
      {one.why === undefined ? one.code : <Prose>{one.why}</Prose>}
    </>
  );
  const columns: readonly Column<RerunImpact>[] = [
    { id: "run", label: policy.calls.example, cell: (one) => <RunLink run={one.run} /> },
    { id: "workflow", label: policy.affected.workflow, cell: (one) => one.workflow },
    { id: "before", label: words.ended, cell: (one) => ending(one.before) },
    { id: "after", label: words.would, width: "minmax(0, 2fr)", cell: (one) => ending(one.after) },
  ];
  return (
    <Section title={words.title} about={words.about(number(of.rerun))}>
      <Table
        label={words.title}
        rows={of.reruns}
        columns={columns}
        keyOf={(one) => one.run}
        sortName="reruns"
        empty={<p>{words.none}</p>}
      />
    </Section>
  );
}
