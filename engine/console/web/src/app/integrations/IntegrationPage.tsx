/** One integration: what it offers and who uses it, its secrets, its document; switching it off and on. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { DocumentText, EstateIntegration, Switch } from "@towpath/client";
import { useState } from "react";

import { integrationSwitch, integrationText, traffic } from "../../api/integrations";
import { estate } from "../../api/lists";
import { rolesOf, useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Code } from "../../parts/code/Code";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Icon } from "../../parts/icon/Icon";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, Label } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { integrations } from "../../words/integrations";
import { hasRole } from "../roles";
import { readFields } from "./fields";
import { kindText } from "./Figures";
import styles from "./Integrations.module.css";
import { Operations } from "./Operations";
import { Remove } from "./Remove";
import { Secrets } from "./Secrets";
import { useSwitchOn, SwitchOff } from "./SwitchOff";
import { TestConnection } from "./TestConnection";
import { CircuitMark, TrafficNow } from "./TrafficNow";

const words = integrations.page;

/** The page. */
export function IntegrationPage() {
  const { integration: name } = useParams({ from: "/integrations/$integration" });
  const text = useQuery(integrationText(name));
  const known = useQuery(estate);
  const state = useQuery(integrationSwitch(name)).data;
  const of = known.data?.integrations.find((one) => one.name === name);
  const fields = text.data === undefined ? undefined : readFields(text.data.value.source);
  const title = of?.title ?? (fields?.title === undefined || fields.title === "" ? name : fields.title);
  const calls = useQuery(traffic).data?.[name] ?? [];
  const mark = (
    <>
      {state?.on === false ? (
        <Badge tone="bad" icon="stop">
          {integrations.list.off}
        </Badge>
      ) : null}
      <CircuitMark of={calls} />
    </>
  );
  return (
    <Page
      title={title}
      back={<Link to="/integrations">{integrations.back}</Link>}
      marks={mark}
      about={name}
      actions={<Actions name={name} state={state} of={of} />}
    >
      {state?.on === false ? <Off title={title} state={state} /> : null}
      <Loaded query={text} title={integrations.failed} lines={4}>
        {({ value }) => (
          <>
            <About name={name} text={value} isOff={state?.on === false} />
            <TrafficNow name={name} />
            {of === undefined ? null : <Operations of={of} />}
            <Secrets of={of} named={readFields(value.source).secrets} />
            <Disclosure title={words.document}>
              <Code label={words.document} value={value.source} isReadOnly />
            </Disclosure>
          </>
        )}
      </Loaded>
      <Deleting name={name} of={of} tag={text.data?.tag} />
    </Page>
  );
}

function Actions({
  name,
  state,
  of,
}: {
  name: string;
  state: Switch | undefined;
  of: EstateIntegration | undefined;
}) {
  const roles = rolesOf(useMe());
  const [isAsking, setAsking] = useState(false);
  const on = useSwitchOn(name);
  return (
    <>
      {!hasRole(roles, ["it", "operator"]) || state === undefined ? null : state.on ? (
        <Button icon="stop" onPress={() => setAsking(true)}>
          {words.switchOff}
        </Button>
      ) : (
        <Button look="primary" icon="runs" onPress={() => on.mutate()} isPending={on.isPending}>
          {words.switchOn}
        </Button>
      )}
      {hasRole(roles, ["it"]) ? (
        <ButtonLink icon="edit" to="/integrations/$integration/edit" params={{ integration: name }}>
          {words.edit}
        </ButtonLink>
      ) : null}
      {isAsking ? <SwitchOff name={name} of={of} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Off({ title, state }: { title: string; state: Switch }) {
  return (
    <div className={styles["notice"]}>
      <p className={styles["noticeTitle"]}>
        <Icon name="stop" />
        {words.offTitle(title)}
      </p>
      {state.reason === undefined ? null : <p>{state.reason}</p>}
      <p>{words.offWhat}</p>
      {state.by === undefined ? null : (
        <p className={styles["soft"]}>
          {words.offBy} {state.by}
          {state.at === undefined ? null : (
            <>
              , <Time at={state.at} />
            </>
          )}
        </p>
      )}
    </div>
  );
}

function About({ name, text, isOff }: { name: string; text: DocumentText; isOff: boolean }) {
  const mayTest = hasRole(rolesOf(useMe()), ["it"]);
  const fields = readFields(text.source);
  const labels =
    fields.labels.length === 0 ? (
      words.labelsNone
    ) : (
      <span className={styles["labels"]}>
        {fields.labels.map((label) => (
          <Label key={label}>{label}</Label>
        ))}
      </span>
    );
  const test = fields.testBaseUrl === "" ? words.testNone : <code>{fields.testBaseUrl}</code>;
  return (
    <Section title={integrations.form.system} isCard>
      <KeyValue
        of={[
          [words.owner, fields.owner === "" ? undefined : <Principal id={fields.owner} />],
          [words.kind, fields.kind === "" ? undefined : kindText(fields.kind)],
          [words.where, fields.baseUrl === "" ? undefined : <code>{fields.baseUrl}</code>],
          [words.test, fields.kind === "web" ? undefined : test],
          [words.labels, labels],
          [
            words.saved,
            <span key="saved">
              {words.savedBy(String(text.revision))} {text.by}, <Time at={text.at} />
            </span>,
          ],
        ]}
      />
      {mayTest && fields.kind !== "" ? <TestConnection name={name} isOff={isOff} /> : null}
    </Section>
  );
}

function Deleting(properties: { name: string; of: EstateIntegration | undefined; tag: string | undefined }) {
  const [isAsking, setAsking] = useState(false);
  if (!hasRole(rolesOf(useMe()), ["it"]) || properties.tag === undefined) {
    return null;
  }
  return (
    <div>
      <Button look="quiet" onPress={() => setAsking(true)}>
        {words.remove}
      </Button>
      {isAsking ? <Remove {...properties} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
