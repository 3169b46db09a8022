/** The effect and the mode of a policy, and outcomes of decisions, as words with a colour and a shape. */
import { policy as words } from "../../words/policy";
import { Icon } from "../icon/Icon";
import { Badge, type Tone } from "../state/State";
import styles from "./Policy.module.css";

const EFFECTS: Readonly<Record<string, Tone>> = {
  permit: "good",
  forbid: "bad",
  review: "warn",
  hold: "warn",
};

/** What a policy does. */
export function EffectMark({ of }: { of: string }) {
  return (
    <Badge tone={EFFECTS[of] ?? "quiet"} {...(of === "forbid" ? { icon: "stop" } : {})}>
      {(words.effects as Readonly<Record<string, string>>)[of] ?? of}
    </Badge>
  );
}

/** Whether it decides; nothing for what is usual. */
export function ModeMark({ of }: { of: string }) {
  return of === "enforce" ? null : (
    <Badge tone="quiet" icon={of === "audit" ? "info" : "minus"}>
      {(words.modes as Readonly<Record<string, string>>)[of] ?? of}
    </Badge>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  allow: "good",
  allowed: "good",
  deny: "bad",
  denied: "bad",
  hold: "warn",
  review: "warn",
  atRunTime: "busy",
};

/** From one decision to another. */
export function FromTo({
  before,
  after,
  names,
}: {
  before: string;
  after: string;
  names: Readonly<Record<string, string>>;
}) {
  return (
    <span className={styles["fromTo"]}>
      <span className={styles["soft"]}>{names[before] ?? before}</span>
      <Icon name="right" />
      <Badge tone={TONES[after] ?? "quiet"}>{names[after] ?? after}</Badge>
    </span>
  );
}
