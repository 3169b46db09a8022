/** What the draft reaches and how each stands with the policies; asking for what is refused. And what is wrong in the text. */
import type { EvaluatedAccess } from "@towpath/client";
import { useState } from "react";

import { Button } from "../../../parts/button/Button";
import { Empty } from "../../../parts/empty/Empty";
import { AskForAccess, RequestState, useRequest } from "../../../parts/operations/AskForAccess";
import { StandingBadge, StandingWhy } from "../../../parts/operations/StandingBadge";
import { accessName, standingOf, STANDINGS } from "../../../parts/operations/standing";
import { Problem } from "../../../parts/problem/Problem";
import { Prose } from "../../../parts/prose/Prose";
import { Skeleton } from "../../../parts/skeleton/Skeleton";
import { Badge } from "../../../parts/state/State";
import { editor as words } from "../../../words/editor";
import { nameOf, useDefinition, useDesk } from "../context";
import type { Finding, Fix } from "../fixes";
import { innermost } from "../marks";
import { allTasks } from "../../../definition";
import { useIsStale, useKnown } from "../useKnown";
import { useShow } from "../Workspace";
import styles from "../Editor.module.css";

/** The accesses. */
export function AccessPanel() {
  const { check } = useKnown();
  const { workflow } = useDesk();
  const request = useRequest(workflow);
  const { report, error, findings } = check;
  if (report === undefined) {
    return error === null || error === undefined ? (
      <Skeleton lines={4} />
    ) : (
      <Problem error={error} title={words.strip.failed} />
    );
  }
  const all = [...report.accesses].sort(
    (a, b) => STANDINGS.indexOf(standingOf(a).standing) - STANDINGS.indexOf(standingOf(b).standing),
  );
  const hasErrors = findings.some(({ diagnostic }) => diagnostic.severity === "error");
  return (
    <div className={styles["panelBody"]}>
      {request === undefined ? null : <RequestState of={request} />}
      {all.length === 0 ? (
        <Empty title={hasErrors ? words.strip.errorsFirst : words.strip.none} />
      ) : (
        <ul className={styles["cards"]}>
          {all.map((access, index) => (
            <Access key={`${access.task} ${String(index)}`} of={access} />
          ))}
        </ul>
      )}
      <AskButton accesses={all} />
    </div>
  );
}

function Access({ of }: { of: EvaluatedAccess }) {
  const { store } = useDesk();
  const definition = useDefinition();
  const show = useShow();
  const stands = standingOf(of);
  const step = nameOf(definition, of.task);
  const permits = of.rules.map(({ policy }) => policy);
  return (
    <li className={styles["card"]}>
      <div className={styles["cardHead"]}>
        <span className={styles["strong"]}>{accessName(of)}</span>
        <StandingBadge of={stands.standing} />
      </div>
      <StandingWhy of={stands} />
      <p className={styles["soft"]}>
        {step === undefined ? null : (
          <>
            {words.strip.at}{" "}
            <button
              type="button"
              className={styles["linkish"]}
              onClick={() => {
                store.select(of.task);
                show({ panel: "step" });
              }}
            >
              {step}
            </button>
          </>
        )}
        {step === undefined || permits.length === 0 ? null : " · "}
        {permits.length === 0 ? null : `${words.strip.rules}: ${[...new Set(permits)].join(", ")}`}
      </p>
    </li>
  );
}

/** Asks for everything that is refused. */
export function AskButton({ accesses }: { accesses: readonly EvaluatedAccess[] }) {
  const { workflow, saver, isReadOnly } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const request = useRequest(workflow);
  const refused = accesses.filter((access) => standingOf(access).standing === "refused");
  if (refused.length === 0 || isReadOnly) {
    return null;
  }
  const texts = refused.map((access) => {
    const { reason } = standingOf(access);
    return reason === undefined ? accessName(access) : `\`${accessName(access)}\`: ${reason}`;
  });
  return (
    <div>
      <Button
        look={request?.state === "open" ? "plain" : "primary"}
        icon="hand"
        onPress={() => setOpen(true)}
      >
        {words.strip.ask}
      </Button>
      <AskForAccess
        workflow={workflow}
        refused={[...new Set(texts)]}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        prepare={() => saver.flush()}
      />
    </div>
  );
}

/** So many problems are shown at first, the gravest. */
const FIRST_PROBLEMS = 50;

/** The problems, each with its correction. */
export function ProblemsPanel() {
  const { check } = useKnown();
  const [most, setMost] = useState(FIRST_PROBLEMS);
  const definition = useDefinition();
  const references = new Set(allTasks(definition).map(({ reference }) => reference));
  if (check.findings.length === 0) {
    return (
      <Empty title={words.problems.none}>
        {check.error === null ? words.problems.noneWhy : <Problem error={check.error} />}
      </Empty>
    );
  }
  return (
    <>
      <ul className={styles["cards"]}>
        {check.findings.slice(0, most).map((finding, index) => (
          <FindingCard
            key={`${finding.diagnostic.code} ${String(index)}`}
            of={finding}
            step={innermost(references, finding.diagnostic.pointer ?? "")}
          />
        ))}
      </ul>
      {check.findings.length > most ? (
        <Button look="quiet" onPress={() => setMost(Infinity)}>
          {words.problems.rest(String(check.findings.length - most))}
        </Button>
      ) : null}
    </>
  );
}

/** Writes the correction, as long as the text is the one that was checked. */
function FixButton({ of }: { of: Fix }) {
  const { store } = useDesk();
  const isStale = useIsStale();
  const { from, to, insert } = of.edit;
  const fix = () => {
    const { text } = store.get().history;
    store.replace("fix", text.slice(0, from) + insert + text.slice(to));
  };
  return (
    <Button isDisabled={isStale} onPress={fix}>
      {words.problems.fix(of.words)}
    </Button>
  );
}

const TONES = { error: "bad", warning: "warn", hint: "quiet" } as const;

/** One problem; `step` is where it is. */
export function FindingCard({ of, step }: { of: Finding; step: string | undefined }) {
  const { store, isReadOnly } = useDesk();
  const show = useShow();
  const { diagnostic, fix } = of;
  const { severity, message, help } = diagnostic;
  const go = () => {
    store.select(step ?? "");
    show({ view: "text" });
  };
  return (
    <li className={styles["card"]}>
      <div className={styles["cardHead"]}>
        <Badge tone={TONES[severity]}>{words.problems.severities[severity]}</Badge>
        <code className={styles["soft"]}>{diagnostic.code}</code>
      </div>
      <p>
        <Prose>{message}</Prose>
      </p>
      {help === undefined || help === null ? null : (
        <p className={styles["soft"]}>
          <Prose>{help}</Prose>
        </p>
      )}
      <div className={styles["cardFoot"]}>
        {fix === undefined || isReadOnly ? null : <FixButton of={fix} />}
        <Button look="quiet" onPress={go}>
          {words.problems.go}
        </Button>
      </div>
    </li>
  );
}
