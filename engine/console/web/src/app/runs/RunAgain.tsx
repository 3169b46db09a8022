/** Starts a workflow again with the input of a run, after saying that this is real. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { newIdempotencyKey, type Run } from "@towpath/client";
import { useState } from "react";

import { startAgain, versions } from "../../api/published";
import { journal } from "../../api/run";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Live } from "../../parts/state/State";
import { say } from "../../parts/toast/toasts";
import { JsonView } from "../../parts/values/JsonView";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import { inputOf, isHidden } from "../../api/recorded";
import styles from "./Run.module.css";

const words = runs.actions;

/** The question. */
export function RunAgain({ run, title, onClose }: { run: Run; title: string; onClose: () => void }) {
  const { namespace, name } = run.workflow;
  const navigate = useNavigate();
  const records = useQuery(journal(run.id));
  const known = useQuery(versions(namespace, name)).data;
  const version = known?.find(
    (one) => one.state === "published" && (one.callersGet ?? undefined) === undefined,
  );
  // One key for the whole question: pressing twice, or after a lost answer, starts one run.
  const [key] = useState(newIdempotencyKey);
  const input = records.data === undefined ? undefined : inputOf(records.data.records);
  const isUnknown = input === undefined || isHidden(input.value);
  const start = useMutation({
    mutationFn: () => startAgain({ namespace, name, input: input?.value, key }),
    onSuccess: async (id) => {
      say(words.againStarted);
      onClose();
      await navigate({ to: "/runs/$run", params: { run: id } });
    },
  });
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button
        look="primary"
        isDisabled={isUnknown}
        isPending={start.isPending}
        onPress={() => start.mutate()}
      >
        {words.again}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.againTitle} foot={foot}>
      <div className={styles["part"]}>
        <p className={styles["inline"]}>
          <Live />
          {words.againWhat(title)}
        </p>
        {version === undefined || version.version === run.workflow.version ? null : (
          <p>{words.againVersion(version.version)}</p>
        )}
        <Loaded query={records}>
          {() =>
            isUnknown ? (
              <p className={styles["notice"]}>{words.againHidden}</p>
            ) : (
              <JsonView value={input.value} label={words.againInput} />
            )
          }
        </Loaded>
        {start.isError ? <Problem error={start.error} title={words.againFailed} /> : null}
      </div>
    </Dialog>
  );
}
