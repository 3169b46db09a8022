/** A request for access: who asks for what and why, the permit that would be granted, and what it would change. */
import { useQuery } from "@tanstack/react-query";
import type { AccessRequest } from "@towpath/client";
import { useState } from "react";

import { grantRequest, rejectRequest, request } from "../../api/decisions";
import { rolesOf, useMe } from "../../api/session";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Columns, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Prose } from "../../parts/prose/Prose";
import { State } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { inbox } from "../../words/inbox";
import { Code } from "../../parts/code/Code";
import { DecisionBar, type Act } from "./Decision";
import { Frame, useWhyNot, Waiting, type PanelProperties } from "./Frame";
import styles from "./Inbox.module.css";
import { readable } from "./permit";
import { PermitEditor } from "./PermitEditor";
import { Lines } from "./SmallPanels";

const words = inbox.request;

/** The panel. */
export function RequestPanel({ id, isPane = false, onDecided }: PanelProperties & { id: string }) {
  const query = useQuery(request(id));
  return (
    <Waiting query={query} isPane={isPane} title={words.title} failed={words.failed}>
      {(one) => (
        <Frame
          isPane={isPane}
          title={one.system === undefined ? words.title : words.systemTitle(one.system)}
          marks={<State of={one.state} />}
          about={<About of={one} />}
          open={
            <Link to="/inbox/requests/$id" params={{ id }}>
              {inbox.open}
            </Link>
          }
        >
          <Columns>
            <Section title={words.purpose} isCard>
              <p className={styles["purpose"]}>
                <Prose>{one.purpose}</Prose>
              </p>
              <Facts of={one} />
            </Section>
            <Lines title={one.state === "open" ? words.refused : words.wasRefused} all={one.refused ?? []} />
            <Lines title={words.permits} all={one.permits ?? []} />
            <Lines title={words.left} all={one.left ?? []} />
          </Columns>
          {one.state === "open" ? (
            <Deciding key={one.digest} of={one} onDecided={onDecided} />
          ) : (
            <Decided of={one} />
          )}
        </Frame>
      )}
    </Waiting>
  );
}

function About({ of }: { of: AccessRequest }) {
  return (
    <>
      {words.by} <Principal id={of.by} isBare /> <Time at={of.openedAt} />
    </>
  );
}

function Facts({ of }: { of: AccessRequest }) {
  const { namespace, workflow } = of;
  return (
    <KeyValue
      of={[
        [
          words.workflow,
          workflow === undefined ? (
            namespace
          ) : (
            <Link key="workflow" to="/workflows/$namespace/$name" params={{ namespace, name: workflow }}>
              {namespace}/{workflow}
            </Link>
          ),
        ],
        [words.by, <Principal key="by" id={of.by} />],
        [words.at, <Time key="at" at={of.openedAt} isExact />],
        [words.system, of.system],
        [words.vendor, of.vendor],
        [words.data, of.data],
      ]}
    />
  );
}

/** The permit and the buttons. What somebody changed in it is kept until they leave, or the request itself changes. */
function Deciding({ of, onDecided }: { of: AccessRequest; onDecided: (() => void) | undefined }) {
  const drafted = of.permit === undefined ? undefined : readable(of.permit);
  const [text, setText] = useState(drafted ?? "");
  const listed = useWhyNot(["request"], of.id);
  const isIt = rolesOf(useMe()).includes("it");
  const whyNot = listed ?? (isIt ? undefined : inbox.onlyIt);
  const isNarrowed = drafted !== undefined && text !== drafted;
  return (
    <>
      {drafted === undefined ? (
        <Section title={words.systemTitle(of.system ?? "")} isCard>
          <p>{words.systemNext}</p>
          <p>
            <ButtonLink to="/integrations" icon="plus">
              {words.systemAdd}
            </ButtonLink>
          </p>
        </Section>
      ) : (
        <PermitEditor text={text} drafted={drafted} onChange={setText} canDecide={whyNot === undefined} />
      )}
      <DecisionBar
        acts={actsOf(of, drafted === undefined ? undefined : isNarrowed ? text : "drafted")}
        whyNot={whyNot}
        onDecided={onDecided}
      />
    </>
  );
}

/** `permit` is the narrowed text, `drafted` for the one of the request, or nothing where there is none to grant. */
function actsOf(of: AccessRequest, permit: string | undefined): readonly Act[] {
  const digest = of.digest ?? "";
  const reject: Act = {
    id: "reject",
    key: "d",
    label: words.reject,
    look: "danger",
    icon: "stop",
    ask: words.rejectAsk,
    reason: "needed",
    run: (reason) => rejectRequest(of.id, digest, reason),
    done: words.rejected,
  };
  if (permit === undefined) {
    return [reject];
  }
  const isNarrowed = permit !== "drafted";
  const grant: Act = {
    id: "grant",
    key: "a",
    label: isNarrowed ? words.grantNarrowed : words.grant,
    look: "primary",
    icon: "check",
    ask: words.grantAsk(of.by),
    about: words.grantAbout,
    reason: "possible",
    run: async (reason) => {
      const said = await grantRequest(of.id, digest, isNarrowed ? permit : undefined, reason);
      return said.stillRefused.length === 0 ? undefined : words.stillRefused(said.stillRefused.join(", "));
    },
    done: words.granted,
  };
  return [grant, reject];
}

function Decided({ of }: { of: AccessRequest }) {
  const { decision } = of;
  return (
    <>
      {decision === undefined ? null : (
        <Section title={words.answer} isCard>
          <KeyValue
            of={[
              [words.decidedBy, <Principal key="by" id={decision.by} />],
              [words.decidedAt, <Time key="at" at={decision.at} isExact />],
              [words.answer, decision.reason],
              [
                words.policy,
                decision.policy === undefined ? undefined : (
                  <Link key="policy" to="/policies/$policy" params={{ policy: decision.policy }}>
                    {decision.policy}
                  </Link>
                ),
              ],
              [words.expires, decision.expires],
            ]}
          />
        </Section>
      )}
      {of.permit === undefined ? null : (
        <Section title={words.thePermit}>
          <Code label={words.text} value={readable(of.permit)} isReadOnly />
        </Section>
      )}
    </>
  );
}
