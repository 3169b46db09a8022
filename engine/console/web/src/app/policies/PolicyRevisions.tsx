/** The revisions in which one policy got another text. */
import { useQuery } from "@tanstack/react-query";

import { policySets } from "../../api/policies";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Time } from "../../parts/time/Time";
import { policies } from "../../words/policies";
import styles from "./Policies.module.css";

const words = policies.policy;

/** The section. */
export function PolicyRevisions({ name }: { name: string }) {
  const query = useQuery(policySets);
  return (
    <Section title={words.revisions} isCard>
      <Loaded query={query} title={policies.revisions.failed}>
        {({ revisions }) => {
          const own = revisions.filter((one) => one.changed.includes(name) || one.removed.includes(name));
          return own.length === 0 ? (
            <p className={styles["soft"]}>{words.revisionsNone}</p>
          ) : (
            <ul className={styles["plainList"]}>
              {own.map((one) => (
                <li key={one.revision}>
                  <Link
                    to="/policies/revisions/$revision"
                    params={{ revision: String(one.revision) }}
                    search={{ only: name }}
                  >
                    {policies.revisions.one(String(one.revision))}
                  </Link>{" "}
                  <Time at={one.at} /> · <Principal id={one.by} isBare />
                  {one.reason === undefined ? null : <span className={styles["soft"]}> {one.reason}</span>}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}
