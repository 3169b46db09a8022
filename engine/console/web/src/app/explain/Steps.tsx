/** Sentences, and steps in sentences. */
import type { ExplainedStep, Sentence } from "../../definition";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { explain as words } from "../../words/explain";
import styles from "./Explain.module.css";

/** A section of sentences; nothing where there are none. */
export function Sentences({ title, of }: { title: string; of: readonly Sentence[] }) {
  return of.length === 0 ? null : (
    <Section title={title}>
      <SentenceList of={of} />
    </Section>
  );
}

/** The sentences alone. */
export function SentenceList({ of }: { of: readonly Sentence[] }) {
  return (
    <ul className={styles["sentences"]}>
      {of.map(({ text }, index) => (
        <li key={`${text} ${String(index)}`}>
          <Prose>{text}</Prose>
        </li>
      ))}
    </ul>
  );
}

/** What it does, numbered as an outline. */
export function Steps({ steps }: { steps: readonly ExplainedStep[] }) {
  return (
    <Section title={words.steps.title}>
      {steps.length === 0 ? <p className={styles["soft"]}>{words.steps.none}</p> : null}
      <ol className={styles["steps"]}>
        {steps.map(({ reference, number, depth, sentences }) => (
          <li
            key={reference}
            className={styles["step"]}
            style={{ paddingInlineStart: `${String(Math.min(depth, 6) * 1.5)}rem` }}
          >
            <span className={styles["number"]}>{number}</span>
            <span className={styles["sentences"]}>
              {sentences.map(({ text }, index) => (
                <span key={`${text} ${String(index)}`}>
                  <StepText text={text} name={reference.split("/").at(-1) ?? ""} />
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The name of the step stands out, so that the others that lead to it are found. */
function StepText({ text, name }: { text: string; name: string }) {
  const head = `${name}: `;
  return text.startsWith(head) ? (
    <>
      <strong>{name}</strong>: <Prose>{text.slice(head.length)}</Prose>
    </>
  ) : (
    <Prose>{text}</Prose>
  );
}
