/** Owners of all workflows, orphans first to be seen; and grants that end soon or that nobody uses. */
import type { Estate, EstateWorkflow } from "@towpath/client";

import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Choice } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Row, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { fitsText } from "../../parts/search/fits";
import { Badge, Live, State } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { useUrl, useUrlChoice } from "../../parts/url/useUrl";
import { estate as all } from "../../words/estate";
import styles from "./Estate.module.css";
import { idOf } from "./reach";

const words = all.owners;
const SHOWN = ["all", "orphans"] as const;

/** The view. */
export function Owners({ estate }: { estate: Estate }) {
  const [text, setText] = useUrl("q");
  const [only, setOnly] = useUrlChoice("only", SHOWN, "all");
  const orphans = estate.workflows.filter((one) => one.isOrphan).length;
  const rows = estate.workflows.filter(
    (one) => (only === "all" || one.isOrphan) && fitsText(text, idOf(one), one.title, one.owner, one.deputy),
  );
  return (
    <div className={styles["stack"]}>
      <Section
        title={words.title}
        about={orphans === 0 ? words.noOrphans : `${words.orphans(number(orphans))}. ${words.orphanWhy}`}
      >
        <Row>
          <SearchField label={words.filter} value={text} onChange={setText} />
          <Choice
            label={words.show}
            isLabelUnseen
            value={only}
            onChange={setOnly}
            options={SHOWN.map((value) => ({ value, label: words.only[value] }))}
          />
        </Row>
        <Table
          label={words.label}
          rows={rows}
          columns={COLUMNS}
          keyOf={idOf}
          sortedBy="-orphan"
          empty={<Empty title={estate.workflows.length === 0 ? words.none : words.noneFound} />}
        />
      </Section>
      <Grants estate={estate} />
    </div>
  );
}

const COLUMNS: readonly Column<EstateWorkflow>[] = [
  {
    id: "workflow",
    label: words.workflow,
    width: "minmax(0, 2fr)",
    sort: (one) => one.title,
    cell: ({ namespace, name, title }) => (
      <>
        <Link look="row" to="/workflows/$namespace/$name" params={{ namespace, name }}>
          {title}
        </Link>
        <div className={styles["soft"]}>{`${namespace}/${name}`}</div>
      </>
    ),
  },
  {
    id: "orphan",
    label: words.owner,
    width: "minmax(0, 1.6fr)",
    sort: (one) => Number(one.isOrphan),
    cell: (one) => (
      <span className={styles["labels"]}>
        {one.owner === undefined ? (
          <span className={styles["soft"]}>{words.nobody}</span>
        ) : (
          <Principal id={one.owner} />
        )}
        {one.isOrphan ? (
          <Badge tone="bad" icon="alert">
            {words.orphan}
          </Badge>
        ) : null}
      </span>
    ),
  },
  {
    id: "deputy",
    label: words.deputy,
    width: "minmax(0, 1.4fr)",
    sort: (one) => one.deputy,
    cell: (one) =>
      one.deputy === undefined ? (
        <span className={styles["soft"]}>{words.nobody}</span>
      ) : (
        <Principal id={one.deputy} />
      ),
  },
  {
    id: "live",
    label: words.live,
    width: "8rem",
    cell: (one) =>
      one.liveVersion === undefined ? (
        <span className={styles["soft"]}>{words.never}</span>
      ) : one.state === "published" ? (
        <Live version={one.liveVersion} />
      ) : (
        <State of={one.state} />
      ),
  },
  {
    id: "changed",
    label: words.changed,
    width: "9rem",
    sort: (one) => Date.parse(one.lastChangeAt),
    cell: (one) => <Time at={one.lastChangeAt} />,
  },
];

type Grant = Estate["grants"][number];
const GRANTS_SHOWN = ["few", "all"] as const;

/** Whether somebody should look at it: it ends soon, it is paused, or nobody uses it. */
function needsAttention({ state, lastUsedAt }: Grant): boolean {
  return (
    state === "endsSoon" || state === "referentChanged" || (state === "active" && lastUsedAt === undefined)
  );
}

function Grants({ estate }: { estate: Estate }) {
  const [shown, setShown] = useUrlChoice("grants", GRANTS_SHOWN, "few");
  const rows = estate.grants.filter((grant) => shown === "all" || needsAttention(grant));
  return (
    <Section title={words.grants} about={words.grantsAbout}>
      {estate.grants.length === 0 ? null : (
        <Row>
          <Choice
            label={words.show}
            isLabelUnseen
            value={shown}
            onChange={setShown}
            options={[
              { value: "few", label: words.fewGrants },
              { value: "all", label: words.allGrants },
            ]}
          />
        </Row>
      )}
      <Table
        label={words.grantsLabel}
        rows={rows}
        columns={grantColumns(estate.callsSince)}
        keyOf={(grant) => grant.name}
        sortedBy="ends"
        sortName="grantsBy"
        empty={<Empty title={words.noGrants}>{words.noGrantsWhy}</Empty>}
      />
    </Section>
  );
}

function grantColumns(callsSince: string): readonly Column<Grant>[] {
  return [
    {
      id: "name",
      label: words.grant,
      width: "minmax(0, 2fr)",
      sort: (grant) => grant.name,
      cell: (grant) => (
        <Link look="row" to="/policies/$policy" params={{ policy: grant.name }}>
          {grant.name}
        </Link>
      ),
    },
    {
      id: "of",
      label: words.of,
      cell: ({ namespace, workflow }) => [namespace, workflow].filter((part) => part !== undefined).join("/"),
    },
    {
      id: "state",
      label: words.state,
      cell: ({ state }) => (
        <Badge
          tone={state === "active" ? "good" : state === "ended" || state === "superseded" ? "quiet" : "warn"}
        >
          {words.states[state] ?? state}
        </Badge>
      ),
    },
    {
      id: "ends",
      label: words.ends,
      sort: (grant) => Date.parse(grant.endsAt),
      cell: (grant) => <Time at={grant.endsAt} />,
    },
    {
      id: "used",
      label: words.used,
      sort: (grant) => (grant.lastUsedAt === undefined ? undefined : Date.parse(grant.lastUsedAt)),
      cell: ({ lastUsedAt }) =>
        lastUsedAt === undefined ? (
          <span className={styles["soft"]}>
            {words.unused} <Time at={callsSince} />
          </span>
        ) : (
          <Time at={lastUsedAt} />
        ),
    },
  ];
}
