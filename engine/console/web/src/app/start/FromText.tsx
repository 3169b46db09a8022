/** A draft of pasted text: it stays as it was written. */
import { useMemo, useState } from "react";

import { readDefinition, setDocument } from "../../definition";
import { Code } from "../../parts/code/Code";
import { Section } from "../../parts/page/Page";
import { start } from "../../words/start";
import { CallIt } from "./CallIt";
import { edited } from "./made";
import styles from "./Start.module.css";

const words = start.text;

/** The way. */
export function FromText() {
  const [text, setText] = useState("");
  const { header, problems } = useMemo(() => readDefinition(text), [text]);
  const { namespace, name, title } = header;
  const isEmpty = text.trim() === "";
  return (
    <Section title={start.ways.text} about={words.help}>
      <div className={styles["paste"]}>
        <Code label={words.label} value={text} onChange={setText} />
      </div>
      <p role="status" className={styles["soft"]}>
        {isEmpty
          ? words.needed
          : problems.length > 0
            ? words.broken
            : namespace !== undefined && name !== undefined
              ? words.readFrom(`${namespace}/${name}`)
              : null}
      </p>
      {isEmpty ? null : (
        <CallIt
          key={`${namespace ?? ""}/${name ?? ""}`}
          first={{
            ...(namespace === undefined ? {} : { namespace }),
            ...(name === undefined ? {} : { name }),
            ...(title === undefined ? {} : { title }),
          }}
          make={(called) =>
            edited(text, [
              ...(called.namespace === namespace
                ? []
                : [(one: Definition) => setDocument(one, "namespace", called.namespace)]),
              ...(called.name === name ? [] : [(one: Definition) => setDocument(one, "name", called.name)]),
            ])
          }
        />
      )}
    </Section>
  );
}

type Definition = Parameters<typeof setDocument>[0];
