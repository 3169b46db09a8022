/** The permit of a request: a form that narrows it, its text, and what it would change, checked as one types. */
import { parseDocument } from "yaml";

import { Button } from "../../parts/button/Button";
import { Code } from "../../parts/code/Code";
import { TextField } from "../../parts/field/Field";
import { NumberField } from "../../parts/field/NumberField";
import { Choice, Select } from "../../parts/field/Select";
import { Columns, Section } from "../../parts/page/Page";
import { Findings } from "../../parts/policy/Findings";
import { useCheck } from "../../parts/policy/useCheck";
import { Badge } from "../../parts/state/State";
import { useUrlChoice } from "../../parts/url/useUrl";
import { inbox } from "../../words/inbox";
import { Touched } from "./Touched";
import styles from "./Inbox.module.css";
import { readPermit, withEnd, withoutPart, withRule, type Argument, type Part, type Rule } from "./permit";

const words = inbox.request;

/** The editor; without the right to decide it only shows. */
export function PermitEditor(properties: {
  text: string;
  drafted: string;
  onChange: (text: string) => void;
  canDecide: boolean;
}) {
  const { text, drafted, onChange, canDecide } = properties;
  const [view, setView] = useUrlChoice("permit", ["narrow", "text"] as const, "narrow");
  const permit = readPermit(text);
  const check = useCheck(nameOf(text), text, canDecide);
  const isNarrowed = text !== drafted;
  const actions = (
    <>
      {isNarrowed ? (
        <Button look="quiet" icon="undo" onPress={() => onChange(drafted)}>
          {words.reset}
        </Button>
      ) : null}
      <Choice
        label={words.permit}
        isLabelUnseen
        value={view}
        onChange={setView}
        options={[
          { value: "narrow", label: words.narrow },
          { value: "text", label: words.text },
        ]}
      />
    </>
  );
  return (
    <Columns>
      <Section
        title={
          <>
            {words.permit} {isNarrowed ? <Badge tone="draft">{words.narrowed}</Badge> : null}
          </>
        }
        about={words.permitAbout}
        actions={actions}
        isCard
      >
        {view === "text" ? (
          <Code label={words.text} value={text} onChange={onChange} isReadOnly={!canDecide} />
        ) : permit === undefined ? (
          <p>{words.unreadable}</p>
        ) : (
          <div className={styles["narrow"]}>
            {permit.parts.map((part, index) => (
              <PartFields
                key={`${String(index)} ${part.what}`}
                part={part}
                isDisabled={!canDecide}
                onRule={(name, rule) => onChange(withRule(text, index, name, rule))}
                onDrop={permit.parts.length > 1 ? () => onChange(withoutPart(text, index)) : undefined}
              />
            ))}
            <TextField
              label={words.ends}
              help={words.endsHelp}
              type="date"
              value={permit.expires}
              onChange={(day) => onChange(withEnd(text, day))}
              isDisabled={!canDecide}
            />
          </div>
        )}
      </Section>
      {canDecide ? (
        <Section title={words.touches} isCard>
          <Findings check={check} />
          {check.kind === "fine" ? <Touched of={check.impact} /> : null}
        </Section>
      ) : null}
    </Columns>
  );
}

/** The name that the text gives itself. */
function nameOf(text: string): string {
  const name: unknown = parseDocument(text).get("policy");
  return typeof name === "string" ? name : "";
}

function PartFields(properties: {
  part: Part;
  isDisabled: boolean;
  onRule: (name: string, rule: Rule) => void;
  onDrop: (() => void) | undefined;
}) {
  const { part, isDisabled, onRule, onDrop } = properties;
  return (
    <fieldset className={styles["part"]}>
      <legend>
        <code>{part.what}</code>
      </legend>
      {onDrop === undefined ? null : (
        <Button look="quiet" icon="close" onPress={onDrop} isDisabled={isDisabled}>
          {words.drop(part.what)}
        </Button>
      )}
      {part.arguments.map((one) => (
        <RuleFields
          key={one.name}
          of={one}
          isDisabled={isDisabled}
          onRule={(rule) => onRule(one.name, rule)}
        />
      ))}
    </fieldset>
  );
}

function RuleFields({
  of,
  isDisabled,
  onRule,
}: {
  of: Argument;
  isDisabled: boolean;
  onRule: (rule: Rule) => void;
}) {
  const { name, rule } = of;
  if (rule.kind === "other") {
    return (
      <p>
        <code>{name}</code>: <code>{JSON.stringify(rule.schema)}</code>
      </p>
    );
  }
  const kinds = ["any", "exactly", "atMost"] as const;
  const change = (kind: (typeof kinds)[number]) => onRule(fresh(kind, rule));
  return (
    <div className={styles["rule"]}>
      <Select
        label={name}
        value={rule.kind}
        onChange={change}
        isDisabled={isDisabled}
        options={kinds.map((kind) => ({ value: kind, label: words.rules[kind] }))}
      />
      {rule.kind === "atMost" ? (
        <NumberField
          label={words.value}
          value={rule.most}
          onChange={(most) => onRule({ kind: "atMost", most: Number.isNaN(most) ? 0 : most })}
          isDisabled={isDisabled}
          formatOptions={{ useGrouping: false, maximumFractionDigits: 6 }}
        />
      ) : null}
      {rule.kind === "exactly" ? (
        <TextField
          label={words.value}
          value={typeof rule.value === "string" ? rule.value : JSON.stringify(rule.value)}
          onChange={(text) => onRule({ kind: "exactly", value: valueOf(text, rule.value) })}
          isDisabled={isDisabled}
        />
      ) : null}
    </div>
  );
}

/** A rule of another kind, with as much of the old one as fits. */
function fresh(kind: "any" | "exactly" | "atMost", rule: Rule): Rule {
  const value = rule.kind === "exactly" ? rule.value : rule.kind === "atMost" ? rule.most : undefined;
  switch (kind) {
    case "any":
      return { kind };
    case "exactly":
      return { kind, value: value ?? "" };
    default:
      return { kind, most: typeof value === "number" ? value : 0 };
  }
}

/** A text stays a text; in the place of another value what was typed is read as JSON where it can be. */
function valueOf(text: string, before: unknown): unknown {
  if (typeof before === "string" && before !== "") {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
