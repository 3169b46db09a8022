/** Whether the other system answers: tested by a click, told in place. */
import type { ConnectionTest } from "@towpath/client";

import { testConnection } from "../../api/integrations";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { duration } from "../../parts/time/format";
import { integrations } from "../../words/integrations";
import styles from "./Integrations.module.css";

const words = integrations.test;

/** The button, and what it found. */
export function TestConnection({ name, isOff }: { name: string; isOff: boolean }) {
  const test = useOnce({ mutationFn: () => testConnection(name) });
  return (
    <div className={styles["test"]}>
      <div>
        <Button icon="runs" onPress={() => test.mutate()} isPending={test.isPending} isDisabled={isOff}>
          {test.data === undefined && !test.isError ? words.act : words.again}
        </Button>
      </div>
      <p className={styles["soft"]}>{isOff ? words.off : words.about}</p>
      <div role="status">{test.data === undefined ? null : <Found of={test.data} />}</div>
      {test.isError ? <Problem error={test.error} title={words.failed} /> : null}
    </div>
  );
}

function Found({ of }: { of: ConnectionTest }) {
  const { reachable, tookMs, target, status, problem } = of;
  const facts = [target, duration(tookMs), status === undefined ? undefined : words.status(String(status))];
  return (
    <div className={styles["found"]}>
      <p className={styles["labels"]}>
        {reachable ? (
          <Badge tone={problem === undefined ? "good" : "warn"}>{words.reachable}</Badge>
        ) : (
          <Badge tone="bad">{words.unreachable}</Badge>
        )}
        <span className={styles["soft"]}>{facts.filter((fact) => fact !== undefined).join(" · ")}</span>
      </p>
      {problem === undefined ? (
        <p className={styles["soft"]}>{status === 404 ? words.notFound : words.onlyThis}</p>
      ) : (
        <p>
          <Prose>{problem.detail}</Prose> <code>{problem.code}</code>
        </p>
      )}
    </div>
  );
}
