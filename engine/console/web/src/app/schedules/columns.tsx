/** The columns of the list of schedules. */
import { Button } from "../../parts/button/Button";
import { Link } from "../../parts/link/Link";
import { Principal } from "../../parts/principal/Principal";
import { LastFiring, NextTimes, ScheduleState, WhenText } from "../../parts/schedule/Schedule";
import type { Column } from "../../parts/table/Table";
import { schedules as words } from "../../words/schedules";
import type { Chosen, Row } from "./rows";
import styles from "./Schedules.module.css";

/** The next time that it starts; those without one come last. */
const nextOf = ({ of }: Row) => (of.next[0] === undefined ? undefined : Date.parse(of.next[0]));

/** The columns; without `onChoose` nothing can be done. */
export function columnsOf(onChoose: ((chosen: Chosen) => void) | undefined): readonly Column<Row>[] {
  const columns: Column<Row>[] = [
    {
      id: "name",
      label: words.columns.name,
      width: "minmax(11rem, 3fr)",
      sort: (row) => row.title.toLowerCase(),
      cell: (row) => <Name row={row} />,
    },
    {
      id: "when",
      label: words.columns.when,
      width: "minmax(12rem, 4fr)",
      sort: nextOf,
      cell: ({ of }) => (
        <div className={styles["when"]}>
          <span>
            <WhenText of={of} />
          </span>
          {of.state === "active" ? null : <ScheduleState of={of} />}
        </div>
      ),
    },
    {
      id: "next",
      label: words.columns.next,
      width: "minmax(12rem, 3fr)",
      sort: nextOf,
      cell: ({ of }) => <NextTimes of={of} />,
    },
    {
      id: "last",
      label: words.columns.last,
      width: "minmax(11rem, 3fr)",
      sort: ({ of }) => (of.last === undefined ? undefined : Date.parse(of.last.at)),
      cell: ({ of }) => <LastFiring of={of.last} />,
    },
    {
      id: "owner",
      label: words.columns.owner,
      width: "minmax(8rem, 2fr)",
      sort: ({ of }) => of.owner,
      cell: ({ of }) => <Principal id={of.owner} />,
    },
  ];
  return onChoose === undefined ? columns : [...columns, actColumn(onChoose)];
}

function actColumn(onChoose: (chosen: Chosen) => void): Column<Row> {
  return {
    id: "act",
    label: words.columns.act,
    isLabelUnseen: true,
    align: "end",
    width: "6.5rem",
    cell: (row) => {
      const act = row.of.state === "paused" ? "resume" : "pause";
      return (
        <Button onPress={() => onChoose({ act, row })} aria-label={words[act].of(row.title)}>
          {words[act].act}
        </Button>
      );
    },
  };
}

function Name({ row: { key, title, of } }: { row: Row }) {
  const { namespace, name } = of;
  return (
    <>
      <Link look="row" to="/workflows/$namespace/$name" params={{ namespace, name }}>
        {title}
      </Link>
      <div className={styles["soft"]}>{key}</div>
    </>
  );
}
