/** Everything by its name: pages, actions, and what the server finds. Opened with Ctrl-K or ⌘-K on every page. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { FoundItem } from "@towpath/client";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";

import { search } from "../../api/lists";
import { parts } from "../../words/parts";
import { Over } from "../dialog/Over";
import { Icon, type IconName } from "../icon/Icon";
import { addressOf, matching, type Command } from "./commands";
import styles from "./CommandPalette.module.css";

const ICONS: Readonly<Record<FoundItem["kind"], IconName>> = {
  workflow: "workflows",
  draft: "edit",
  operation: "integrations",
  integration: "integrations",
  policy: "policies",
  run: "runs",
  request: "inbox",
  principal: "account",
  template: "plus",
  review: "inbox",
};

const LOOK = {
  veil: styles["veil"] ?? "",
  modal: styles["modal"] ?? "",
  dialog: styles["dialog"] ?? "",
};

/** The palette, open. */
export function CommandPalette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  return (
    <Over isOpen onClose={onClose} label={parts.palette.title} look={LOOK}>
      {() => <Finder commands={commands} onClose={onClose} />}
    </Over>
  );
}

function Finder({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const { all, isSearching } = useResults(commands, text);
  const chosen = Math.min(at, all.length - 1);
  const act = (command: Command | undefined) => {
    if (command !== undefined) {
      onClose();
      command.onAct();
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      setAt((chosen + step + all.length) % all.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      act(all[chosen]);
    }
  };
  return (
    <>
      <div className={styles["search"]}>
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded={all.length > 0}
          aria-controls={list}
          aria-activedescendant={all.length > 0 ? `${list}-${String(chosen)}` : undefined}
          aria-label={parts.palette.title}
          placeholder={parts.palette.search}
          value={text}
          onKeyDown={onKey}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
      </div>
      <Results id={list} all={all} chosen={chosen} onPoint={setAt} onAct={act} />
      <p role="status" className={styles["foot"]}>
        {isSearching ? parts.palette.searching : all.length === 0 ? parts.palette.none : null}
      </p>
    </>
  );
}

interface ResultsProperties {
  id: string;
  all: readonly Command[];
  chosen: number;
  onPoint: (index: number) => void;
  onAct: (command: Command) => void;
}

function Results({ id, all, chosen, onPoint, onAct }: ResultsProperties) {
  return (
    <div role="listbox" id={id} aria-label={parts.palette.found} className={styles["list"]}>
      {all.map((command, index) => (
        // The keys are handled by the field, which keeps the focus.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          role="option"
          key={command.id}
          id={`${id}-${String(index)}`}
          ref={(element) => (index === chosen ? element?.scrollIntoView({ block: "nearest" }) : undefined)}
          aria-selected={index === chosen}
          className={styles["option"]}
          onMouseMove={() => (index === chosen ? undefined : onPoint(index))}
          onClick={() => onAct(command)}
        >
          <Icon name={command.icon} />
          <span className={styles["name"]}>{command.label}</span>
          <span className={styles["about"]}>{command.about}</span>
        </div>
      ))}
    </div>
  );
}

/** What is known at once, then what the server finds. */
function useResults(
  commands: readonly Command[],
  text: string,
): { all: readonly Command[]; isSearching: boolean } {
  const router = useRouter();
  const asked = useDeferredValue(text.trim());
  const found = useQuery({ ...search(asked), enabled: asked.length > 1 });
  const others = (asked.length > 1 ? (found.data ?? []) : []).map((one) => ({
    id: `${one.kind} ${one.id}`,
    icon: ICONS[one.kind] ?? "right",
    label: one.title,
    about: `${parts.palette.kinds[one.kind] ?? one.kind} · ${one.subtitle}`,
    onAct: () => router.history.push(addressOf(one)),
  }));
  return { all: [...matching(commands, text), ...others], isSearching: found.isFetching };
}
