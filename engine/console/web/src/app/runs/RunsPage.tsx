/** The list of runs: filters and views above, rows below, the newest first and live. */
import { useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { BulkAction, Role } from "@towpath/client";
import { useMemo } from "react";

import { BULK_ACTS } from "../../api/bulk";
import { rolesOf, useMe } from "../../api/session";
import { BulkButton } from "../../parts/bulk/BulkButton";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { Table } from "../../parts/table/Table";
import { useUrlChange } from "../../parts/url/useUrl";
import { parts } from "../../words/parts";
import { runs as words } from "../../words/runs";
import { cancellers, hasRole, starters } from "./access";
import { FilterRow } from "./FilterRow";
import { NAMES, readFilters } from "./filters";
import { Foot } from "./Foot";
import { useColumns } from "./columns";
import styles from "./Runs.module.css";
import { useRuns } from "./useRuns";
import { ViewRow } from "./ViewRow";
import { filtersIn } from "./views";

/** The page. */
export function RunsPage() {
  const search = useSearch({ strict: false });
  const filters = useMemo(() => readFilters(search), [search]);
  const { pages, rows, isLive, query } = useRuns(filters);
  const acts = actsOf(rolesOf(useMe()));
  const columns = useColumns();
  return (
    <Page
      title={words.title}
      about={words.about}
      actions={
        acts.length === 0 ? undefined : <BulkButton label={words.list.bulk} query={query} acts={acts} />
      }
    >
      <ViewRow />
      <FilterRow filters={filters} known={rows} />
      {isLive ? null : <Paused />}
      {pages.isError ? (
        <Problem
          error={pages.error}
          title={words.list.failed}
          next={
            <Button onPress={() => void pages.refetch()} isPending={pages.isFetching}>
              {parts.retry}
            </Button>
          }
        />
      ) : null}
      {pages.isPending ? <Skeleton lines={12} /> : null}
      {pages.data === undefined ? null : (
        <>
          <Table
            label={words.list.label}
            rows={rows}
            columns={columns}
            keyOf={(run) => run.id}
            empty={<NoRuns />}
          />
          <Foot pages={pages} found={rows.length} />
        </>
      )}
    </Page>
  );
}

/** What somebody may do to many runs; each run is judged by the server once more. */
function actsOf(held: readonly Role[]): readonly BulkAction[] {
  const acts = hasRole(held, cancellers) ? BULK_ACTS : [];
  return acts.filter((act) => act !== "rerun" || hasRole(held, starters));
}

/** Said when so much was read that it is not read again by itself. */
function Paused() {
  const queries = useQueryClient();
  const restart = () => {
    window.scrollTo({ top: 0 });
    void queries.resetQueries({ queryKey: ["runs", "list"] });
  };
  return (
    <p role="status" className={styles["notice"]}>
      {words.list.paused}
      <Button onPress={restart}>{words.list.newest}</Button>
    </p>
  );
}

function NoRuns() {
  const change = useUrlChange();
  const isFiltered = Object.keys(filtersIn(useSearch({ strict: false }))).length > 0;
  if (!isFiltered) {
    const action = <ButtonLink to="/developers">{words.list.developers}</ButtonLink>;
    return (
      <Empty title={words.list.never} action={action}>
        {words.list.neverWhy}
      </Empty>
    );
  }
  const clear = () => change(Object.fromEntries(NAMES.map((name) => [name, undefined])));
  return (
    <Empty title={words.list.none} action={<Button onPress={clear}>{words.list.clear}</Button>}>
      {words.list.noneWhy}
    </Empty>
  );
}
