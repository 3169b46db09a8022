/** What was found in a policy: problems and failing tests, each with its help and its place. */
import type { Diagnostic } from "@towpath/client";

import { policy as words } from "../../words/policy";
import { Icon } from "../icon/Icon";
import { problemText } from "../problem/Problem";
import { Prose } from "../prose/Prose";
import { number, plural } from "../time/format";
import type { Check } from "./useCheck";
import styles from "./Policy.module.css";

/** The state of a check; `onGo` leads to the place in the text. */
export function Findings({ check, onGo }: { check: Check; onGo?: (one: Diagnostic) => void }) {
  return (
    <div aria-live="polite" aria-busy={check.kind === "checking"} className={styles["findings"]}>
      <Summary check={check} />
      {check.kind === "found" ? (
        <ul className={styles["list"]}>
          {check.diagnostics.map((one, index) => (
            <Finding key={`${one.code} ${String(index)}`} one={one} onGo={onGo} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Summary({ check }: { check: Check }) {
  switch (check.kind) {
    case "checking":
      return (
        <p className={styles["line"]}>
          <Icon name="wait" />
          {words.checking}
        </p>
      );
    case "fine":
      return (
        <p className={`${styles["line"] ?? ""} ${styles["good"] ?? ""}`}>
          <Icon name="check" />
          {words.fine}
        </p>
      );
    case "found":
      return (
        <p className={`${styles["line"] ?? ""} ${styles["bad"] ?? ""}`}>
          <Icon name="alert" />
          {number(check.diagnostics.length)} {plural(check.diagnostics.length, words.problems)}
        </p>
      );
    default:
      return (
        <p className={styles["line"]}>
          <Icon name="info" />
          {words.unchecked}: {problemText(check.error)}
        </p>
      );
  }
}

function Finding({ one, onGo }: { one: Diagnostic; onGo: ((one: Diagnostic) => void) | undefined }) {
  const place = one.pointer === undefined || one.pointer === "" ? one.code : one.pointer;
  return (
    <li className={styles["finding"]}>
      <p>
        <span className="unseen">{words.severities[one.severity] ?? one.severity}: </span>
        <Prose>{capital(one.message)}</Prose>
      </p>
      {one.help === undefined ? null : (
        <p className={styles["help"]}>
          <Prose>{capital(one.help)}</Prose>
        </p>
      )}
      {onGo === undefined ? (
        <code className={styles["soft"]}>{place}</code>
      ) : (
        <button type="button" className={styles["place"]} onClick={() => onGo(one)}>
          <code>{place}</code>
        </button>
      )}
    </li>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
