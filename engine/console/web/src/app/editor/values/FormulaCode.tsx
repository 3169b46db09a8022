/** The code of a formula, with proposals from what is available. It brings the code editor along, so it is loaded when needed. */
import {
  autocompletion,
  startCompletion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useMemo } from "react";

import { complete, type Value } from "../../../definition";
import { Code } from "../../../parts/code/Code";
import { editor } from "../../../words/editor";
import type { Available } from "../forms/useStep";

const words = editor.value;

/** The code. */
export function FormulaCode(properties: {
  label: string;
  value: string;
  onChange: (jq: string) => void;
  values: Available;
  isReadOnly: boolean;
}) {
  const { values, ...rest } = properties;
  const extensions = useMemo(
    (): Extension[] => [
      autocompletion({ override: [(context) => proposals(context, values())], activateOnTyping: true }),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({
        focus: (_, view) => {
          if (view.state.doc.length === 0) {
            startCompletion(view);
          }
        },
      }),
    ],
    [values],
  );
  return <Code {...rest} language="text" isSmall extensions={extensions} />;
}

function proposals(context: CompletionContext, values: readonly Value[]): CompletionResult | null {
  const text = context.state.doc.toString();
  const { from, to, items } = complete(text, context.pos, values);
  if (
    items.length === 0 ||
    (!context.explicit && context.pos > 0 && from === to && !/[.$]$/.test(text.slice(0, to)))
  ) {
    return null;
  }
  return {
    from,
    to,
    filter: false,
    options: items.map(({ label, insert, kind, type, sample, description, mayLack }) => ({
      label,
      apply: insert,
      type: kind === "member" ? "property" : kind,
      detail: [
        type,
        mayLack ? words.mayLack : undefined,
        sample === undefined ? undefined : JSON.stringify(sample).slice(0, 30),
      ]
        .filter((one) => one !== undefined)
        .join(" · "),
      ...(description === undefined ? {} : { info: description }),
    })),
  };
}
