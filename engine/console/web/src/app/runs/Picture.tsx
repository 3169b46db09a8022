/** The diagram of a run: the definition of its version, coloured by what happened. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { definitionText } from "../../api/run";
import { allTasks, readDefinition } from "../../definition";
import { Diagram, type TaskMark } from "../../parts/diagram/Diagram";
import { Loaded } from "../../parts/query/Loaded";
import { useUrl } from "../../parts/url/useUrl";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { kindName } from "./kinds";
import styles from "./Run.module.css";
import type { Timeline } from "./timeline";

const words = runs.tasks;

interface Properties {
  workflow: { namespace: string; name: string; version: string };
  timeline: Timeline;
  chosen: string;
  onChoose: (reference: string) => void;
}

/** The diagram. */
export function Picture(properties: Properties) {
  const { namespace, name, version } = properties.workflow;
  const text = useQuery(definitionText(namespace, name, version));
  return (
    <div className={styles["part"]}>
      <Loaded query={text} title={words.noDefinition} lines={10}>
        {(known) => <Drawn {...properties} text={known} />}
      </Loaded>
    </div>
  );
}

function Drawn({ text, timeline, chosen, onChoose }: Properties & { text: string }) {
  const definition = useMemo(() => readDefinition(text), [text]);
  const [view, setView] = useUrl("look");
  // The rows are made anew each second while a run goes on; the marks only change when a state does.
  const states = timeline.rows
    .map((row) => `${row.reference} ${row.state} ${String(row.executions.length)}`)
    .join("\n");
  const marks = useMemo(() => marksOf(states), [states]);
  const drawn = useMemo(() => new Set(allTasks(definition).map((task) => task.reference)), [definition]);
  const isMissing = timeline.rows.some((row) => !drawn.has(row.reference));
  return (
    <>
      <Diagram
        definition={definition}
        label={words.pictureLabel}
        marks={marks}
        kindName={kindName}
        selected={chosen}
        onSelect={onChoose}
        view={view}
        onView={setView}
      />
      {isMissing ? <p className={styles["soft"]}>{words.changed}</p> : null}
    </>
  );
}

function marksOf(states: string): ReadonlyMap<string, TaskMark> {
  const names: Readonly<Record<string, string>> = parts.states;
  return new Map(
    states.split("\n").map((line) => {
      const [reference = "", state = "", count = "1"] = line.split(" ");
      const text = names[state] ?? state;
      return [reference, { state, text: count === "1" ? text : `${text} ×${count}` }];
    }),
  );
}
