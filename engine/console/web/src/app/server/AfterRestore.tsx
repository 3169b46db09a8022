/** The pause after a restore: what would go out, and confirming exactly that. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Restore } from "@towpath/client";
import { useState } from "react";

import { confirmRestore, restore } from "../../api/server";
import { rolesOf, useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Checkbox } from "../../parts/field/Field";
import { Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Problem } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { number, plural } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { say } from "../../parts/toast/toasts";
import { KeyValue } from "../../parts/values/KeyValue";
import { parts } from "../../words/parts";
import { server } from "../../words/server";
import { hasRole } from "../roles";
import { startsOf } from "./pending";
import { PendingRuns, PendingSchedules } from "./GoesOut";
import styles from "./Server.module.css";

const words = server.restore;

/** The section. */
export function AfterRestore() {
  const query = useQuery(restore);
  return (
    <Section title={words.title}>
      <Loaded query={query} title={words.failed} lines={3}>
        {(known) =>
          known.state === "never" ? <p className={styles["soft"]}>{words.never}</p> : <Known of={known} />
        }
      </Loaded>
    </Section>
  );
}

function Known({ of }: { of: Restore }) {
  const isPaused = of.state === "paused";
  return (
    <div className={styles["part"]}>
      <KeyValue
        of={[
          [
            words.state,
            <Badge key="state" tone={isPaused ? "still" : "good"}>
              {words.states[of.state] ?? of.state}
            </Badge>,
          ],
          [words.taken, of.takenAt === undefined ? undefined : <Time at={of.takenAt} isExact />],
          [words.restored, of.restoredAt === undefined ? undefined : <Time at={of.restoredAt} isExact />],
          [
            words.confirmed,
            of.confirmedBy === undefined ? undefined : (
              <span className={styles["line"]}>
                <Principal id={of.confirmedBy} />
                {of.confirmedAt === undefined ? null : <Time at={of.confirmedAt} isExact />}
              </span>
            ),
          ],
        ]}
      />
      {isPaused ? <Paused of={of} /> : null}
    </div>
  );
}

function Paused({ of }: { of: Restore }) {
  const [isAsking, setAsking] = useState(false);
  const mayConfirm = hasRole(rolesOf(useMe()), ["it"]);
  return (
    <>
      <p className={styles["notice"]}>{words.paused}</p>
      <PendingRuns of={of} />
      <PendingSchedules of={of.schedules} />
      {mayConfirm ? (
        <div>
          <Button look="danger" onPress={() => setAsking(true)}>
            {words.confirm}
          </Button>
        </div>
      ) : (
        <p className={styles["soft"]}>{words.onlyIt}</p>
      )}
      {isAsking ? <Ask of={of} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Ask({ of, onClose }: { of: Restore; onClose: () => void }) {
  // What was looked at before this was asked: if something else would go out by now, it has to be looked at again.
  const [seen] = useState(of.digest);
  const isChanged = of.digest !== seen;
  const [hasRead, setRead] = useState(false);
  const queries = useQueryClient();
  const confirm = useOnce({
    mutationFn: () => confirmRestore(seen),
    onSuccess: async () => {
      say(words.done);
      onClose();
      await queries.invalidateQueries();
    },
    onError: async () => {
      setRead(false);
      await queries.invalidateQueries({ queryKey: restore.queryKey });
    },
  });
  const starts = startsOf(of.schedules);
  const foot = (
    <>
      <Button onPress={onClose} autoFocus>
        {parts.cancel}
      </Button>
      <Button
        look="danger"
        isDisabled={!hasRead || isChanged}
        isPending={confirm.isPending}
        onPress={() => confirm.mutate()}
      >
        {words.confirm}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.question} foot={foot}>
      <div className={styles["part"]}>
        <p>
          {words.what(
            `${number(of.unfinished)} ${plural(of.unfinished, words.runWords)}`,
            `${number(starts)} ${plural(starts, words.startWords)}`,
          )}
        </p>
        {isChanged ? <p className={styles["notice"]}>{words.changed}</p> : null}
        {confirm.isError ? <Problem error={confirm.error} title={words.confirmFailed} /> : null}
        <Checkbox isSelected={hasRead} onChange={setRead}>
          {words.hasRead}
        </Checkbox>
      </div>
    </Dialog>
  );
}
