/** The list of schedules: when workflows start by themselves, what became of the last time, and what is paused. */
import { useQuery } from "@tanstack/react-query";
import type { Schedule } from "@towpath/client";
import { lazy, Suspense, useDeferredValue, useMemo, useState } from "react";

import { workflows } from "../../api/lists";
import { schedules } from "../../api/schedules";
import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { NamespaceFilter } from "../../parts/filter/NamespaceFilter";
import { ButtonLink } from "../../parts/link/Link";
import { Page, Row as Fields } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { untilNext } from "../../parts/schedule/when";
import { Table } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { schedules as words } from "../../words/schedules";
import { hasRole } from "../roles";
import { columnsOf } from "./columns";
import { fitting, rowsOf, SHOWN, type Chosen, type Shown } from "./rows";

const Question = lazy(() => import("./Questions").then((module) => ({ default: module.Question })));

/** The page. */
export function SchedulesPage() {
  const query = useQuery({
    ...schedules,
    refetchInterval: ({ state }) => untilNext(state.data ?? [], Date.now()),
  });
  return (
    <Page title={words.title} about={words.about}>
      <Loaded query={query} title={words.failed} lines={8}>
        {(all) => (all.length === 0 ? <Never /> : <All of={all} />)}
      </Loaded>
    </Page>
  );
}

function All({ of: all }: { of: readonly Schedule[] }) {
  const known = useQuery(workflows).data;
  const [text] = useUrl("q");
  const [namespace] = useUrl("namespace");
  const [shown] = useUrlChoice<Shown>("state", SHOWN, "");
  const wanted = useDeferredValue(text);
  const [chosen, setChosen] = useState<Chosen>();
  const mayPause = hasRole(rolesOf(useMe()), ["champion", "it", "operator"]);
  const rows = useMemo(
    () => fitting(rowsOf(all, known ?? []), wanted, namespace, shown),
    [all, known, wanted, namespace, shown],
  );
  const columns = useMemo(() => columnsOf(mayPause ? setChosen : undefined), [mayPause]);
  const close = () => setChosen(undefined);
  return (
    <>
      <Filters all={all} />
      <p className="unseen" role="status">
        {words.count(number(rows.length))}
      </p>
      <Table
        label={words.label}
        rows={rows}
        columns={columns}
        keyOf={(row) => row.key}
        sortedBy="name"
        empty={<None />}
      />
      {chosen === undefined ? null : (
        <Suspense fallback={null}>
          <Question chosen={chosen} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function Filters({ all }: { all: readonly Schedule[] }) {
  const [text, setText] = useUrl("q");
  const [shown, setShown] = useUrlChoice<Shown>("state", SHOWN, "");
  const { filters } = words;
  return (
    <Fields>
      <SearchField label={words.search} value={text} onChange={setText} />
      <NamespaceFilter of={all} />
      <Select<Shown>
        label={filters.state}
        isLabelUnseen
        options={SHOWN.map((one) => ({ value: one, label: one === "" ? filters.any : words.states[one] }))}
        value={shown}
        onChange={setShown}
      />
    </Fields>
  );
}

function None() {
  const change = useUrlChange();
  const clear = (
    <Button onPress={() => change({ q: undefined, namespace: undefined, state: undefined })}>
      {words.clear}
    </Button>
  );
  return (
    <Empty title={words.none} action={clear}>
      {words.noneWhy}
    </Empty>
  );
}

function Never() {
  return (
    <Empty title={words.never} action={<ButtonLink to="/workflows">{words.workflows}</ButtonLink>}>
      {words.neverWhy}
    </Empty>
  );
}
