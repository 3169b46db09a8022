/** A workflow in plain language, from its definition and from what is known about it; to read, to print, to hand over. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Version } from "@towpath/client";
import { useMemo } from "react";

import { checkOf, operations, versions } from "../../api/published";
import { definitionText } from "../../api/run";
import { rolesOf, useMe } from "../../api/session";
import { explain as explained, readDefinition } from "../../definition";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { Link } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, Live, State } from "../../parts/state/State";
import { explain as words } from "../../words/explain";
import { hasRole } from "../roles";
import { Approvals } from "./Approvals";
import styles from "./Explain.module.css";
import { calledBy, operationFacts } from "./facts";
import { Failures } from "./Failures";
import { People } from "./People";
import { Safety } from "./Safety";
import { SettingsNow } from "./SettingsNow";
import { Short } from "./Short";
import { Sentences, Steps } from "./Steps";
import { Touches } from "./Touches";

const EMPTY: readonly never[] = [];

/** The page. */
export function ExplainPage() {
  const { namespace = "", name = "" } = useParams({ strict: false });
  const query = useQuery(versions(namespace, name));
  const version = callersGet(query.data);
  return (
    <Page
      title={words.titleOf(version?.title ?? name)}
      about={words.about}
      marks={version === undefined ? null : <Marks version={version} />}
      back={
        <Link to="/workflows/$namespace/$name" params={{ namespace, name }}>
          {words.back}
        </Link>
      }
      actions={
        <span className={styles["screen"]}>
          <Button onPress={() => window.print()}>{words.print}</Button>
        </span>
      }
    >
      <Loaded query={query} title={words.failed} lines={10}>
        {() =>
          version === undefined ? (
            <Empty title={words.none}>{words.noneWhy}</Empty>
          ) : (
            <Text version={version} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Text({ version }: { version: Version }) {
  const { namespace, name } = version;
  const text = useQuery(definitionText(namespace, name, version.version));
  return (
    <Loaded query={text} title={words.failed} lines={16}>
      {(source) => <Explained version={version} source={source} />}
    </Loaded>
  );
}

function Explained({ version, source }: { version: Version; source: string }) {
  const { namespace, name } = version;
  const mayCheck = hasRole(rolesOf(useMe()), ["champion", "approver", "it"]);
  const functions = useQuery(operations).data ?? EMPTY;
  const report = useQuery({ ...checkOf(namespace, source), enabled: mayCheck }).data;
  const definition = useMemo(() => readDefinition(source), [source]);
  const called = useMemo(() => calledBy(definition, functions, report), [definition, functions, report]);
  const said = useMemo(
    () => explained(definition, { operations: operationFacts(called) }),
    [definition, called],
  );
  const of = { namespace, name };
  return (
    <div id="explained" className={styles["page"]}>
      <Short version={version} about={said.about} hasProblems={definition.problems.length > 0} />
      <Sentences title={words.needs} of={said.needs} />
      <Steps steps={said.steps} />
      <Sentences title={words.gives} of={said.gives} />
      <Touches sentences={said.touches} called={called} />
      <Approvals of={of} version={version} sentences={said.decisions} report={report} />
      <Failures of={of} sentences={said.failures} />
      <People of={of} version={version} called={called} />
      <SettingsNow of={of} hasSettings={definition.settings !== undefined} />
      <Safety of={of} definition={definition} called={called} report={report} />
    </div>
  );
}

function Marks({ version }: { version: Version }) {
  if (version.switchedOff !== undefined && version.switchedOff !== null) {
    return <Badge tone="bad">{words.short.off("").replace(/: $/, "")}</Badge>;
  }
  return version.state === "published" ? <Live version={version.version} /> : <State of={version.state} />;
}

/** The version for callers who name none. */
function callersGet(all: readonly Version[] | undefined): Version | undefined {
  const named = all?.find((one) => one.callersGet !== undefined && one.callersGet !== null)?.callersGet;
  return (
    all?.find((one) => one.version === named) ?? all?.find((one) => one.state === "published") ?? all?.[0]
  );
}
