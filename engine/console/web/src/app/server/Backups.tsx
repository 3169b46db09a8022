/** The archives on the server, how they are doing, and making one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ProblemError, type Backup } from "@towpath/client";

import { backups, beginBackup } from "../../api/server";
import { rolesOf, useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Section } from "../../parts/page/Page";
import { Problem, problemText } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, type Tone } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { absolute, bytes } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { server } from "../../words/server";
import { hasRole } from "../roles";
import styles from "./Server.module.css";

const words = server.backups;
const NO_FOLDER = "TP4172";
const TONES: Readonly<Record<string, Tone>> = { running: "busy", done: "good", failed: "bad" };

/** The section. */
export function Backups() {
  const query = useQuery(backups);
  const { error, data } = query;
  const isFolderless = error instanceof ProblemError && error.code === NO_FOLDER;
  const about =
    data === undefined || isFolderless ? undefined : (
      <>
        {words.about} <code>{data.folder}</code>. {lastText(data.items)}
      </>
    );
  return (
    <Section title={words.title} about={about} actions={isFolderless ? undefined : <Make />}>
      {isFolderless ? (
        <Empty title={words.noFolder}>
          <Prose>{problemText(error)}</Prose>
        </Empty>
      ) : (
        <Loaded query={query} title={words.failed}>
          {({ items }) => (
            <Table
              label={words.label}
              rows={items}
              columns={COLUMNS}
              keyOf={(one) => one.name}
              sortName="backups"
              empty={<Empty title={words.none}>{words.noneWhy}</Empty>}
            />
          )}
        </Loaded>
      )}
    </Section>
  );
}

/** How old the data would be that could be restored now. */
function lastText(items: readonly Backup[]): string {
  const done = items.filter(({ state }) => state === "done").map(({ startedAt }) => Date.parse(startedAt));
  return done.length === 0 ? words.noLast : words.last(absolute(new Date(Math.max(...done))));
}

function Make() {
  const queries = useQueryClient();
  const mayMake = hasRole(rolesOf(useMe()), ["it", "operator"]);
  const make = useOnce({
    mutationFn: beginBackup,
    onSuccess: () => say(words.begun),
    onSettled: () => queries.invalidateQueries({ queryKey: backups.queryKey }),
  });
  if (!mayMake) {
    return null;
  }
  return (
    <>
      <Button icon="plus" isPending={make.isPending} onPress={() => make.mutate()}>
        {words.make}
      </Button>
      {make.isError ? <Problem error={make.error} title={words.makeFailed} /> : null}
    </>
  );
}

const COLUMNS: readonly Column<Backup>[] = [
  {
    id: "name",
    label: words.name,
    width: "minmax(12rem, 3fr)",
    sort: (one) => one.name,
    cell: (one) => <span className={styles["name"]}>{one.name}</span>,
  },
  {
    id: "state",
    label: words.state,
    width: "minmax(10rem, 3fr)",
    cell: (one) => (
      <span className={styles["line"]}>
        <Badge tone={TONES[one.state] ?? "quiet"}>{words.states[one.state] ?? one.state}</Badge>
        {one.error === undefined ? null : (
          <span className={styles["soft"]}>
            <Prose>{one.error}</Prose>
          </span>
        )}
      </span>
    ),
  },
  {
    id: "started",
    label: words.started,
    width: "9rem",
    sort: (one) => Date.parse(one.startedAt),
    cell: (one) => <Time at={one.startedAt} />,
  },
  {
    id: "size",
    label: words.size,
    width: "7rem",
    align: "end",
    sort: (one) => one.bytes,
    cell: (one) => bytes(one.bytes),
  },
];
