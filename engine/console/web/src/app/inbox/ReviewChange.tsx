/** What a version reaches more and less than the live one, and what has changed in its definition. */
import type { Reached, ReviewInFull } from "@towpath/client";

import { Code } from "../../parts/code/Code";
import { Comparison, Picture } from "../../parts/comparison/Comparison";
import { Diff } from "../../parts/diff/Diff";
import { Choice } from "../../parts/field/Select";
import { Icon } from "../../parts/icon/Icon";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Sides } from "../../parts/sides/Sides";
import { useUrlChoice } from "../../parts/url/useUrl";
import { inbox } from "../../words/inbox";
import styles from "./Inbox.module.css";

const words = inbox.review;

/** The difference in what it reaches. */
export function Reach({ of }: { of: ReviewInFull }) {
  const { gained, lost } = of.reach;
  if (gained.length === 0 && lost.length === 0) {
    return (
      <p className={styles["calm"]}>
        <Icon name="check" />
        {words.same}
      </p>
    );
  }
  return (
    <>
      {typeof of.live === "string" ? null : <p className={styles["soft"]}>{words.first}</p>}
      <Things title={words.gained} kind="gained" all={gained} />
      <Things title={words.lost} kind="lost" all={lost} />
    </>
  );
}

function Things({ title, kind, all }: { title: string; kind: "gained" | "lost"; all: readonly Reached[] }) {
  if (all.length === 0) {
    return null;
  }
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles["reach"]}>
        {all.map((one) => (
          <li key={`${one.task} ${one.what}`} className={styles[kind]}>
            <Icon name={kind === "gained" ? "plus" : "minus"} />
            <span>
              <Prose>{one.what}</Prose>
              {one.task === "" ? null : <code className={styles["task"]}>{taskName(one.task)}</code>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `refund` of `/do/2/refund`: the name that people gave it. */
export function taskName(pointer: string): string {
  const last = pointer.split("/").at(-1) ?? pointer;
  return last.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The difference of the definitions: step by step on both diagrams first, then as texts. */
export function DefinitionChange({ of }: { of: ReviewInFull }) {
  const { live, liveVersion, source, version } = of;
  if (typeof live !== "string") {
    return (
      <>
        <Section title={words.picture}>
          <Picture text={source} head={version} />
        </Section>
        <Section title={words.changesFirst}>
          <Code label={words.definition} value={source} isReadOnly />
        </Section>
      </>
    );
  }
  return (
    <>
      <Section title={words.changes} about={words.against(liveVersion ?? "")}>
        <Comparison
          before={live}
          after={source}
          heads={[words.headLive(liveVersion ?? ""), words.headNew(version)]}
        />
      </Section>
      <TextChange before={live} after={source} heads={[liveVersion ?? "", version]} />
    </>
  );
}

function TextChange(properties: { before: string; after: string; heads: readonly [string, string] }) {
  const { before, after, heads } = properties;
  const [view, setView] = useUrlChoice("diff", ["sides", "lines"] as const, "sides");
  const choice = (
    <Choice
      label={words.changesText}
      isLabelUnseen
      value={view}
      onChange={setView}
      options={[
        { value: "sides", label: words.sides },
        { value: "lines", label: words.lines },
      ]}
    />
  );
  return (
    <Section title={words.changesText} actions={choice}>
      {view === "sides" ? (
        <Sides before={before} after={after} label={words.differences} heads={heads} />
      ) : (
        <Diff before={before} after={after} label={words.differences} />
      )}
    </Section>
  );
}
