/** The columns of the list of failure cases. */
import { BulkButton } from "../../parts/bulk/BulkButton";
import { Button } from "../../parts/button/Button";
import { Link } from "../../parts/link/Link";
import { Principal } from "../../parts/principal/Principal";
import { Badge } from "../../parts/state/State";
import type { Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { failures as words } from "../../words/failures";
import styles from "./Failures.module.css";
import { runsOf, searchOf, type Row } from "./rows";

/** What can be done here; without `onEdit` nothing can be said of a case. */
interface Acts {
  onEdit: ((row: Row) => void) | undefined;
  mayRerun: boolean;
}

/** The columns. `from` is the beginning of the time that the page shows: what is done is done to runs since then. */
export function columnsOf(acts: Acts, from: string | undefined): Column<Row>[] {
  const { onEdit, mayRerun } = acts;
  return [
    {
      id: "what",
      label: words.columns.what,
      width: "minmax(14rem, 4fr)",
      sort: (row) => row.title.toLowerCase(),
      cell: (row) => <What row={row} from={from} />,
    },
    {
      id: "state",
      label: words.columns.state,
      width: "minmax(8rem, 2fr)",
      sort: ({ of }) => of.state,
      cell: ({ of }) => (
        <span className={styles["line"]}>
          <Badge tone={of.state === "open" ? "bad" : "good"}>{words.states[of.state] ?? of.state}</Badge>
          {of.state === "resolved" && of.resolvedBy !== undefined ? (
            <span className={styles["soft"]}>{words.resolvedBy(of.resolvedBy)}</span>
          ) : null}
        </span>
      ),
    },
    {
      id: "count",
      label: words.columns.count,
      width: "5rem",
      align: "end",
      sort: ({ of }) => of.count,
      cell: ({ of }) => number(of.count),
    },
    {
      id: "last",
      label: words.columns.last,
      width: "minmax(8rem, 2fr)",
      sort: ({ of }) => Date.parse(of.lastAt),
      cell: ({ of }) => (
        <>
          <Time at={of.lastAt} />
          <div className={styles["soft"]}>
            {words.since} <Time at={of.firstAt} />
          </div>
        </>
      ),
    },
    {
      id: "owner",
      label: words.columns.owner,
      width: "minmax(10rem, 3fr)",
      sort: ({ of }) => of.owner,
      cell: ({ of }) => (
        <>
          {of.owner === undefined ? (
            <span className={styles["soft"]}>{words.nobody}</span>
          ) : (
            <Principal id={of.owner} />
          )}
          {of.note === undefined ? null : <div className={styles["note"]}>{of.note}</div>}
        </>
      ),
    },
    ...(onEdit === undefined ? [] : [actColumn(onEdit, mayRerun, from)]),
  ];
}

function actColumn(onEdit: (row: Row) => void, mayRerun: boolean, from: string | undefined): Column<Row> {
  return {
    id: "act",
    label: words.columns.act,
    isLabelUnseen: true,
    align: "end",
    width: "minmax(9rem, 2fr)",
    cell: (row) => {
      const name = [row.title, row.error, row.step].filter((part) => part !== undefined).join(", ");
      return (
        <span className={styles["acts"]}>
          <Button onPress={() => onEdit(row)} aria-label={words.editOf(name)}>
            {words.edit}
          </Button>
          {mayRerun ? (
            <BulkButton
              label={words.rerun}
              aria-label={words.rerunOf(name)}
              query={runsOf(row.of, from)}
              which={words.rerunWhich(number(row.of.count), name)}
              acts={["rerun"]}
            />
          ) : null}
        </span>
      );
    },
  };
}

function What({ row: { title, step, error, of }, from }: { row: Row; from: string | undefined }) {
  return (
    <>
      <Link look="row" to="/runs" search={searchOf(of, from)}>
        {title}
      </Link>
      <div className={styles["line"]}>
        <code>{error}</code>
        {step === undefined ? null : <span>{words.at(step)}</span>}
      </div>
      <div className={styles["soft"]}>{`${of.namespace}/${of.workflow}`}</div>
    </>
  );
}
