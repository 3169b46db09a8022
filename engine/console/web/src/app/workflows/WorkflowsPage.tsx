/** The list of workflows: what is live and what is a draft, with filters that stay in the address. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";

import { drafts, estate, workflows } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { NamespaceFilter } from "../../parts/filter/NamespaceFilter";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page, Row } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Problem } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, DraftMark, Live, State } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { workflows as words } from "../../words/workflows";
import { fitting, listed, SHOWN, type Listed, type Shown } from "./listed";
import styles from "./Workflows.module.css";

/** The page. */
export function WorkflowsPage() {
  const isChampion = rolesOf(useMe()).includes("champion");
  const start = isChampion ? (
    <ButtonLink to="/start" look="primary" icon="plus">
      {words.start}
    </ButtonLink>
  ) : undefined;
  return (
    <Page title={words.title} about={words.about} actions={start}>
      <All />
    </Page>
  );
}

function All() {
  const live = useQuery(workflows);
  const known = useQuery(estate);
  const saved = useQuery(drafts);
  const [text] = useUrl("q");
  const [namespace] = useUrl("namespace");
  const [shown] = useUrlChoice<Shown>("state", SHOWN, "");
  const wanted = useDeferredValue(text);
  const all = useMemo(
    () => listed(live.data ?? [], known.data?.workflows ?? [], saved.data ?? []),
    [live.data, known.data, saved.data],
  );
  const rows = useMemo(() => fitting(all, wanted, namespace, shown), [all, wanted, namespace, shown]);
  return (
    <>
      <Filters all={all} />
      {saved.isError ? <Problem error={saved.error} title={words.draftsFailed} /> : null}
      <Loaded query={live} title={words.failed} lines={8}>
        {() => (
          <>
            <p className="unseen" role="status">
              {words.count(number(rows.length))}
            </p>
            <Table
              label={words.title}
              rows={rows}
              columns={COLUMNS}
              keyOf={(one) => `${one.namespace}/${one.name}`}
              sortedBy="-changed"
              empty={<Nothing isFiltered={all.length > 0} />}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

function Filters({ all }: { all: readonly Listed[] }) {
  const [text, setText] = useUrl("q");
  const [shown, setShown] = useUrlChoice<Shown>("state", SHOWN, "");
  const { filters } = words;
  const names: Readonly<Record<Shown, string>> = {
    "": filters.any,
    live: filters.live,
    draft: filters.draft,
    ahead: filters.ahead,
    orphan: filters.orphan,
  };
  return (
    <Row>
      <SearchField label={words.search} value={text} onChange={setText} />
      <NamespaceFilter of={all} />
      <Select<Shown>
        label={filters.state}
        isLabelUnseen
        options={SHOWN.map((one) => ({ value: one, label: names[one] }))}
        value={shown}
        onChange={setShown}
      />
    </Row>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const change = useUrlChange();
  const clear = isFiltered ? (
    <Button onPress={() => change({ q: undefined, namespace: undefined, state: undefined })}>
      {words.clear}
    </Button>
  ) : undefined;
  return (
    <Empty title={words.none} action={clear}>
      {words.noneWhy}
    </Empty>
  );
}

const COLUMNS: readonly Column<Listed>[] = [
  {
    id: "name",
    label: words.columns.name,
    width: "minmax(12rem, 3fr)",
    sort: (one) => one.title.toLowerCase(),
    cell: (one) => <Name of={one} />,
  },
  {
    id: "state",
    label: words.columns.state,
    width: "minmax(10rem, 3fr)",
    sort: (one) => (one.liveVersion === undefined ? "b" : "a"),
    cell: (one) => <Marks of={one} />,
  },
  {
    id: "owner",
    label: words.columns.owner,
    width: "minmax(9rem, 2fr)",
    sort: (one) => one.owner,
    cell: (one) =>
      one.isOrphan ? (
        <Badge tone="warn">{words.orphan}</Badge>
      ) : one.owner === undefined ? null : (
        <Principal id={one.owner} />
      ),
  },
  {
    id: "changed",
    label: words.columns.changed,
    width: "8rem",
    align: "end",
    sort: (one) => one.changedAt,
    cell: (one) => (one.changedAt === undefined ? null : <Time at={one.changedAt} />),
  },
];

function Name({ of: { namespace, name, title, liveVersion, state } }: { of: Listed }) {
  const isDraftOnly = liveVersion === undefined && state === undefined;
  return (
    <>
      <Link
        look="row"
        to={isDraftOnly ? "/workflows/$namespace/$name/edit" : "/workflows/$namespace/$name"}
        params={{ namespace, name }}
      >
        {title}
      </Link>
      <div className={styles["soft"]}>{`${namespace}/${name}`}</div>
    </>
  );
}

function Marks({ of }: { of: Listed }) {
  const { liveVersion, isAhead, hasDraft, isSwitchedOff, state, namespace, name, title } = of;
  return (
    <div className={styles["marks"]}>
      {liveVersion === undefined ? null : <Live version={liveVersion} />}
      {state === undefined ? null : <State of={state} />}
      {isAhead ? <DraftMark>{liveVersion === undefined ? words.neverLive : words.ahead}</DraftMark> : null}
      {isSwitchedOff ? <Badge tone="bad">{words.off}</Badge> : null}
      {hasDraft && liveVersion !== undefined ? (
        <Link
          to="/workflows/$namespace/$name/edit"
          params={{ namespace, name }}
          aria-label={words.editOf(title)}
        >
          {words.edit}
        </Link>
      ) : null}
    </div>
  );
}
