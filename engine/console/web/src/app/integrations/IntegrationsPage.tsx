/** The integrations: what each is, who owns it, how much it is used, and what keeps it from working. */
import { useQuery } from "@tanstack/react-query";
import type { EstateIntegration } from "@towpath/client";

import { integrationText } from "../../api/integrations";
import { estate } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page, Row } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { fitsText } from "../../parts/search/fits";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number, plural } from "../../parts/time/format";
import { useUrl } from "../../parts/url/useUrl";
import { integrations as words } from "../../words/integrations";
import { hasRole } from "../roles";
import { figuresOf, kindIn } from "./sums";
import { aDay, Failures, kindText } from "./Figures";
import styles from "./Integrations.module.css";

/** The page. */
export function IntegrationsPage() {
  const known = useQuery(estate);
  const [filter, setFilter] = useUrl("q");
  const canAdd = hasRole(rolesOf(useMe()), ["it"]);
  const add = canAdd ? (
    <ButtonLink to="/integrations/+new" look="primary" icon="plus">
      {words.add}
    </ButtonLink>
  ) : undefined;
  return (
    <Page title={words.title} about={words.about} actions={add}>
      <Loaded query={known} title={words.failed} lines={5}>
        {({ integrations, complete }) =>
          integrations.length === 0 ? (
            <Empty title={words.list.none} action={add}>
              {words.list.noneWhy}
            </Empty>
          ) : (
            <>
              <Row>
                <SearchField label={words.list.filter} value={filter} onChange={setFilter} />
              </Row>
              <Table
                label={words.list.label}
                rows={integrations.filter((one) => isFound(one, filter))}
                columns={COLUMNS}
                keyOf={(one) => one.name}
                sortedBy="name"
                empty={<Empty title={words.list.noneFound} />}
                foot={complete ? words.list.since : words.list.counting}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function isFound({ name, title, owner }: EstateIntegration, filter: string): boolean {
  return fitsText(filter, name, title, owner);
}

const COLUMNS: readonly Column<EstateIntegration>[] = [
  {
    id: "name",
    label: words.list.name,
    width: "minmax(0, 2fr)",
    sort: (one) => one.title ?? one.name,
    cell: ({ name, title }) => (
      <>
        <Link look="row" to="/integrations/$integration" params={{ integration: name }}>
          {title ?? name}
        </Link>
        {title === undefined || title === name ? null : <div className={styles["soft"]}>{name}</div>}
      </>
    ),
  },
  { id: "kind", label: words.list.kind, width: "7rem", cell: (one) => <Kind name={one.name} /> },
  {
    id: "owner",
    label: words.list.owner,
    width: "minmax(8rem, 1.4fr)",
    sort: (one) => one.owner,
    cell: (one) => <Principal id={one.owner} isBare />,
  },
  {
    id: "operations",
    label: words.list.operations,
    align: "end",
    width: "5.5rem",
    sort: (one) => one.operations.length,
    cell: (one) => number(one.operations.length),
  },
  {
    id: "workflows",
    label: words.list.workflows,
    align: "end",
    width: "6.5rem",
    sort: (one) => figuresOf(one).workflows.length,
    cell: (one) => {
      const { length } = figuresOf(one).workflows;
      return `${number(length)} ${plural(length, words.list.usedBy)}`;
    },
  },
  {
    id: "calls",
    label: words.list.calls,
    align: "end",
    width: "5rem",
    sort: (one) => figuresOf(one).callsPerDay,
    cell: (one) => aDay(figuresOf(one).callsPerDay),
  },
  {
    id: "failures",
    label: words.list.failures,
    align: "end",
    width: "5.5rem",
    sort: (one) => figuresOf(one).failuresPerDay,
    cell: (one) => <Failures count={figuresOf(one).failuresPerDay} />,
  },
  {
    id: "secrets",
    label: words.list.secrets,
    width: "7rem",
    sort: (one) => figuresOf(one).missing,
    cell: (one) => <SecretsState of={one} />,
  },
  {
    id: "state",
    label: words.list.state,
    width: "7.5rem",
    sort: (one) => Number(one.isSwitchedOff),
    cell: (one) =>
      one.isSwitchedOff ? (
        <Badge tone="bad" icon="stop">
          {words.list.off}
        </Badge>
      ) : (
        <Badge tone="good">{words.list.on}</Badge>
      ),
  },
];

/** The kind is in the document alone. */
function Kind({ name }: { name: string }) {
  const text = useQuery(integrationText(name)).data;
  return text === undefined ? null : kindText(kindIn(text.value.source));
}

function SecretsState({ of }: { of: EstateIntegration }) {
  const { missing } = figuresOf(of);
  if (missing > 0) {
    return (
      <Badge tone="bad" icon="alert">
        {words.list.missing(number(missing))}
      </Badge>
    );
  }
  return (
    <span className={styles["soft"]}>
      {of.secrets.length === 0 ? words.list.noSecrets : words.list.present}
    </span>
  );
}
