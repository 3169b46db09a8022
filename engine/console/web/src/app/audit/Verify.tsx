/** Whether the log is whole: the chain, computed in this browser; the anchor; and the command for the full check. */
import { useQuery } from "@tanstack/react-query";
import type { AuditAnchor } from "@towpath/client";
import { useEffect, useRef, useState } from "react";

import { auditAnchor, exportedLines } from "../../api/audit";
import { Button } from "../../parts/button/Button";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Icon } from "../../parts/icon/Icon";
import { Problem, problemText } from "../../parts/problem/Problem";
import { Badge } from "../../parts/state/State";
import { number, plural } from "../../parts/time/format";
import { KeyValue } from "../../parts/values/KeyValue";
import { Copyable } from "../../parts/values/Short";
import { audit } from "../../words/audit";
import styles from "./Audit.module.css";
import { ChainCheck, sha256, type Chain } from "./chain";

const words = audit.verify;
/** The option of `towpath serve`. */
const FLAG = "--audit-anchor";
const TOLD_EVERY_MS = 200;

type State =
  | { kind: "idle" }
  | { kind: "running"; chain: Chain }
  | { kind: "ended"; chain: Chain }
  | { kind: "failed"; error: unknown };

/** The part of the page; closed at first. */
export function Verify() {
  return (
    <div className={styles["verify"]}>
      <Disclosure title={words.title}>
        <div className={styles["inside"]}>
          <p>{words.about}</p>
          <ChainPart />
          <AnchorPart />
          <Unseen />
        </div>
      </Disclosure>
    </div>
  );
}

function ChainPart() {
  const [state, setState] = useState<State>({ kind: "idle" });
  const stop = useRef<AbortController>(undefined);
  const digest = sha256();
  useEffect(() => () => stop.current?.abort(), []);
  if (digest === undefined) {
    return <p>{words.noCrypto}</p>;
  }
  const start = async () => {
    const aborting = new AbortController();
    stop.current = aborting;
    const checking = new ChainCheck(digest);
    let told = 0;
    try {
      for await (const { text, isWhole } of exportedLines(aborting.signal)) {
        if (isWhole) {
          await checking.add(text);
        } else {
          checking.end(text);
        }
        if (performance.now() - told > TOLD_EVERY_MS) {
          told = performance.now();
          setState({ kind: "running", chain: { ...checking.chain } });
        }
      }
      setState({ kind: "ended", chain: checking.chain });
    } catch (error) {
      setState(aborting.signal.aborted ? { kind: "idle" } : { kind: "failed", error });
    }
  };
  return (
    <div className={styles["chain"]} aria-live="polite">
      {state.kind === "running" ? (
        <Button onPress={() => stop.current?.abort()}>{words.stop}</Button>
      ) : (
        <Button icon="check" onPress={() => void start()}>
          {state.kind === "idle" ? words.act : words.again}
        </Button>
      )}
      {state.kind === "running" ? (
        <span className={styles["soft"]}>
          {words.running(number(state.chain.links), number(state.chain.entries))}
        </span>
      ) : null}
      {state.kind === "ended" ? <Ended chain={state.chain} /> : null}
      {state.kind === "failed" ? <Problem error={state.error} /> : null}
    </div>
  );
}

function Ended({ chain }: { chain: Chain }) {
  if (chain.lines === 0) {
    return <p>{words.empty}</p>;
  }
  const isGood = chain.wrong.length === 0;
  return (
    <div className={styles["ended"]}>
      <Badge tone={isGood ? "good" : "bad"}>{isGood ? words.good : words.bad}</Badge>
      {isGood ? (
        <p>
          {words.goodWhat(
            number(chain.links),
            `${number(chain.starts)} ${plural(chain.starts, words.starts)}`,
            number(chain.entries),
          )}
        </p>
      ) : (
        <ul className={styles["list"]}>
          {chain.wrong.map(({ line, why }) => (
            <li key={`${String(line)} ${why}`}>{words.wrong[why](number(line))}</li>
          ))}
        </ul>
      )}
      {chain.torn === 0 ? null : <p className={styles["soft"]}>{words.torn(number(chain.torn))}</p>}
    </div>
  );
}

function AnchorPart() {
  const anchor = useQuery(auditAnchor);
  if (anchor.isError) {
    return <p>{`${words.anchorFailed}: ${problemText(anchor.error)}`}</p>;
  }
  if (anchor.data === undefined) {
    return null;
  }
  return (
    <div>
      <h2>{words.anchor}</h2>
      {anchor.data === null ? (
        <p>
          {words.anchorNone} <code>{FLAG}</code>.
        </p>
      ) : (
        <Anchor of={anchor.data} />
      )}
    </div>
  );
}

function Anchor({ of }: { of: AuditAnchor }) {
  const isFailing = of.error !== undefined;
  return (
    <>
      <Badge tone={isFailing ? "bad" : "good"}>
        {isFailing ? words.anchorFailing(number(of.failures)) : words.anchorGood}
      </Badge>
      {of.error === undefined ? null : <p>{of.error}</p>}
      <KeyValue
        of={[
          [words.anchorPlace, <code key="place">{of.place}</code>],
          [
            words.anchorDelivered,
            of.delivered === undefined ? words.anchorNothing : <code>{of.delivered}</code>,
          ],
          [words.anchorWaiting, number(of.waiting)],
          [words.anchorLeftOut, of.leftOut === 0 ? undefined : number(of.leftOut)],
        ]}
      />
    </>
  );
}

function Unseen() {
  const anchor = useQuery(auditAnchor).data;
  const command =
    anchor === null || anchor === undefined
      ? "towpath audit verify DATA/audit"
      : `towpath audit verify DATA/audit --anchor ${anchor.place}`;
  return (
    <div>
      <h2>{words.unseen}</h2>
      <ul className={styles["list"]}>
        {words.unseenList.map((text) => (
          <li key={text}>
            <Icon name="info" /> {text}
          </li>
        ))}
      </ul>
      <p>{anchor === null || anchor === undefined ? words.fullWithout : words.full}</p>
      <Copyable text={command} />
    </div>
  );
}
