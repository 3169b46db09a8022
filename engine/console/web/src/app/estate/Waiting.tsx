/** How long both sides wait: from a request to its decision, and from a draft to live, week by week. */
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import type { Statistics, WaitedFor } from "@towpath/client";
import { useState } from "react";

import { statistics } from "../../api/lists";
import { Figure } from "../../parts/chart/Chart";
import { Columns, Section } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { day, duration, number } from "../../parts/time/format";
import { estate } from "../../words/estate";
import styles from "./Estate.module.css";
import { shareOf, weeksUntil, type Week } from "./weeks";

const words = estate.waiting;
const WEEKS = 4;

/** The view. */
export function Waiting() {
  const [weeks] = useState(() => weeksUntil(new Date(), WEEKS));
  const [from, to] = [weeks[0]?.from ?? "", weeks.at(-1)?.to ?? ""];
  const found: UseQueryResult<Statistics>[] = useQueries({
    queries: [{ from, to }, ...weeks].map((range) => statistics({ ...range, interval: "day" })),
  });
  const failed = found.find((query) => query.isError);
  if (failed !== undefined) {
    return <Problem error={failed.error} title={words.failed} />;
  }
  const [whole, ...parts] = found.map((query) => query.data?.waiting);
  if (whole === undefined) {
    return <Skeleton lines={6} />;
  }
  return (
    <div className={styles["stack"]}>
      <p>{words.about}</p>
      <Columns>
        <Wait
          title={words.request}
          about={words.requestAbout}
          whole={whole.requestToDecision}
          weeks={weeks.map((week, index) => ({ week, waited: parts[index]?.requestToDecision }))}
        />
        <Wait
          title={words.draft}
          about={words.draftAbout}
          whole={whole.draftToLive}
          weeks={weeks.map((week, index) => ({ week, waited: parts[index]?.draftToLive }))}
        />
      </Columns>
    </div>
  );
}

interface Of {
  week: Week;
  waited: WaitedFor | undefined;
}

function Wait(properties: { title: string; about: string; whole: WaitedFor; weeks: readonly Of[] }) {
  const { title, about, whole, weeks } = properties;
  const most = Math.max(1, ...weeks.map(({ waited }) => waited?.p95Ms ?? 0));
  return (
    <Section title={title} about={about} isCard>
      {whole.count === 0 ? (
        <p className={styles["soft"]}>{words.noneWhy}</p>
      ) : (
        <>
          <div className={styles["figures"]}>
            <Figure label={words.count} value={number(whole.count)} />
            <Figure label={words.half} value={textOf(whole.p50Ms)} />
            <Figure label={words.most} value={textOf(whole.p95Ms)} />
          </div>
          <table className={styles["weeks"]}>
            <caption className={styles["soft"]}>{words.weeks}</caption>
            <thead>
              <tr>
                <th scope="col">{words.tableWeek}</th>
                <th scope="col">
                  <span className="unseen">{words.legend}</span>
                </th>
                <th scope="col">{words.half}</th>
                <th scope="col">{words.most}</th>
                <th scope="col">{words.count}</th>
              </tr>
            </thead>
            <tbody>
              {weeks.map(({ week, waited }) => (
                <tr key={week.from}>
                  <th scope="row">{day(new Date(week.from))}</th>
                  <td className={styles["bar"]}>
                    <Bar waited={waited} most={most} />
                  </td>
                  <td>{textOf(waited?.p50Ms)}</td>
                  <td>{textOf(waited?.p95Ms)}</td>
                  <td>{waited === undefined ? "…" : number(waited.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles["soft"]} aria-hidden="true">
            {words.legend}
          </p>
        </>
      )}
    </Section>
  );
}

/** Half of them within the full bar, 95 of 100 within the light one. The numbers stand beside it. */
function Bar({ waited, most }: { waited: WaitedFor | undefined; most: number }) {
  const half = 100 * shareOf(waited?.p50Ms ?? 0, most);
  const nearly = 100 * shareOf(waited?.p95Ms ?? 0, most);
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width={100} height={8} className={styles["barGround"]} />
      <rect width={nearly} height={8} className={styles["barMost"]} />
      <rect width={half} height={8} className={styles["barHalf"]} />
    </svg>
  );
}

function textOf(ms: number | undefined): string {
  return ms === undefined ? words.none : duration(ms);
}
