/** The operations that a workflow may call: found by what they do, each with its data, its owner and what policies say. */
import { useId, useMemo, useState, type KeyboardEvent } from "react";

import { operations as words } from "../../words/operations";
import { Empty } from "../empty/Empty";
import { SearchField } from "../field/Field";
import { Icon } from "../icon/Icon";
import { Problem, problemText } from "../problem/Problem";
import { Skeleton } from "../skeleton/Skeleton";
import { Label } from "../state/State";
import { number } from "../time/format";
import styles from "./Operations.module.css";
import { matchingOperations } from "./search";
import { StandingBadge, StandingWhy } from "./StandingBadge";
import { useOperations, type Operation } from "./useOperations";

/** `chosen` is what a definition writes: `crm.get-customer:1.0.0@default`. */
export function OperationSearch(properties: {
  namespace: string;
  name: string;
  chosen?: string | undefined;
  onChoose: (operation: Operation) => void;
  isFocused?: boolean;
}) {
  const { namespace, name, chosen, onChoose, isFocused = false } = properties;
  const { query, operations, standingError } = useOperations(namespace, name);
  const [text, setText] = useState("");
  const found = useMemo(() => matchingOperations(operations, text), [operations, text]);
  const list = useId();
  if (query.data === undefined) {
    return query.isError ? <Problem error={query.error} title={words.failed} /> : <Skeleton lines={5} />;
  }
  return (
    <div className={styles["search"]}>
      <SearchField label={words.search} value={text} onChange={setText} autoFocus={isFocused} />
      <p className="unseen" role="status">
        {words.found(number(found.length))}
      </p>
      {standingError === null ? null : (
        <p className={styles["note"]}>
          {words.standingFailed}: {problemText(standingError)}
        </p>
      )}
      {found.length === 0 ? (
        <Empty title={words.none}>{words.noneWhy}</Empty>
      ) : (
        // The buttons have the focus; the keys only move between them.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <ul id={list} className={styles["list"]} aria-label={words.list} onKeyDown={onArrows}>
          {found.map((one) => (
            <li key={one.call}>
              <Item of={one} isChosen={one.call === chosen} onChoose={() => onChoose(one)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Item({ of, isChosen, onChoose }: { of: Operation; isChosen: boolean; onChoose: () => void }) {
  const { title, name, owner, labels, effect, stands, description } = of;
  return (
    <button
      type="button"
      className={styles["item"]}
      aria-current={isChosen ? "true" : undefined}
      onClick={onChoose}
    >
      <span className={styles["head"]}>
        <span className={styles["title"]}>{title}</span>
        <StandingBadge of={stands?.standing} />
      </span>
      {description === undefined || description === null ? null : (
        <span className={styles["about"]}>{description}</span>
      )}
      <span className={styles["facts"]}>
        <code>{name}</code>
        <span>
          <Icon name={effect === "read" ? "search" : "edit"} />{" "}
          {effect === "read" ? words.reads : words.writes}
        </span>
        {labels.map((label) => (
          <Label key={label}>{label}</Label>
        ))}
        <span>{words.owner(owner)}</span>
      </span>
      <StandingWhy of={stands} />
    </button>
  );
}

/** Arrows go from one to the next. */
function onArrows(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) {
    return;
  }
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[at + step]?.focus();
  event.preventDefault();
}
