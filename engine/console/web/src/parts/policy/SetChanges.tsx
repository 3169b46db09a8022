/** What differs between two sets of policies: each policy opens to the difference of its texts. */
import { policy } from "../../words/policy";
import { Diff } from "../diff/Diff";
import { Disclosure } from "../disclosure/Disclosure";
import { Badge, type Tone } from "../state/State";
import { changesOf } from "./changes";
import styles from "./Policy.module.css";

const TONES: Readonly<Record<string, Tone>> = { added: "good", changed: "draft", removed: "bad" };

/** The list; a single one is open at first. */
export function SetChanges({
  before,
  after,
}: {
  before: Readonly<Record<string, string>>;
  after: Readonly<Record<string, string>>;
}) {
  const words = policy.changes;
  const changes = changesOf(before, after);
  if (changes.length === 0) {
    return <p>{words.none}</p>;
  }
  return (
    <ul className={styles["list"]}>
      {changes.map((one) => (
        <li key={one.name}>
          <Disclosure
            isOpenAtFirst={changes.length === 1}
            title={
              <span className={styles["versionHead"]}>
                <code>{one.name}</code>
                <Badge tone={TONES[one.kind] ?? "quiet"}>{words[one.kind]}</Badge>
              </span>
            }
          >
            <Diff before={one.before} after={one.after} label={one.name} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
