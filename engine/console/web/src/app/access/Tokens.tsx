/** Tokens: whose, with which roles, when they end; and what can be done with each. */
import { useQuery } from "@tanstack/react-query";
import type { Token } from "@towpath/client";
import { useState } from "react";

import { tokens } from "../../api/access";
import { rolesOf, useMe } from "../../api/session";
import { IconButton } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Choice } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Menu, type MenuAction } from "../../parts/menu/Menu";
import { Row } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { fitsText } from "../../parts/search/fits";
import { Badge, Label, type Tone } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { Time, useNow } from "../../parts/time/Time";
import { useUrl, useUrlChoice } from "../../parts/url/useUrl";
import { access } from "../../words/access";
import { hasRole } from "../roles";
import styles from "./Access.module.css";
import { LastSeen, Roles, timeOf } from "./Principals";
import { TokenAct, type Wanted } from "./TokenAct";
import { stateOf, type Seen, type TokenState } from "./tokens";
import { useSeen } from "./useSeen";

const words = access.tokens;
const TONES: Readonly<Record<TokenState, Tone>> = {
  working: "good",
  waiting: "warn",
  expired: "quiet",
  revoked: "quiet",
};

/** All of them, or with `of` those of one principal. */
export function Tokens({ of }: { of?: string }) {
  const known = useQuery(tokens);
  const [filter, setFilter] = useUrl("q");
  const [only, setOnly] = useUrlChoice("only", ["working", "all"], "working");
  const [wanted, setWanted] = useState<Wanted>();
  const seen = useSeen();
  const now = useNow();
  const canAct = hasRole(rolesOf(useMe()), ["it"]);
  const fits = (token: Token) =>
    of === undefined
      ? (only === "all" || ["working", "waiting"].includes(stateOf(token, now))) &&
        fitsText(filter, token.name, token.principal, token.id)
      : token.principal === of;
  return (
    <Loaded query={known} title={words.failed} lines={5}>
      {(all) => (
        <div className={styles["stack"]}>
          {of === undefined ? (
            <Row>
              <SearchField label={words.filter} value={filter} onChange={setFilter} />
              <Choice
                label={words.show}
                isLabelUnseen
                value={only}
                onChange={setOnly}
                options={(["working", "all"] as const).map((value) => ({ value, label: words.only[value] }))}
              />
            </Row>
          ) : null}
          <Table
            label={words.label}
            rows={all.filter(fits)}
            columns={columnsOf({
              seen,
              now,
              isOfOne: of !== undefined,
              onAct: canAct ? setWanted : undefined,
            })}
            keyOf={(one) => one.id}
            sortedBy="name"
            sortName="tokens"
            foot={access.principals.seenWhy}
            empty={<Empty title={all.length === 0 ? words.none : words.noneFound} />}
          />
          {wanted === undefined ? null : <TokenAct of={wanted} onClose={() => setWanted(undefined)} />}
        </div>
      )}
    </Loaded>
  );
}

interface Of {
  seen: Seen;
  now: Date;
  isOfOne: boolean;
  onAct: ((wanted: Wanted) => void) | undefined;
}

function columnsOf({ seen, now, isOfOne, onAct }: Of): readonly Column<Token>[] {
  const columns: Column<Token>[] = [
    {
      id: "name",
      label: words.name,
      width: "minmax(0, 2fr)",
      sort: (one) => one.name,
      cell: (one) => (
        <>
          <div>{one.name}</div>
          <div className={styles["soft"]}>
            {words.mintedBy} {one.createdBy}, <Time at={one.createdAt} />
          </div>
        </>
      ),
    },
    {
      id: "principal",
      label: words.principal,
      width: "minmax(0, 1.5fr)",
      sort: (one) => one.principal,
      cell: (one) => (
        <Link to="/access/$principal" params={{ principal: one.principal }}>
          {one.principal}
        </Link>
      ),
    },
    {
      id: "roles",
      label: words.roles,
      width: "minmax(0, 1.5fr)",
      cell: (one) => <Roles grants={one.grants.map(grantText)} />,
    },
    { id: "mayView", label: words.mayView, cell: (one) => <MayView labels={one.mayView} /> },
    {
      id: "seen",
      label: words.seen,
      width: "8rem",
      sort: (one) => timeOf(seen.tokens.get(one.id)),
      cell: (one) => <LastSeen at={seen.tokens.get(one.id)} />,
    },
    {
      id: "expires",
      label: words.expires,
      width: "8rem",
      sort: (one) => timeOf(one.expiresAt),
      cell: (one) =>
        one.expiresAt === undefined ? (
          <span className={styles["soft"]}>{words.neverEnds}</span>
        ) : (
          <Time at={one.expiresAt} />
        ),
    },
    {
      id: "state",
      label: words.state,
      width: "8rem",
      cell: (one) => <Badge tone={TONES[stateOf(one, now)]}>{words.states[stateOf(one, now)]}</Badge>,
    },
    {
      id: "acts",
      label: words.acts,
      isLabelUnseen: true,
      width: "2.5rem",
      align: "end",
      cell: (one) =>
        onAct === undefined ? null : <Acts token={one} state={stateOf(one, now)} onAct={onAct} />,
    },
  ];
  return isOfOne ? columns.filter(({ id }) => id !== "principal") : columns;
}

function Acts(properties: { token: Token; state: TokenState; onAct: (wanted: Wanted) => void }) {
  const { token, state, onAct } = properties;
  if (state === "revoked" || state === "expired") {
    return null;
  }
  const revoke: MenuAction = {
    id: "revoke",
    label: words.revoke,
    icon: "close",
    isDanger: true,
    onAct: () => onAct({ act: "revoke", token }),
  };
  const first: MenuAction =
    state === "waiting"
      ? { id: "confirm", label: words.confirm, icon: "check", onAct: () => onAct({ act: "confirm", token }) }
      : { id: "link", label: words.link, icon: "out", onAct: () => onAct({ act: "link", token }) };
  const label = words.actsOf(token.name);
  return (
    <Menu
      trigger={<IconButton icon="more" label={label} />}
      label={label}
      actions={[first, "line", revoke]}
    />
  );
}

function grantText({ role, namespace }: Token["grants"][number]): string {
  return namespace === undefined ? role : `${role}:${namespace}`;
}

function MayView({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0 || labels.includes("*")) {
    return <span className={styles["soft"]}>{labels.length === 0 ? words.nothing : words.all}</span>;
  }
  return (
    <span className={styles["labels"]}>
      {labels.map((label) => (
        <Label key={label}>{label}</Label>
      ))}
    </span>
  );
}
