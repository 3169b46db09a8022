/** Switching an integration off, with what that takes and a reason; and on again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { EstateIntegration } from "@towpath/client";
import { useState } from "react";

import { integrationSwitch, switchIntegration } from "../../api/integrations";
import { estate } from "../../api/lists";
import { Confirm } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Problem, problemText } from "../../parts/problem/Problem";
import { say } from "../../parts/toast/toasts";
import { integrations } from "../../words/integrations";
import styles from "./Integrations.module.css";
import { figuresOf } from "./sums";

const words = integrations.off;

/** The question. */
export function SwitchOff(properties: {
  name: string;
  of: EstateIntegration | undefined;
  onClose: () => void;
}) {
  const { name, of, onClose } = properties;
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const reread = useReread(name);
  const off = useMutation({
    mutationFn: () => switchIntegration(name, false, reason.trim()),
    onSuccess: async () => {
      say(words.done(name));
      onClose();
      await reread();
    },
  });
  const used = of === undefined ? [] : figuresOf(of).workflows;
  const submit = () => {
    setTried(true);
    if (reason.trim() !== "") {
      off.mutate();
    }
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={words.title(name)}
      act={words.act}
      onAct={submit}
      isPending={off.isPending}
    >
      <div className={styles["stack"]}>
        <p>{words.what}</p>
        <Used title={words.used} none={words.unused} workflows={used} />
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          error={isTried && reason.trim() === "" ? words.needed : undefined}
          rows={2}
          isRequired
          value={reason}
          onChange={setReason}
        />
        {off.isError ? <Problem error={off.error} /> : null}
      </div>
    </Confirm>
  );
}

/** Names of workflows that lose something. */
export function Used({
  title,
  none,
  workflows,
}: {
  title: string;
  none?: string;
  workflows: readonly string[];
}) {
  if (workflows.length === 0) {
    return none === undefined ? null : <p className={styles["soft"]}>{none}</p>;
  }
  return (
    <div>
      <p>{title}</p>
      <ul className={styles["users"]}>
        {workflows.map((workflow) => (
          <li key={workflow}>
            <code>{workflow}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Switches it on again. */
export function useSwitchOn(name: string) {
  const reread = useReread(name);
  return useMutation({
    mutationFn: () => switchIntegration(name, true, ""),
    onSuccess: async () => {
      say(words.on(name));
      await reread();
    },
    onError: (error) => say(problemText(error), { tone: "bad" }),
  });
}

function useReread(name: string) {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: integrationSwitch(name).queryKey }),
      queries.invalidateQueries({ queryKey: estate.queryKey }),
    ]);
  };
}
