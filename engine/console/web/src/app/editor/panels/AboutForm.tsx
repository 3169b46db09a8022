/** What stands at the top of a definition: title, a sentence about it, version. */
import { setDocument } from "../../../definition";
import { Section } from "../../../parts/page/Page";
import { editor } from "../../../words/editor";
import { useAct, useDefinition, useDesk } from "../context";
import { TextRow } from "../forms/fields";
import styles from "../Editor.module.css";

const words = editor.about;

/** The form. */
export function AboutForm() {
  const { isReadOnly } = useDesk();
  const { header } = useDefinition();
  const act = useAct();
  const set = (key: string) => (value: string) =>
    act("setDocument", (one) => setDocument(one, key, value.trim() === "" ? undefined : value.trim()));
  return (
    <Section title={words.title}>
      <div className={styles["fields"]}>
        <TextRow
          label={words.name}
          value={header.title ?? ""}
          isDisabled={isReadOnly}
          onCommit={set("title")}
        />
        <TextRow
          label={words.summary}
          rows={2}
          value={header.summary ?? ""}
          isDisabled={isReadOnly}
          onCommit={set("summary")}
        />
        <TextRow
          label={words.version}
          value={header.version ?? ""}
          isDisabled={isReadOnly}
          onCommit={(value) => act("setDocument", (one) => setDocument(one, "version", value.trim()))}
        />
      </div>
    </Section>
  );
}
