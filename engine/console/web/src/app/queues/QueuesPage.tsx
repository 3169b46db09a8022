/** Workflows whose runs a policy limits: how many are under way, and how many wait on disk. */
import { useQuery } from "@tanstack/react-query";
import type { RunQueue } from "@towpath/client";

import { queues } from "../../api/lists";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { NamespaceFilter } from "../../parts/filter/NamespaceFilter";
import { Link } from "../../parts/link/Link";
import { Page, Row } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { useUrl } from "../../parts/url/useUrl";
import { queues as words } from "../../words/queues";
import { fitting, idOf, limitsText, sumsOf, underWayText } from "./rows";

/** The page. */
export function QueuesPage() {
  const query = useQuery(queues);
  return (
    <Page title={words.title} about={words.about}>
      <Loaded query={query} title={words.failed} lines={5}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={words.none}>
              <Prose>{words.noneWhy}</Prose>
            </Empty>
          ) : (
            <All of={all} />
          )
        }
      </Loaded>
    </Page>
  );
}

function All({ of: all }: { of: readonly RunQueue[] }) {
  const [text, setText] = useUrl("q");
  const [namespace] = useUrl("namespace");
  const rows = fitting(all, text, namespace);
  const { underWay, waiting } = sumsOf(rows);
  return (
    <>
      <Row>
        <SearchField label={words.filter} value={text} onChange={setText} />
        <NamespaceFilter of={all} />
      </Row>
      <Table
        label={words.label}
        rows={rows}
        columns={COLUMNS}
        keyOf={idOf}
        sortedBy="-waiting"
        empty={<Empty title={words.noneFound} />}
        foot={words.sum(number(underWay), number(waiting))}
      />
    </>
  );
}

const COLUMNS: readonly Column<RunQueue>[] = [
  {
    id: "workflow",
    label: words.workflow,
    width: "minmax(12rem, 3fr)",
    sort: idOf,
    cell: (one) => (
      <Link look="row" to="/workflows/$namespace/$name" params={{ namespace: one.namespace, name: one.name }}>
        {idOf(one)}
      </Link>
    ),
  },
  {
    id: "limits",
    label: words.limits,
    width: "minmax(10rem, 2fr)",
    cell: limitsText,
  },
  {
    id: "underWay",
    label: words.underWay,
    align: "end",
    width: "8rem",
    sort: (one) => one.underWay,
    cell: underWayText,
  },
  {
    id: "waiting",
    label: words.waiting,
    align: "end",
    width: "8rem",
    sort: (one) => one.waiting,
    cell: ({ waiting }) => (waiting === 0 ? number(0) : <Badge tone="busy">{number(waiting)}</Badge>),
  },
];
