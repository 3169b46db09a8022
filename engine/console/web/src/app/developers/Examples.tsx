/** Examples of calls: the saved cases of the workflow. */
import type { Example } from "../../api/published";
import { Button } from "../../parts/button/Button";
import { Section } from "../../parts/page/Page";
import { JsonView } from "../../parts/values/JsonView";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";

const words = developers.examples;

/** The section; choosing one fills in the code and what is tried. */
export function Examples(properties: { examples: readonly Example[]; onUse: (input: unknown) => void }) {
  const { examples, onUse } = properties;
  const use = (input: unknown) => {
    onUse(structuredClone(input));
    document.getElementById("attempt")?.scrollIntoView({ block: "start" });
  };
  return (
    <Section title={words.title} about={words.about} isCard>
      {examples.length === 0 ? <p className={styles["soft"]}>{words.none}</p> : null}
      <ul className={styles["list"]}>
        {examples.map((example) => (
          <li key={example.name} className={styles["listRow"]}>
            <div className={styles["head"]}>
              <h3>{example.name}</h3>
              <Button look="quiet" onPress={() => use(example.input)}>
                {words.use}
              </Button>
            </div>
            <div className={styles["example"]}>
              <div>
                <p className={styles["soft"]}>{words.input}</p>
                <JsonView value={example.input} label={words.input} />
              </div>
              {example.output === undefined ? null : (
                <div>
                  <p className={styles["soft"]}>{words.output}</p>
                  <JsonView value={example.output} label={words.output} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
