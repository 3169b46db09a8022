/** Whether a change is safe, from what is known now. */
import { useQuery } from "@tanstack/react-query";
import type { Report } from "@towpath/client";

import { estate, runs } from "../../api/lists";
import { casesOf } from "../../api/published";
import type { Definition } from "../../definition";
import { Section } from "../../parts/page/Page";
import { Badge } from "../../parts/state/State";
import { explain } from "../../words/explain";
import styles from "./Explain.module.css";
import type { Called } from "./facts";
import { safetyOf } from "./safety";
import { useIsOrphan } from "./Short";

const words = explain.safe;
const TONES = { good: "good", mind: "warn", bad: "bad" } as const;
const MOST = 200;

/** The section. */
export function Safety(properties: {
  of: { namespace: string; name: string };
  definition: Definition;
  called: readonly Called[];
  report: Report | undefined;
}) {
  const { of, definition, called, report } = properties;
  const { namespace, name } = of;
  const cases = useQuery(casesOf(namespace, name)).data?.items.length;
  const known = useQuery(estate).data?.workflows ?? [];
  const starters = known.filter((one) =>
    one.reaches.some((reach) => reach.kind === "run" && reach.operation === `${namespace}/${name}`),
  );
  const points = safetyOf(definition, {
    called,
    cases,
    open: useOpen(namespace, name),
    starters: starters.map((one) => `${one.namespace}/${one.name}`),
    isOrphan: useIsOrphan(namespace, name),
    needsApproval: report === undefined ? undefined : needsApproval(report),
  });
  return (
    <Section title={words.title} about={words.about}>
      <ul className={styles["points"]}>
        {points.map(({ tone, text }) => (
          <li key={text} className={styles["point"]}>
            <span>
              <Badge tone={TONES[tone]}>{words[tone]}</Badge>
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** How many runs go on now, up to a page of each state. */
function useOpen(namespace: string, name: string): number | undefined {
  const of = { namespace, workflow: name, draft: false, limit: MOST };
  const running = useQuery(runs({ ...of, status: "running" })).data?.runs.length;
  const waiting = useQuery(runs({ ...of, status: "waiting" })).data?.runs.length;
  return running === undefined || waiting === undefined ? undefined : running + waiting;
}

function needsApproval(report: Report): boolean {
  const reviews = report.accesses.flatMap((access) => access.reviews ?? []);
  return reviews.length > 0 || (report.reviews?.length ?? 0) > 0;
}
