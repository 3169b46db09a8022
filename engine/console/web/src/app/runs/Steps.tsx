/** What the steps of a run did: on one clock or in the diagram, and the chosen one beside it. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { Run, Trace } from "@towpath/client";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";

import { Empty } from "../../parts/empty/Empty";
import { Choice } from "../../parts/field/Select";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { number } from "../../parts/time/format";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { runs } from "../../words/runs";
import { isBetterSqueezed } from "./clock";
import { Detail } from "./Detail";
import styles from "./Run.module.css";
import { timelineOf, type Timeline } from "./timeline";
import { TimelineView } from "./TimelineView";

const words = runs.tasks;
const VIEWS = ["timeline", "diagram"] as const;
const CLOCKS = ["even", "squeezed"] as const;

const Picture = lazy(() => import("./Picture").then((module) => ({ default: module.Picture })));

interface Properties {
  run: Run;
  trace: UseQueryResult<Trace>;
  /** Whether the role may see values at all. */
  maySee: boolean;
  workflow: { namespace: string; name: string; version: string };
}

/** The section. */
export function Steps({ run, trace, maySee, workflow }: Properties) {
  return (
    <Section title={words.title}>
      <div id="steps">
        {maySee ? (
          <Loaded query={trace} title={words.failed} lines={8}>
            {(known) => <Known run={run} trace={known} workflow={workflow} />}
          </Loaded>
        ) : (
          <p className={styles["soft"]}>{words.forbidden}</p>
        )}
      </div>
    </Section>
  );
}

function Known({ run, trace, workflow }: { run: Run; trace: Trace; workflow: Properties["workflow"] }) {
  const timeline = useTimeline(run, trace);
  const usual = isBetterSqueezed(timeline) ? "squeezed" : "even";
  const [view, setView] = useUrlChoice("view", VIEWS, "timeline");
  const [clock, setClock] = useUrlChoice("clock", CLOCKS, usual);
  const [chosen] = useUrl("task");
  const change = useUrlChange();
  const choose = (reference: string) => {
    change({ task: reference === chosen ? undefined : reference, at: undefined });
  };
  const row = timeline.rows.find((one) => one.reference === chosen);
  if (timeline.rows.length === 0) {
    const hasEnded = run.endedAt !== undefined && run.endedAt !== null;
    return <Empty title={hasEnded ? words.nothing : words.none}>{hasEnded ? null : words.noneWhy}</Empty>;
  }
  return (
    <div className={styles["part"]}>
      <div className={styles["switches"]}>
        <Choice
          label={words.views}
          isLabelUnseen
          value={view}
          onChange={setView}
          options={[
            { value: "timeline", label: words.timeline },
            { value: "diagram", label: words.picture },
          ]}
        />
        {view === "timeline" ? (
          <Choice
            label={words.clock}
            isLabelUnseen
            value={clock}
            onChange={setClock}
            options={CLOCKS.map((one) => ({ value: one, label: words[one] }))}
          />
        ) : null}
      </div>
      <Gap trace={trace} />
      <div className={styles["steps"]} data-open={row !== undefined}>
        {view === "timeline" ? (
          <TimelineView timeline={timeline} clock={clock} chosen={chosen} onChoose={choose} />
        ) : (
          <Suspense fallback={<Skeleton lines={10} />}>
            <Picture workflow={workflow} timeline={timeline} chosen={chosen} onChoose={choose} />
          </Suspense>
        )}
        {row === undefined ? null : (
          <Detail row={row} onClose={() => change({ task: undefined, at: undefined })} />
        )}
      </div>
      {row === undefined ? <p className={styles["soft"]}>{words.choose}</p> : null}
    </div>
  );
}

/** Why a trace is not whole; a reason of a newer server is told as such. */
function Gap({ trace }: { trace: Trace }) {
  const { complete, why, omitted } = trace;
  if (complete) {
    return null;
  }
  const text =
    why === "cut"
      ? words.incomplete.cut(number(omitted))
      : why === "olderRunner" || why === "stopped"
        ? words.incomplete[why]
        : words.incomplete.other;
  return <p className={styles["notice"]}>{text}</p>;
}

/** The rows; while the run goes on, its open bars grow each second. */
function useTimeline(run: Run, trace: Trace): Timeline {
  const ended = run.endedAt === undefined || run.endedAt === null ? undefined : Date.parse(run.endedAt);
  const [now, setNow] = useState(() => Date.now());
  const isOpen = ended === undefined;
  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOpen]);
  const began = Date.parse(run.startedAt);
  return useMemo(() => timelineOf(trace.tasks, began, ended, now), [trace, began, ended, now]);
}
