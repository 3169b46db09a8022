/** What the nodes of the diagram share, and their keys. */
import { createContext, useContext, type KeyboardEvent, type RefObject } from "react";

import type { Task } from "../../../definition";
import { useAddStep } from "../AddStep";
import { useDesk } from "../context";
import { stepKey } from "../stepActions";
import { useShow } from "../Workspace";

/** What they share, the same object as long as the diagram is open: nothing is rendered for it. */
export interface OnDiagram {
  /** The steps in reading order, as they are when a key is pressed. */
  readonly order: () => readonly string[];
  readonly place: RefObject<HTMLDivElement | null>;
}

export const DiagramContext = createContext<OnDiagram | undefined>(undefined);

/** Of the diagram around. */
export function useDiagram(): OnDiagram {
  const known = useContext(DiagramContext);
  if (known === undefined) {
    throw new Error("a node was shown outside of the diagram");
  }
  return known;
}

/** Arrows go from step to step; the keys of a step do what its menu does; Enter opens its form. */
export function useNodeKeys(id: string, task: Task | undefined): (event: KeyboardEvent) => void {
  const { order, place } = useDiagram();
  const { store, isReadOnly } = useDesk();
  const { openAdd } = useAddStep();
  const show = useShow();
  const go = (by: number) => {
    const steps = order();
    const next = steps[steps.indexOf(id) + by];
    if (next !== undefined) {
      store.select(next);
      requestAnimationFrame(() => focusNode(place.current, next));
    }
  };
  return (event) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    if (task !== undefined && !isReadOnly && stepKey(event, store, task, () => openAdd())) {
      event.preventDefault();
      requestAnimationFrame(() => focusNode(place.current, store.get().selection));
      return;
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(step);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      store.select(id);
      show({ panel: "step" });
    }
  };
}

/** Puts the focus on the node of a step. */
export function focusNode(place: HTMLElement | null, id: string): void {
  const nodes = place?.querySelectorAll<HTMLElement>("[data-step]") ?? [];
  [...nodes].find((node) => node.dataset["step"] === id)?.focus({ preventScroll: true });
}
