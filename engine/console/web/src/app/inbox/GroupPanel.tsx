/** Equal ones, decided together: each with what tells it apart. Each decision names the digest of what stands in its row. */
import { useQuery } from "@tanstack/react-query";
import type { Hold, InboxItem, Review } from "@towpath/client";
import { useState, type ReactNode } from "react";

import { decideHold, decideReview, holds, reviews } from "../../api/decisions";
import { Empty } from "../../parts/empty/Empty";
import { Checkbox } from "../../parts/field/Field";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { problemText } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Table, type Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { ValueLine } from "../../parts/values/JsonView";
import { inbox } from "../../words/inbox";
import { DecisionBar, type Act } from "./Decision";
import { Frame, type PanelProperties } from "./Frame";
import { nameOf } from "./HoldPanel";
import { Asks } from "./People";

const words = inbox.group;

/** One of them, as it is shown and decided. */
interface Member {
  id: string;
  since: string;
  link: ReactNode;
  shown: ReactNode;
  decide: (isAgreed: boolean, comment: string) => Promise<void>;
}

/** The panel. */
export function GroupPanel(
  properties: PanelProperties & { groupKey: string; items: readonly [InboxItem, ...InboxItem[]] },
) {
  const { groupKey, items, isPane = false, onDecided } = properties;
  const [first] = items;
  const title = words.title(
    number(items.length),
    first.kind === "hold" ? nameOf(first.title) : inbox.kinds[first.kind],
  );
  const open = (
    <Link to="/inbox/equal" search={{ of: groupKey }}>
      {inbox.open}
    </Link>
  );
  return (
    <Frame isPane={isPane} title={title} about={words.about} open={open}>
      {first.kind === "hold" ? (
        <Holds items={items} onDecided={onDecided} />
      ) : (
        <Reviews items={items} onDecided={onDecided} />
      )}
    </Frame>
  );
}

type Listed = { items: readonly InboxItem[]; onDecided: (() => void) | undefined };

function Holds({ items, onDecided }: Listed) {
  const query = useQuery(holds);
  const ids = new Set(items.map((item) => item.id));
  return (
    <Loaded query={query} title={inbox.hold.failed}>
      {(all) => {
        const known = all.filter((one) => ids.has(`${one.run}/${String(one.effect)}`));
        return (
          <Members
            members={known.map(holdMember)}
            awaiting={known[0]?.awaiting ?? []}
            labels={[inbox.hold.releaseMany, inbox.hold.declineMany]}
            heads={[inbox.who.startedBy, words.arguments]}
            onDecided={onDecided}
          />
        );
      }}
    </Loaded>
  );
}

function holdMember(one: Hold): Member {
  const place = { run: one.run, effect: one.effect };
  return {
    id: `${one.run}/${String(one.effect)}`,
    since: one.since,
    link: (
      <Link look="row" to="/inbox/holds/$run/$effect" params={{ run: one.run, effect: String(one.effect) }}>
        {one.startedBy}
      </Link>
    ),
    shown: <ValueLine value={one.arguments} most={160} />,
    decide: (isAgreed, comment) => decideHold(place, isAgreed ? "release" : "decline", one.digest, comment),
  };
}

function Reviews({ items, onDecided }: Listed) {
  const query = useQuery(reviews);
  const ids = new Set(items.map((item) => item.id));
  return (
    <Loaded query={query} title={inbox.review.failed}>
      {(all) => {
        const known = all.filter((one) => ids.has(`${one.namespace}/${one.name}@${one.version}`));
        return (
          <Members
            members={known.map(reviewMember)}
            awaiting={known[0]?.awaiting ?? []}
            labels={[inbox.review.approveMany, inbox.review.rejectMany]}
            heads={[words.version, inbox.who.writers]}
            onDecided={onDecided}
          />
        );
      }}
    </Loaded>
  );
}

function reviewMember(one: Review): Member {
  const { namespace, name, version } = one;
  return {
    id: `${namespace}/${name}@${version}`,
    since: one.submittedAt,
    link: (
      <Link look="row" to="/inbox/reviews/$namespace/$name/$version" params={{ namespace, name, version }}>
        {one.title} {version}
      </Link>
    ),
    shown: one.writers.join(", "),
    decide: (isAgreed, comment) =>
      decideReview({ namespace, name, version }, isAgreed ? "approve" : "reject", one.digest, comment),
  };
}

function Members(properties: {
  members: readonly Member[];
  awaiting: Hold["awaiting"];
  labels: readonly [(count: string) => string, (count: string) => string];
  /** Of the columns that tell them apart. */
  heads: readonly [string, string];
  onDecided: (() => void) | undefined;
}) {
  const { members, awaiting, labels, heads, onDecided } = properties;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = members.filter((one) => !left.has(one.id));
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(left);
    if (isChosen) {
      next.delete(id);
    } else {
      next.add(id);
    }
    setLeft(next);
  };
  const columns: readonly Column<Member>[] = [
    {
      id: "chosen",
      label: words.all,
      isLabelUnseen: true,
      width: "2rem",
      cell: (one) => (
        <Checkbox
          aria-label={words.choose(one.id)}
          isSelected={!left.has(one.id)}
          onChange={(isChosen) => toggle(one.id, isChosen)}
        >
          {null}
        </Checkbox>
      ),
    },
    { id: "who", label: heads[0], width: "minmax(11rem, 1fr)", cell: (one) => one.link },
    { id: "shown", label: heads[1], width: "minmax(0, 2fr)", cell: (one) => one.shown },
    { id: "since", label: words.waits, width: "8rem", cell: (one) => <Time at={one.since} /> },
  ];
  return (
    <>
      <Section title={inbox.hold.asks} isCard>
        <Asks awaiting={awaiting} />
      </Section>
      <Table
        label={words.label}
        rows={members}
        columns={columns}
        keyOf={(one) => one.id}
        empty={<Empty title={words.gone} />}
      />
      <DecisionBar acts={actsOf(chosen, labels)} onDecided={onDecided} />
    </>
  );
}

function actsOf(
  chosen: readonly Member[],
  labels: readonly [(count: string) => string, (count: string) => string],
): readonly Act[] {
  const count = number(chosen.length);
  const act = (isAgreed: boolean): Act => {
    const label = labels[isAgreed ? 0 : 1](count);
    return {
      id: isAgreed ? "agree" : "decline",
      key: isAgreed ? "a" : "d",
      label,
      look: isAgreed ? "primary" : "danger",
      icon: isAgreed ? "check" : "stop",
      ask: words.ask(label),
      reason: isAgreed ? "possible" : "needed",
      run: (comment) => decideAll(chosen, isAgreed, comment),
      done: words.done(count),
      isDisabled: chosen.length === 0,
    };
  };
  return [act(true), act(false)];
}

/** One after the other, so that each is decided as it was shown. Those that fail stay in the list. */
async function decideAll(
  chosen: readonly Member[],
  isAgreed: boolean,
  comment: string,
): Promise<string | undefined> {
  const failures: unknown[] = [];
  for (const one of chosen) {
    try {
      await one.decide(isAgreed, comment);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === chosen.length) {
    throw failures[0];
  }
  return failures.length === 0
    ? undefined
    : `${words.some(number(chosen.length - failures.length), number(failures.length))}: ${problemText(failures[0])}`;
}
