/** What the palette offers in the editor: everything that can be done with the draft and with the step that is selected. */
import { useMemo } from "react";

import type { Command } from "../../parts/palette/commands";
import { useOffer } from "../../parts/palette/offered";
import { editor as words } from "../../words/editor";
import { useAddStep } from "./AddStep";
import { useDesk, useEditing } from "./context";
import { useStepActions } from "./stepActions";
import { selectedTask } from "./store";
import { useShow } from "./Workspace";

/** Offers them while the editor is open. */
export function useEditorCommands(): void {
  const { store, isReadOnly } = useDesk();
  const task = useEditing(({ definition, selection }) => selectedTask(definition, selection));
  const actions = useStepActions(task);
  const { openAdd } = useAddStep();
  const show = useShow();
  const commands = useMemo((): readonly Command[] => {
    const about = words.palette.group;
    const views = (["diagram", "outline", "text"] as const).map((view): Command => ({
      id: `view ${view}`,
      icon: "right",
      label: words.views[view],
      about,
      onAct: () => show({ view }),
    }));
    const panels = (["step", "access", "problems", "input", "settings", "try"] as const).map(
      (panel): Command => ({
        id: `panel ${panel}`,
        icon: "right",
        label: words.panels[panel],
        about,
        onAct: () => show({ panel }),
      }),
    );
    if (isReadOnly) {
      return [...views, ...panels];
    }
    const ofStep = actions.flatMap((action): Command[] =>
      action === "line"
        ? []
        : [
            {
              id: `step ${action.id}`,
              icon: action.icon ?? "edit",
              label: action.label,
              about: task?.name ?? about,
              onAct: action.onAct,
            },
          ],
    );
    return [
      { id: "add step", icon: "plus", label: words.actions.add, about, onAct: () => openAdd() },
      { id: "undo", icon: "undo", label: words.actions.undo, about, onAct: () => store.undo() },
      { id: "redo", icon: "undo", label: words.actions.redo, about, onAct: () => store.redo() },
      {
        id: "publish",
        icon: "up",
        label: words.actions.publish,
        about,
        onAct: () => show({ sheet: "publish" }),
      },
      {
        id: "history",
        icon: "wait",
        label: words.actions.history,
        about,
        onAct: () => show({ sheet: "history" }),
      },
      ...ofStep,
      ...views,
      ...panels,
    ];
  }, [actions, task?.name, store, isReadOnly, openAdd, show]);
  useOffer(commands);
}
