/** The steps as a tree of text: the equal of the diagram for the keyboard and for screen readers. */
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";

import type { Definition } from "../../definition";
import { Button, IconButton } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { Menu } from "../../parts/menu/Menu";
import { editor as words } from "../../words/editor";
import { useAddStep } from "./AddStep";
import { useDefinition, useDesk, useEditing } from "./context";
import { kindName, KIND_ICONS, summaryOf } from "./flow";
import { NO_MARKS, type Marks } from "./marks";
import { isSameRow, rowAround, rowsOf, type OutlineRow } from "./rows";
import { areSameMarks, keeping } from "./same";
import { stepKey, useStepActions } from "./stepActions";
import { StepMarks } from "./StepMarks";
import { useKnown } from "./useKnown";
import { useMarks } from "./useMarks";
import { useShow } from "./Workspace";
import styles from "./Editor.module.css";

/** The tree. */
export function Outline() {
  const definition = useDefinition();
  const selection = useEditing((editing) => editing.selection);
  const marks = useMarks();
  const { operations } = useKnown().facts;
  const [keepRows] = useState(() => keeping<OutlineRow>(({ id }) => id, isSameRow));
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => keepRows(rowsOf(definition, folded)), [keepRows, definition, folded]);
  const place = useRef<HTMLDivElement>(null);
  const current = Math.max(
    0,
    rows.findIndex(({ id }) => id === selection),
  );
  const onKey = useOutlineKeys(rows, current, folded, setFolded, place);
  useKeptFocus(place, definition, selection);
  return (
    <>
      <p className="unseen" id="outline-keys">
        {words.outline.keys}
      </p>
      {/* The rows have the focus; the keys only move between them. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={place}
        role="tree"
        aria-label={words.outline.label}
        aria-describedby="outline-keys"
        className={styles["outline"]}
        onKeyDown={onKey}
      >
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            summary={row.kind === "task" ? summaryOf(row.task, operations) : ""}
            isSelected={row.id === selection}
            isInTabOrder={index === current}
            isFolded={folded.has(row.id)}
            marks={marks.get(row.id) ?? NO_MARKS}
          />
        ))}
      </div>
      <Ends />
    </>
  );
}

function Ends() {
  const { isReadOnly } = useDesk();
  const { openAdd } = useAddStep();
  return isReadOnly ? null : (
    <div className={styles["outlineFoot"]}>
      <Button icon="plus" look="quiet" onPress={() => openAdd()}>
        {words.actions.add}
      </Button>
    </div>
  );
}

/** After an edit the focus goes on in the row that is selected then, if it was in the tree. */
function useKeptFocus(
  place: React.RefObject<HTMLDivElement | null>,
  definition: Definition,
  selection: string,
): void {
  const had = useRef(false);
  useEffect(() => {
    const tree = place.current;
    const active = document.activeElement;
    if (had.current && (active === document.body || tree?.contains(active) === true)) {
      tree?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus({ preventScroll: false });
    }
    had.current = tree?.contains(document.activeElement) ?? false;
  }, [place, definition, selection]);
}

interface RowProperties {
  row: OutlineRow;
  /** One line about what its step does. */
  summary: string;
  isSelected: boolean;
  isInTabOrder: boolean;
  isFolded: boolean;
  marks: Marks;
}

/** Rows that did not change are not rendered again: a large outline stays quick. */
const Row = memo(function Row({ row, summary, isSelected, isInTabOrder, isFolded, marks }: RowProperties) {
  const { store } = useDesk();
  const task = row.kind === "task" ? row.task : undefined;
  const label = task === undefined ? words.slots[row.kind === "list" ? row.list.slot : "do"] : task.name;
  return (
    // The keys are handled by the tree.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      aria-level={row.level}
      aria-selected={isSelected}
      aria-expanded={row.hasRows ? !isFolded : undefined}
      tabIndex={isInTabOrder ? 0 : -1}
      data-id={row.id}
      className={task === undefined ? styles["listRow"] : styles["row"]}
      style={{ paddingInlineStart: `calc(${String(row.level - 1)} * 1.25rem + 0.5rem)` }}
      onClick={() => store.select(row.id)}
      onFocus={(event) => (event.target === event.currentTarget ? store.select(row.id) : undefined)}
    >
      {task === undefined ? null : <Icon name={KIND_ICONS[task.kind]} />}
      <span className={styles["rowName"]}>{label}</span>
      {task === undefined ? null : (
        <span className={styles["rowAbout"]}>
          {kindName(task)}
          {summary === "" ? "" : `: ${summary}`}
        </span>
      )}
      {row.kind === "list" && row.list.tasks.length === 0 ? (
        <span className={styles["rowAbout"]}>{words.outline.empty}</span>
      ) : null}
      <StepMarks of={marks} />
      {isSelected && task !== undefined ? <RowMenu row={row} /> : null}
    </div>
  );
}, isSameShown);

function isSameShown(
  { marks, ...one }: RowProperties,
  { marks: otherMarks, ...other }: RowProperties,
): boolean {
  return (
    one.row === other.row &&
    one.summary === other.summary &&
    one.isSelected === other.isSelected &&
    one.isInTabOrder === other.isInTabOrder &&
    one.isFolded === other.isFolded &&
    areSameMarks(marks, otherMarks)
  );
}

function RowMenu({ row }: { row: OutlineRow }) {
  const task = row.kind === "task" ? row.task : undefined;
  const actions = useStepActions(task);
  if (task === undefined || actions.length === 0) {
    return null;
  }
  return (
    <Menu
      trigger={<IconButton icon="more" label={words.menu.label(task.name)} excludeFromTabOrder={false} />}
      label={words.menu.label(task.name)}
      actions={actions}
    />
  );
}

/** Arrows, Home, End; keys of a step; Enter goes to its form. */
function useOutlineKeys(
  rows: readonly OutlineRow[],
  current: number,
  folded: ReadonlySet<string>,
  setFolded: (folded: ReadonlySet<string>) => void,
  place: React.RefObject<HTMLDivElement | null>,
) {
  const { store, isReadOnly } = useDesk();
  const { openAdd } = useAddStep();
  const show = useShow();
  const fold = (id: string, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const go = (index: number) => {
    const id = rows[index]?.id;
    if (id !== undefined) {
      store.select(id);
      const found = [...(place.current?.children ?? [])].find(
        (row) => (row as HTMLElement).dataset["id"] === id,
      );
      (found as HTMLElement | undefined)?.focus();
    }
  };
  return (event: KeyboardEvent) => {
    const row = rows[current];
    if (row === undefined || (event.target as HTMLElement).getAttribute("role") !== "treeitem") {
      return;
    }
    const task = row.kind === "task" ? row.task : undefined;
    const isDone =
      (task !== undefined && !isReadOnly && stepKey(event, store, task, () => openAdd())) ||
      moveKey(event, row, rows, current, folded.has(row.id), go, fold);
    if (!isDone && event.key === "Enter") {
      show({ panel: "step" });
    } else if (!isDone && !isReadOnly && (event.key === "Insert" || event.key === "+")) {
      openAdd();
    } else if (!isDone) {
      return;
    }
    event.preventDefault();
  };
}

function moveKey(
  event: KeyboardEvent,
  row: OutlineRow,
  rows: readonly OutlineRow[],
  current: number,
  isFolded: boolean,
  go: (index: number) => void,
  fold: (id: string, isFolded: boolean) => void,
): boolean {
  switch (event.key) {
    case "ArrowDown":
      go(current + 1);
      return true;
    case "ArrowUp":
      go(current - 1);
      return true;
    case "Home":
      go(0);
      return true;
    case "End":
      go(rows.length - 1);
      return true;
    case "ArrowRight":
      if (row.hasRows && isFolded) fold(row.id, false);
      else if (row.hasRows) go(current + 1);
      return true;
    case "ArrowLeft":
      if (row.hasRows && !isFolded) fold(row.id, true);
      else go(rowAround(rows, current));
      return true;
    default:
      return false;
  }
}
