/** What apps can call: every workflow with the version that callers get, and how to begin. */
import { useQuery } from "@tanstack/react-query";
import type { Version } from "@towpath/client";

import { workflows } from "../../api/lists";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page, Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { fitsText } from "../../parts/search/fits";
import { Badge, State } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { Time } from "../../parts/time/Time";
import { useUrl } from "../../parts/url/useUrl";
import { Copyable } from "../../parts/values/Short";
import { developers as words } from "../../words/developers";
import styles from "./Developers.module.css";

const list = words.list;

const COLUMNS: readonly Column<Version>[] = [
  {
    id: "name",
    label: list.name,
    width: "minmax(14rem, 2fr)",
    sort: (one) => one.title,
    cell: ({ namespace, name, title }) => (
      <>
        <Link look="row" to="/developers/$namespace/$name" params={{ namespace, name }}>
          {title}
        </Link>
        <div className={styles["soft"]}>{`${namespace}/${name}`}</div>
      </>
    ),
  },
  { id: "version", label: list.version, width: "8rem", cell: (one) => one.callersGet ?? one.version },
  {
    id: "state",
    label: list.state,
    width: "minmax(9rem, 1fr)",
    cell: (one) =>
      one.switchedOff === undefined || one.switchedOff === null ? (
        <State of={one.state} />
      ) : (
        <Badge tone="bad">{list.off}</Badge>
      ),
  },
  {
    id: "changed",
    label: list.changed,
    width: "9rem",
    align: "end",
    sort: (one) => Date.parse(one.publishedAt),
    cell: (one) => <Time at={one.publishedAt} />,
  },
];

/** The page. */
export function DevelopersPage() {
  const query = useQuery(workflows);
  const [text, setText] = useUrl("q");
  const reference = <ButtonLink to="/developers/reference">{words.begin.reference}</ButtonLink>;
  return (
    <Page title={words.title} about={words.about} actions={reference}>
      <Begin />
      <SearchField label={list.search} value={text} onChange={setText} />
      <Loaded query={query} title={list.failed} lines={8}>
        {(all) => (
          <Table
            label={list.label}
            rows={fitting(all, text)}
            columns={COLUMNS}
            keyOf={(one) => `${one.namespace}/${one.name}`}
            sortedBy="name"
            empty={
              all.length === 0 ? (
                <Empty title={list.none}>{list.noneWhy}</Empty>
              ) : (
                <Empty title={list.noneFound} />
              )
            }
          />
        )}
      </Loaded>
    </Page>
  );
}

function Begin() {
  return (
    <Section title={words.begin.title} isCard>
      <ol className={styles["begin"]}>
        {words.begin.steps.map((step) => (
          <li key={step}>
            <Prose>{step}</Prose>
          </li>
        ))}
      </ol>
      <p className={styles["address"]}>
        {words.begin.address} <Copyable text={location.origin} />
      </p>
    </Section>
  );
}

function fitting(all: readonly Version[], text: string): readonly Version[] {
  return all.filter((one) => fitsText(text, one.title, `${one.namespace}/${one.name}`));
}
