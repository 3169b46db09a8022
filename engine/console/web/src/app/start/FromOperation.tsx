/** "When an app calls, look up …": a draft made of one operation. */
import { useState } from "react";

import { Button } from "../../parts/button/Button";
import { OperationSearch } from "../../parts/operations/OperationSearch";
import { StandingBadge, StandingWhy } from "../../parts/operations/StandingBadge";
import type { Operation } from "../../parts/operations/useOperations";
import { Section } from "../../parts/page/Page";
import { start } from "../../words/start";
import { CallIt, useNamespaces } from "./CallIt";
import { operationText } from "./made";
import styles from "./Start.module.css";

const words = start.operation;

/** The way. */
export function FromOperation() {
  const namespaces = useNamespaces();
  const [chosen, setChosen] = useState<Operation>();
  if (chosen === undefined) {
    return (
      <Section title={words.title} about={words.about}>
        <OperationSearch namespace={namespaces[0] ?? ""} name="" onChoose={setChosen} />
      </Section>
    );
  }
  const title = chosen.title;
  return (
    <Section
      title={words.chosen(title)}
      about={words.about}
      actions={<Button onPress={() => setChosen(undefined)}>{words.change}</Button>}
    >
      <div className={styles["chosen"]}>
        <code>{chosen.name}</code> <StandingBadge of={chosen.stands?.standing} />
        <StandingWhy of={chosen.stands} />
      </div>
      <CallIt first={{ title }} make={(called) => operationText(called, chosen)} />
    </Section>
  );
}
