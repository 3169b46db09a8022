/** One line of the inbox: what, from whom, since when, until when, and whether this person can decide. */
import type { InboxItem } from "@towpath/client";

import { Icon, type IconName } from "../../parts/icon/Icon";
import { Link } from "../../parts/link/Link";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { Time, useNow } from "../../parts/time/Time";
import { inbox as words } from "../../words/inbox";
import { urgency, type Group } from "./groups";
import { nameOf } from "./HoldPanel";
import styles from "./Inbox.module.css";

const ICONS: Readonly<Record<string, IconName>> = {
  review: "workflows",
  hold: "hand",
  request: "lock",
  proposal: "policies",
  voidApproval: "policies",
  grant: "access",
  token: "access",
};

/** The line. On a wide screen it is shown beside the list; elsewhere it is a page of its own. */
export function Line(properties: { group: Group; isChosen: boolean; onChoose: (() => void) | undefined }) {
  const { group, isChosen, onChoose } = properties;
  const [item] = group.items;
  const count = group.items.length;
  const kind = (words.kinds as Readonly<Record<string, string>>)[item.kind] ?? item.kind;
  return (
    <li
      data-key={group.key}
      className={`${styles["line"] ?? ""} ${isChosen ? (styles["chosen"] ?? "") : ""}`}
    >
      <div className={styles["lineHead"]}>
        <span className={styles["kind"]}>
          <Icon name={ICONS[item.kind] ?? "inbox"} />
          {kind}
        </span>
        {count > 1 ? (
          <Badge tone="busy" icon="copy">
            {words.equal(number(count))}
          </Badge>
        ) : null}
        <Due item={item} />
      </div>
      <Link
        look="row"
        {...targetOf(group)}
        data-line=""
        aria-current={isChosen ? "true" : undefined}
        {...(onChoose === undefined
          ? {}
          : {
              onClick: (event: React.MouseEvent) => {
                if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.detail > 0) {
                  event.preventDefault();
                  onChoose();
                }
              },
            })}
      >
        {item.kind === "hold" ? nameOf(item.title) : item.title}
      </Link>
      {item.why === "" ? null : (
        <p>
          <Prose>{item.why}</Prose>
        </p>
      )}
      <p className={styles["soft"]}>
        {words.from} {item.from} · <Time at={item.since} />
      </p>
      {item.canDecide || item.whyNot === undefined ? null : (
        <p className={styles["locked"]}>
          <Icon name="lock" />
          <span>
            <Prose>{item.whyNot}</Prose>
          </span>
        </p>
      )}
    </li>
  );
}

function Due({ item }: { item: InboxItem }) {
  const now = useNow();
  if (item.dueAt === undefined) {
    return null;
  }
  const how = urgency(item.dueAt, now);
  return (
    <span className={`${styles["due"] ?? ""} ${how === "none" ? "" : (styles["soon"] ?? "")}`}>
      <Icon name="wait" />
      {how === "over" ? words.overdue : words.due} <Time at={item.dueAt} />
    </span>
  );
}

/** The page of a line, as a link. */
function targetOf(group: Group) {
  const [item] = group.items;
  const { id, namespace = "", workflow = "", version = "", run = "", effect = 0 } = item;
  if (group.items.length > 1) {
    return { to: "/inbox/equal", search: { of: group.key } } as const;
  }
  switch (item.kind) {
    case "hold":
      return { to: "/inbox/holds/$run/$effect", params: { run, effect: String(effect) } } as const;
    case "review":
    case "voidApproval":
      return {
        to: "/inbox/reviews/$namespace/$name/$version",
        params: { namespace, name: workflow, version },
      } as const;
    case "request":
      return { to: "/inbox/requests/$id", params: { id } } as const;
    case "proposal":
      return { to: "/inbox/proposal" } as const;
    case "grant":
      return { to: "/inbox/grants/$name", params: { name: id } } as const;
    case "token":
      return { to: "/inbox/tokens/$id", params: { id } } as const;
    default:
      return { to: "/inbox" } as const;
  }
}

/** The same as an address, for the keyboard. */
export function addressOf(group: Group): string {
  const [item] = group.items;
  const { id, namespace = "", workflow = "", version = "", run = "", effect = 0 } = item;
  const path = (...parts: readonly string[]) => ["/inbox", ...parts.map(encodeURIComponent)].join("/");
  if (group.items.length > 1) {
    return `/inbox/equal?of=${encodeURIComponent(group.key)}`;
  }
  switch (item.kind) {
    case "hold":
      return path("holds", run, String(effect));
    case "review":
    case "voidApproval":
      return path("reviews", namespace, workflow, version);
    case "request":
      return path("requests", id);
    case "proposal":
      return path("proposal");
    case "grant":
      return path("grants", id);
    case "token":
      return path("tokens", id);
    default:
      return "/inbox";
  }
}
