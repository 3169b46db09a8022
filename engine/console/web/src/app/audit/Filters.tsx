/** What is searched for; all of it is in the address. */
import { useEffect, useState } from "react";

import { Button } from "../../parts/button/Button";
import { TextField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { audit } from "../../words/audit";
import styles from "./Audit.module.css";

const words = audit.filters;
/** What of an entry's request is shown. */
export const PHASES = ["all", "done", "asked"] as const;
const TYPING_MS = 350;

/** The row of filters. */
export function Filters() {
  const [phase, setPhase] = useUrlChoice("show", PHASES, "all");
  const change = useUrlChange();
  const [who] = useUrl("who");
  const [text] = useUrl("text");
  const [since, setSince] = useUrl("since");
  const [until, setUntil] = useUrl("until");
  const isFiltered = [who, text, since, until].some((value) => value !== "") || phase !== "all";
  const clear = () =>
    change({ who: undefined, text: undefined, since: undefined, until: undefined, show: undefined });
  return (
    <search className={styles["filters"]}>
      <Typed name="who" label={words.who} help={words.whoHelp} />
      <Typed name="text" label={words.text} help={words.textHelp} />
      <TextField label={words.since} type="datetime-local" value={localOf(since)} onChange={setSince} />
      <TextField label={words.until} type="datetime-local" value={localOf(until)} onChange={setUntil} />
      <Select
        label={words.show}
        value={phase}
        onChange={setPhase}
        options={PHASES.map((value) => ({ value, label: words.phases[value] }))}
      />
      {isFiltered ? (
        <div className={styles["clear"]}>
          <Button look="quiet" onPress={clear}>
            {words.clear}
          </Button>
        </div>
      ) : null}
    </search>
  );
}

/** A text that goes into the address when typing pauses: the server searches the log for each. */
function Typed({ name, label, help }: { name: string; label: string; help: string }) {
  const [value, setValue] = useUrl(name);
  const [typed, setTyped] = useState(value);
  const [before, setBefore] = useState(value);
  if (value !== before) {
    setBefore(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) {
      return undefined;
    }
    const timer = setTimeout(() => setValue(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, setValue]);
  return <TextField label={label} help={help} value={typed} onChange={setTyped} />;
}

/** What a field of day and time shows of a moment in the address, which may be exact. */
function localOf(value: string): string {
  const at = new Date(value);
  if (value === "" || Number.isNaN(at.getTime())) {
    return "";
  }
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
