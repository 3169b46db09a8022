/** The settings of a workflow as they are now. */
import { useQuery } from "@tanstack/react-query";

import { settingsOf } from "../../api/published";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { isObject, labelOf } from "../../parts/schema-form/schema";
import { KeyValue } from "../../parts/values/KeyValue";
import { ValueLine } from "../../parts/values/JsonView";
import { explain } from "../../words/explain";
import styles from "./Explain.module.css";

const words = explain.settings;

/** The section. */
export function SettingsNow(properties: { of: { namespace: string; name: string }; hasSettings: boolean }) {
  const { of, hasSettings } = properties;
  const query = useQuery({ ...settingsOf(of.namespace, of.name), enabled: hasSettings });
  return (
    <Section title={words.title}>
      {hasSettings ? (
        <Loaded query={query}>
          {({ values, schema, by }) => (
            <>
              <KeyValue
                of={Object.entries(values).map(([name, value]) => [
                  labelOf(name, memberOf(schema, name)),
                  <ValueLine key={name} value={value} />,
                ])}
              />
              {by === undefined || by === null ? null : <p className={styles["soft"]}>{words.changed(by)}</p>}
            </>
          )}
        </Loaded>
      ) : (
        <p>{words.none}</p>
      )}
    </Section>
  );
}

function memberOf(schema: unknown, name: string) {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  const member = isObject(properties) ? properties[name] : undefined;
  return isObject(member) ? member : {};
}
