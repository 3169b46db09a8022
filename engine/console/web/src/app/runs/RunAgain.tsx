/** Runs a run again, from its start or from a step, after showing which of its changes are repeated. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { newIdempotencyKey, type RerunPlan, type Run, type Trace } from "@towpath/client";
import { useState } from "react";

import { versions } from "../../api/published";
import { againPlan, runAgain, type Again } from "../../api/run";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { Select } from "../../parts/field/Select";
import { Problem } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Live } from "../../parts/state/State";
import { number, plural } from "../../parts/time/format";
import { say } from "../../parts/toast/toasts";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { topsOf, twice } from "./again";
import { Repeats } from "./Repeats";
import styles from "./Run.module.css";

const words = runs.again;
/** React Aria has no empty key. */
const START = "start";

interface Properties {
  run: Run;
  title: string;
  trace: Trace | undefined;
  onClose: () => void;
}

/** The sheet. */
export function RunAgain({ run, title, trace, onClose }: Properties) {
  const [from, setFrom] = useState(START);
  const [version, setVersion] = useState(run.workflow.version);
  const again: Again = {
    ...(from === START ? {} : { from }),
    ...(version === run.workflow.version ? {} : { version }),
  };
  const plan = useQuery({ ...againPlan(run.id, again), staleTime: 0, retry: false });
  const start = useStart(run, again, onClose);
  const risks = twice(plan.data?.repeats ?? []).length;
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button
        look={risks === 0 ? "primary" : "danger"}
        isDisabled={plan.data === undefined || plan.isFetching || plan.isError}
        isPending={start.isPending}
        onPress={() => {
          if (plan.data !== undefined) {
            start.mutate(plan.data);
          }
        }}
      >
        {risks === 0 ? words.act : words.actTwice(`${number(risks)} ${plural(risks, words.changes)}`)}
      </Button>
    </>
  );
  return (
    <Sheet isOpen onClose={onClose} title={words.title} foot={foot}>
      <div className={styles["part"]}>
        <p className={styles["inline"]}>
          <Live />
          {words.what(title)}
        </p>
        <Select
          label={words.from}
          value={from}
          onChange={setFrom}
          options={[
            { value: START, label: words.start },
            ...topsOf(trace?.tasks ?? []).map((one) => ({ value: one.reference, label: one.name })),
          ]}
        />
        <VersionField run={run} value={version} onChange={setVersion} />
        {start.isError ? <Problem error={start.error} title={words.failed} /> : null}
        <Loaded query={plan} title={words.planFailed} lines={4}>
          {(known) => (plan.isError ? null : <Planned plan={known} />)}
        </Loaded>
      </div>
    </Sheet>
  );
}

function VersionField(properties: { run: Run; value: string; onChange: (version: string) => void }) {
  const { run, value, onChange } = properties;
  const { namespace, name, version } = run.workflow;
  const known = useQuery(versions(namespace, name)).data ?? [];
  const others = known.filter((one) => one.version !== version && one.state === "published");
  if (others.length === 0) {
    return null;
  }
  return (
    <Select
      label={words.version}
      value={value}
      onChange={onChange}
      options={[
        { value: version, label: version, about: words.same },
        ...others.map((one) => ({ value: one.version, label: one.version })),
      ]}
    />
  );
}

function Planned({ plan }: { plan: RerunPlan }) {
  const { repeats, recorded } = plan;
  return (
    <div className={styles["part"]} role="status">
      {recorded === 0 ? null : <p>{words.recorded(number(recorded))}</p>}
      {repeats.length === 0 ? <p>{words.nothing}</p> : <Repeats of={repeats} />}
    </div>
  );
}

/** What was shown is confirmed by its digest; where it has changed since, it is shown anew. */
function useStart(run: Run, again: Again, onClose: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  // One key for each thing that is asked for: pressing twice, or after a lost answer, starts one run.
  const [keys] = useState(() => new Map<string, string>());
  const keyOf = (digest: string) => {
    const key = keys.get(digest) ?? newIdempotencyKey();
    keys.set(digest, key);
    return key;
  };
  return useOnce({
    mutationFn: (plan: RerunPlan) => runAgain(run.id, again, plan, keyOf(plan.digest)),
    onSuccess: async (id) => {
      say(words.started);
      onClose();
      await navigate({ to: "/runs/$run", params: { run: id } });
    },
    onError: () => queries.invalidateQueries({ queryKey: ["one run", "again", run.id] }),
  });
}
