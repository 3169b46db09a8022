/** Back to an earlier set: its texts are saved, and what they would change is shown before they are put in force. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import {
  activePolicies,
  deletePolicy,
  policies as savedPolicies,
  policy,
  policySet,
  savePolicy,
} from "../../api/policies";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Confirm } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { say } from "../../parts/toast/toasts";
import { policies } from "../../words/policies";
import { policy as policyWords } from "../../words/policy";
import { wayBack, type SavedPolicy, type WayBack } from "./back";
import styles from "./Policies.module.css";

const words = policies.revisions;

/** The button and its question; `only` names one policy. */
export function GoBack({ digest, revision, only }: { digest: string; revision: string; only: string }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button icon="undo" onPress={() => setAsked(true)}>
        {only === "" ? words.goBack : words.goBackOne(only)}
      </Button>
      {isAsked ? <Question {...{ digest, revision, only }} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function Question(properties: { digest: string; revision: string; only: string; onClose: () => void }) {
  const { digest, revision, only, onClose } = properties;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const way = useQuery({
    queryKey: ["policies", "way back", digest, only],
    queryFn: async () => {
      const { texts } = await queries.fetchQuery(policySet(digest));
      return wayBack(texts, await savedTexts(queries), only);
    },
    staleTime: 0,
    gcTime: 0,
  });
  const go = useOnce({
    mutationFn: async (steps: WayBack) => {
      for (const { name, text, revision: base } of steps.write) {
        await savePolicy(name, text, base);
      }
      for (const { name, revision: base } of steps.remove) {
        await deletePolicy(name, base);
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["policies"] }),
    onSuccess: async () => {
      say(words.goneBack(revision));
      onClose();
      await navigate({ to: "/policies/impact" });
    },
  });
  const steps = way.data;
  const isSame = steps !== undefined && steps.write.length + steps.remove.length === 0;
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={words.goBackAsk(revision)}
      act={isSame ? words.goImpact : words.goSave}
      isPending={go.isPending || way.isPending}
      onAct={() => (steps === undefined ? undefined : go.mutate(steps))}
    >
      <Loaded query={way} title={words.oneFailed}>
        {(known) => <Steps of={known} />}
      </Loaded>
      <p>{words.goBackAbout}</p>
      {go.isError ? <Problem error={go.error} /> : null}
    </Confirm>
  );
}

function Steps({ of }: { of: WayBack }) {
  if (of.write.length + of.remove.length === 0) {
    return <p>{words.goSame}</p>;
  }
  return (
    <ul className={styles["plainList"]}>
      {of.write.map(({ name, revision }) => (
        <li key={name} className={styles["marks"]}>
          <code>{name}</code>
          <Badge tone="draft">{policyWords.changes[revision === undefined ? "added" : "changed"]}</Badge>
        </li>
      ))}
      {of.remove.map(({ name }) => (
        <li key={name} className={styles["marks"]}>
          <code>{name}</code>
          <Badge tone="bad">{policyWords.changes.removed}</Badge>
        </li>
      ))}
    </ul>
  );
}

/** What is saved: a text in force is known already, others are read. */
async function savedTexts(queries: ReturnType<typeof useQueryClient>): Promise<SavedPolicy[]> {
  const all = await queries.fetchQuery({ ...savedPolicies, staleTime: 0 });
  const active = await queries.fetchQuery({ ...activePolicies, staleTime: 0 });
  const inForce = new Map(active.policies.map(({ name, source }) => [name, source]));
  return Promise.all(
    all.map(async ({ name, revision, active: isActive }) => {
      const known = isActive ? inForce.get(name) : undefined;
      const text = known ?? (await queries.fetchQuery({ ...policy(name), staleTime: 0 })).source;
      return { name, revision, text };
    }),
  );
}
