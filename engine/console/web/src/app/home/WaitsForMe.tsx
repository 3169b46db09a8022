/** The oldest decisions that wait for me. */
import { useQuery } from "@tanstack/react-query";
import type { InboxItem } from "@towpath/client";

import { inbox } from "../../api/lists";
import { Icon, type IconName } from "../../parts/icon/Icon";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { home } from "../../words/home";
import styles from "./Home.module.css";

const words = home.waiting;
const SHOWN = 5;
const ICONS: Readonly<Record<string, IconName>> = {
  review: "workflows",
  hold: "hand",
  request: "lock",
  proposal: "policies",
  voidApproval: "policies",
  grant: "access",
  token: "access",
};

/** The section. */
export function WaitsForMe() {
  const waiting = useQuery(inbox(true));
  const all = <Link to="/inbox">{words.all}</Link>;
  return (
    <Section title={words.title} actions={all}>
      <Loaded query={waiting} title={words.failed}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p className={styles["calm"]}>
              <Icon name="check" />
              <span>
                {words.none}. <span className={styles["soft"]}>{words.noneWhy}</span>
              </span>
            </p>
          ) : (
            <ul className={styles["cards"]}>
              {items.slice(0, SHOWN).map((item) => (
                <Item key={`${item.kind} ${item.id}`} item={item} />
              ))}
              {total > Math.min(SHOWN, items.length) ? (
                <li className={styles["rest"]}>
                  <Link to="/inbox">{words.more(number(total - Math.min(SHOWN, items.length)))}</Link>
                </li>
              ) : null}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Item({ item }: { item: InboxItem }) {
  const kind = (words.kinds as Readonly<Record<string, string>>)[item.kind] ?? item.kind;
  return (
    <li className={styles["card"]}>
      <div className={styles["kind"]}>
        <Badge tone="warn" icon={ICONS[item.kind] ?? "inbox"}>
          {kind}
        </Badge>
      </div>
      <div className={styles["grow"]}>
        <ItemLink item={item} />
        <p className={styles["soft"]}>
          {item.why === "" ? null : (
            <>
              <Prose>{item.why}</Prose> ·{" "}
            </>
          )}
          {words.from} {item.from}
        </p>
      </div>
      <p className={styles["clock"]}>
        <Icon name="wait" />
        <span>
          <Time at={item.since} />
          {item.dueAt === undefined ? null : (
            <>
              , {words.due} <Time at={item.dueAt} />
            </>
          )}
        </span>
      </p>
    </li>
  );
}

/** The way to where it is decided. */
function ItemLink({ item }: { item: InboxItem }) {
  const { kind, id, namespace = "", workflow = "", version = "", run = "", effect = 0, title } = item;
  switch (kind) {
    case "hold":
      return (
        <Link look="row" to="/inbox/holds/$run/$effect" params={{ run, effect: String(effect) }}>
          {title}
        </Link>
      );
    case "review":
    case "voidApproval":
      return (
        <Link
          look="row"
          to="/inbox/reviews/$namespace/$name/$version"
          params={{ namespace, name: workflow, version }}
        >
          {title}
        </Link>
      );
    case "request":
      return (
        <Link look="row" to="/inbox/requests/$id" params={{ id }}>
          {title}
        </Link>
      );
    case "proposal":
      return (
        <Link look="row" to="/policies">
          {title}
        </Link>
      );
    default:
      return (
        <Link look="row" to="/inbox">
          {title}
        </Link>
      );
  }
}
