/** Which errors a call can be answered with: those of the workflow, and those of the server. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { codePage } from "../../api/codes";
import { description, type RaisedError } from "../../api/published";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { TextField } from "../../parts/field/Field";
import { Section } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";
import { requestsOf } from "./openapi";

const words = developers.errors;

/** The section. */
export function Errors({ raised }: { raised: readonly RaisedError[] }) {
  return (
    <Section title={words.title} about={<Prose>{words.about}</Prose>} isCard>
      <h3>{words.own}</h3>
      {raised.length === 0 ? (
        <p className={styles["soft"]}>{words.ownNone}</p>
      ) : (
        <ul aria-label={words.label} className={styles["list"]}>
          {raised.map(({ type, status, title }, index) => (
            <li key={`${type ?? ""} ${String(index)}`} className={styles["listRow"]}>
              <div className={styles["head"]}>
                <span className={styles["method"]}>{status}</span>
                <strong>{title ?? words.computed}</strong>
                <code>{type ?? words.computed}</code>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Disclosure title={words.ofServer}>
        <OfServer />
      </Disclosure>
      <Disclosure title={words.code}>
        <CodeLookUp />
      </Disclosure>
    </Section>
  );
}

/** Those of a start, from the description of the API. */
function OfServer() {
  const query = useQuery(description);
  const requests = useMemo(() => requestsOf(query.data), [query.data]);
  const start = requests.find((one) => one.id === "startRun");
  const errors = start?.answers.filter(({ status }) => !status.startsWith("2")) ?? [];
  return (
    <Loaded query={query} title={words.failed}>
      {() => (
        <ul aria-label={words.serverLabel} className={styles["list"]}>
          {errors.map(({ status, about }) => (
            <li key={status} className={styles["listRow"]}>
              <div className={styles["head"]}>
                <span className={styles["method"]}>{status}</span>
                <span>
                  <Prose>{about}</Prose>
                </span>
                <span
                  className={styles["soft"]}
                >{`${words.repeat} ${words.repeats[mayRepeat(status)]}`}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

/** By what HTTP says of a status, and by the promise of the key. */
function mayRepeat(status: string): keyof typeof words.repeats {
  if (status === "429" || status === "503") {
    return "later";
  }
  return status === "408" || status === "500" || status === "507" ? "yes" : "no";
}

function CodeLookUp() {
  const [text, setText] = useState("");
  const code = text.trim().toUpperCase();
  const isCode = /^TP\d{4}$/.test(code);
  const page = useQuery({ ...codePage(code), enabled: isCode, retry: false });
  return (
    <div className={styles["part"]}>
      <TextField
        mono
        label={words.code}
        help={words.codeHelp}
        value={text}
        onChange={setText}
        maxLength={6}
      />
      {isCode && page.isPending ? <Skeleton lines={4} /> : null}
      {isCode && page.isError ? <Problem error={page.error} /> : null}
      {isCode && page.data !== undefined ? <pre className={styles["code"]}>{page.data}</pre> : null}
    </div>
  );
}
