/** A JSON Schema to read: a row a member, with its type, whether it is needed, what it is, and an example. */
import { useMemo } from "react";

import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Prose } from "../../parts/prose/Prose";
import { ValueLine } from "../../parts/values/JsonView";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";
import { rowsOf, type SchemaRow } from "./schema-rows";

const words = developers.schema;

/** The rows; `none` where there is no schema. */
export function SchemaTable({ schema, label, none }: { schema: unknown; label: string; none: string }) {
  const { rows, isCut } = useMemo(() => rowsOf(schema), [schema]);
  if (schema === undefined || schema === null) {
    return <p className={styles["soft"]}>{none}</p>;
  }
  return (
    <div className={styles["part"]}>
      <ul aria-label={label} className={styles["list"]}>
        {rows.map((row) => (
          <Row key={row.path} row={row} />
        ))}
      </ul>
      {isCut ? <p className={styles["soft"]}>{words.cut}</p> : null}
      <Disclosure title={words.raw}>
        <pre className={styles["code"]}>{withoutComponents(schema)}</pre>
      </Disclosure>
    </div>
  );
}

function Row({ row }: { row: SchemaRow }) {
  const { depth, name, path, type, isRequired, title, about, facts, example } = row;
  const said = [title, about].filter((text) => text !== undefined).join(". ");
  return (
    <li
      className={styles["listRow"]}
      style={{ paddingInlineStart: `${String(Math.min(depth, 5) * 1.25)}rem` }}
    >
      <div className={styles["head"]}>
        <span className={styles["member"]} title={path}>
          {name}
        </span>
        <span className={styles["type"]}>{type}</span>
        {isRequired && path !== "" ? <span className={styles["needed"]}>{words.required}</span> : null}
      </div>
      {said === "" ? null : (
        <p>
          <Prose>{said}</Prose>
        </p>
      )}
      {facts.length === 0 && example === undefined ? null : (
        <p className={styles["facts"]}>
          {facts.map((fact) => (
            <span key={fact}>
              <Prose>{fact}</Prose>
            </span>
          ))}
          {example === undefined ? null : (
            <span>
              {words.example} <ValueLine value={example} />
            </span>
          )}
        </p>
      )}
    </li>
  );
}

/** The components of the whole API are only there for references. */
function withoutComponents(schema: unknown): string {
  const { components: _, ...rest } = schema as Record<string, unknown>;
  return JSON.stringify(rest, undefined, 2);
}
