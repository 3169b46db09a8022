/** Deleting an integration: only where no live version reaches it; unfinished runs are confirmed. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { EstateIntegration } from "@towpath/client";

import { deleteIntegration } from "../../api/integrations";
import { useOnce } from "../../parts/act/useOnce";
import { Confirm } from "../../parts/dialog/Dialog";
import { say } from "../../parts/toast/toasts";
import { integrations } from "../../words/integrations";
import { Affected, impactOf } from "./Affected";
import styles from "./Integrations.module.css";
import { figuresOf } from "./sums";
import { Used } from "./SwitchOff";

const words = integrations.remove;

/** The question; where the server tells what is lost, it is asked once more. */
export function Remove(properties: {
  name: string;
  of: EstateIntegration | undefined;
  tag: string | undefined;
  onClose: () => void;
}) {
  const { name, of, tag, onClose } = properties;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useOnce({
    mutationFn: (confirm: string | undefined) => deleteIntegration({ name, tag, confirm }),
    onSuccess: async () => {
      say(words.done(name));
      await navigate({ to: "/integrations" });
      queries.removeQueries({ queryKey: ["integrations", name] });
      await queries.invalidateQueries({ queryKey: ["estate"] });
    },
  });
  const impact = impactOf(remove.error);
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={words.title(name)}
      act={impact === undefined ? words.act : integrations.impact.actDelete}
      onAct={() => remove.mutate(impact)}
      isPending={remove.isPending}
    >
      <div className={styles["stack"]}>
        <p>{words.what}</p>
        <Used title={words.used} workflows={of === undefined ? [] : figuresOf(of).workflows} />
        {remove.isError ? <Affected error={remove.error} /> : null}
      </div>
    </Confirm>
  );
}
