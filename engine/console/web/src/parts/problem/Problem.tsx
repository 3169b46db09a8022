/** What went wrong, why, and the next step: in the place of what could not be shown or done. */
import { useQuery } from "@tanstack/react-query";
import { ProblemError, UnreachableError, type Diagnostic } from "@towpath/client";
import type { ReactNode } from "react";

import { codePage } from "../../api/codes";
import { parts } from "../../words/parts";
import { Disclosure } from "../disclosure/Disclosure";
import { Icon } from "../icon/Icon";
import { Prose } from "../prose/Prose";
import { Skeleton } from "../skeleton/Skeleton";
import styles from "./Problem.module.css";

/** `title` says what was tried; `next` are buttons for the next step, retry first. */
export function Problem({ error, title, next }: { error: unknown; title?: string; next?: ReactNode }) {
  const said = wordsOf(error);
  return (
    <section role="alert" className={styles["problem"]}>
      <Icon name="alert" />
      <div className={styles["text"]}>
        <p className={styles["title"]}>{title ?? <Prose>{said.what}</Prose>}</p>
        {title === undefined ? null : (
          <p>
            <Prose>{said.what}</Prose>
          </p>
        )}
        {said.why === undefined ? null : (
          <p>
            <Prose>{said.why}</Prose>
          </p>
        )}
        {error instanceof ProblemError ? <Details error={error} /> : null}
        {next === undefined ? null : <div className={styles["next"]}>{next}</div>}
      </div>
    </section>
  );
}

/** What an error says in one line, for a toast or a field. */
export function problemText(error: unknown): string {
  const { what, why } = wordsOf(error);
  return why ?? what;
}

function wordsOf(error: unknown): { what: string; why?: string | undefined } {
  if (error instanceof ProblemError) {
    const { title, detail, reason } = error.problem;
    const why = [reason, detail]
      .filter((text) => text !== undefined && text !== null && text !== "")
      .join(" – ");
    return { what: sentence(title), why: why === "" ? undefined : sentence(why) };
  }
  if (error instanceof UnreachableError) {
    return { what: parts.problem.unreachable, why: parts.problem.unreachableWhy };
  }
  return { what: parts.problem.unknown, why: error instanceof Error ? error.message : undefined };
}

/** The server writes in lower case without a full stop; on a page it is a sentence. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Details({ error }: { error: ProblemError }) {
  const { contact, diagnostics, needed } = error.problem;
  return (
    <>
      {contact === undefined || contact === null ? null : <p>{parts.problem.contact(contact)}</p>}
      {needed === undefined || needed.length === 0 ? null : <p>{parts.problem.needed(needed.join(", "))}</p>}
      {diagnostics === undefined || diagnostics.length === 0 ? null : <Diagnostics of={diagnostics} />}
      <Disclosure title={parts.problem.more(error.code)}>
        <CodePage code={error.code} />
      </Disclosure>
    </>
  );
}

/** What was found in a document: each with its help. */
export function Diagnostics({ of }: { of: readonly Diagnostic[] }) {
  return (
    <ul className={styles["list"]}>
      {of.map((one, index) => (
        <li key={`${one.code} ${String(index)}`}>
          <p>
            <Prose>{sentence(one.message)}</Prose>{" "}
            <code className={styles["code"]}>{one.pointer ?? one.code}</code>
          </p>
          {one.help === undefined || one.help === null ? null : (
            <p className={styles["help"]}>
              <Prose>{sentence(one.help)}</Prose>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The page of a code, as the server has it. */
function CodePage({ code }: { code: string }) {
  const page = useQuery(codePage(code));
  if (page.isPending) {
    return <Skeleton lines={4} />;
  }
  return <pre className={styles["page"]}>{page.data ?? parts.problem.noPage}</pre>;
}
