/** Who had a part in something, and who created them; and what policies ask. */
import type { Awaiting, Person } from "@towpath/client";

import { OutsideLink, Link } from "../../parts/link/Link";
import { Principal } from "../../parts/principal/Principal";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { inbox as words } from "../../words/inbox";
import styles from "./Inbox.module.css";

/** One principal, with who created it. */
export function Someone({ id, people }: { id: string; people: readonly Person[] }) {
  const known = people.find((person) => person.id === id);
  return (
    <span className={styles["someone"]}>
      <Principal id={id} />
      {known === undefined ? null : (
        <span className={styles["soft"]}>{words.who.createdBy(known.createdBy)}</span>
      )}
      {known?.disabled === true ? <Badge tone="bad">{words.who.disabled}</Badge> : null}
    </span>
  );
}

/** The rules that wait for a person: what they say, who decides, whom to ask. */
export function Asks({ awaiting }: { awaiting: readonly Awaiting[] }) {
  return (
    <ul className={styles["asks"]}>
      {awaiting.map((one) => (
        <li key={one.rule} className={styles["ask"]}>
          <p className={styles["strong"]}>
            <Link to="/policies/$policy" params={{ policy: one.policy }}>
              {one.title}
            </Link>
          </p>
          {one.reason === undefined || one.reason === null ? null : (
            <p>
              <Prose>{one.reason}</Prose>
            </p>
          )}
          <p className={styles["soft"]}>
            {words.who.decides}: <Prose>{one.by}</Prose>
            {one.contact === undefined || one.contact === null ? null : (
              <>
                {" · "}
                {words.who.contact} <Contact of={one.contact} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** An address to write to, a page, or just words. */
export function Contact({ of }: { of: string }) {
  return /^[^\s@:/]+@[^\s@:/]+$/.test(of) ? (
    <a href={`mailto:${of}`}>{of}</a>
  ) : (
    <OutsideLink href={of}>{of}</OutsideLink>
  );
}
