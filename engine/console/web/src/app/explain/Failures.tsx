/** How a workflow can fail, and how it did lately. */
import { useQuery } from "@tanstack/react-query";

import { runs } from "../../api/lists";
import type { Sentence } from "../../definition";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Time } from "../../parts/time/Time";
import { explain } from "../../words/explain";
import styles from "./Explain.module.css";
import { SentenceList } from "./Steps";

const words = explain.fails;
const SHOWN = 5;

/** The section. */
export function Failures(properties: {
  of: { namespace: string; name: string };
  sentences: readonly Sentence[];
}) {
  const { of, sentences } = properties;
  const { namespace, name } = of;
  const failed = useQuery(
    runs({ namespace, workflow: name, status: "faulted", draft: false, limit: SHOWN }),
  ).data;
  return (
    <Section title={words.title}>
      <SentenceList of={sentences} />
      {failed === undefined ? null : failed.runs.length === 0 ? (
        <p className={styles["soft"]}>{words.none}</p>
      ) : (
        <p className={styles["failures"]}>
          <strong>{words.recent}</strong>
          {failed.runs.map((run) => (
            <Link key={run.id} to="/runs/$run" params={{ run: run.id }}>
              <Time at={run.startedAt} />
            </Link>
          ))}
          <Link to="/runs" search={{ workflow: `${namespace}/${name}`, state: "faulted" }}>
            {words.all}
          </Link>
        </p>
      )}
    </Section>
  );
}
