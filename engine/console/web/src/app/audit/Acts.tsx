/** The entries in readable lines: who did what, when, and with which result; what else is known opens below. */
import { useState } from "react";

import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Icon } from "../../parts/icon/Icon";
import { Link } from "../../parts/link/Link";
import { Principal } from "../../parts/principal/Principal";
import { Prose } from "../../parts/prose/Prose";
import { Badge, type Tone } from "../../parts/state/State";
import { absolute, day, number, plural } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { Copyable, DigestShort } from "../../parts/values/Short";
import { audit } from "../../words/audit";
import styles from "./Audit.module.css";
import { outcomeOf, placeOf, wordsOf, type Act, type Outcome } from "./entries";

const words = audit.list;
const TONES: Readonly<Record<Outcome, Tone>> = {
  done: "good",
  refused: "warn",
  failed: "bad",
  pending: "busy",
};

/** The lines, by day. */
export function Acts(properties: {
  acts: readonly Act[];
  count: number;
  /** Whether there are no older ones. */
  isFull: boolean;
  onMore: (() => void) | undefined;
  onOlder: () => void;
}) {
  const { acts, count, isFull, onMore, onOlder } = properties;
  if (acts.length === 0) {
    return <Empty title={words.none}>{words.noneWhy}</Empty>;
  }
  const days = new Map<string, Act[]>();
  for (const act of acts) {
    const name = day(new Date(act.entry.at));
    days.set(name, [...(days.get(name) ?? []), act]);
  }
  return (
    <section aria-label={words.label} className={styles["days"]}>
      {[...days].map(([name, of]) => (
        <section key={name} aria-label={name} className={styles["day"]}>
          <h2 className={styles["dayName"]}>{name}</h2>
          <ul className={styles["acts"]}>
            {of.map((act) => (
              <Line key={act.key} act={act} />
            ))}
          </ul>
        </section>
      ))}
      <div className={styles["foot"]}>
        <span role="status">
          {number(count)} {plural(count, words.shown)}
        </span>
        {isFull ? null : onMore === undefined ? (
          <Button onPress={onOlder}>{words.older}</Button>
        ) : (
          <Button onPress={onMore}>{words.more}</Button>
        )}
      </div>
    </section>
  );
}

function Line({ act }: { act: Act }) {
  const [isOpen, setOpen] = useState(false);
  const { entry } = act;
  const outcome = outcomeOf(act);
  const said = wordsOf(entry);
  return (
    <li className={styles["act"]}>
      <button
        type="button"
        className={styles["line"]}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? "down" : "right"} />
        <span className={styles["clock"]}>{new Date(entry.at).toLocaleTimeString()}</span>
        <span className={styles["who"]}>
          <Principal id={entry.who} />
        </span>
        <span className={styles["what"]}>
          <Prose>{said}</Prose>
        </span>
        {entry.count === undefined ? null : (
          <span className={styles["soft"]}>{words.times(number(entry.count))}</span>
        )}
        {outcome === "done" ? (
          <span className={styles["soft"]}>{words.done}</span>
        ) : (
          <Badge tone={TONES[outcome]}>{words[outcome]}</Badge>
        )}
      </button>
      {isOpen ? <Details act={act} /> : null}
    </li>
  );
}

function Details({ act }: { act: Act }) {
  const { asked, done, entry } = act;
  const place = placeOf(entry.action, entry.target);
  const said = audit.details;
  const [before, after] = [asked?.policies, done?.policies];
  const isSame = before === undefined || after === undefined || before === after;
  const policies = after ?? before;
  return (
    <div className={styles["details"]}>
      {done === undefined ? <p>{words.pendingWhy}</p> : null}
      <KeyValue
        of={[
          [said.asked, asked === undefined ? undefined : <Moment key="asked" at={asked.at} />],
          [said.done, done === undefined ? undefined : <Moment key="done" at={done.at} />],
          [said.status, done?.status === undefined ? undefined : String(done.status)],
          [said.action, <code key="action">{entry.action}</code>],
          [said.target, <code key="target">{entry.target}</code>],
          [said.from, entry.from],
          [said.token, entry.token === undefined ? undefined : <Copyable key="token" text={entry.token} />],
          [said.request, <Copyable key="request" text={entry.request} />],
          [
            said.body,
            entry.body === undefined ? undefined : (
              <Copyable key="body" text={entry.body} shown={entry.body.replace(/^.*:/, "").slice(0, 8)} />
            ),
          ],
          [said.before, isSame ? undefined : <DigestShort key="before" digest={before} />],
          [said.after, isSame ? undefined : <DigestShort key="after" digest={after} />],
          [
            said.policies,
            !isSame || policies === undefined ? undefined : <DigestShort key="policies" digest={policies} />,
          ],
        ]}
      />
      {place === undefined ? null : <Link {...place}>{words.open}</Link>}
    </div>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <span>
      {absolute(new Date(at))}, <Time at={at} />
    </span>
  );
}
