/** One rule while it is typed: for whom, and for each outcome how long. */
import { IconButton } from "../../parts/button/Button";
import { TextField } from "../../parts/field/Field";
import { retention as words } from "../../words/retention";
import styles from "./Retention.module.css";
import { OUTCOMES, placeOf, type TypedRule, type Wrong } from "./rules";

const form = words.form;

/** The fields. `wrong` is told after an attempt to save. */
export function RuleFields(properties: {
  of: TypedRule;
  wrong: Wrong | undefined;
  onChange: (rule: TypedRule) => void;
  onRemove: () => void;
}) {
  const { of, wrong = {}, onChange, onRemove } = properties;
  const place = placeOf(of.namespace.trim(), of.name.trim());
  const told = (field: keyof Wrong) => {
    const what = wrong[field];
    return what === undefined ? undefined : form.wrong[what];
  };
  return (
    <fieldset className={styles["rule"]}>
      <legend>{form.rule(place)}</legend>
      <div className={styles["fields"]}>
        <TextField
          label={form.namespace}
          value={of.namespace}
          onChange={(namespace) => onChange({ ...of, namespace })}
          error={told("namespace")}
          isRequired
          autoFocus={of.namespace === ""}
        />
        <TextField
          label={form.name}
          help={form.nameHelp}
          value={of.name}
          onChange={(name) => onChange({ ...of, name })}
          error={told("name")}
        />
        {OUTCOMES.map((outcome) => (
          <TextField
            key={outcome}
            label={words.outcomes[outcome]}
            value={of.times[outcome]}
            onChange={(text) => onChange({ ...of, times: { ...of.times, [outcome]: text } })}
            error={told(outcome)}
          />
        ))}
      </div>
      <IconButton
        icon="close"
        label={place === "" ? form.removeNew : form.remove(place)}
        onPress={onRemove}
      />
    </fieldset>
  );
}
