/** What was sent, and what came back, as it was. */
import type { UseMutationResult } from "@tanstack/react-query";
import { UnreachableError } from "@towpath/client";

import type { Answered, Start } from "../../api/published";
import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Link } from "../../parts/link/Link";
import { Badge } from "../../parts/state/State";
import { duration } from "../../parts/time/format";
import { JsonView } from "../../parts/values/JsonView";
import { IdShort } from "../../parts/values/Short";
import { developers } from "../../words/developers";
import { hasRole, readers } from "../roles";
import styles from "./Developers.module.css";
import { addressOf, type CallOf } from "./snippets";

const words = developers.attempt;

/** The right half of a try. */
export function Answer(properties: {
  call: CallOf;
  sent: Start | undefined;
  query: UseMutationResult<Answered, Error, Start>;
}) {
  const { call, sent, query } = properties;
  if (sent === undefined) {
    return <p className={styles["waiting"]}>{words.nothingYet}</p>;
  }
  return (
    <div className={styles["part"]}>
      <div className={styles["part"]}>
        <h3>{words.request}</h3>
        <pre className={styles["code"]}>{requestText(call, sent)}</pre>
      </div>
      <div className={styles["part"]} aria-live="polite">
        <h3>{words.answer}</h3>
        {query.isError ? <Lost error={query.error} again={() => query.mutate(sent)} /> : null}
        {query.data === undefined ? null : <Came answer={query.data} />}
      </div>
    </div>
  );
}

function Came({ answer: { status, run, body, headers, ms } }: { answer: Answered }) {
  const isReader = hasRole(rolesOf(useMe()), readers);
  return (
    <>
      <p className={styles["status"]}>
        <Badge tone={status < 300 ? "good" : "bad"}>{String(status)}</Badge>
        <span className={styles["soft"]}>{words.took(duration(ms))}</span>
        {run === undefined ? null : (
          <span className={styles["address"]}>
            {words.run} <IdShort id={run} />
            {isReader ? (
              <Link to="/runs/$run" params={{ run }}>
                {words.open}
              </Link>
            ) : null}
          </span>
        )}
      </p>
      {body === undefined ? (
        <p className={styles["soft"]}>{words.noBody}</p>
      ) : (
        <JsonView value={body} label={words.answer} depth={3} />
      )}
      <Disclosure title={words.headers}>
        <pre className={styles["code"]}>{headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</pre>
      </Disclosure>
    </>
  );
}

function Lost({ error, again }: { error: Error; again: () => void }) {
  return (
    <div role="alert" className={styles["part"]}>
      <p>
        {error instanceof UnreachableError || error instanceof TypeError ? words.unreachable : error.message}
      </p>
      <div>
        <Button onPress={again}>{words.again}</Button>
      </div>
    </div>
  );
}

function requestText(call: CallOf, sent: Start): string {
  const address = new URL(addressOf({ ...call, version: sent.version, input: undefined }));
  if (sent.wait !== undefined) {
    address.searchParams.set("wait", String(sent.wait));
  }
  return [
    `POST ${address.pathname}${address.search}`,
    `Idempotency-Key: ${sent.key}`,
    "Content-Type: application/json",
    "",
    JSON.stringify(sent.input, undefined, 2),
  ].join("\n");
}
