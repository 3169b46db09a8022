/** Workflows × systems: filters, the grid, and below it the operations of the chosen cell. */
import type { Estate } from "@towpath/client";
import { useMemo, useState } from "react";

import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Row } from "../../parts/page/Page";
import { Label } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { useUrl } from "../../parts/url/useUrl";
import { estate as words } from "../../words/estate";
import styles from "./Estate.module.css";
import { Grid, type Chosen } from "./Grid";
import { filtered, matrixOf, type Row as MatrixRow, type System } from "./reach";
import { titleOf } from "./titles";

const said = words.matrix;

/** The view. */
export function MatrixView({ estate }: { estate: Estate }) {
  const matrix = useMemo(() => matrixOf(estate), [estate]);
  const [text, setText] = useUrl("q");
  const [system, setSystem] = useUrl("system");
  const [label, setLabel] = useUrl("label");
  const [chosen, setChosen] = useState<Chosen>();
  const rows = useMemo(() => filtered(matrix.rows, { text, system, label }), [matrix, text, system, label]);
  if (matrix.rows.length === 0) {
    return <Empty title={said.none}>{said.noneWhy}</Empty>;
  }
  return (
    <div className={styles["stack"]}>
      <Row>
        <SearchField label={said.filter} value={text} onChange={setText} />
        <Select
          label={said.only}
          isLabelUnseen
          value={system}
          onChange={setSystem}
          options={[
            { value: "", label: said.allSystems },
            ...matrix.systems.map((one) => ({ value: one.key, label: titleOf(one) })),
          ]}
        />
        <Select
          label={said.label2}
          isLabelUnseen
          value={label}
          onChange={setLabel}
          options={[
            { value: "", label: said.allLabels },
            ...estate.labels.map((one) => ({ value: one.label, label: one.label })),
          ]}
        />
        <span role="status" className={styles["soft"]}>
          {said.shown(number(rows.length), number(matrix.rows.length))}
        </span>
      </Row>
      {rows.length === 0 ? (
        <Empty title={said.noneFound} />
      ) : (
        <Grid rows={rows} systems={matrix.systems} chosen={chosen} onChoose={setChosen} />
      )}
      <p className={styles["soft"]}>{said.legend}</p>
      <Detail rows={rows} systems={matrix.systems} chosen={chosen} />
    </div>
  );
}

function Detail(properties: {
  rows: readonly MatrixRow[];
  systems: readonly System[];
  chosen: Chosen | undefined;
}) {
  const { rows, systems, chosen } = properties;
  const row = rows.find(({ id }) => id === chosen?.row);
  const system = systems.find(({ key }) => key === chosen?.system);
  if (row === undefined || system === undefined) {
    return (
      <section aria-live="polite" className={styles["detail"]}>
        <p className={styles["soft"]}>{said.choose}</p>
      </section>
    );
  }
  const cell = row.cells.get(system.key);
  const { namespace, name } = row.workflow;
  return (
    <section aria-live="polite" className={styles["detail"]}>
      <h2>{said.cell(row.workflow.title, titleOf(system))}</h2>
      {cell === undefined ? (
        <p>{said.nothing}</p>
      ) : (
        <>
          <Operations title={said.read} names={cell.reads} />
          <Operations title={said.write} names={cell.writes} />
          <span className={styles["labels"]}>
            {cell.labels.map((label) => (
              <Label key={label}>{label}</Label>
            ))}
          </span>
        </>
      )}
      <Link to="/workflows/$namespace/$name" params={{ namespace, name }}>
        {said.open}
      </Link>
    </section>
  );
}

function Operations({ title, names }: { title: string; names: readonly string[] }) {
  return names.length === 0 ? null : (
    <p>
      {title}{" "}
      {names.map((name) => (
        <code key={name} className={styles["name"]}>
          {name}
        </code>
      ))}
    </p>
  );
}
