/** How long ended runs are kept: the default of the server, and the rules, which IT changes in place. */
import { useQuery } from "@tanstack/react-query";
import type { Retention } from "@towpath/client";
import { useState } from "react";

import { retention } from "../../api/server";
import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Page, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { retention as words } from "../../words/retention";
import { hasRole } from "../roles";
import { Period } from "./Period";
import styles from "./Retention.module.css";
import { OUTCOMES } from "./rules";
import { RulesForm } from "./RulesForm";
import { RulesTable } from "./RulesTable";

/** The page. */
export function RetentionPage() {
  const query = useQuery(retention);
  return (
    <Page title={words.title} about={words.about}>
      <Loaded query={query} title={words.failed} lines={6}>
        {(known) => (
          <>
            <Defaults of={known} />
            <Rules of={known} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Defaults({ of }: { of: Retention }) {
  return (
    <Section title={words.defaults.title} about={words.defaults.about}>
      <KeyValue
        of={OUTCOMES.map((outcome) => [
          words.outcomes[outcome],
          <Period key={outcome} of={of.default[outcome]} />,
        ])}
      />
    </Section>
  );
}

function Rules({ of }: { of: Retention }) {
  const mayChange = hasRole(rolesOf(useMe()), ["it"]);
  // The rules that the form begins with: a change by somebody else meanwhile takes nothing away that is typed.
  const [from, setFrom] = useState<Retention>();
  if (from !== undefined) {
    return (
      <Section title={words.form.title} about={words.form.help}>
        <RulesForm key={from.revision} from={from} now={of} onClose={() => setFrom(undefined)} />
      </Section>
    );
  }
  const change = mayChange ? (
    <Button icon="edit" onPress={() => setFrom(of)}>
      {words.rules.change}
    </Button>
  ) : undefined;
  return (
    <Section title={words.rules.title} about={words.rules.about} actions={change}>
      <RulesTable label={words.rules.label} of={of} />
      <Changed of={of} />
      {mayChange ? null : <p className={styles["soft"]}>{words.rules.onlyIt}</p>}
    </Section>
  );
}

function Changed({ of: { by, at } }: { of: Retention }) {
  return by === undefined || at === undefined ? (
    <p className={styles["soft"]}>{words.rules.never}</p>
  ) : (
    <p className={styles["line"]}>
      {words.rules.changed} <Principal id={by} /> <Time at={at} />
    </p>
  );
}
