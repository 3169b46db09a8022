/** Where data goes: a question with its answer, the map, and the same as a table. */
import type { Estate } from "@towpath/client";
import { useMemo, useState } from "react";

import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Select } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Label } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number, plural } from "../../parts/time/format";
import { useUrl } from "../../parts/url/useUrl";
import { estate as words } from "../../words/estate";
import styles from "./Estate.module.css";
import { flowsOf, mapOf, type Flow } from "./flow";
import { FlowSvg } from "./FlowSvg";

const said = words.map;

/** The view. */
export function DataMap({ estate }: { estate: Estate }) {
  const [label, setLabel] = useUrl("label");
  const [lit, setLit] = useState<string>();
  const flows = useMemo(() => flowsOf(estate, label), [estate, label]);
  const map = useMemo(() => mapOf(flows), [flows]);
  if (estate.labels.length === 0) {
    return (
      <Empty title={said.none}>
        <Prose>{said.noneWhy}</Prose>
      </Empty>
    );
  }
  const spot = map.spots.find(({ id }) => id === lit);
  return (
    <div className={styles["stack"]}>
      <div className={styles["question"]}>
        <p className={styles["asked"]}>
          <span>{said.question}</span>
          <Select
            label={said.labels}
            isLabelUnseen
            value={label}
            onChange={(next) => {
              setLabel(next);
              setLit(undefined);
            }}
            options={[
              { value: "", label: said.allData },
              ...estate.labels.map((one) => ({ value: one.label, label: one.label })),
            ]}
          />
          <span>{said.questionRest}</span>
        </p>
        <p role="status" className={styles["answer"]}>
          {answerOf(flows, label === "" ? said.allAnswer : label)}
        </p>
        <p className={styles["soft"]}>{said.may}</p>
      </div>
      {flows.length === 0 ? null : (
        <>
          <FlowSvg map={map} lit={spot?.id} onLight={(id) => setLit(id === lit ? undefined : id)} />
          {spot === undefined ? null : (
            <p role="status" className={styles["soft"]}>
              {said.chosen(spot.name)}{" "}
              <Button look="quiet" onPress={() => setLit(undefined)}>
                {said.all}
              </Button>
            </p>
          )}
          {map.spots.some(({ kind, name }) => kind === "workflow" && / \+\d+$/.test(name)) ? (
            <p className={styles["soft"]}>
              <Prose>{said.alike}</Prose>
            </p>
          ) : null}
          {map.shown < map.workflows ? (
            <p className={styles["soft"]}>{said.cut(number(map.shown), number(map.workflows))}</p>
          ) : null}
        </>
      )}
      <Section title={said.table}>
        <Table
          label={said.tableLabel}
          rows={flows}
          columns={COLUMNS}
          keyOf={(flow) => `${flow.label} ${flow.workflow}`}
          sortedBy="label"
          sortName="flows"
          empty={<Empty title={said.nobody(label)} />}
        />
      </Section>
    </div>
  );
}

/** The answer in one sentence. */
function answerOf(flows: readonly Flow[], label: string): string {
  const workflows = new Set(flows.map((flow) => flow.workflow)).size;
  const targets = new Set(flows.flatMap((flow) => flow.targets)).size;
  if (workflows === 0) {
    return said.nobody(label);
  }
  const who = `${number(workflows)} ${plural(workflows, said.workflows)}`;
  return targets === 0
    ? said.nowhere(label, who)
    : said.answer(label, who, `${number(targets)} ${plural(targets, said.places)}`);
}

const COLUMNS: readonly Column<Flow>[] = [
  {
    id: "workflow",
    label: said.middle,
    sort: (flow) => flow.workflow,
    cell: ({ workflow }) => {
      const at = workflow.indexOf("/");
      const params = { namespace: workflow.slice(0, at), name: workflow.slice(at + 1) };
      return (
        <Link look="row" to="/workflows/$namespace/$name" params={params}>
          {workflow}
        </Link>
      );
    },
  },
  {
    id: "label",
    label: said.labels,
    sort: (flow) => flow.label,
    cell: (flow) => <Label>{flow.label}</Label>,
  },
  {
    id: "targets",
    label: said.targets,
    width: "minmax(0, 2fr)",
    sort: (flow) => flow.targets.length,
    cell: ({ targets }) =>
      targets.length === 0 ? (
        <span className={styles["soft"]}>{said.stays}</span>
      ) : (
        <span className={styles["labels"]}>
          {targets.map((target) => (
            <code key={target} className={styles["name"]}>
              {target}
            </code>
          ))}
        </span>
      ),
  },
];
