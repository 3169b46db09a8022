/** The text of a policy with what is known about it: findings in their places, suggestions from the schema. */
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { Diagnostic } from "@towpath/client";
import { useEffect, useMemo, useRef } from "react";

import { CodeEditor } from "../../parts/code/CodeEditor";
import { policies as words } from "../../words/policies";
import { suggestionsAt } from "./complete";
import { placeOf } from "./places";

/** `goTo` is a finding that somebody chose in the list. */
export function PolicyCode(properties: {
  text: string;
  onChange: (text: string) => void;
  isReadOnly: boolean;
  diagnostics: readonly Diagnostic[];
  schema: unknown;
  goTo: Diagnostic | undefined;
}) {
  const { text, onChange, isReadOnly, diagnostics, schema, goTo } = properties;
  const view = useRef<EditorView>(undefined);
  const known = useRef(schema);
  known.current = schema;
  const extensions = useMemo(
    () => [lintGutter(), autocompletion({ override: [(context) => complete(context, known.current)] })],
    [],
  );
  useEffect(() => {
    const current = view.current;
    if (current !== undefined) {
      const length = current.state.doc.length;
      const marks = diagnostics.map((one) => markOf(current.state.doc.toString(), length, one));
      current.dispatch(setDiagnostics(current.state, marks));
    }
  }, [diagnostics]);
  useEffect(() => {
    const current = view.current;
    if (current !== undefined && goTo !== undefined) {
      const { from } = placeOf(current.state.doc.toString(), goTo.pointer ?? "");
      current.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      current.focus();
    }
  }, [goTo]);
  return (
    <CodeEditor
      label={words.policy.textLabel}
      value={text}
      onChange={onChange}
      isReadOnly={isReadOnly}
      extensions={extensions}
      onReady={(made) => {
        view.current = made;
      }}
    />
  );
}

function markOf(text: string, length: number, one: Diagnostic) {
  const { from, to } = placeOf(text, one.pointer ?? "");
  const severity = one.severity === "hint" ? ("info" as const) : one.severity;
  return {
    from: Math.min(from, length),
    to: Math.min(Math.max(to, from), length),
    severity,
    message: one.help === undefined ? one.message : `${one.message}\n${one.help}`,
  };
}

function complete(context: CompletionContext, schema: unknown): CompletionResult | null {
  const word = context.matchBefore(/[\w-]*/);
  const from = word?.from ?? context.pos;
  if (!context.explicit && from === context.pos) {
    return null;
  }
  const options = suggestionsAt(context.state.doc.toString().slice(0, from), from, schema).map((one) => ({
    label: one.label,
    apply: one.isValue ? one.label : `${one.label}: `,
    type: one.isValue ? "enum" : "property",
    ...(one.info === "" ? {} : { info: one.info }),
  }));
  return options.length === 0 ? null : { from, options };
}
