/** A review: what the version reaches more and less first, then its definition as diagram and text, then who and how. */
import { useQuery } from "@tanstack/react-query";
import type { ReviewInFull } from "@towpath/client";

import { decideReview, review, type ReviewPlace } from "../../api/decisions";
import { Link } from "../../parts/link/Link";
import { Columns, Section } from "../../parts/page/Page";
import { Principal } from "../../parts/principal/Principal";
import { Badge } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { inbox } from "../../words/inbox";
import { DecisionBar, type Act } from "./Decision";
import { Frame, useWhyNot, Waiting, type PanelProperties } from "./Frame";
import { Asks } from "./People";
import { ReviewFacts } from "./ReviewFacts";
import { DefinitionChange, Reach } from "./ReviewChange";

const words = inbox.review;

/** The panel. */
export function ReviewPanel({ place, isPane = false, onDecided }: PanelProperties & { place: ReviewPlace }) {
  const query = useQuery(review(place));
  const whyNot = useWhyNot(["review", "voidApproval"], `${place.namespace}/${place.name}@${place.version}`);
  const title = words.title(query.data?.title ?? place.name, place.version);
  return (
    <Waiting query={query} isPane={isPane} title={title} failed={words.failed}>
      {(one) => (
        <Frame
          isPane={isPane}
          title={words.title(one.title, one.version)}
          marks={one.published ? <Badge tone="warn">{words.live}</Badge> : undefined}
          about={<About of={one} />}
          open={
            <Link to="/inbox/reviews/$namespace/$name/$version" params={{ ...place }}>
              {inbox.open}
            </Link>
          }
        >
          {one.published ? <p>{words.liveWhy}</p> : null}
          <Columns>
            <Section title={words.reach} isCard>
              <Reach of={one} />
            </Section>
            {one.awaiting.length === 0 ? null : (
              <Section title={words.asks} isCard>
                <Asks awaiting={one.awaiting} />
              </Section>
            )}
          </Columns>
          <DefinitionChange of={one} />
          <ReviewFacts of={one} />
          {one.state === "inReview" ? (
            <DecisionBar acts={actsOf(one, place)} whyNot={whyNot} onDecided={onDecided} />
          ) : (
            <p>{words.closed}</p>
          )}
        </Frame>
      )}
    </Waiting>
  );
}

function About({ of }: { of: ReviewInFull }) {
  const { namespace, name } = of;
  return (
    <>
      <Link to="/workflows/$namespace/$name" params={{ namespace, name }}>
        {namespace}/{name}
      </Link>
      {" · "}
      {inbox.who.author} <Principal id={of.author} isBare /> <Time at={of.submittedAt} />
    </>
  );
}

function actsOf(one: ReviewInFull, place: ReviewPlace): readonly Act[] {
  const what = words.title(one.title, one.version);
  return [
    {
      id: "approve",
      key: "a",
      label: words.approve,
      look: "primary",
      icon: "check",
      ask: words.approveAsk(what),
      about: words.approveAbout,
      reason: "possible",
      run: (comment) => decideReview(place, "approve", one.digest, comment),
      done: words.approved,
    },
    {
      id: "request",
      label: words.request,
      look: "plain",
      icon: "edit",
      ask: words.requestAsk,
      reason: "needed",
      run: (comment) => decideReview(place, "request-changes", one.digest, comment),
      done: words.requested,
    },
    {
      id: "reject",
      key: "d",
      label: words.reject,
      look: "danger",
      icon: "stop",
      ask: words.rejectAsk(what),
      about: words.rejectAbout,
      reason: "needed",
      run: (comment) => decideReview(place, "reject", one.digest, comment),
      done: words.rejected,
    },
  ];
}
