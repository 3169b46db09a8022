/** Asking IT for what policies refuse, where it is needed: what for, what would be enough, and what became of it. */
import { useQuery } from "@tanstack/react-query";
import type { AccessRequest } from "@towpath/client";
import { useState } from "react";

import { useOnce } from "../act/useOnce";
import { openRequest, type WorkflowName } from "../../api/editing";
import { requests } from "../../api/lists";
import { operations } from "../../words/operations";
import { Button } from "../button/Button";
import { Code } from "../code/Code";
import { Sheet } from "../dialog/Dialog";
import { Disclosure } from "../disclosure/Disclosure";
import { TextField } from "../field/Field";
import { Link } from "../link/Link";
import { Problem } from "../problem/Problem";
import { Prose } from "../prose/Prose";
import { State } from "../state/State";
import { Time } from "../time/Time";
import { say } from "../toast/toasts";
import styles from "./Operations.module.css";

const words = operations.ask;

/** The newest request for this workflow, whatever became of it. */
export function useRequest({ namespace, name }: WorkflowName): AccessRequest | undefined {
  const all = useQuery(requests()).data ?? [];
  return all
    .filter(
      (one) =>
        one.namespace === namespace && (one.workflow === name || one.workflow === `${namespace}/${name}`),
    )
    .sort((a, b) => Date.parse(b.openedAt) - Date.parse(a.openedAt))[0];
}

/** A sheet that asks. `refused` are the accesses in words; `prepare` saves the draft first. */
export function AskForAccess(properties: {
  workflow: WorkflowName;
  refused: readonly string[];
  isOpen: boolean;
  onClose: () => void;
  prepare: () => Promise<void>;
}) {
  const { workflow, refused, isOpen, onClose, prepare } = properties;
  const [purpose, setPurpose] = useState("");
  const [isTried, setTried] = useState(false);
  const send = useOnce({
    mutationFn: async () => {
      await prepare();
      return openRequest({ namespace: workflow.namespace, workflow: workflow.name, purpose });
    },
    onSuccess: () => {
      say(words.sent);
      onClose();
    },
  });
  const act = () => {
    setTried(true);
    if (purpose.trim() !== "") {
      send.mutate();
    }
  };
  const foot = (
    <Button look="primary" onPress={act} isPending={send.isPending}>
      {words.act}
    </Button>
  );
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={words.title} foot={foot}>
      <div className={styles["ask"]}>
        <p>{words.about}</p>
        <div>
          <h3>{words.refused}</h3>
          <ul className={styles["refused"]}>
            {refused.map((one) => (
              <li key={one}>
                <Prose>{one}</Prose>
              </li>
            ))}
          </ul>
        </div>
        <TextField
          label={words.purpose}
          help={words.purposeHelp}
          rows={3}
          value={purpose}
          onChange={setPurpose}
          error={isTried && purpose.trim() === "" ? words.needed : undefined}
          autoFocus
        />
        {send.isError ? <Problem error={send.error} title={words.failed} /> : null}
      </div>
    </Sheet>
  );
}

/** What became of a request. */
export function RequestState({ of }: { of: AccessRequest }) {
  const { id, state, openedAt, decision, permit, purpose } = of;
  return (
    <div className={styles["request"]}>
      <div className={styles["head"]}>
        <span>
          <Link to="/inbox/requests/$id" params={{ id }}>
            {words.mine}
          </Link>{" "}
          <State of={state} />
        </span>
        <span className={styles["why"]}>
          {decision === undefined || decision === null ? (
            <>
              {words.with}, <Time at={openedAt} />
            </>
          ) : (
            <>
              {decision.by}, <Time at={decision.at} />
            </>
          )}
        </span>
      </div>
      <p className={styles["about"]}>{purpose}</p>
      {decision?.reason === undefined || decision.reason === null ? null : (
        <p>{words.reason(decision.by, decision.reason)}</p>
      )}
      {permit === undefined || permit === null ? null : (
        <Disclosure title={words.permit}>
          <Code label={words.permit} value={permit} isReadOnly isSmall />
        </Disclosure>
      )}
    </div>
  );
}
