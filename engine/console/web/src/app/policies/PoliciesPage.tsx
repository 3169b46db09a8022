/** The policies: what each does, whom it may touch, and what is saved but not in force. */
import { useQueries, useQuery } from "@tanstack/react-query";

import { estate } from "../../api/lists";
import { activePolicies, policies as saved, policy, proposal } from "../../api/policies";
import { useMe } from "../../api/session";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { Icon } from "../../parts/icon/Icon";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page, Row as FieldRow } from "../../parts/page/Page";
import { EffectMark, ModeMark } from "../../parts/policy/Marks";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number, plural } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { useUrl } from "../../parts/url/useUrl";
import { policies as words } from "../../words/policies";
import { policy as policyWords } from "../../words/policy";
import styles from "./Policies.module.css";
import { isIt, ownNamespaces } from "./rights";
import { rowsOf, wanted, type Row } from "./rows";

/** The page. */
export function PoliciesPage() {
  const me = useMe();
  const actions = (
    <>
      <ButtonLink to="/policies/impact">{words.tabs.impact}</ButtonLink>
      <ButtonLink to="/policies/revisions">{words.tabs.revisions}</ButtonLink>
      {isIt(me) || ownNamespaces(me).length > 0 ? (
        <ButtonLink to="/policies/new" look="primary" icon="plus">
          {words.add}
        </ButtonLink>
      ) : null}
    </>
  );
  return (
    <Page title={words.title} about={words.about} actions={actions}>
      {isIt(me) ? <ProposedNote /> : null}
      <List />
    </Page>
  );
}

/** Policies that wait for a second person. Where none do, the server answers 404. */
function ProposedNote() {
  const query = useQuery({ ...proposal, retry: false });
  if (query.data === undefined || query.isError) {
    return null;
  }
  return (
    <Note title={words.proposed.title} about={words.proposed.about}>
      <ButtonLink to="/inbox/proposal">{words.proposed.see}</ButtonLink>
    </Note>
  );
}

function Note({ title, about, children }: { title: string; about: string; children: React.ReactNode }) {
  return (
    <aside className={styles["note"]}>
      <Icon name="info" />
      <div className={styles["noteText"]}>
        <p className={styles["strong"]}>{title}</p>
        <p>{about}</p>
      </div>
      {children}
    </aside>
  );
}

/** Reads the documents; the names are shown before it is there. */
const READER = { queryKey: ["policies-reader"], queryFn: () => import("./touched"), staleTime: Infinity };

function List() {
  const all = useQuery(saved);
  const active = useQuery(activePolicies);
  const workflows = useQuery(estate).data?.workflows;
  const reader = useQuery(READER).data;
  const ahead = (all.data ?? []).filter((one) => !one.active).map((one) => one.name);
  const texts = useQueries({ queries: ahead.map((name) => policy(name)) });
  const known = new Map(
    texts.flatMap(({ data }) => (data === undefined ? [] : [[data.name, data.source] as const])),
  );
  return (
    <Loaded query={all} title={words.failed} lines={8}>
      {(list) => <Filtered rows={rowsOf(list, active.data?.policies ?? [], known, workflows, reader)} />}
    </Loaded>
  );
}

function Filtered({ rows }: { rows: readonly Row[] }) {
  const [text, setText] = useUrl("find");
  const [effect, setEffect] = useUrl("effect");
  const waiting = rows.filter((row) => row.standing !== "inForce").length;
  if (rows.length === 0) {
    return <Empty title={words.none}>{words.noneWhy}</Empty>;
  }
  return (
    <>
      {waiting === 0 ? null : (
        <Note title={words.waiting.title(number(waiting))} about={words.waiting.about}>
          <ButtonLink to="/policies/impact">{words.waiting.see}</ButtonLink>
        </Note>
      )}
      <FieldRow>
        <SearchField label={words.filter} value={text} onChange={setText} />
        <Select
          label={words.effect.label}
          isLabelUnseen
          value={effect}
          onChange={setEffect}
          options={[{ value: "", label: words.effect.all }, ...effectOptions()]}
        />
      </FieldRow>
      <Table
        label={words.table.label}
        rows={wanted(rows, text, effect)}
        columns={COLUMNS}
        keyOf={(row) => row.name}
        sortedBy="name"
        empty={<Empty title={words.noneFound} />}
      />
    </>
  );
}

function effectOptions() {
  return [
    ...Object.entries(policyWords.effects),
    ["limits", policyWords.limits] as const,
    ["labels", policyWords.labels] as const,
  ].map(([value, label]) => ({ value, label }));
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "name",
    label: words.table.name,
    width: "minmax(0, 3fr)",
    sort: (row) => row.name,
    cell: (row) => (
      <>
        <Link look="row" to="/policies/$policy" params={{ policy: row.name }}>
          {row.summary.title === "" ? row.name : row.summary.title}
        </Link>
        <div className={styles["under"]}>
          <code>{row.name}</code>
          {row.standing === "inForce" ? null : <Badge tone="draft">{words.table[row.standing]}</Badge>}
        </div>
      </>
    ),
  },
  {
    id: "does",
    label: words.table.does,
    width: "minmax(9rem, 1fr)",
    sort: (row) => row.summary.effect,
    cell: (row) => (
      <span className={styles["marks"]}>
        {row.summary.effect === "" ? null : <Does effect={row.summary.effect} />}
        {row.isRead ? <ModeMark of={row.summary.mode} /> : null}
      </span>
    ),
  },
  {
    id: "touches",
    label: words.table.touches,
    width: "8rem",
    sort: (row) => row.touches,
    cell: (row) =>
      row.touches === undefined
        ? ""
        : row.touches === 0
          ? words.table.touchesNone
          : `${number(row.touches)} ${plural(row.touches, words.workflows)}`,
  },
  {
    id: "owner",
    label: words.table.owner,
    width: "6rem",
    sort: (row) => row.summary.owner,
    cell: (row) => (row.isRead && row.summary.owner === "" ? words.table.it : row.summary.owner),
  },
  {
    id: "ends",
    label: words.table.ends,
    width: "7rem",
    sort: (row) => (row.summary.expires === "" ? undefined : row.summary.expires),
    cell: (row) => (row.summary.expires === "" ? words.table.never : row.summary.expires),
  },
  {
    id: "changed",
    label: words.table.changed,
    width: "9rem",
    sort: (row) => (row.savedAt === undefined ? undefined : Date.parse(row.savedAt)),
    cell: (row) => (row.savedAt === undefined ? "" : <Time at={row.savedAt} />),
  },
];

function Does({ effect }: { effect: string }) {
  if (effect === "limits" || effect === "labels") {
    return <Badge tone="quiet">{policyWords[effect]}</Badge>;
  }
  return <EffectMark of={effect} />;
}
