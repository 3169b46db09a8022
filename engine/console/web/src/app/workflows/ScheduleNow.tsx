/** When a workflow starts by itself; nothing where it does not. */
import { useQuery } from "@tanstack/react-query";

import type { WorkflowName } from "../../api/editing";
import { scheduleOf } from "../../api/schedules";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import {
  hasTimes,
  LastFiring,
  MissedText,
  NextTimes,
  OverlapText,
  ScheduleState,
  WhenText,
} from "../../parts/schedule/Schedule";
import { untilNext } from "../../parts/schedule/when";
import { KeyValue } from "../../parts/values/KeyValue";
import { schedules } from "../../words/schedules";

const words = schedules.one;

/** The section. */
export function ScheduleNow({ workflow }: { workflow: WorkflowName }) {
  const query = useQuery({
    ...scheduleOf(workflow),
    refetchInterval: ({ state }) => {
      const known = state.data;
      return known === undefined || known === null ? false : untilNext([known], Date.now());
    },
  });
  const { data } = query;
  if (data === undefined || data === null) {
    return query.isError ? <Problem error={query.error} title={words.failed} /> : null;
  }
  return (
    <Section
      title={words.title}
      isCard
      actions={
        <Link to="/schedules" search={{ q: `${workflow.namespace}/${workflow.name}` }}>
          {words.open}
        </Link>
      }
    >
      <KeyValue
        of={[
          [words.when, <WhenText key="when" of={data} />],
          [words.state, <ScheduleState key="state" of={data} />],
          [words.next, <NextTimes key="next" of={data} most={1} />],
          [words.last, <LastFiring key="last" of={data.last} />],
          [words.overlap, hasTimes(data) ? <OverlapText key="overlap" of={data} /> : undefined],
          [words.missed, hasTimes(data) ? <MissedText key="missed" of={data} /> : undefined],
        ]}
      />
    </Section>
  );
}
