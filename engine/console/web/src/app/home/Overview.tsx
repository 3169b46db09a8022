/** The last 24 hours of everything that I may see. */
import { useQuery } from "@tanstack/react-query";
import type { Statistics } from "@towpath/client";

import { statistics } from "../../api/lists";
import { Bars, Figure } from "../../parts/chart/Chart";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { duration, moment, number } from "../../parts/time/format";
import { useNow } from "../../parts/time/Time";
import { home } from "../../words/home";
import styles from "./Home.module.css";

const words = home.overview;

/** The section. */
export function Overview() {
  const today = useQuery(statistics());
  const link = <Link to="/runs">{words.all}</Link>;
  return (
    <Section title={words.title} actions={link} isCard>
      <Loaded query={today} title={words.failed}>
        {(known) => <Figures of={known} />}
      </Loaded>
    </Section>
  );
}

function Figures({ of: { totals, series } }: { of: Statistics }) {
  const now = useNow();
  const bars = series.map((one) => ({
    label: moment(new Date(one.start), now),
    parts: [
      { tone: "accent" as const, value: one.completed },
      { tone: "bad" as const, value: one.faulted },
      { tone: "quiet" as const, value: Math.max(0, one.started - one.completed - one.faulted) },
    ],
  }));
  const failed = totals.faulted > 0 ? ({ tone: "bad" } as const) : {};
  const held = totals.held > 0 ? ({ tone: "warn" } as const) : {};
  return (
    <>
      <div className={styles["figures"]}>
        <Figure label={words.started} value={number(totals.started)} />
        <Figure label={words.completed} value={number(totals.completed)} />
        <Figure label={words.faulted} value={number(totals.faulted)} {...failed} />
        <Figure label={words.held} value={number(totals.held)} {...held} />
        <Figure label={words.slow} value={totals.p95Ms === undefined ? words.none : duration(totals.p95Ms)} />
      </div>
      <div className={styles["chart"]}>
        <Bars
          label={words.chart}
          text={words.chartText(number(totals.started), number(totals.faulted))}
          bars={bars}
        />
      </div>
    </>
  );
}
