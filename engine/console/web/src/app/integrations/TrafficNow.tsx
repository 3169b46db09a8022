/** How systems stand now: the badge of a circuit, the lines of a list, the section of a page. */
import { useQuery } from "@tanstack/react-query";
import type { Traffic } from "@towpath/client";

import { traffic } from "../../api/integrations";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { useNow } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { traffic as words } from "../../words/traffic";
import { callsOf, callsText, circuitText, hostText, limitsText, worstOf } from "./circuit";
import styles from "./Integrations.module.css";

/** `Away` or `Being tried`; a circuit of a newer server is shown by its name. */
export function CircuitBadge({ of: { circuit } }: { of: Traffic }) {
  const tone = circuit === "closed" ? "good" : circuit === "half-open" ? "busy" : "bad";
  return <Badge tone={tone}>{words.marks[circuit] ?? circuit}</Badge>;
}

/** The badge of the worst host, beside the title of a page; nothing while all take calls. */
export function CircuitMark({ of }: { of: readonly Traffic[] }) {
  const worst = worstOf(of);
  return worst === undefined ? null : <CircuitBadge of={worst} />;
}

/** Below the badge in a list: what is wrong, what is on its way, what is limited. Nothing where there is nothing to say. */
export function TrafficLines({ of }: { of: readonly Traffic[] }) {
  const now = useNow();
  const worst = worstOf(of);
  const text = worst === undefined ? undefined : circuitText(worst, now);
  const calls = callsOf(of);
  const isBusy = calls.underWay > 0 || calls.waiting > 0;
  // Hosts of one document have the same limits.
  const limits = of[0] === undefined ? undefined : limitsText(of[0]);
  return (
    <div className={styles["soft"]}>
      {text === undefined ? null : (
        <div>
          {worst?.host === undefined ? null : `${hostText(worst.host)}: `}
          <Prose>{text}</Prose>
        </div>
      )}
      {isBusy ? <div>{callsText(calls)}</div> : null}
      {limits === undefined ? null : <div>{of[0]?.host === undefined ? limits : words.eachHost(limits)}</div>}
    </div>
  );
}

/** The section of one integration. */
export function TrafficNow({ name }: { name: string }) {
  const query = useQuery(traffic);
  return (
    <Section title={words.title} about={words.about} isCard>
      <Loaded query={query} title={words.failed} lines={3}>
        {(all) => <Hosts of={all[name] ?? []} />}
      </Loaded>
    </Section>
  );
}

function Hosts({ of }: { of: readonly Traffic[] }) {
  return of.length === 0 ? (
    <p className={styles["soft"]}>{words.never}</p>
  ) : (
    <div className={styles["stack"]}>
      {of.map((one) => (
        <div key={one.host ?? ""}>
          {one.host === undefined ? null : <h3>{hostText(one.host)}</h3>}
          <Standing of={one} />
        </div>
      ))}
    </div>
  );
}

function Standing({ of }: { of: Traffic }) {
  const text = circuitText(of, useNow());
  return (
    <KeyValue
      of={[
        [
          words.circuit,
          <span key="circuit" className={styles["labels"]}>
            <CircuitBadge of={of} />
            {text === undefined ? null : <Prose>{text}</Prose>}
          </span>,
        ],
        [words.calls, callsText(of)],
        [of.host === undefined ? words.limits : words.limitsEach, limitsText(of) ?? words.unlimited],
        [words.onOpen, words.ways[of.onOpen] ?? of.onOpen],
      ]}
    />
  );
}
