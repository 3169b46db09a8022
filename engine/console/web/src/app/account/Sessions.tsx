/** The sessions of this person on all devices, and ending one. */
import { useQuery } from "@tanstack/react-query";
import type { Session } from "@towpath/client";
import { useState } from "react";

import { revokeSession, sessions } from "../../api/sessions";
import { useAct } from "../../parts/act/useAct";
import { Button } from "../../parts/button/Button";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Empty } from "../../parts/empty/Empty";
import { Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { absolute } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { account } from "../../words/account";

const words = account.sessions;

/** The section. */
export function Sessions() {
  const known = useQuery(sessions);
  const [chosen, setChosen] = useState<Session>();
  return (
    <Section title={words.title} about={words.about}>
      <Loaded query={known} title={words.failed}>
        {(all) => (
          <Table
            label={words.label}
            rows={all}
            columns={columnsOf(setChosen)}
            keyOf={(session) => session.id}
            sortedBy="-used"
            empty={<Empty title={words.none} />}
          />
        )}
      </Loaded>
      {chosen === undefined ? null : <Revoke session={chosen} onClose={() => setChosen(undefined)} />}
    </Section>
  );
}

function columnsOf(onRevoke: (session: Session) => void): readonly Column<Session>[] {
  return [
    {
      id: "session",
      label: words.session,
      cell: (one) => (one.isCurrent ? <Badge tone="good">{words.this}</Badge> : words.other),
    },
    { id: "method", label: words.method, cell: (one) => words.methods[one.method] ?? one.method },
    {
      id: "since",
      label: words.since,
      sort: (one) => Date.parse(one.createdAt),
      cell: (one) => <Time at={one.createdAt} />,
    },
    {
      id: "used",
      label: words.used,
      sort: (one) => Date.parse(one.lastUsedAt),
      cell: (one) => <Time at={one.lastUsedAt} />,
    },
    {
      id: "ends",
      label: words.ends,
      sort: (one) => Date.parse(one.expiresAt),
      cell: (one) => <Time at={one.expiresAt} />,
    },
    {
      id: "act",
      label: words.act,
      isLabelUnseen: true,
      align: "end",
      width: "6rem",
      cell: (one) =>
        one.isCurrent ? null : (
          <Button
            onPress={() => onRevoke(one)}
            aria-label={words.revokeOf(absolute(new Date(one.createdAt)))}
          >
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
      title={words.confirm.title}
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
