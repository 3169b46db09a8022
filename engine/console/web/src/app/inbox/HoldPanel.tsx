/** A held call: its arguments beside what the policy asks. */
import { useQuery } from "@tanstack/react-query";
import type { Hold } from "@towpath/client";

import { decideHold, hold, type HoldPlace } from "../../api/decisions";
import { Empty } from "../../parts/empty/Empty";
import { Icon } from "../../parts/icon/Icon";
import { Link } from "../../parts/link/Link";
import { Columns, Section } from "../../parts/page/Page";
import { Label } from "../../parts/state/State";
import { Duration, Time } from "../../parts/time/Time";
import { JsonView, ValueLine } from "../../parts/values/JsonView";
import { KeyValue } from "../../parts/values/KeyValue";
import { inbox } from "../../words/inbox";
import { DecisionBar, type Act } from "./Decision";
import { Frame, useWhyNot, Waiting, type PanelProperties } from "./Frame";
import styles from "./Inbox.module.css";
import { Asks, Someone } from "./People";

const words = inbox.hold;

/** The panel. */
export function HoldPanel({ place, isPane = false, onDecided }: PanelProperties & { place: HoldPlace }) {
  const query = useQuery(hold(place));
  const whyNot = useWhyNot(["hold"], `${place.run}/${String(place.effect)}`);
  return (
    <Waiting query={query} isPane={isPane} title={words.heading} failed={words.failed}>
      {(one) => (
        <Frame
          isPane={isPane}
          title={words.title(nameOf(one.what))}
          about={<Clock of={one} />}
          open={
            <Link to="/inbox/holds/$run/$effect" params={{ run: place.run, effect: String(place.effect) }}>
              {inbox.open}
            </Link>
          }
        >
          <Columns>
            <Section title={words.call} about={words.callAbout} isCard>
              <Arguments of={one.arguments} />
              {one.labels.length === 0 ? null : (
                <p className={styles["labels"]}>
                  {one.labels.map((label) => (
                    <Label key={label}>{label}</Label>
                  ))}
                </p>
              )}
            </Section>
            <Section title={words.asks} isCard>
              <Asks awaiting={one.awaiting} />
              <Facts of={one} />
            </Section>
          </Columns>
          {one.unseen.length === 0 ? null : (
            <p className={styles["whyNot"]}>
              <Icon name="lock" />
              <span>{words.unseen(one.unseen.join(", "))}</span>
            </p>
          )}
          <DecisionBar acts={actsOf(one)} whyNot={whyNot} onDecided={onDecided} />
        </Frame>
      )}
    </Waiting>
  );
}

/** `payments.refund` of `payments.refund:1.0.0`. */
export function nameOf(what: string): string {
  return what.replace(/:[0-9][^:]*$/, "");
}

function actsOf(one: Hold): readonly Act[] {
  const what = nameOf(one.what);
  const place = { run: one.run, effect: one.effect };
  return [
    {
      id: "release",
      key: "a",
      label: words.release,
      look: "primary",
      icon: "check",
      ask: words.releaseAsk(what),
      about: words.releaseAbout,
      reason: "possible",
      run: (comment) => decideHold(place, "release", one.digest, comment),
      done: words.released,
    },
    {
      id: "decline",
      key: "d",
      label: words.decline,
      look: "danger",
      icon: "stop",
      ask: words.declineAsk(what),
      about: words.declineAbout,
      reason: "needed",
      run: (comment) => decideHold(place, "decline", one.digest, comment),
      done: words.declined,
    },
  ];
}

/** Since when, until when, and what happens then: the same for both sides. */
function Clock({ of }: { of: Hold }) {
  return (
    <span className={styles["clock"]}>
      <Icon name="wait" />
      <span>
        {words.waiting} <Duration from={of.since} /> · {words.ends} <Time at={of.until} />, {words.then}{" "}
        {words.defaults[of.default] ?? of.default}
      </span>
    </span>
  );
}

/** Simple values as a list of names and values, so that a phone shows them at a glance. */
export function Arguments({ of }: { of: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(of);
  if (entries.length === 0) {
    return <Empty title={words.noArguments} />;
  }
  if ("$masked" in of) {
    return <ValueLine value={of} />;
  }
  return (
    <KeyValue
      of={entries.map(
        ([name, value]) =>
          [
            name,
            isSimple(value) ? <Plain value={value} /> : <JsonView value={value} label={name} />,
          ] as const,
      )}
    />
  );
}

function Plain({ value }: { value: unknown }) {
  const text = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return <span className={styles["value"]}>{text ? String(value) : <ValueLine value={value} />}</span>;
}

function isSimple(value: unknown): boolean {
  return value === null || typeof value !== "object" || "$masked" in value;
}

function Facts({ of }: { of: Hold }) {
  const { workflow, namespace, version, people, startedBy, heardFrom, releasedBy } = of;
  const each = (ids: readonly string[]) =>
    ids.length === 0 ? undefined : ids.map((id) => <Someone key={id} id={id} people={people} />);
  return (
    <KeyValue
      of={[
        [
          words.workflow,
          <Link key="workflow" to="/workflows/$namespace/$name" params={{ namespace, name: workflow }}>
            {namespace}/{workflow} {version}
          </Link>,
        ],
        [inbox.who.startedBy, <Someone key="by" id={startedBy} people={people} />],
        [inbox.who.heardFrom, each(heardFrom)],
        [words.releasedBy, each(releasedBy)],
        [words.since, <Time key="since" at={of.since} isExact />],
        [words.until, <Time key="until" at={of.until} isExact />],
        [words.byDefault, words.defaults[of.default] ?? of.default],
      ]}
    />
  );
}
