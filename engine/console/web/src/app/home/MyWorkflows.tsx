/** My workflows with their last seven days. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { drafts, estate, NO_FIGURES, statistics } from "../../api/lists";
import { useMe } from "../../api/session";
import { Bars } from "../../parts/chart/Chart";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, DraftMark, Live } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { day, number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { home } from "../../words/home";
import styles from "./Home.module.css";
import { mine, type Mine } from "./mine";

const words = home.mine;
/** Each shown workflow asks for its own series; all others are a click away. */
const SHOWN = 8;
const DAYS = 7;

/** The section. */
export function MyWorkflows() {
  const me = useMe();
  const known = useQuery(estate);
  const saved = useQuery(drafts);
  const all = useMemo(
    () => mine(me.principal, known.data?.workflows ?? [], saved.data ?? []),
    [me.principal, known.data, saved.data],
  );
  const link = <Link to="/workflows">{words.all}</Link>;
  return (
    <Section title={words.title} actions={link}>
      <Loaded query={known} title={words.failed}>
        {() => (
          <Table
            label={words.label}
            rows={all.slice(0, SHOWN)}
            columns={COLUMNS}
            keyOf={(one) => `${one.namespace}/${one.name}`}
            empty={<NoneYet />}
          />
        )}
      </Loaded>
    </Section>
  );
}

function NoneYet() {
  const start = (
    <ButtonLink to="/start" look="primary" icon="plus">
      {home.start}
    </ButtonLink>
  );
  return (
    <Empty title={words.none} action={start}>
      {words.noneWhy}
    </Empty>
  );
}

const COLUMNS: readonly Column<Mine>[] = [
  { id: "name", label: words.name, width: "minmax(10rem, 3fr)", cell: (one) => <Name of={one} /> },
  { id: "state", label: words.state, width: "minmax(8rem, 2fr)", cell: (one) => <Marks of={one} /> },
  { id: "runs", label: words.runs, width: "minmax(8rem, 2fr)", cell: (one) => <Health of={one} /> },
  {
    id: "faulted",
    label: words.faulted,
    width: "5rem",
    align: "end",
    cell: (one) => <Count of={one} what="faulted" />,
  },
  {
    id: "held",
    label: words.held,
    width: "5rem",
    align: "end",
    cell: (one) => <Count of={one} what="held" />,
  },
  {
    id: "changed",
    label: words.changed,
    width: "8rem",
    align: "end",
    cell: (one) => <Time at={one.changedAt} />,
  },
];

function Name({ of: { namespace, name, title, liveVersion } }: { of: Mine }) {
  return (
    <>
      <Link
        look="row"
        to={liveVersion === undefined ? "/workflows/$namespace/$name/edit" : "/workflows/$namespace/$name"}
        params={{ namespace, name }}
      >
        {title}
      </Link>
      <div className={styles["soft"]}>{`${namespace}/${name}`}</div>
    </>
  );
}

function Marks({ of: { liveVersion, isAhead, isSwitchedOff } }: { of: Mine }) {
  return (
    <div className={styles["marks"]}>
      {liveVersion === undefined ? null : <Live version={liveVersion} />}
      {isAhead ? <DraftMark>{liveVersion === undefined ? words.neverLive : words.ahead}</DraftMark> : null}
      {isSwitchedOff ? <Badge tone="bad">{words.off}</Badge> : null}
    </div>
  );
}

function useWeek({ namespace, name, liveVersion }: Mine) {
  const week = statistics({ workflow: `${namespace}/${name}`, interval: "day", from: weekAgo() });
  return useQuery({ ...week, enabled: liveVersion !== undefined });
}

function Health({ of }: { of: Mine }) {
  const week = useWeek(of);
  if (of.liveVersion === undefined || week.data === undefined) {
    return <span className={styles["soft"]}>–</span>;
  }
  const { series, totals, complete } = week.data;
  const text = words.chartText(number(totals.started), number(totals.faulted));
  const bars = series.map((one) => ({
    label: day(new Date(one.start)),
    parts: [
      { tone: "accent" as const, value: Math.max(0, one.started - one.faulted) },
      { tone: "bad" as const, value: one.faulted },
    ],
  }));
  return (
    <div className={styles["health"]}>
      <Bars label={words.chart} text={text} bars={bars} />
      <span
        title={complete ? undefined : words.counting}
      >{`${number(totals.started)}${complete ? "" : "…"}`}</span>
    </div>
  );
}

function Count({ of, what }: { of: Mine; what: "faulted" | "held" }) {
  const totals = useWeek(of).data?.totals ?? NO_FIGURES;
  const count = totals[what];
  const look = count === 0 ? styles["soft"] : styles[what];
  return <span className={look}>{of.liveVersion === undefined ? "–" : number(count)}</span>;
}

/** The beginning of the day a week ago, so that the address of the request stays the same for a day. */
function weekAgo(): string {
  const at = new Date();
  at.setUTCHours(0, 0, 0, 0);
  return new Date(at.getTime() - (DAYS - 1) * 86_400_000).toISOString();
}
