/** What a workflow reaches: in sentences, and each operation with its effect, data, owner and decision. */
import type { Sentence } from "../../definition";
import { Section } from "../../parts/page/Page";
import { Label, State } from "../../parts/state/State";
import { explain } from "../../words/explain";
import styles from "./Explain.module.css";
import type { Called } from "./facts";
import { SentenceList } from "./Steps";

const words = explain.touches;

/** The words of decisions are those of all pages. */
const STATES = {
  allowed: "allow",
  atRunTime: "atRunTime",
  needsApproval: "review",
  held: "hold",
  refused: "deny",
} as const;

/** The section. */
export function Touches({
  sentences,
  called,
}: {
  sentences: readonly Sentence[];
  called: readonly Called[];
}) {
  return (
    <Section title={words.title}>
      <SentenceList of={sentences} />
      {called.length === 0 ? null : (
        <div className={styles["operations"]}>
          <table aria-label={words.label}>
            <thead>
              <tr>
                {[words.operation, words.effect, words.data, words.owner, words.decision].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {called.map((one) => (
                <Operation key={one.call} of={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Operation({ of: { call, known, decision } }: { of: Called }) {
  const labels = known?.labels ?? [];
  return (
    <tr>
      <td>
        {known?.title ?? <span className={styles["soft"]}>{words.unknown}</span>}
        <div>
          <code>{call.replace(/@.*$/, "")}</code>
        </div>
      </td>
      <td>{known === undefined ? "" : words.effects[known.effect]}</td>
      <td>
        <span className={styles["labels"]}>
          {labels.map((label) => (
            <Label key={label}>{label}</Label>
          ))}
          {known !== undefined && labels.length === 0 ? (
            <span className={styles["soft"]}>{words.noLabels}</span>
          ) : null}
        </span>
      </td>
      <td>{known?.owner ?? ""}</td>
      <td>{decision === undefined ? "" : <State of={STATES[decision]} />}</td>
    </tr>
  );
}
