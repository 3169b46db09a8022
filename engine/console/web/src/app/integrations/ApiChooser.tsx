/** The operations of a document, each with a box, by what the document calls their groups. */
import { Checkbox } from "../../parts/field/Field";
import { Prose } from "../../parts/prose/Prose";
import { fitsText } from "../../parts/search/fits";
import { Badge } from "../../parts/state/State";
import { integrations } from "../../words/integrations";
import styles from "./Integrations.module.css";
import type { Api, ApiOperation } from "./openapi";

const words = integrations.api;

/** Those that are called like this. */
export function shownOf(api: Api, filter: string, isReadsAlone: boolean): readonly ApiOperation[] {
  return api.operations.filter(
    ({ name, title, path, tag, effect }) =>
      (!isReadsAlone || effect === "read") && fitsText(filter, name, title, path, tag),
  );
}

/** The list. */
export function ApiChooser(properties: {
  shown: readonly ApiOperation[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { shown, chosen, onChoose } = properties;
  if (shown.length === 0) {
    return <p className={styles["soft"]}>{words.none}</p>;
  }
  const groups = new Map<string, ApiOperation[]>();
  for (const one of shown) {
    groups.set(one.tag, [...(groups.get(one.tag) ?? []), one]);
  }
  const choose = (id: string, isIt: boolean) => {
    const next = new Set(chosen);
    if (isIt) {
      next.add(id);
    } else {
      next.delete(id);
    }
    onChoose(next);
  };
  return (
    <div className={styles["groups"]}>
      {[...groups].map(([tag, operations]) => (
        <section key={tag} aria-label={tag === "" ? words.untagged : tag}>
          <h3>{tag === "" ? words.untagged : tag}</h3>
          <ul className={styles["chooser"]}>
            {operations.map((one) => (
              <li key={one.id}>
                <Checkbox isSelected={chosen.has(one.id)} onChange={(isIt) => choose(one.id, isIt)}>
                  <Choice of={one} />
                </Checkbox>
                {chosen.has(one.id)
                  ? one.remarks.map((remark) => (
                      <p key={remark} className={styles["remark"]}>
                        <Prose>{words.remarks[remark]}</Prose>
                      </p>
                    ))
                  : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Choice({ of }: { of: ApiOperation }) {
  return (
    <span className={styles["choice"]}>
      <span className={styles["users"]}>
        <span>{of.title}</span>
        {of.effect === "write" ? (
          <Badge tone="warn" icon="edit">
            {integrations.operations.write}
          </Badge>
        ) : null}
        {of.isDeprecated ? <Badge tone="quiet">{words.deprecated}</Badge> : null}
      </span>
      <span className={styles["request"]}>
        {of.method} {of.path}
      </span>
    </span>
  );
}
