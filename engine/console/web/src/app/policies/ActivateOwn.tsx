/** An approver puts a policy of their namespace in force: what is lost is shown and confirmed in the same dialog. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { activateOwn } from "../../api/policies";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Sheet } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Affected } from "../../parts/policy/ImpactView";
import { lostOf } from "../../parts/policy/lost";
import { Problem } from "../../parts/problem/Problem";
import { say } from "../../parts/toast/toasts";
import { policies } from "../../words/policies";
import { GraceField } from "./GraceField";

const words = policies.impact;

/** The button and its sheet. The first attempt without a confirmation tells what would be lost. */
export function ActivateOwn({ name }: { name: string }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [grace, setGrace] = useState("0");
  const activate = useOnce({
    mutationFn: (impact: string | undefined) =>
      activateOwn(name, {
        ...(impact === undefined ? {} : { impact, graceSeconds: Number(grace) }),
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    onSuccess: async ({ revision }) => {
      say(words.inForce(String(revision)));
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ["policies"] });
    },
  });
  const lost = lostOf(activate.error);
  const foot = (
    <Button
      look="primary"
      icon="check"
      isPending={activate.isPending}
      onPress={() => activate.mutate(lost?.digest)}
    >
      {lost === undefined ? words.activate : words.activateConfirmed}
    </Button>
  );
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {words.activate}
      </Button>
      <Sheet isWide isOpen={isOpen} onClose={() => setOpen(false)} title={words.activateTitle} foot={foot}>
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          value={reason}
          onChange={setReason}
          rows={2}
        />
        {lost === undefined ? null : (
          <>
            <Affected all={lost.affected} />
            <GraceField value={grace} onChange={setGrace} />
          </>
        )}
        {activate.isError && lost === undefined ? <Problem error={activate.error} /> : null}
      </Sheet>
    </>
  );
}
