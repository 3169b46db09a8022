/** How something stands with the policies: a word with colour and shape, and below it why and whom to ask. */
import { operations as words } from "../../words/operations";
import { Prose } from "../prose/Prose";
import { Badge, type Tone } from "../state/State";
import type { IconName } from "../icon/Icon";
import styles from "./Operations.module.css";
import type { Standing, Stands } from "./standing";

const LOOKS: Readonly<Record<Standing, { tone: Tone; icon: IconName }>> = {
  allowed: { tone: "good", icon: "check" },
  atRunTime: { tone: "busy", icon: "filter" },
  needsApproval: { tone: "warn", icon: "account" },
  held: { tone: "warn", icon: "hand" },
  refused: { tone: "bad", icon: "stop" },
};

/** The word. */
export function StandingBadge({ of }: { of: Standing | undefined }) {
  if (of === undefined) {
    return <Badge tone="quiet">{words.standings.unknown}</Badge>;
  }
  const { tone, icon } = LOOKS[of];
  return (
    <Badge tone={tone} icon={icon}>
      {words.standings[of]}
    </Badge>
  );
}

/** Why it stands so, who decides, and whom to ask. */
export function StandingWhy({ of }: { of: Stands | undefined }) {
  if (of === undefined || of.standing === "allowed") {
    return null;
  }
  const { standing, reason, contact, by } = of;
  const who = standing === "held" ? words.releasedBy : words.approvedBy;
  return (
    <span className={styles["why"]}>
      <Prose>{reason ?? words.standingHelp[standing]}</Prose>
      {by.length === 0 ? null : (
        <>
          {" · "}
          <Prose>{who(by.join(", "))}</Prose>
        </>
      )}
      {contact === undefined ? null : ` · ${words.askWhom(contact)}`}
    </span>
  );
}
