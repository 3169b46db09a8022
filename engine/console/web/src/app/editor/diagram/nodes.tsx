/** The boxes of the diagram. */
import type { NodeProps } from "@xyflow/react";
import { Handle, Position } from "@xyflow/react";
import { useState, type DragEvent, type ReactNode } from "react";

import { moveTask, type Task } from "../../../definition";
import { IconButton } from "../../../parts/button/Button";
import { Icon } from "../../../parts/icon/Icon";
import { Menu } from "../../../parts/menu/Menu";
import { editor as words } from "../../../words/editor";
import { useAddStep } from "../AddStep";
import { useDesk } from "../context";
import { kindName, KIND_ICONS } from "../flow";
import { actAndTell, useStepActions } from "../stepActions";
import { StepMarks } from "../StepMarks";
import styles from "./Diagram.module.css";
import { useShow } from "../Workspace";
import { useNodeKeys } from "./keys";
import type { BoxData, BoxNode, SpotNode } from "./model";

const DRAG = "application/x-towpath-step";

/** The library wants to know where lines begin and end, though ours have their own points. */
function Ends() {
  return (
    <>
      <Handle
        type="target"
        position={Position.Top}
        className={styles["handle"] ?? ""}
        isConnectable={false}
      />
      <Handle
        type="source"
        position={Position.Bottom}
        className={styles["handle"] ?? ""}
        isConnectable={false}
      />
    </>
  );
}

/** One step. */
export function TaskNode({ id, data }: NodeProps<BoxNode>) {
  const { task } = data;
  return task === undefined ? null : (
    <>
      <StepBox id={id} task={task} of={data} look="task" />
      <Ends />
    </>
  );
}

/** A block: its head is the step. */
export function FrameNode({ id, data }: NodeProps<BoxNode>) {
  const { task } = data;
  return task === undefined ? null : (
    <div className={styles["frame"]} data-kind={task.kind}>
      <StepBox id={id} task={task} of={data} look="frameHead" />
      <Ends />
    </div>
  );
}

function StepBox(properties: { id: string; task: Task; of: BoxData; look: "task" | "frameHead" }) {
  const { id, task, look } = properties;
  const { summary, marks, isSelected, isCurrent } = properties.of;
  const { store, isReadOnly } = useDesk();
  const show = useShow();
  const onKeyDown = useNodeKeys(id, task);
  const kind = kindName(task);
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(DRAG, id);
    event.dataTransfer.effectAllowed = "move";
    store.select(id);
  };
  return (
    <div
      className={`${styles[look] ?? ""} nopan nodrag`}
      data-selected={isSelected}
      data-state={marks.traced?.state}
      data-refused={marks.standing === "refused" || undefined}
    >
      <button
        type="button"
        data-step={id}
        className={styles["step"]}
        tabIndex={isCurrent ? 0 : -1}
        aria-pressed={isSelected}
        draggable={!isReadOnly}
        onDragStart={onDragStart}
        // What is chosen already opens its form, whatever stands beside the draft.
        onClick={() => (isSelected ? show({ panel: "step" }) : store.select(id))}
        onKeyDown={onKeyDown}
      >
        <span className={styles["icon"]} data-kind={task.kind}>
          <Icon name={KIND_ICONS[task.kind]} />
        </span>
        <span className={styles["text"]}>
          <span className={styles["name"]}>{task.name}</span>
          <span className={styles["about"]}>{summary === "" ? kind : summary}</span>
        </span>
        {task.if === undefined ? null : <span className={styles["if"]}>{words.switch.conditional}</span>}
        <StepMarks of={marks} />
      </button>
      {isSelected ? <StepMenu task={task} /> : null}
    </div>
  );
}

function StepMenu({ task }: { task: Task }) {
  const actions = useStepActions(task);
  if (actions.length === 0) {
    return null;
  }
  const trigger = <IconButton icon="more" label={words.menu.label(task.name)} />;
  return (
    <span className={styles["menu"]}>
      <Menu trigger={trigger} label={words.menu.label(task.name)} actions={actions} />
    </span>
  );
}

/** One of several lists of a block. */
export function LaneNode({ data }: NodeProps<BoxNode>) {
  const { slot } = data.box;
  return (
    <div className={styles["lane"]} data-slot={slot}>
      {slot === undefined ? null : words.slots[slot]}
    </div>
  );
}

/** Where the workflow begins and ends. */
export function ChipNode({ data }: NodeProps<BoxNode>) {
  const { kind, task } = data.box;
  const text =
    kind === "start"
      ? words.start
      : kind === "exit"
        ? words.exit
        : task === undefined
          ? words.end
          : words.endChip;
  return (
    <div className={styles["chip"]} data-kind={kind}>
      {text}
      <Ends />
    </div>
  );
}

/** Places for steps take what is dropped on them. */
function useDrop(list: string, index: number) {
  const { store, isReadOnly } = useDesk();
  const [isOver, setOver] = useState(false);
  return {
    "data-over": isOver || undefined,
    onDragOver: (event: DragEvent) => {
      if (!isReadOnly && event.dataTransfer.types.includes(DRAG)) {
        event.preventDefault();
        setOver(true);
      }
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      event.preventDefault();
      const reference = event.dataTransfer.getData(DRAG);
      actAndTell(store, "moveTask", (one) => moveTask(one, reference, { list, index }));
    },
  };
}

/** An empty list: where its first step goes. */
export function PlaceholderNode({ id, data }: NodeProps<BoxNode>) {
  const { list = "", slot } = data.box;
  const { store } = useDesk();
  const { openAdd } = useAddStep();
  const onKeyDown = useNodeKeys(id, undefined);
  const drop = useDrop(list, 0);
  return (
    <>
      <button
        type="button"
        data-step={id}
        tabIndex={data.isCurrent ? 0 : -1}
        className={`${styles["placeholder"] ?? ""} nopan`}
        data-selected={data.isSelected}
        {...drop}
        onKeyDown={(event) => (event.key === "Enter" ? undefined : onKeyDown(event))}
        onClick={() => {
          store.select(id);
          openAdd({ list, index: 0 });
        }}
      >
        <Icon name="plus" />
        {words.add.title}
        {slot === undefined || slot === "tasks" ? null : <span className="unseen">{words.slots[slot]}</span>}
      </button>
      <Ends />
    </>
  );
}

/** Between two steps: adds one there, or takes one that is dropped. The keyboard adds with Insert at a step. */
export function SpotNodeView({ data }: NodeProps<SpotNode>): ReactNode {
  const { list, index } = data.spot;
  const { isReadOnly } = useDesk();
  const { openAdd } = useAddStep();
  const drop = useDrop(list, index);
  if (isReadOnly) {
    return null;
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={words.add.at(words.add.here)}
      className={`${styles["spot"] ?? ""} nopan`}
      {...drop}
      onClick={() => openAdd({ list, index })}
    >
      <Icon name="plus" />
    </button>
  );
}
