/** People and apps, with the roles of their tokens and when they were last seen. */
import { useQuery } from "@tanstack/react-query";
import type { PrincipalRecord } from "@towpath/client";

import { principals, tokens } from "../../api/access";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Link } from "../../parts/link/Link";
import { Row } from "../../parts/page/Page";
import { Avatar } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { fitsText } from "../../parts/search/fits";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { Time, useNow } from "../../parts/time/Time";
import { useUrl } from "../../parts/url/useUrl";
import { access } from "../../words/access";
import { shell } from "../../words/shell";
import styles from "./Access.module.css";
import { stateOf, type Seen } from "./tokens";
import { useSeen } from "./useSeen";

const words = access.principals;

/** The list. */
export function Principals() {
  const known = useQuery(principals);
  const all = useQuery(tokens).data ?? [];
  const [filter, setFilter] = useUrl("q");
  const seen = useSeen();
  const now = useNow();
  const working = new Map<string, number>();
  for (const token of all) {
    if (stateOf(token, now) === "working") {
      working.set(token.principal, (working.get(token.principal) ?? 0) + 1);
    }
  }
  return (
    <Loaded query={known} title={words.failed} lines={5}>
      {(people) =>
        people.length === 0 ? (
          <Empty title={words.none}>{words.noneWhy}</Empty>
        ) : (
          <div className={styles["stack"]}>
            <Row>
              <SearchField label={words.filter} value={filter} onChange={setFilter} />
            </Row>
            <Table
              label={words.label}
              rows={people.filter(({ id, title }) => fitsText(filter, id, title))}
              columns={columnsOf(working, seen)}
              keyOf={(one) => one.id}
              sortedBy="name"
              empty={<Empty title={words.noneFound} />}
              foot={words.seenWhy}
            />
          </div>
        )
      }
    </Loaded>
  );
}

function columnsOf(working: ReadonlyMap<string, number>, seen: Seen): readonly Column<PrincipalRecord>[] {
  return [
    {
      id: "name",
      label: words.name,
      width: "minmax(0, 2fr)",
      sort: (one) => one.id,
      cell: ({ id, title }) => (
        <span className={styles["person"]}>
          <Avatar id={id} />
          <span>
            <Link look="row" to="/access/$principal" params={{ principal: id }}>
              {title ?? id}
            </Link>
            {title === undefined || title === id ? null : <span className={styles["soft"]}> {id}</span>}
          </span>
        </span>
      ),
    },
    {
      id: "roles",
      label: words.roles,
      width: "minmax(0, 2fr)",
      cell: (one) => <Roles grants={one.grants} />,
    },
    {
      id: "tokens",
      label: words.tokens,
      align: "end",
      width: "5rem",
      sort: (one) => working.get(one.id) ?? 0,
      cell: (one) => number(working.get(one.id) ?? 0),
    },
    {
      id: "seen",
      label: words.seen,
      width: "9rem",
      sort: (one) => timeOf(seen.principals.get(one.id)),
      cell: (one) => <LastSeen at={seen.principals.get(one.id)} />,
    },
    {
      id: "created",
      label: words.created,
      width: "9rem",
      sort: (one) => Date.parse(one.createdAt),
      cell: (one) => <Time at={one.createdAt} />,
    },
    {
      id: "state",
      label: words.state,
      width: "8rem",
      sort: (one) => Number(one.disabled !== undefined),
      cell: (one) =>
        one.disabled === undefined ? (
          <Badge tone="good">{words.active}</Badge>
        ) : (
          <Badge tone="bad" icon="stop">
            {words.disabled}
          </Badge>
        ),
    },
  ];
}

/** `champion:support` as words; several of one role together. */
export function Roles({ grants }: { grants: readonly string[] }) {
  const places = new Map<string, string[]>();
  for (const grant of grants) {
    const at = grant.indexOf(":");
    const role = at < 0 ? grant : grant.slice(0, at);
    places.set(role, [
      ...(places.get(role) ?? []),
      at < 0 ? words.everywhere : words.in(grant.slice(at + 1)),
    ]);
  }
  return (
    <ul>
      {[...places].map(([role, where]) => (
        <li key={role}>
          {(shell.roles as Readonly<Record<string, string>>)[role] ?? role}{" "}
          <span className={styles["soft"]}>{where.join(", ")}</span>
        </li>
      ))}
    </ul>
  );
}

/** When, or that it was never seen. */
export function LastSeen({ at }: { at: string | undefined }) {
  return at === undefined ? <span className={styles["soft"]}>{words.never}</span> : <Time at={at} />;
}

/** For sorting: absent ones last. */
export function timeOf(at: string | undefined): number | undefined {
  return at === undefined ? undefined : Date.parse(at);
}
