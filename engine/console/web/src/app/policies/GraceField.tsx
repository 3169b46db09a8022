/** How long live versions that lose something keep the previous policies. */
import { Select } from "../../parts/field/Select";
import { policies } from "../../words/policies";

const words = policies.impact;

/** Seconds, as a text. */
export function GraceField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const options = Object.entries(words.graces)
    .map(([seconds, label]) => ({ value: seconds, label }))
    .sort((a, b) => Number(a.value) - Number(b.value));
  return (
    <Select label={words.grace} help={words.graceHelp} value={value} onChange={onChange} options={options} />
  );
}
