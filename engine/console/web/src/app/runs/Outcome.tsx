/** How a run ended, or what it does now. A failure says what happened, why, and the next step, in that order. */
import type { Problem, Run } from "@towpath/client";
import { useQuery } from "@tanstack/react-query";

import { codePage } from "../../api/codes";
import { rolesOf, useMe } from "../../api/session";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Prose } from "../../parts/prose/Prose";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { Time } from "../../parts/time/Time";
import { useUrlChange } from "../../parts/url/useUrl";
import { JsonView } from "../../parts/values/JsonView";
import { KeyValue } from "../../parts/values/KeyValue";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { champions, hasRole } from "../roles";
import { adviceOn, type Advice } from "./cause";
import { stateOf } from "./filters";
import styles from "./Run.module.css";

const words = runs.outcome;

/** The section. */
export function Outcome({ run }: { run: Run }) {
  const state = stateOf(run);
  if (run.error !== undefined && run.error !== null && run.status === "faulted") {
    return <Failed run={run} error={run.error} />;
  }
  switch (state) {
    case "completed":
      return (
        <Section title={words.completed} isCard>
          {run.output === undefined || run.output === null ? (
            <p className={styles["soft"]}>{words.nothing}</p>
          ) : (
            <JsonView value={run.output} label={words.completed} />
          )}
        </Section>
      );
    case "cancelled":
      return <Said title={words.cancelled} text={words.cancelledWhy} />;
    case "running":
      return <Said title={words.running} text={words.runningWhy} />;
    case "waiting":
      return <Waiting run={run} />;
    case "suspended":
      return <Suspended run={run} />;
    default:
      return null;
  }
}

function Said({ title, text }: { title: string; text: string }) {
  return (
    <Section title={title} isCard>
      <p>{text}</p>
    </Section>
  );
}

function Suspended({ run: { suspended } }: { run: Run }) {
  return (
    <Section title={words.suspended} isCard>
      <p>{words.suspendedWhy}</p>
      {suspended === undefined ? null : (
        <KeyValue
          of={[
            [words.suspendedBy, <Principal key="by" id={suspended.by} />],
            [words.suspendedSince, <Time key="at" at={suspended.at} isExact />],
            [words.suspendedReason, <Prose key="why">{suspended.reason}</Prose>],
          ]}
        />
      )}
    </Section>
  );
}

function Waiting({ run: { wakeAt, waitsFor } }: { run: Run }) {
  return (
    <Section title={words.waiting} isCard>
      {waitsFor === "event" ? <p>{words.waitingEvent}</p> : null}
      {wakeAt === undefined || wakeAt === null ? (
        waitsFor === "event" ? null : (
          <p>{words.waitingSome}</p>
        )
      ) : (
        <p>
          {words.waitingTime} <Time at={wakeAt} isExact />
        </p>
      )}
    </Section>
  );
}

function Failed({ run, error }: { run: Run; error: Problem }) {
  const { instance, detail, reason, contact, policy, code, status, cause } = error;
  const advice = adviceOn({ code, type: cause?.type ?? error.type, status: cause?.status ?? status });
  const place = cause?.instance ?? instance ?? undefined;
  const task = place?.startsWith("/do/") === true ? place : undefined;
  const what = cause?.title ?? error.title;
  const why = [reason, cause?.detail ?? detail].filter(
    (text, index, all) => isText(text) && all.indexOf(text) === index,
  );
  return (
    <section aria-labelledby="failure" className={styles["failure"]}>
      <h2 id="failure">{words.faulted}</h2>
      <KeyValue
        of={[
          [words.what, <Prose key="what">{sentence(what)}</Prose>],
          [words.at, task === undefined ? undefined : <TaskLink reference={task} />],
          [
            words.why,
            why.length === 0 ? undefined : <Prose>{why.map((text) => sentence(text ?? "")).join(" ")}</Prose>,
          ],
          [words.policy, isText(policy) ? <PolicyLink name={policy} /> : undefined],
          [words.whom, isText(contact) ? contact : undefined],
          [words.next, words.advice[advice]],
        ]}
      />
      <div className={styles["next"]}>
        <NextStep run={run} advice={advice} />
      </div>
      {isText(code) ? (
        <Disclosure title={words.codePage(code)}>
          <CodePage code={code} />
        </Disclosure>
      ) : null}
    </section>
  );
}

/** Selects the step in the timeline below. */
function TaskLink({ reference }: { reference: string }) {
  const change = useUrlChange();
  const show = () => {
    change({ task: reference, at: undefined });
    document.getElementById("steps")?.scrollIntoView({ block: "start" });
  };
  return (
    <span className={styles["inline"]}>
      <strong>{reference.split("/").at(-1)}</strong>
      <button type="button" onClick={show}>
        {words.showTask}
      </button>
    </span>
  );
}

/** A policy by its name. */
export function PolicyLink({ name }: { name: string }) {
  return (
    <Link to="/policies/$policy" params={{ policy: name }}>
      {name}
    </Link>
  );
}

/** A change of the definition does not help. */
const NOT_OF_THE_DEFINITION: readonly Advice[] = [
  "declined",
  "unreachable",
  "away",
  "crowded",
  "uncertain",
  "switchedOff",
];

function NextStep({ run, advice }: { run: Run; advice: Advice }) {
  const isChampion = hasRole(rolesOf(useMe()), champions);
  const { namespace, name } = run.workflow;
  if (!isChampion || NOT_OF_THE_DEFINITION.includes(advice)) {
    return null;
  }
  return (
    <ButtonLink to="/workflows/$namespace/$name/edit" params={{ namespace, name }} icon="edit">
      {advice === "refused" || advice === "approval" ? words.ask : words.edit}
    </ButtonLink>
  );
}

function CodePage({ code }: { code: string }) {
  const page = useQuery(codePage(code));
  if (page.isPending) {
    return <Skeleton lines={4} />;
  }
  return <pre className={styles["code"]}>{page.data ?? parts.problem.noPage}</pre>;
}

function isText(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && value !== "";
}

/** The server writes in lower case without a full stop; on a page it is a sentence. */
export function sentence(text: string): string {
  const started = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(started) ? started : `${started}.`;
}
