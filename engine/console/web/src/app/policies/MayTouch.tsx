/** The live workflows that a policy may be about, whatever it decides: by what they reach. */
import { useQuery } from "@tanstack/react-query";

import { estate } from "../../api/lists";
import { Section } from "../../parts/page/Page";
import { WorkflowLink } from "../../parts/policy/ImpactView";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { policies } from "../../words/policies";
import styles from "./Policies.module.css";
import { summaryOf, touchedBy } from "./touched";

const words = policies.plain;

/** The list. */
export function MayTouch({ text }: { text: string }) {
  const query = useQuery(estate);
  return (
    <Section title={words.mayTouch} isCard>
      <Loaded query={query} title={policies.failed}>
        {({ workflows }) => {
          const touched = touchedBy(summaryOf(text), workflows);
          return touched.length === 0 ? (
            <p className={styles["soft"]}>{words.mayTouchNone}</p>
          ) : (
            <ul className={styles["plainList"]}>
              {touched.map((one) => (
                <li key={`${one.namespace}/${one.name}`} className={styles["marks"]}>
                  <WorkflowLink of={`${one.namespace}/${one.name}`} />
                  {one.owner === undefined ? null : (
                    <span className={styles["help"]}>
                      <Principal id={one.owner} isBare />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}
