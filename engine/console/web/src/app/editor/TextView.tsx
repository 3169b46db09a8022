/** The draft as text, with what the server found in it and its corrections in place. */
import { setDiagnostics, type Diagnostic as Lint } from "@codemirror/lint";
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, Decoration } from "@codemirror/view";
import { useEffect, useMemo, useRef, useState } from "react";

import { findTask, taskAt } from "../../definition";
import { Code } from "../../parts/code/Code";
import { editor as words } from "../../words/editor";
import { useDesk, useEditing } from "./context";
import type { Finding } from "./fixes";
import { useIsStale, useKnown } from "./useKnown";

/** The text. */
export function TextView() {
  const { store, isReadOnly } = useDesk();
  const text = useEditing((editing) => editing.history.text);
  const [view, setView] = useState<EditorView>();
  const extensions = useMemo(
    (): Extension[] => [
      chosenStep,
      EditorView.contentAttributes.of({ tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        if (update.selectionSet && update.view.hasFocus) {
          const { definition } = store.get();
          const at = update.state.selection.main.head;
          if (update.state.doc.length === definition.text.length) {
            store.select(taskAt(definition, at)?.reference ?? "");
          }
        }
      }),
    ],
    [store],
  );
  useShownStep(view);
  useFindings(view);
  return (
    <Code
      label={words.text.label}
      value={text}
      onChange={(next) => store.type(next)}
      isReadOnly={isReadOnly}
      extensions={extensions}
      onReady={setView}
    />
  );
}

/** Underlines what was found. Nothing is underlined while the text is another than the one that was checked. */
function useFindings(view: EditorView | undefined): void {
  const { findings } = useKnown().check;
  const isStale = useIsStale();
  useEffect(() => {
    if (view !== undefined) {
      view.dispatch(setDiagnostics(view.state, isStale ? [] : findings.map(lintOf)));
    }
  }, [view, findings, isStale]);
}

function lintOf({ diagnostic, from, to, fix }: Finding): Lint {
  const { severity, message, help, code } = diagnostic;
  const actions =
    fix === undefined
      ? []
      : [
          {
            name: words.text.lint.fix(fix.words),
            apply: (view: EditorView) => {
              const { from: start, to: end, insert } = fix.edit;
              view.dispatch({ changes: { from: start, to: end, insert } });
            },
          },
        ];
  return {
    from,
    to: Math.max(to, from),
    severity: severity === "hint" ? "info" : severity,
    message: help === undefined || help === null ? message : `${message}\n${help}`,
    source: code,
    actions,
  };
}

const setStep = StateEffect.define<{ from: number; to: number } | undefined>();
const shade = Decoration.line({ class: "cm-activeLine" });

/** Lines of the step that is selected are shaded. */
const chosenStep = StateField.define({
  create: () => Decoration.none,
  update: (lines, change) => {
    let next = lines.map(change.changes);
    for (const effect of change.effects) {
      if (effect.is(setStep)) {
        const range = effect.value;
        const found = [];
        for (let at = range?.from ?? 0; range !== undefined && at < range.to;) {
          const line = change.state.doc.lineAt(Math.min(at, change.state.doc.length));
          found.push(shade.range(line.from));
          at = line.to + 1;
        }
        next = Decoration.set(found);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Scrolls to the step that is selected elsewhere, and shades it. */
function useShownStep(view: EditorView | undefined): void {
  const { store } = useDesk();
  const selection = useEditing((editing) => editing.selection);
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (view === undefined || before.current === selection) {
      return;
    }
    before.current = selection;
    const { definition } = store.get();
    const range = findTask(definition, selection)?.range;
    const isHere = range !== undefined && range.to <= view.state.doc.length;
    const effects: StateEffect<unknown>[] = [setStep.of(isHere ? range : undefined)];
    if (isHere && !view.hasFocus) {
      effects.push(EditorView.scrollIntoView(range.from, { y: "start", yMargin: 40 }));
    }
    view.dispatch({ effects });
  }, [view, selection, store]);
}
