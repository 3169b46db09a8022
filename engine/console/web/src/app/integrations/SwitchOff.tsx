/** Switching an integration off, with what that takes and a reason; and on again. */
import { useQueryClient } from "@tanstack/react-query";
import type { EstateIntegration } from "@towpath/client";

import { switchIntegration } from "../../api/integrations";
import { useOnce } from "../../parts/act/useOnce";
import { useAct } from "../../parts/act/useAct";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { problemText } from "../../parts/problem/Problem";
import { say } from "../../parts/toast/toasts";
import { integrations } from "../../words/integrations";
import styles from "./Integrations.module.css";
import { figuresOf } from "./sums";

const words = integrations.off;
/** What shows whether an integration is on. */
const TOUCHED = ["integrations", "estate"];

/** The question. */
export function SwitchOff(properties: {
  name: string;
  of: EstateIntegration | undefined;
  onClose: () => void;
}) {
  const { name, of, onClose } = properties;
  const off = useAct({
    act: (reason: string) => switchIntegration(name, false, reason),
    done: words.done(name),
    touches: TOUCHED,
    onDone: onClose,
  });
  const used = of === undefined ? [] : figuresOf(of).workflows;
  return (
    <AskWhy
      title={words.title(name)}
      label={words.act}
      look="danger"
      isAlert
      why={{ label: words.reason, help: words.reasonHelp, needed: words.needed, rows: 2 }}
      act={off}
      onClose={onClose}
    >
      <p>{words.what}</p>
      <Used title={words.used} none={words.unused} workflows={used} />
    </AskWhy>
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
  const queries = useQueryClient();
  return useOnce({
    mutationFn: () => switchIntegration(name, true, ""),
    onSuccess: async () => {
      say(words.on(name));
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => TOUCHED.includes(String(queryKey[0])),
      });
    },
    onError: (error) => say(problemText(error), { tone: "bad" }),
  });
}
