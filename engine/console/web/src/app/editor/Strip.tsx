/** The guardrail strip: how what the draft reaches stands with the policies, at a glance. */
import { Icon } from "../../parts/icon/Icon";
import { StandingBadge } from "../../parts/operations/StandingBadge";
import { accessName, standingOf, STANDINGS, type Standing } from "../../parts/operations/standing";
import { useRequest } from "../../parts/operations/AskForAccess";
import { problemText } from "../../parts/problem/Problem";
import { Badge } from "../../parts/state/State";
import { editor as words } from "../../words/editor";
import { useDesk } from "./context";
import styles from "./Editor.module.css";
import { useIsStale, useKnown } from "./useKnown";
import { useShow } from "./Workspace";

/** The strip. */
export function Strip() {
  const { check } = useKnown();
  const { store, workflow } = useDesk();
  const show = useShow();
  const request = useRequest(workflow);
  const { report, findings, error } = check;
  const isStale = useIsStale();
  const errors = findings.filter(({ diagnostic }) => diagnostic.severity === "error").length;
  const accesses = report?.accesses ?? [];
  const counts = countsOf(accesses.map((access) => standingOf(access).standing));
  const chosen = accesses.filter((access) => standingOf(access).standing !== "allowed").slice(0, 4);
  return (
    <section aria-label={words.strip.label} className={styles["strip"]}>
      <button type="button" className={styles["stripButton"]} onClick={() => show({ panel: "access" })}>
        {error !== null && error !== undefined ? (
          <Badge tone="bad">{`${words.strip.failed}: ${problemText(error)}`}</Badge>
        ) : report === undefined ? (
          <Badge tone="busy">{words.strip.checking}</Badge>
        ) : errors > 0 && accesses.length === 0 ? (
          <Badge tone="quiet">{words.strip.errorsFirst}</Badge>
        ) : counts.length === 0 ? (
          <Badge tone="quiet">{words.strip.none}</Badge>
        ) : (
          counts.map(([standing, count]) => (
            <span key={standing} className={styles["count"]}>
              <StandingBadge of={standing} /> {count}
            </span>
          ))
        )}
      </button>
      <ul className={styles["stripItems"]}>
        {chosen.map((access, index) => (
          <li key={`${access.task} ${String(index)}`}>
            <button
              type="button"
              className={styles["stripItem"]}
              data-standing={standingOf(access).standing}
              onClick={() => {
                store.select(access.task);
                show({ panel: access.task === "" ? "access" : "step" });
              }}
            >
              {accessName(access)}
            </button>
          </li>
        ))}
      </ul>
      {request === undefined || request.state === "granted" ? null : (
        <button type="button" className={styles["stripButton"]} onClick={() => show({ panel: "access" })}>
          <RequestWord state={request.state} />
        </button>
      )}
      <button
        type="button"
        className={styles["stripButton"]}
        data-end="true"
        onClick={() => show({ panel: "problems" })}
      >
        <Icon name={errors > 0 ? "alert" : "check"} />
        <span className={errors > 0 ? styles["bad"] : ""}>
          {findings.length === 0 ? words.strip.noProblems : words.strip.problems(String(findings.length))}
        </span>
        {isStale ? <span className={styles["soft"]}>…</span> : null}
      </button>
    </section>
  );
}

function RequestWord({ state }: { state: string }) {
  return <Badge tone={state === "open" ? "busy" : "bad"}>{words.strip.request(state)}</Badge>;
}

function countsOf(all: readonly Standing[]): [Standing, number][] {
  return STANDINGS.map((standing): [Standing, number] => [
    standing,
    all.filter((one) => one === standing).length,
  ]).filter(([, count]) => count > 0);
}
