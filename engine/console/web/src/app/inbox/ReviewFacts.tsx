/** How a version was tried, who calls it, who wrote it, and what happened so far. */
import { useQuery } from "@tanstack/react-query";
import type { Note, ReviewInFull } from "@towpath/client";

import { casesOf } from "../../api/decisions";
import { Link } from "../../parts/link/Link";
import { Columns, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { State } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { IdShort } from "../../parts/values/Short";
import { inbox } from "../../words/inbox";
import styles from "./Inbox.module.css";
import { Someone } from "./People";

const words = inbox.review;

/** The sections. */
export function ReviewFacts({ of }: { of: ReviewInFull }) {
  return (
    <Columns>
      <Tried of={of} />
      <Callers of={of} />
      <Section title={words.people} isCard>
        <ul className={styles["plainList"]}>
          {of.writers.map((id) => (
            <li key={id}>
              <Someone id={id} people={of.people} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.history} isCard>
        <ol className={styles["plainList"]}>
          {of.history.map((note) => (
            <Step key={`${note.at} ${note.state}`} note={note} />
          ))}
          {of.approvals.map((one) => (
            <li key={one.rule}>
              <State of="approved" /> <Principal id={one.by} isBare /> <Time at={one.at} />
              {one.comment === undefined || one.comment === null ? null : <p>{one.comment}</p>}
            </li>
          ))}
        </ol>
      </Section>
    </Columns>
  );
}

function Tried({ of }: { of: ReviewInFull }) {
  const cases = useQuery(casesOf(of.namespace, of.name)).data;
  const count = cases?.items.length ?? 0;
  return (
    <Section
      title={words.tried}
      isCard
      about={cases === undefined ? undefined : count === 0 ? words.casesNone : words.cases(number(count))}
    >
      {of.tried.length === 0 ? (
        <p className={styles["soft"]}>{words.triedNone}</p>
      ) : (
        <ul className={styles["plainList"]}>
          {of.tried.map((one) => (
            <li key={one.run}>
              <State of={one.status} /> <Principal id={one.by} isBare /> <Time at={one.at} />{" "}
              <IdShort id={one.run} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Callers({ of }: { of: ReviewInFull }) {
  return (
    <Section title={words.callers} isCard>
      {of.callers.length === 0 ? (
        <p className={styles["soft"]}>{words.callersNone}</p>
      ) : (
        <table className={styles["small"]}>
          <thead>
            <tr>
              <th>{words.caller}</th>
              <th className={styles["end"]}>{words.calls}</th>
              <th>{words.last}</th>
            </tr>
          </thead>
          <tbody>
            {of.callers.map((one) => (
              <tr key={one.by}>
                <td>
                  <Principal id={one.by} />
                </td>
                <td className={styles["end"]}>{number(one.runs)}</td>
                <td>
                  <Time at={one.last} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {of.startedBy.length === 0 ? null : (
        <p>
          {words.startedBy}: <Workflows names={of.startedBy} />
        </p>
      )}
    </Section>
  );
}

/** Workflows by `namespace/name`, each a link. */
export function Workflows({ names }: { names: readonly string[] }) {
  return names.map((full, index) => {
    const [namespace = "", name = ""] = full.replace(/@.*$/, "").split("/");
    return (
      <span key={full}>
        {index === 0 ? null : ", "}
        <Link to="/workflows/$namespace/$name" params={{ namespace, name }}>
          {full}
        </Link>
      </span>
    );
  });
}

function Step({ note }: { note: Note }) {
  return (
    <li>
      <Principal id={note.by} isBare /> {words.states[note.state] ?? note.state} <Time at={note.at} />
      {note.comment === undefined || note.comment === null ? null : (
        <p className={styles["quote"]}>{note.comment}</p>
      )}
    </li>
  );
}
