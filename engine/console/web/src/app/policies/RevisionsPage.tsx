/** The revisions of the policies: each set that was in force, and live versions that keep an earlier one for a while. */
import { useQuery } from "@tanstack/react-query";
import type { Grace, Revision } from "@towpath/client";
import { useState } from "react";

import { endGrace, policySets } from "../../api/policies";
import { useMe } from "../../api/session";
import { useAct } from "../../parts/act/useAct";
import { Button } from "../../parts/button/Button";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Page, Section } from "../../parts/page/Page";
import { WorkflowLink } from "../../parts/policy/ImpactView";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { Time } from "../../parts/time/Time";
import { policies } from "../../words/policies";
import styles from "./Policies.module.css";
import { isIt } from "./rights";

const words = policies.revisions;

/** The page. */
export function RevisionsPage() {
  const query = useQuery(policySets);
  const back = <Link to="/policies">← {policies.back}</Link>;
  return (
    <Page title={words.title} back={back}>
      <Loaded query={query} title={words.failed} lines={8}>
        {({ revisions, graces }) => (
          <>
            {graces.length === 0 ? null : <Graces all={graces} revisions={revisions} />}
            <Table
              label={words.label}
              rows={revisions}
              columns={columnsOf(revisions[0]?.revision)}
              keyOf={(one) => String(one.revision)}
              empty={<Empty title={words.none} />}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function columnsOf(current: number | undefined): readonly Column<Revision>[] {
  return [
    {
      id: "revision",
      label: words.revision,
      width: "minmax(9rem, 1fr)",
      cell: (one) => (
        <span className={styles["marks"]}>
          <Link look="row" to="/policies/revisions/$revision" params={{ revision: String(one.revision) }}>
            {words.one(String(one.revision))}
          </Link>
          {one.revision === current ? <Badge tone="good">{words.current}</Badge> : null}
        </span>
      ),
    },
    { id: "at", label: words.at, width: "8rem", cell: (one) => <Time at={one.at} /> },
    {
      id: "by",
      label: words.by,
      cell: (one) => (
        <>
          <Principal id={one.by} isBare />
          {one.approvedBy === undefined ? null : (
            <>
              {" "}
              {words.and} <Principal id={one.approvedBy} isBare />
            </>
          )}
        </>
      ),
    },
    { id: "reason", label: words.reason, cell: (one) => one.reason ?? "" },
    {
      id: "changed",
      label: words.changed,
      width: "minmax(0, 2fr)",
      cell: (one) => [...one.changed, ...one.removed.map((name) => `−${name}`)].join(", "),
    },
  ];
}

function Graces({ all, revisions }: { all: readonly Grace[]; revisions: readonly Revision[] }) {
  const [chosen, setChosen] = useState<Grace>();
  const mayEnd = isIt(useMe());
  const numberOf = (digest: string) => revisions.find((one) => one.digest === digest)?.revision;
  const columns: readonly Column<Grace>[] = [
    { id: "version", label: words.version, cell: (one) => <WorkflowLink of={one.version} /> },
    {
      id: "until",
      label: words.until,
      sort: (one) => Date.parse(one.until),
      cell: (one) => <Time at={one.until} isExact />,
    },
    {
      id: "keeps",
      label: words.keeps,
      cell: (one) => {
        const revision = numberOf(one.policies);
        return revision === undefined ? "" : words.one(String(revision));
      },
    },
    {
      id: "end",
      label: words.end,
      isLabelUnseen: true,
      width: "7rem",
      align: "end",
      cell: (one) =>
        mayEnd ? (
          <Button look="quiet" onPress={() => setChosen(one)}>
            {words.end}
          </Button>
        ) : null,
    },
  ];
  return (
    <Section title={words.graces} about={words.gracesAbout}>
      <Table
        label={words.graces}
        rows={all}
        columns={columns}
        keyOf={(one) => `${one.version} ${one.until}`}
        sortName="graces"
        empty={null}
      />
      {chosen === undefined ? null : <End grace={chosen} onClose={() => setChosen(undefined)} />}
    </Section>
  );
}

function End({ grace, onClose }: { grace: Grace; onClose: () => void }) {
  const end = useAct({
    act: () => endGrace([grace.version.replace(/@.*$/, "")]),
    done: words.ended,
    touches: ["policies"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.endAsk(grace.version)}
      label={words.end}
      look="danger"
      isAlert
      act={end}
      onClose={onClose}
    >
      <p>{words.endAbout}</p>
    </AskWhy>
  );
}
