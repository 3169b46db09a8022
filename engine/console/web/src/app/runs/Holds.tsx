/** Calls of a run that wait for a person: which, since when, until when, who can release them, and why. */
import { useQuery } from "@tanstack/react-query";
import type { Hold, Run, Trace, TracedEffect } from "@towpath/client";

import { holdsOf } from "../../api/run";
import { rolesOf, useMe } from "../../api/session";
import { ButtonLink } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Time } from "../../parts/time/Time";
import { KeyValue } from "../../parts/values/KeyValue";
import { runs } from "../../words/runs";
import { hasRole, holdReaders } from "./access";
import { readDecision } from "./decision";
import { stateOf } from "./filters";
import { PolicyLink } from "./Outcome";
import styles from "./Run.module.css";

const words = runs.holds;

/** One of them, wherever it is known from. */
interface Held {
  effect: number;
  what: string;
  since: string | undefined;
  until: string | undefined;
  otherwise: string | undefined;
  waits: readonly {
    policy: string;
    who: string | undefined;
    why: string | undefined;
    contact: string | undefined;
  }[];
}

/** The section; nothing where nothing is held. */
export function Holds({ run, trace }: { run: Run; trace: Trace | undefined }) {
  const isHeld = stateOf(run) === "held";
  const mayDecide = hasRole(rolesOf(useMe()), holdReaders);
  const holds = useQuery({ ...holdsOf(run.id), enabled: isHeld && mayDecide }).data;
  if (!isHeld) {
    return null;
  }
  const held = holds?.map(ofHold) ?? heldIn(trace).map((effect) => ofEffect(effect, run.wakeAt ?? undefined));
  return (
    <Section title={runs.outcome.held} isCard>
      {held.length === 0 ? <p>{words.unknown}</p> : null}
      {held.map((one) => (
        <HeldCall key={one.effect} held={one} run={run.id} mayDecide={mayDecide} />
      ))}
    </Section>
  );
}

function HeldCall({ held, run, mayDecide }: { held: Held; run: string; mayDecide: boolean }) {
  const { what, since, until, otherwise, waits, effect } = held;
  return (
    <div className={styles["held"]}>
      <KeyValue
        of={[
          [words.what, <code key="what">{what}</code>],
          [words.since, since === undefined ? undefined : <Time at={since} isExact />],
          [
            words.until,
            until === undefined ? undefined : (
              <>
                <Time at={until} isExact />
                {otherwise === undefined ? "" : `, ${otherwise}`}
              </>
            ),
          ],
          ...waits.flatMap(({ policy, who, why, contact }) => [
            [
              words.can,
              <span key="who">
                <Prose>{who ?? words.nobody}</Prose> (<PolicyLink name={policy} />)
              </span>,
            ] as const,
            [words.why, why === undefined ? undefined : <Prose key="why">{why}</Prose>] as const,
            [words.contact, contact] as const,
          ]),
        ]}
      />
      {mayDecide ? (
        <div className={styles["next"]}>
          <ButtonLink
            to="/inbox/holds/$run/$effect"
            params={{ run, effect: String(effect) }}
            look="primary"
            icon="hand"
          >
            {words.open}
          </ButtonLink>
        </div>
      ) : null}
    </div>
  );
}

function ofHold(hold: Hold): Held {
  const { effect, what, since, until } = hold;
  return {
    effect,
    what,
    since,
    until,
    otherwise: otherwiseIn(hold.default),
    waits: hold.awaiting.map(({ policy, by, reason, contact }) => ({
      policy,
      who: by,
      why: reason ?? undefined,
      contact: contact ?? undefined,
    })),
  };
}

function heldIn(trace: Trace | undefined): TracedEffect[] {
  const all = trace?.tasks.flatMap((task) => task.effects) ?? [];
  return all.filter(({ decision, endedAt }) => {
    return endedAt === undefined && readDecision(decision)?.outcome === "hold";
  });
}

/** The time at which a held run wakes is that at which it stops waiting for a person. */
function ofEffect(effect: TracedEffect, until: string | undefined): Held {
  const waits = readDecision(effect.decision)?.waits ?? [];
  return {
    effect: effect.index,
    what: effect.operation ?? effect.kind,
    since: effect.startedAt,
    until,
    otherwise: otherwiseIn(waits[0]?.otherwise),
    waits: waits.map(({ policy, who, reason, contact }) => ({ policy, who, why: reason, contact })),
  };
}

/** What happens without a decision; a word of a newer server is left out. */
function otherwiseIn(word: string | undefined): string | undefined {
  if (word === "allow") {
    return words.otherwiseAllow;
  }
  return word === "deny" ? words.otherwiseDeny : undefined;
}
