/** The operations of an integration: what each does, who uses it, how often, and how often it fails. */
import type { EstateIntegration, EstateOperation } from "@towpath/client";

import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Badge, Label } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { integrations } from "../../words/integrations";
import { aDay, Failures } from "./Figures";
import styles from "./Integrations.module.css";
import { partsOf } from "./sums";

const words = integrations.operations;
const USERS_SHOWN = 4;

/** The section. */
export function Operations({ of }: { of: EstateIntegration }) {
  return (
    <Section title={words.title} about={words.about}>
      <Table
        label={words.label}
        rows={of.operations}
        columns={COLUMNS}
        keyOf={(one) => `${one.name} ${one.version}`}
        sortedBy="name"
        empty={<Empty title={words.none}>{words.noneWhy}</Empty>}
      />
    </Section>
  );
}

const COLUMNS: readonly Column<EstateOperation>[] = [
  {
    id: "name",
    label: words.name,
    width: "minmax(0, 2fr)",
    sort: (one) => one.title,
    cell: ({ title, name, version }) => (
      <>
        <div>{title}</div>
        <div className={styles["soft"]}>
          {name} {version}
        </div>
      </>
    ),
  },
  {
    id: "effect",
    label: words.effect,
    width: "7rem",
    sort: (one) => one.effect,
    cell: (one) =>
      one.effect === "write" ? (
        <Badge tone="warn" icon="edit">
          {words.write}
        </Badge>
      ) : (
        <Badge tone="quiet" icon="search">
          {words.read}
        </Badge>
      ),
  },
  {
    id: "labels",
    label: words.labels,
    cell: (one) => (
      <span className={styles["labels"]}>
        {one.labels.map((label) => (
          <Label key={label}>{label}</Label>
        ))}
      </span>
    ),
  },
  {
    id: "users",
    label: words.usedBy,
    width: "minmax(0, 2fr)",
    sort: (one) => one.workflows.length,
    cell: users,
  },
  {
    id: "calls",
    label: words.calls,
    align: "end",
    width: "6rem",
    sort: (one) => one.callsPerDay,
    cell: (one) => aDay(one.callsPerDay),
  },
  {
    id: "failures",
    label: words.failures,
    align: "end",
    width: "6.5rem",
    sort: (one) => one.failuresPerDay,
    cell: (one) => <Failures count={one.failuresPerDay} />,
  },
];

function users({ workflows }: EstateOperation) {
  if (workflows.length === 0) {
    return <span className={styles["soft"]}>{words.nobody}</span>;
  }
  const rest = workflows.length - USERS_SHOWN;
  return (
    <span className={styles["users"]}>
      {workflows.slice(0, USERS_SHOWN).map((workflow) => (
        <Link key={workflow} to="/workflows/$namespace/$name" params={partsOf(workflow)}>
          {workflow}
        </Link>
      ))}
      {rest > 0 ? <span className={styles["soft"]}>{words.more(number(rest))}</span> : null}
    </span>
  );
}
