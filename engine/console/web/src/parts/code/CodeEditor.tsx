/**
 * CodeMirror in React. It lives in a shadow root: there its styles are adopted style sheets, which the
 * Content-Security-Policy allows; in the page they would be inline styles, which it refuses.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useRef } from "react";

import { changeOf } from "./change";
import { colors, look } from "./look";

/** What an editor is given. */
export interface CodeProperties {
  /** Names it for screen readers. */
  label: string;
  value: string;
  /** Called with the whole text after each change that a person makes. */
  onChange?: (value: string) => void;
  language?: "yaml" | "json" | "text";
  isReadOnly?: boolean;
  /** One or few lines: no numbers, no folding, as tall as its text. */
  isSmall?: boolean;
  /** Linters, completions, decorations. Keep the array the same while nothing in it changes. */
  extensions?: readonly Extension[];
  /** Gets the view once it is there: to move the cursor, for instance. */
  onReady?: (view: EditorView) => void;
}

const LANGUAGES = { yaml, json, text: () => [] } as const;
const NONE: readonly Extension[] = [];
/** Marks a change that came by `value`, not from a person. */
const handedIn = Annotation.define<boolean>();

/** The editor. */
export function CodeEditor(properties: CodeProperties) {
  const { value, onChange, extensions = NONE, isReadOnly = false } = properties;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changeable = useRef(new Compartment());
  const changed = useRef(onChange);
  changed.current = onChange;

  useEffect(() => {
    const host = place.current;
    if (host === null) {
      return undefined;
    }
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const made = new EditorView({
      root,
      parent: root,
      state: stateOf(properties, changeable.current, changed),
    });
    view.current = made;
    properties.onReady?.(made);
    return () => {
      made.destroy();
      view.current = undefined;
    };
    // The editor is made once; what changes later is handed to it below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    const effects = changeable.current.reconfigure(varying(isReadOnly, extensions));
    view.current?.dispatch({ effects });
  }, [isReadOnly, extensions]);

  useEffect(() => {
    const current = view.current;
    if (current !== undefined && current.state.doc.toString() !== value) {
      current.dispatch({
        changes: changeOf(current.state.doc.toString(), value),
        annotations: handedIn.of(true),
      });
    }
  }, [value]);

  return <div ref={place} />;
}

function varying(isReadOnly: boolean, extensions: readonly Extension[]): Extension {
  return [EditorState.readOnly.of(isReadOnly), [...extensions]];
}

function stateOf(
  properties: CodeProperties,
  changeable: Compartment,
  changed: { current: ((value: string) => void) | undefined },
): EditorState {
  const {
    value,
    label,
    language = "yaml",
    isReadOnly = false,
    isSmall = false,
    extensions = NONE,
  } = properties;
  const large = [lineNumbers(), foldGutter(), highlightActiveLine(), highlightActiveLineGutter()];
  return EditorState.create({
    doc: value,
    extensions: [
      isSmall ? [] : large,
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      highlightSelectionMatches(),
      LANGUAGES[language](),
      colors,
      look,
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      // Tab leaves the text, as it leaves every field; Control with the square brackets indents.
      keymap.of([
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...completionKeymap,
        ...lintKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        const isHandedIn = update.transactions.some((one) => one.annotation(handedIn) === true);
        if (update.docChanged && !isHandedIn) {
          changed.current?.(update.state.doc.toString());
        }
      }),
      changeable.of(varying(isReadOnly, extensions)),
    ],
  });
}
