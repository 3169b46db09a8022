/** Open sessions, of everybody or of one principal, and ending one. */
import { useQuery } from "@tanstack/react-query";
import type { Session } from "@towpath/client";
import { useState } from "react";

import { allSessions } from "../../api/access";
import { rolesOf, useMe } from "../../api/session";
import { revokeSession } from "../../api/sessions";
import { useAct } from "../../parts/act/useAct";
import { Button } from "../../parts/button/Button";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { absolute } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { access } from "../../words/access";
import { hasRole } from "../roles";
import styles from "./Access.module.css";

const words = access.sessions;

/** The list. */
export function AllSessions({ of }: { of?: string }) {
  const known = useQuery(allSessions);
  const [chosen, setChosen] = useState<Session>();
  const canRevoke = hasRole(rolesOf(useMe()), ["it"]);
  return (
    <Loaded query={known} title={words.failed} lines={4}>
      {(all) => (
        <>
          <Table
            label={words.label}
            rows={of === undefined ? all : all.filter((one) => one.principal === of)}
            columns={columnsOf(canRevoke ? setChosen : undefined, of !== undefined)}
            keyOf={(one) => one.id}
            sortedBy="-used"
            sortName="sessions"
            empty={<Empty title={of === undefined ? words.none : words.noneOf} />}
          />
          {chosen === undefined ? null : <Revoke session={chosen} onClose={() => setChosen(undefined)} />}
        </>
      )}
    </Loaded>
  );
}

function columnsOf(
  onRevoke: ((session: Session) => void) | undefined,
  isOfOne: boolean,
): readonly Column<Session>[] {
  const time = (id: string, label: string, of: (one: Session) => string): Column<Session> => ({
    id,
    label,
    sort: (one) => Date.parse(of(one)),
    cell: (one) => <Time at={of(one)} />,
  });
  return [
    {
      id: "who",
      label: words.who,
      width: "minmax(0, 2fr)",
      sort: (one) => one.principal,
      cell: (one) => (
        <span className={styles["person"]}>
          {isOfOne ? (
            one.name
          ) : (
            <Link look="row" to="/access/$principal" params={{ principal: one.principal }}>
              {one.principal}
            </Link>
          )}
          {one.isCurrent ? <Badge tone="good">{words.mine}</Badge> : null}
        </span>
      ),
    },
    { id: "method", label: words.method, cell: (one) => words.methods[one.method] ?? one.method },
    time("since", words.since, (one) => one.createdAt),
    time("used", words.used, (one) => one.lastUsedAt),
    time("ends", words.ends, (one) => one.expiresAt),
    {
      id: "act",
      label: words.act,
      isLabelUnseen: true,
      align: "end",
      width: "6rem",
      cell: (one) =>
        onRevoke === undefined || one.isCurrent ? null : (
          <Button onPress={() => onRevoke(one)} aria-label={words.revokeOf(one.principal)}>
            {words.revoke}
          </Button>
        ),
    },
  ];
}

function Revoke({ session, onClose }: { session: Session; onClose: () => void }) {
  const revoke = useAct({
    act: () => revokeSession(session.id),
    done: words.done,
    touches: ["sessions"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.confirm.title(session.principal)}
      label={words.confirm.act}
      look="danger"
      isAlert
      act={revoke}
      onClose={onClose}
    >
      <p>{words.confirm.text(absolute(new Date(session.createdAt)))}</p>
    </AskWhy>
  );
}
