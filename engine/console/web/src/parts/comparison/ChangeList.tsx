/** What differs between two definitions, as a list: by sign and word, with old and new values. */
import { comparison as words } from "../../words/comparison";
import type { FieldChange } from "../../definition";
import { number } from "../time/format";
import { ValueLine } from "../values/JsonView";
import { counted, type Kind, type StepChange } from "./changes";
import styles from "./Comparison.module.css";

/** So many values of one step are shown. */
const MOST_FIELDS = 12;

/** The list. With `onChoose`, an entry leads to its step. */
export function ChangeList(properties: {
  changes: readonly StepChange[];
  chosen?: string | undefined;
  onChoose?: (id: string) => void;
}) {
  const { changes, chosen, onChoose } = properties;
  return (
    <section aria-label={words.list} className={styles["list"]}>
      <p className={styles["counts"]}>
        {counted(changes).map(([kind, count]) => (
          <span key={kind} className={styles[kind]}>
            <span aria-hidden="true">{words.signs[kind]} </span>
            {number(count)} {words.counts[kind]}
          </span>
        ))}
      </p>
      {onChoose === undefined ? null : <p className={styles["soft"]}>{words.shows}</p>}
      <ol className={styles["entries"]}>
        {changes.map((one) => (
          <li key={one.id} className={styles["entry"]} data-chosen={one.id === chosen}>
            <Title of={one} isChosen={one.id === chosen} onChoose={onChoose} />
            <Fields of={one.fields} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Title(properties: {
  of: StepChange;
  isChosen: boolean;
  onChoose: ((id: string) => void) | undefined;
}) {
  const { of, isChosen, onChoose } = properties;
  const text = (
    <>
      {of.kinds.map((kind) => (
        <Sign key={kind} of={kind} />
      ))}
      <span className={styles["name"]}>{nameOf(of)}</span>
      {of.kinds.includes("renamed") && of.from !== undefined ? (
        <span className={styles["soft"]}>{words.renamedFrom(of.from.name)}</span>
      ) : null}
    </>
  );
  const isStep = of.from !== undefined || of.to !== undefined;
  return onChoose === undefined || !isStep ? (
    <p className={styles["title"]}>{text}</p>
  ) : (
    <button type="button" aria-pressed={isChosen} className={styles["title"]} onClick={() => onChoose(of.id)}>
      {text}
    </button>
  );
}

function Sign({ of }: { of: Kind }) {
  return (
    <span className={`${styles["sign"] ?? ""} ${styles[of] ?? ""}`}>
      <span aria-hidden="true">{words.signs[of]} </span>
      {words.short[of]}
    </span>
  );
}

function nameOf({ from, to }: StepChange): string {
  return (to ?? from)?.name ?? words.header;
}

function Fields({ of }: { of: readonly FieldChange[] }) {
  if (of.length === 0) {
    return null;
  }
  const left = of.length - MOST_FIELDS;
  return (
    <ul className={styles["fields"]}>
      {of.slice(0, MOST_FIELDS).map(({ path, old, new: next }) => (
        <li key={path.join("/")}>
          <code className={styles["path"]}>{path.join(".")}</code>
          <span className={styles["values"]}>
            {old === undefined ? (
              <span className={styles["soft"]}>{words.gone}</span>
            ) : (
              <ValueLine value={old} most={80} />
            )}
            <span aria-hidden="true">→</span>
            {next === undefined ? (
              <span className={styles["soft"]}>{words.gone}</span>
            ) : (
              <ValueLine value={next} most={80} />
            )}
          </span>
        </li>
      ))}
      {left > 0 ? <li className={styles["soft"]}>{words.more(number(left))}</li> : null}
    </ul>
  );
}
