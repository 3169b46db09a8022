/** The rules while IT changes them. What is typed stays, also where somebody else saved others meanwhile. */
import type { Retention } from "@towpath/client";
import { ProblemError } from "@towpath/client";
import { useEffect, useId, useRef, useState } from "react";

import { writeRetention } from "../../api/server";
import { useAct } from "../../parts/act/useAct";
import { Button } from "../../parts/button/Button";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Row } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { parts } from "../../words/parts";
import { retention as words } from "../../words/retention";
import { periodWords } from "./Period";
import styles from "./Retention.module.css";
import { RuleFields } from "./RuleFields";
import { keptAt, rulesOf, shortened, typed, wrongOf, type TypedRule } from "./rules";
import { RulesTable } from "./RulesTable";

const form = words.form;
const CONFLICT = 409;

/** The form. `from` is what it began with, `now` what the server has. */
export function RulesForm({ from, now, onClose }: { from: Retention; now: Retention; onClose: () => void }) {
  const { rules, change, add, remove } = useTyped(from);
  const [isTold, setTold] = useState(false);
  const [asked, setAsked] = useState<number>();
  const wrong = wrongOf(rules);
  const save = useAct<number>({
    act: (revision) => writeRetention(rulesOf(rules), revision),
    done: form.saved,
    touches: ["retention"],
    onDone: onClose,
  });
  const isConflict = save.error instanceof ProblemError && save.error.status === CONFLICT;
  const go = (revision: number) => {
    setTold(wrong.size > 0);
    if (wrong.size === 0) {
      if (shortened(now, rulesOf(rules)).length > 0) setAsked(revision);
      else save.begin(revision);
    }
  };
  return (
    <form
      noValidate
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        go(from.revision);
      }}
    >
      {rules.length === 0 ? <p className={styles["soft"]}>{form.none}</p> : null}
      {rules.map((rule) => (
        <RuleFields
          key={rule.id}
          of={rule}
          wrong={isTold ? wrong.get(rule.id) : undefined}
          onChange={change}
          onRemove={() => remove(rule.id)}
        />
      ))}
      <div>
        <Button icon="plus" onPress={add}>
          {form.add}
        </Button>
      </div>
      {save.error === null || isConflict ? null : <Problem error={save.error} title={form.notSaved} />}
      {isConflict ? <Conflict now={now} onMine={() => go(now.revision)} onTheirs={onClose} /> : null}
      <Row>
        <Button onPress={onClose}>{parts.cancel}</Button>
        <Button type="submit" look="primary" isPending={save.isPending} isDisabled={isConflict}>
          {form.save}
        </Button>
      </Row>
      {asked === undefined ? null : (
        <AskShorter
          now={now}
          rules={rules}
          onClose={() => setAsked(undefined)}
          onGo={() => {
            setAsked(undefined);
            save.begin(asked);
          }}
          isPending={save.isPending}
        />
      )}
    </form>
  );
}

function useTyped(from: Retention) {
  const [rules, setRules] = useState(() => typed(from.rules));
  const id = useId();
  const count = useRef(0);
  const change = (next: TypedRule) => setRules((all) => all.map((one) => (one.id === next.id ? next : one)));
  const remove = (gone: string) => setRules((all) => all.filter((one) => one.id !== gone));
  const add = () => {
    count.current += 1;
    const times = { completed: "", faulted: "", cancelled: "" };
    const rule = { id: `${id} ${String(count.current)}`, namespace: "", name: "", times };
    setRules((all) => [...all, rule]);
  };
  return { rules, change, add, remove };
}

/** What somebody else saved, beside what is typed here; one of both has to be chosen. */
function Conflict({ now, onMine, onTheirs }: { now: Retention; onMine: () => void; onTheirs: () => void }) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const { conflict } = words;
  return (
    <section ref={place} role="alert" aria-label={conflict.title} className={styles["conflict"]}>
      <h3>{conflict.title}</h3>
      <p>{conflict.why}</p>
      <RulesTable label={conflict.label} of={now} />
      <Row>
        <Button onPress={onTheirs}>{conflict.theirs}</Button>
        <Button look="danger" onPress={onMine}>
          {conflict.mine}
        </Button>
      </Row>
    </section>
  );
}

/** Runs that are forgotten do not come back, so this is asked, with the names of whose they are. */
function AskShorter(properties: {
  now: Retention;
  rules: readonly TypedRule[];
  onClose: () => void;
  onGo: () => void;
  isPending: boolean;
}) {
  const { now, rules, onClose, onGo, isPending } = properties;
  const next = { default: now.default, rules: rulesOf(rules) };
  return (
    <AskWhy
      title={words.shorter.title}
      label={form.save}
      look="danger"
      isAlert
      act={{ begin: onGo, isPending, error: null }}
      onClose={onClose}
    >
      <p>{words.shorter.why}</p>
      <ul>
        {shortened(now, next.rules).map(({ place, namespace, name, outcomes }) => (
          <li key={place}>
            {words.shorter.one(
              place,
              outcomes
                .map((outcome) => {
                  const { period } = keptAt(next, namespace, name, outcome);
                  return words.shorter.outcome(words.outcomes[outcome], periodWords(period));
                })
                .join(", "),
            )}
          </li>
        ))}
      </ul>
    </AskWhy>
  );
}
