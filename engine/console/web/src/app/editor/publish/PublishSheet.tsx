/** Publishing: what changes, the tests and the decision on one sheet, with one button. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { EvaluatedAccess, Report } from "@towpath/client";
import { useEffect, useMemo } from "react";

import { cases, liveText, publish, versions } from "../../../api/editing";
import { readDefinition, setDocument } from "../../../definition";
import { useOnce } from "../../../parts/act/useOnce";
import { Button } from "../../../parts/button/Button";
import { Sheet } from "../../../parts/dialog/Dialog";
import { StandingBadge, StandingWhy } from "../../../parts/operations/StandingBadge";
import { accessName, standingOf, STANDINGS } from "../../../parts/operations/standing";
import { Section } from "../../../parts/page/Page";
import { Problem } from "../../../parts/problem/Problem";
import { Prose } from "../../../parts/prose/Prose";
import { Badge } from "../../../parts/state/State";
import { useUrl } from "../../../parts/url/useUrl";
import { editor } from "../../../words/editor";
import { useAct, useDefinition, useDesk, useEditing } from "../context";
import styles from "../Editor.module.css";
import { TextRow } from "../forms/fields";
import { AskButton } from "../panels/AccessPanel";
import { CaseSummary, useCaseRuns } from "../trial/Cases";
import { useIsStale, useKnown } from "../useKnown";
import { Changes } from "./Changes";
import { Done } from "./Done";
import { nextVersion } from "./version";

const words = editor.publish;

/** The sheet; it is open while the address says so. */
export function PublishSheet() {
  const [sheet, setSheet] = useUrl("sheet");
  const { workflow, saver, store, isReadOnly } = useDesk();
  const queries = useQueryClient();
  const go = useOnce({
    mutationFn: async () => {
      await saver.flush();
      return publish(workflow, store.get().base.tag);
    },
    onSuccess: () =>
      Promise.all(
        ["versions", "workflows", "drafts", "live-text", "estate"].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  const close = () => {
    setSheet("");
    go.reset();
  };
  const isOpen = sheet === "publish" && !isReadOnly;
  return (
    <Sheet
      isWide
      isOpen={isOpen}
      onClose={close}
      title={words.title}
      foot={
        go.data === undefined ? (
          <PublishButton isPending={go.isPending} onAct={() => go.mutate()} />
        ) : undefined
      }
    >
      {go.data !== undefined ? (
        <Done of={go.data} onClose={close} />
      ) : (
        <>
          {go.isError ? <Problem error={go.error} title={words.failed} /> : null}
          <Before />
        </>
      )}
    </Sheet>
  );
}

/** What the decision is, in short. */
function standing(report: Report | undefined): "unknown" | "errors" | "refused" | "review" | "ready" {
  if (report === undefined) {
    return "unknown";
  }
  if (report.diagnostics.some(({ severity }) => severity === "error")) {
    return "errors";
  }
  if (!report.publishable) {
    return "refused";
  }
  return (report.reviews ?? []).length > 0 ? "review" : "ready";
}

/** Whether the text is the live one, letter by letter; nothing as long as that one is not known. */
function useIsSame(): boolean | undefined {
  const { workflow } = useDesk();
  const text = useEditing((editing) => editing.history.text);
  const live = useQuery({ ...liveText(workflow), retry: false });
  return live.isPending ? undefined : live.data === text;
}

function PublishButton({ isPending, onAct }: { isPending: boolean; onAct: () => void }) {
  const { check } = useKnown();
  const isStale = useIsStale();
  const isSame = useIsSame();
  const state = standing(check.report);
  const isReady = (state === "ready" || state === "review") && !isStale && isSame !== true;
  return (
    <Button look="primary" isDisabled={!isReady} isPending={isPending} onPress={onAct}>
      {state === "review" ? words.actReview : words.act}
    </Button>
  );
}

function Before() {
  const { workflow } = useDesk();
  const text = useEditing((editing) => editing.history.text);
  const live = useQuery({ ...liveText(workflow), retry: false });
  const before = useMemo(
    () => (live.data === undefined ? undefined : readDefinition(live.data)),
    [live.data],
  );
  return (
    <div className={styles["panelBody"]}>
      <p>{words.about}</p>
      <VersionField />
      <Decision />
      <Section title={words.changes}>
        <Changes before={before} after={text} heads={[words.headLive, words.headDraft]} />
      </Section>
      <Tests />
    </div>
  );
}

/** A version that was published keeps its number: then the next one is offered. */
function VersionField() {
  const { workflow } = useDesk();
  const { header } = useDefinition();
  const act = useAct();
  const published = useQuery({ ...versions(workflow), retry: false }).data ?? [];
  const isTaken = published.some(({ version }) => version === header.version);
  const isSame = useIsSame();
  const isFirst = published.length === 0 && header.version === undefined;
  const next = nextVersion(published.map(({ version }) => version));
  const set = (version: string) => act("setDocument", (one) => setDocument(one, "version", version.trim()));
  useEffect(() => {
    if ((isTaken && isSame === false) || isFirst) {
      act("setDocument", (one) => setDocument(one, "version", next));
    }
  }, [isTaken, isSame, isFirst, next, act]);
  return (
    <div className={styles["narrow"]}>
      <TextRow label={words.version} help={words.versionHelp} value={header.version ?? ""} onCommit={set} />
    </div>
  );
}

function Decision() {
  const { check } = useKnown();
  const { report } = check;
  const state = standing(report);
  const who = [...new Set((report?.reviews ?? []).map(({ by }) => by))].join(", ");
  const errors = (report?.diagnostics ?? []).filter(({ severity }) => severity === "error").length;
  return (
    <Section title={words.decision}>
      <div role="status" className={styles["fields"]}>
        <div>
          {state === "unknown" ? (
            <Badge tone="busy">{editor.strip.checking}</Badge>
          ) : state === "errors" ? (
            <Badge tone="bad">{words.errors(String(errors))}</Badge>
          ) : state === "refused" ? (
            <Badge tone="bad" icon="stop">
              {words.refused}
            </Badge>
          ) : state === "review" ? (
            <Badge tone="warn" icon="account">
              <Prose>{words.review(who)}</Prose>
            </Badge>
          ) : (
            <Badge tone="good">{words.ready}</Badge>
          )}
        </div>
        <Reached accesses={report?.accesses ?? []} />
        <AskButton accesses={report?.accesses ?? []} />
      </div>
    </Section>
  );
}

/** What it reaches, the gravest first. */
function Reached({ accesses }: { accesses: readonly EvaluatedAccess[] }) {
  const all = accesses.map((access) => ({ name: accessName(access), stands: standingOf(access) }));
  const sorted = all.sort(
    (a, b) => STANDINGS.indexOf(a.stands.standing) - STANDINGS.indexOf(b.stands.standing),
  );
  return (
    <ul aria-label={words.reach} className={styles["reached"]}>
      {sorted.map(({ name, stands }, index) => (
        <li key={`${name} ${String(index)}`}>
          <span className={styles["facts"]}>
            <code>{name}</code>
            <StandingBadge of={stands.standing} />
          </span>
          <StandingWhy of={stands} />
        </li>
      ))}
    </ul>
  );
}

function Tests() {
  const { workflow } = useDesk();
  const known = useQuery({ ...cases(workflow), retry: false }).data?.items ?? [];
  const { last, runAll } = useCaseRuns();
  const act =
    known.length === 0 ? undefined : (
      <Button icon="runs" onPress={() => runAll.mutate()} isPending={runAll.isPending}>
        {editor.trial.runAll}
      </Button>
    );
  return (
    <Section title={words.tests} actions={act}>
      {runAll.isError ? <Problem error={runAll.error} title={editor.trial.casesFailed} /> : null}
      {known.length === 0 ? (
        <p className={styles["soft"]}>{editor.trial.noCases}</p>
      ) : last === undefined ? (
        <p className={styles["soft"]}>{words.untested}</p>
      ) : (
        <CaseSummary of={last} />
      )}
    </Section>
  );
}
