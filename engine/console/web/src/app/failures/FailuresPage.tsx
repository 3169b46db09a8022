/** Equal failures of runs as cases: who looks after each, what is known of it, and running all of it again. */
import { useQuery } from "@tanstack/react-query";
import type { FailureCases } from "@towpath/client";
import { lazy, Suspense, useDeferredValue, useMemo, useState } from "react";

import { failureCases } from "../../api/failures";
import { workflows } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { SearchField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { Page, Row as Fields } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Table } from "../../parts/table/Table";
import { number } from "../../parts/time/format";
import { useUrl, useUrlChange, useUrlChoice } from "../../parts/url/useUrl";
import { failures as words } from "../../words/failures";
import { hasRole } from "../roles";
import { columnsOf } from "./columns";
import styles from "./Failures.module.css";
import { beginOf, fitting, rowsOf, SHOWN, SPANS, type Row, type Shown, type Span } from "./rows";

const CaseForm = lazy(() => import("./CaseForm").then((module) => ({ default: module.CaseForm })));

/** The page. */
export function FailuresPage() {
  const [span] = useUrlChoice<Span>("span", SPANS, "week");
  const from = useMemo(() => beginOf(span, Date.now()), [span]);
  const query = useQuery(failureCases(from === undefined ? {} : { from }));
  return (
    <Page title={words.title} about={words.about}>
      <Filters />
      <Loaded query={query} title={words.failed} lines={8}>
        {(found) => <All of={found} from={from} />}
      </Loaded>
    </Page>
  );
}

function All({ of: { items, more = false }, from }: { of: FailureCases; from: string | undefined }) {
  const known = useQuery(workflows).data;
  const held = rolesOf(useMe());
  const [text] = useUrl("q");
  const [shown] = useUrlChoice<Shown>("state", SHOWN, "open");
  const wanted = useDeferredValue(text);
  const [chosen, setChosen] = useState<Row>();
  const mayEdit = hasRole(held, ["champion", "it", "operator"]);
  const mayRerun = hasRole(held, ["champion", "it"]);
  const rows = useMemo(
    () => fitting(rowsOf(items, known ?? []), wanted, shown),
    [items, known, wanted, shown],
  );
  const columns = useMemo(
    () => columnsOf({ onEdit: mayEdit ? setChosen : undefined, mayRerun }, from),
    [mayEdit, mayRerun, from],
  );
  return (
    <>
      {more ? <p className={styles["notice"]}>{words.more}</p> : null}
      <p className="unseen" role="status">
        {words.count(number(rows.length))}
      </p>
      <Table
        label={words.label}
        rows={rows}
        columns={columns}
        keyOf={(row) => row.key}
        sortedBy="-last"
        empty={items.length === 0 ? <Empty title={words.never}>{words.neverWhy}</Empty> : <None />}
      />
      {chosen === undefined ? null : (
        <Suspense fallback={null}>
          <CaseForm key={chosen.key} row={chosen} onClose={() => setChosen(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function Filters() {
  const [text, setText] = useUrl("q");
  const [shown, setShown] = useUrlChoice<Shown>("state", SHOWN, "open");
  const [span, setSpan] = useUrlChoice<Span>("span", SPANS, "week");
  const { filters, states } = words;
  return (
    <Fields>
      <SearchField label={words.search} value={text} onChange={setText} />
      <Select<Shown>
        label={filters.state}
        isLabelUnseen
        options={SHOWN.map((one) => ({ value: one, label: one === "any" ? filters.any : states[one] }))}
        value={shown}
        onChange={setShown}
      />
      <Select<Span>
        label={filters.span}
        isLabelUnseen
        options={SPANS.map((one) => ({ value: one, label: filters.spans[one] }))}
        value={span}
        onChange={setSpan}
      />
    </Fields>
  );
}

function None() {
  const change = useUrlChange();
  const clear = (
    <Button onPress={() => change({ q: undefined, state: "any", span: undefined })}>{words.clear}</Button>
  );
  return (
    <Empty title={words.none} action={clear}>
      {words.noneWhy}
    </Empty>
  );
}
