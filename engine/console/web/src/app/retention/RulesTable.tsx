/** The rules as a table: for each place how long its runs are kept, also where that is said elsewhere. */
import type { Retention, RetentionRule } from "@towpath/client";

import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Table, type Column } from "../../parts/table/Table";
import { retention as words } from "../../words/retention";
import { Period } from "./Period";
import styles from "./Retention.module.css";
import { keptAt, OUTCOMES, periodOf, placeOf, type Outcome } from "./rules";

/** The table. */
export function RulesTable({ label, of }: { label: string; of: Retention }) {
  return (
    <Table
      label={label}
      rows={of.rules}
      columns={[PLACE, ...OUTCOMES.map((outcome) => columnOf(of, outcome))]}
      keyOf={(rule) => placeOf(rule.namespace, rule.name)}
      sortedBy="place"
      sortName="rules"
      empty={<Empty title={words.rules.none}>{words.rules.noneWhy}</Empty>}
    />
  );
}

const PLACE: Column<RetentionRule> = {
  id: "place",
  label: words.rules.place,
  width: "minmax(12rem, 3fr)",
  sort: (rule) => placeOf(rule.namespace, rule.name),
  cell: ({ namespace, name }) =>
    name === undefined ? (
      <>
        <span className={styles["name"]}>{namespace}</span>
        <div className={styles["soft"]}>{words.rules.all}</div>
      </>
    ) : (
      <Link look="row" to="/workflows/$namespace/$name" params={{ namespace, name }}>
        {placeOf(namespace, name)}
      </Link>
    ),
};

function columnOf(of: Retention, outcome: Outcome): Column<RetentionRule> {
  return {
    id: outcome,
    label: words.outcomes[outcome],
    width: "minmax(9rem, 2fr)",
    sort: ({ namespace, name }) => periodOf(keptAt(of, namespace, name, outcome).period ?? ""),
    cell: ({ namespace, name }) => {
      const { period, by } = keptAt(of, namespace, name, outcome);
      return (
        <>
          <Period of={period} />
          {by === "rule" ? null : <div className={styles["soft"]}>{words.rules.by[by]}</div>}
        </>
      );
    },
  };
}
