/**
 * A list of what differs between two definitions, and both diagrams. Choosing an entry or a step brings it into sight on
 * both sides. The list says everything that the diagrams show, for people who read it by keyboard or by ear.
 */
import { useMemo, useState } from "react";

import { diffDefinitions, readDefinition, type Definition } from "../../definition";
import { comparison as words } from "../../words/comparison";
import { runs } from "../../words/runs";
import { Diagram, type TaskMark } from "../diagram/Diagram";
import { ChangeList } from "./ChangeList";
import { changeAt, marksOf, stepChanges } from "./changes";
import styles from "./Comparison.module.css";

/** What is compared. */
export interface ComparisonProperties {
  before: string;
  after: string;
  /** The names of the two sides: versions, or when they were saved. */
  heads: readonly [string, string];
  /** `false` where the list stands elsewhere already. */
  isListed?: boolean;
}

/** From so many steps on, a diagram begins at the first change instead of showing everything. */
const LARGE = 12;

/** The list and the diagrams. */
export function TwoDiagrams({ before, after, heads, isListed = true }: ComparisonProperties) {
  const [old, now] = useMemo(() => [readDefinition(before), readDefinition(after)] as const, [before, after]);
  const changes = useMemo(() => stepChanges(diffDefinitions(old, now)), [old, now]);
  const marks = useMemo(() => marksOf(changes, old, now), [changes, old, now]);
  const isLarge = Math.max(old.tasks.tasks.length, now.tasks.tasks.length) > LARGE;
  const first = isLarge ? changes.find((one) => one.kinds[0] !== "header")?.id : undefined;
  const [chosen, setChosen] = useState<string | undefined>(first);
  if (changes.length === 0) {
    return <p>{words.same}</p>;
  }
  const one = changes.find(({ id }) => id === chosen);
  const select = (side: "from" | "to") => (reference: string) => {
    setChosen(changeAt(changes, side, reference)?.id ?? chosen);
  };
  return (
    <div className={styles["room"]}>
      <div className={styles["comparison"]}>
        {isListed ? <ChangeList changes={changes} chosen={chosen} onChoose={setChosen} /> : null}
        <div className={styles["diagrams"]} role="group" aria-label={words.diagrams}>
          <Side
            head={heads[0]}
            of={old}
            marks={marks.before}
            selected={one?.from?.reference}
            onSelect={select("from")}
          />
          <Side
            head={heads[1]}
            of={now}
            marks={marks.after}
            selected={one?.to?.reference}
            onSelect={select("to")}
          />
        </div>
      </div>
    </div>
  );
}

/** One definition alone. */
export function OneDiagram({ text, head }: { text: string; head: string }) {
  const definition = useMemo(() => readDefinition(text), [text]);
  const [selected, setSelected] = useState<string>();
  return (
    <div className={styles["comparison"]}>
      <Side head={head} of={definition} marks={NONE} selected={selected} onSelect={setSelected} />
    </div>
  );
}

const NONE: ReadonlyMap<string, TaskMark> = new Map();

function Side(properties: {
  head: string;
  of: Definition;
  marks: ReadonlyMap<string, TaskMark>;
  selected: string | undefined;
  onSelect: (reference: string) => void;
}) {
  const { head, of, marks, selected, onSelect } = properties;
  return (
    <figure className={styles["side"]}>
      <figcaption>{head}</figcaption>
      <Diagram
        definition={of}
        label={words.diagram(head)}
        marks={marks}
        isPlain
        kindName={kindName}
        selected={selected}
        centre={selected}
        onSelect={onSelect}
      />
    </figure>
  );
}

function kindName(kind: string): string {
  return (runs.kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}
