/**
 * The editor of a policy. The text is the truth; the form is a view of it that changes only its own members. What is
 * typed is kept in the browser until it is saved, and checked by the server as one types.
 */
import { useQuery } from "@tanstack/react-query";
import type { Diagnostic } from "@towpath/client";
import { lazy, Suspense, useState } from "react";

import { policySchema } from "../../api/policies";
import { useMe } from "../../api/session";
import { Button } from "../../parts/button/Button";
import { Diff } from "../../parts/diff/Diff";
import { Section } from "../../parts/page/Page";
import { Findings } from "../../parts/policy/Findings";
import { WorkflowLink } from "../../parts/policy/ImpactView";
import { useCheck, type Check } from "../../parts/policy/useCheck";
import { Prose } from "../../parts/prose/Prose";
import { Skeleton } from "../../parts/skeleton/Skeleton";
import { Badge } from "../../parts/state/State";
import { Tabs } from "../../parts/tabs/Tabs";
import { number } from "../../parts/time/format";
import { useUrlChoice } from "../../parts/url/useUrl";
import { policies } from "../../words/policies";
import { policy } from "../../words/policy";
import { apply, setMember } from "./apply";
import { Foot } from "./EditorFoot";
import { FRESH, keep, kept } from "./keep";
import styles from "./Policies.module.css";
import { read } from "./read";
import { isIt } from "./rights";
import type { Shape } from "./shape";
import { MayTouch } from "./MayTouch";
import { ShapeForm } from "./ShapeForm";
import { ShapeWords } from "./ShapeWords";
import { summaryOf } from "./touched";
import { documentOf, testsOf } from "./write";

const words = policies.policy;
const PolicyCode = lazy(() => import("./PolicyCode").then((module) => ({ default: module.PolicyCode })));
const VIEWS = ["form", "text", "difference"] as const;
type View = (typeof VIEWS)[number];
const NONE: readonly Diagnostic[] = [];

/** What the editor works on. */
export interface EditorProperties {
  /** Absent for a new policy. */
  name: string | undefined;
  saved: { source: string; revision: number; active: boolean } | undefined;
  inForce: string | undefined;
  /** The text to begin with. */
  fresh: string;
  canSave: boolean;
}

/** The editor. */
export function Editor(properties: EditorProperties) {
  const { name, saved, inForce, fresh, canSave } = properties;
  const [view, setView] = useUrlChoice("view", VIEWS, "form");
  const [goTo, setGoTo] = useState<Diagnostic>();
  const before = useState(() => (canSave ? kept(name ?? FRESH) : undefined))[0];
  const [typed, setTyped] = useState(before?.text);
  const [base, setBase] = useState(before === undefined ? saved?.revision : before.revision);
  const text = typed ?? saved?.source ?? fresh;
  const own = name ?? nameIn(text);
  const against = inForce ?? (saved === undefined ? undefined : setMember(saved.source, "mode", "off"));
  const mayCheck = isIt(useMe());
  const check = useCheck(own, text, mayCheck && own !== "", against);
  const change = (next: string | undefined, revision = base) => {
    const isSame = next === (saved?.source ?? fresh);
    setTyped(isSame ? undefined : next);
    setBase(next === undefined || isSame ? saved?.revision : revision);
    keep(name ?? FRESH, next === undefined || isSame ? undefined : { text: next, revision });
  };
  return (
    <>
      <div className={styles["editor"]}>
        <Views
          {...properties}
          text={text}
          onChange={(next) => change(next, typed === undefined ? saved?.revision : base)}
          check={check}
          view={[view, setView]}
          goTo={goTo}
        />
        <aside className={styles["side"]}>
          {mayCheck ? (
            <Beside
              check={check}
              isNamed={own !== ""}
              onRenew={canSave ? renewed(text, (next) => change(next)) : undefined}
              onGo={(one) => {
                setView("text");
                setGoTo({ ...one });
              }}
            />
          ) : null}
          <MayTouch text={text} />
        </aside>
      </div>
      {canSave ? (
        <Foot
          name={name}
          text={text}
          saved={saved}
          base={typed === undefined ? saved?.revision : base}
          isChanged={typed !== undefined}
          onForget={() => change(undefined)}
          onTake={(revision) => change(text, revision)}
        />
      ) : null}
    </>
  );
}

function nameIn(text: string): string {
  const name = summaryOf(text).whole["policy"];
  return typeof name === "string" ? name : "";
}

function Views(
  properties: EditorProperties & {
    text: string;
    onChange: (text: string) => void;
    check: Check;
    view: readonly [View, (view: View) => void];
    goTo: Diagnostic | undefined;
  },
) {
  const { name, saved, inForce, canSave, text, onChange, check, goTo } = properties;
  const [view, setView] = properties.view;
  const schema = useQuery(policySchema).data;
  const diagnostics = check.kind === "found" ? check.diagnostics : NONE;
  const write = (
    <Suspense fallback={<Skeleton lines={12} />}>
      <PolicyCode
        text={text}
        onChange={onChange}
        isReadOnly={!canSave}
        diagnostics={diagnostics}
        schema={schema}
        goTo={goTo}
      />
    </Suspense>
  );
  const difference = {
    id: "difference" as const,
    label: words.difference,
    content: () => (inForce === text ? <p>{words.same}</p> : <Diff before={inForce ?? ""} after={text} />),
  };
  return (
    <div className={styles["views"]}>
      <Tabs
        label={words.view}
        value={view}
        onChange={setView}
        views={[
          {
            id: "form",
            label: canSave ? words.form : policies.plain.tab,
            content: () => (
              <FormView text={text} onChange={onChange} isDisabled={!canSave} isFresh={name === undefined} />
            ),
          },
          { id: "text", label: words.text, content: () => write },
          ...(saved === undefined ? [] : [difference]),
        ]}
      />
    </div>
  );
}

function FormView(properties: {
  text: string;
  onChange: (text: string) => void;
  isDisabled: boolean;
  isFresh: boolean;
}) {
  const { text, onChange, isDisabled, isFresh } = properties;
  const shape = read(text);
  if (shape === undefined) {
    return <p className={styles["line"]}>{words.tooSpecial}</p>;
  }
  if (isDisabled) {
    return <ShapeWords shape={shape} />;
  }
  return (
    <ShapeForm
      shape={shape}
      onChange={(next) => onChange(changed(text, shape, next))}
      isDisabled={false}
      isFresh={isFresh}
    />
  );
}

/** The changed text. Tests that the form wrote follow it; those that a person changed stay. */
function changed(text: string, before: Shape, after: Shape): string {
  const next = apply(text, before, after);
  const { tests } = summaryOf(text).whole;
  const isOwn = JSON.stringify(tests ?? []) === JSON.stringify(testsOf(before));
  const fresh = testsOf(after);
  const isSame = JSON.stringify(documentOf(before)) === JSON.stringify(documentOf(after));
  return isOwn && !isSame ? setMember(next, "tests", fresh.length === 0 ? undefined : fresh) : next;
}

/** What the server says of the text, and who loses something. */
/** The code of a test that fails. */
const FAILING = "TP2013";

/** Writes tests for what the form says in the place of those that fail; nothing where the form does not show the text. */
function renewed(text: string, onChange: (text: string) => void): (() => void) | undefined {
  const shape = read(text);
  const tests = shape === undefined ? [] : testsOf(shape);
  return tests.length === 0 ? undefined : () => onChange(setMember(text, "tests", tests));
}

function Beside({
  check,
  isNamed,
  onGo,
  onRenew,
}: {
  check: Check;
  isNamed: boolean;
  onGo: (one: Diagnostic) => void;
  onRenew: (() => void) | undefined;
}) {
  if (!isNamed) {
    return (
      <Section title={words.checks} isCard>
        <p>{words.nameNeeded}</p>
      </Section>
    );
  }
  return (
    <>
      <Section title={words.checks} isCard>
        <Findings check={check} onGo={onGo} />
        {onRenew !== undefined &&
        check.kind === "found" &&
        check.diagnostics.some((one) => one.code === FAILING) ? (
          <Button icon="edit" onPress={onRenew}>
            {words.renew}
          </Button>
        ) : null}
      </Section>
      <Section title={words.touched} isCard>
        {check.kind === "fine" ? (
          <Touched of={check} />
        ) : (
          <p className={styles["soft"]}>{words.touchedLater}</p>
        )}
      </Section>
    </>
  );
}

/** Beside the text there is room for names and a line each; the impact page has the rest. */
function Touched({ of }: { of: Extract<Check, { kind: "fine" }> }) {
  const { affected, versions } = of.impact;
  const others = versions.filter((one) => !affected.some((lost) => lost.workflow === one.workflow));
  if (affected.length === 0 && others.length === 0) {
    return <p className={styles["soft"]}>{policy.nobody}</p>;
  }
  return (
    <ul className={styles["touched"]}>
      {affected.map((one) => (
        <li key={one.workflow}>
          <p className={styles["marks"]}>
            <WorkflowLink of={one.workflow} />
            <Badge tone="bad">{policy.affected.title}</Badge>
          </p>
          <p className={styles["help"]}>
            {one.owner ?? policy.affected.orphan} · {words.runsPerDay(number(one.runsPerDay))}
          </p>
          <p className={styles["help"]}>
            <Prose>{one.what[0] ?? ""}</Prose>{" "}
            {one.what.length > 1 ? policy.affected.more(number(one.what.length - 1)) : null}
          </p>
        </li>
      ))}
      {others.map((one) => (
        <li key={one.workflow}>
          <WorkflowLink of={`${one.workflow}@${one.version}`} />
          <p className={styles["help"]}>
            <Prose>{one.changes.map((change) => change.what).join(", ")}</Prose>
          </p>
        </li>
      ))}
    </ul>
  );
}
