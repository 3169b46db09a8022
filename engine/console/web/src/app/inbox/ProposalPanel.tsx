/** Policies that another person has proposed: what differs from those in force, what live workflows would lose. */
import { useQuery } from "@tanstack/react-query";
import type { Proposed } from "@towpath/client";
import { useState } from "react";

import { activePolicies, approveProposal, impact, proposal, withdrawProposal } from "../../api/policies";
import { useMe } from "../../api/session";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { lostOf, type Lost } from "../../parts/policy/lost";
import { Affected, ImpactView } from "../../parts/policy/ImpactView";
import { SetChanges } from "../../parts/policy/SetChanges";
import { Diagnostics } from "../../parts/problem/Problem";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { duration } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { inbox } from "../../words/inbox";
import { DecisionBar, type Act } from "./Decision";
import { Frame, useWhyNot, Waiting, type PanelProperties } from "./Frame";

const words = inbox.proposal;
const OF = { days: 7, rerun: 0 };

/** The panel. */
export function ProposalPanel({ isPane = false, onDecided }: PanelProperties) {
  const query = useQuery(proposal);
  return (
    <Waiting query={query} isPane={isPane} title={words.title} failed={words.failed}>
      {(one) => (
        <Frame
          isPane={isPane}
          title={words.title}
          about={
            <>
              {words.by} <Principal id={one.by} isBare /> <Time at={one.at} />
            </>
          }
          open={<Link to="/inbox/proposal">{inbox.open}</Link>}
        >
          <Content of={one} onDecided={onDecided} />
        </Frame>
      )}
    </Waiting>
  );
}

function Content({ of, onDecided }: { of: Proposed; onDecided: (() => void) | undefined }) {
  const active = useQuery(activePolicies);
  const changes = useQuery(impact(OF, of.texts));
  const whyNot = useWhyNot(["proposal"], of.digest);
  const isMine = useMe().principal === of.by;
  // What the server says when it counts otherwise, because other texts are saved meanwhile: shown, then confirmed.
  const [counted, setCounted] = useState<Lost>();
  const lost = counted ?? changes.data;
  return (
    <>
      <KeyValue
        of={[
          [words.by, <Principal key="by" id={of.by} />],
          [words.at, <Time key="at" at={of.at} isExact />],
          [words.reason, of.reason],
          [words.grace, of.graceSeconds === 0 ? words.graceNone : duration(of.graceSeconds * 1000)],
        ]}
      />
      {(of.warnings ?? []).length === 0 ? null : (
        <Disclosure title={words.warnings}>
          <Diagnostics of={of.warnings ?? []} />
        </Disclosure>
      )}
      <Section title={words.changes}>
        <Loaded query={active} lines={6}>
          {({ policies }) => (
            <SetChanges
              before={Object.fromEntries(policies.map(({ name, source }) => [name, source]))}
              after={of.texts}
            />
          )}
        </Loaded>
      </Section>
      {counted === undefined ? (
        <Loaded query={changes} title={words.impact}>
          {(found) => <ImpactView of={found} />}
        </Loaded>
      ) : (
        <Section title={words.impact}>
          <Affected all={counted.affected} />
        </Section>
      )}
      <DecisionBar
        acts={isMine ? [withdraw(of)] : [approve(of, lost, setCounted), withdraw(of)]}
        whyNot={isMine ? undefined : whyNot}
        onDecided={onDecided}
      />
    </>
  );
}

/** Confirms what is shown: the digest of the impact goes along where something is lost. */
function approve(of: Proposed, lost: Lost | undefined, onCounted: (lost: Lost) => void): Act {
  const digest = lost !== undefined && lost.affected.length > 0 ? lost.digest : undefined;
  return {
    id: "approve",
    key: "a",
    label: words.approve,
    look: "primary",
    icon: "check",
    ask: words.approveAsk,
    about: words.approveAbout,
    reason: "none",
    run: async () => {
      try {
        await approveProposal(of.digest, digest);
      } catch (error) {
        const counted = lostOf(error);
        if (counted !== undefined) {
          onCounted(counted);
        }
        throw error;
      }
    },
    done: words.approved,
    isDisabled: lost === undefined,
  };
}

function withdraw(of: Proposed): Act {
  return {
    id: "withdraw",
    key: "d",
    label: words.withdraw,
    look: "danger",
    icon: "stop",
    ask: words.withdrawAsk,
    about: words.withdrawAbout,
    reason: "none",
    run: () => withdrawProposal(of.digest),
    done: words.withdrawn,
  };
}
