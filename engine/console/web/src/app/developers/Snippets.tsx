/** Code to copy, in the language that was chosen last. */
import { IconButton } from "../../parts/button/Button";
import { Section } from "../../parts/page/Page";
import { Tabs } from "../../parts/tabs/Tabs";
import { say } from "../../parts/toast/toasts";
import { useUrlChoice } from "../../parts/url/useUrl";
import { parts } from "../../words/parts";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";
import { LANGUAGES, snippet, type CallOf } from "./snippets";

const words = developers.snippets;

/** The section. */
export function Snippets({ call }: { call: CallOf }) {
  const [language, setLanguage] = useUrlChoice("code", LANGUAGES, "curl");
  return (
    <Section title={words.title} about={words.key} isCard>
      <Tabs
        label={words.label}
        value={language}
        onChange={setLanguage}
        views={LANGUAGES.map((one) => ({
          id: one,
          label: words.languages[one],
          content: () => <CodeText text={snippet(one, call)} label={words.languages[one]} />,
        }))}
      />
    </Section>
  );
}

/** A text of code with a button that copies it. */
export function CodeText({ text, label }: { text: string; label: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(parts.copied);
    } catch {
      say(text, { tone: "bad" });
    }
  };
  return (
    <div className={styles["codeFrame"]}>
      {/* It scrolls sideways, so the keyboard has to reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre role="group" aria-label={label} tabIndex={0} className={styles["code"]}>
        {text}
      </pre>
      <span className={styles["copy"]}>
        <IconButton icon="copy" label={words.copy} onPress={() => void copy()} />
      </span>
    </div>
  );
}
