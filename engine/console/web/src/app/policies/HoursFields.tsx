/** When a policy applies: days and hours. */
import { Switch, TextField } from "../../parts/field/Field";
import { NumberField } from "../../parts/field/NumberField";
import { Choice } from "../../parts/field/Select";
import { policies } from "../../words/policies";
import { Chosen, Group } from "./fields";
import styles from "./Policies.module.css";
import { WEEKDAYS, WORKDAYS, type Hours } from "./shape";
import type { FormProperties } from "./ShapeForm";

const words = policies.form;

/** The fields. */
export function HoursFields({ shape, onChange, isDisabled }: FormProperties) {
  const { hours } = shape;
  const usual: Hours = {
    weekdays: WORKDAYS,
    from: 8,
    to: 17,
    isOutside: shape.effect !== "permit",
    timezone: here(),
  };
  const set = (changes: Partial<Hours>) => onChange({ ...shape, hours: { ...(hours ?? usual), ...changes } });
  return (
    <Group title={words.when}>
      <Switch
        isSelected={hours !== undefined}
        onChange={(isOn) => onChange({ ...shape, hours: isOn ? usual : undefined })}
        isDisabled={isDisabled}
      >
        {words.hoursOn}
      </Switch>
      {hours === undefined ? null : (
        <>
          <Choice
            label={words.outside}
            value={hours.isOutside ? "others" : "inside"}
            onChange={(value) => set({ isOutside: value === "others" })}
            isDisabled={isDisabled}
            options={[
              { value: "inside", label: words.inside },
              { value: "others", label: words.others },
            ]}
          />
          <Chosen
            label={words.weekdays}
            all={WEEKDAYS.map((value) => ({ value, label: words.days[value] }))}
            value={hours.weekdays}
            onChange={(weekdays) => set({ weekdays })}
            isDisabled={isDisabled}
          />
          <div className={styles["pair"]}>
            <HourField
              label={words.from}
              value={hours.from}
              onChange={(from) => set({ from })}
              isDisabled={isDisabled}
            />
            <HourField
              label={words.to}
              value={hours.to}
              onChange={(to) => set({ to })}
              isDisabled={isDisabled}
            />
            <TextField
              label={words.timezone}
              value={hours.timezone}
              onChange={(timezone) => set({ timezone })}
              isDisabled={isDisabled}
            />
          </div>
        </>
      )}
    </Group>
  );
}

function HourField(properties: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  isDisabled: boolean;
}) {
  const { label, value, onChange, isDisabled } = properties;
  return (
    <NumberField
      label={label}
      value={value}
      minValue={0}
      maxValue={23}
      onChange={(hour) => onChange(Number.isNaN(hour) ? value : hour)}
      isDisabled={isDisabled}
      formatOptions={{ maximumFractionDigits: 0 }}
    />
  );
}

/** The time zone of this browser, as a first guess. */
function here(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
