/** The versions of a workflow, for its callers. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { Version } from "@towpath/client";

import { Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, State } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { Time } from "../../parts/time/Time";
import { developers } from "../../words/developers";
import styles from "./Developers.module.css";

const words = developers.versions;

/** The section. `usual` is the version for callers who name none. */
export function VersionTable({
  query,
  usual,
}: {
  query: UseQueryResult<Version[]>;
  usual: string | undefined;
}) {
  const columns: readonly Column<Version>[] = [
    {
      id: "version",
      label: words.version,
      width: "minmax(11rem, 1fr)",
      cell: (one) => (
        <span className={styles["head"]}>
          <strong>{one.version}</strong>
          {one.version === usual ? <Badge tone="good">{words.callers}</Badge> : null}
        </span>
      ),
    },
    { id: "state", label: words.state, width: "9rem", cell: (one) => <State of={one.review ?? one.state} /> },
    { id: "why", label: words.why, cell: (one) => one.reason ?? "" },
    { id: "by", label: words.by, cell: (one) => <Principal id={one.author} /> },
    {
      id: "published",
      label: words.published,
      width: "9rem",
      align: "end",
      cell: (one) => <Time at={one.publishedAt} />,
    },
  ];
  return (
    <Section title={words.title}>
      <Loaded query={query} title={words.failed}>
        {(all) => (
          <Table
            label={words.label}
            rows={all}
            columns={columns}
            keyOf={(one) => one.version}
            sortName="versions"
            empty={null}
          />
        )}
      </Loaded>
    </Section>
  );
}
