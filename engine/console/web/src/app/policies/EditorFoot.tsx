/** Saving a policy, and what may come of it: warnings, a text that somebody else saved meanwhile, its deletion. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ProblemError, type Diagnostic } from "@towpath/client";
import { useState } from "react";

import { deletePolicy, policy, savePolicy } from "../../api/policies";
import { useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Confirm } from "../../parts/dialog/Dialog";
import { Diff } from "../../parts/diff/Diff";
import { ButtonLink } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Diagnostics, Problem } from "../../parts/problem/Problem";
import { Badge } from "../../parts/state/State";
import { say } from "../../parts/toast/toasts";
import { policies } from "../../words/policies";
import { ActivateOwn } from "./ActivateOwn";
import { FRESH, keep } from "./keep";
import styles from "./Policies.module.css";
import { isIt } from "./rights";
import { summaryOf } from "./touched";

const words = policies.policy;

interface Properties {
  name: string | undefined;
  text: string;
  saved: { source: string; revision: number; active: boolean } | undefined;
  /** The revision that the text was made from. */
  base: number | undefined;
  isChanged: boolean;
  /** Back to the saved text. */
  onForget: () => void;
  /** The text is one for this revision from now on. */
  onTake: (revision: number | undefined) => void;
}

/** The bar at the bottom, and what it brought to light above it. */
export function Foot(properties: Properties) {
  const { name, text, saved, base, isChanged, onForget } = properties;
  const [remarks, setRemarks] = useState<readonly Diagnostic[]>([]);
  const [asks, setAsks] = useState<"forget" | "remove">();
  const save = useSave(properties, setRemarks);
  const own = name ?? String(summaryOf(text).whole["policy"] ?? "");
  const isConflict = save.error instanceof ProblemError && [409, 412].includes(save.error.status);
  return (
    <>
      {isConflict ? (
        <Conflict name={own} text={text} onOverwrite={() => save.mutate("over")} onForget={onForget} />
      ) : null}
      {save.isError && !isConflict ? <Problem error={save.error} /> : null}
      {remarks.length === 0 ? null : (
        <Section title={words.savedWarnings} isCard>
          <Diagnostics of={remarks} />
        </Section>
      )}
      <div className={styles["foot"]}>
        <Button
          look={isChanged || saved === undefined ? "primary" : "plain"}
          icon="check"
          isDisabled={(!isChanged && saved !== undefined) || own === ""}
          isPending={save.isPending}
          onPress={() => save.mutate(base)}
        >
          {words.save}
        </Button>
        <Next {...properties} />
        {isChanged ? (
          <>
            <Button look="quiet" icon="undo" onPress={() => setAsks("forget")}>
              {words.discard}
            </Button>
            <span title={words.keeps}>
              <Badge tone="draft">{words.unsaved}</Badge>
            </span>
          </>
        ) : null}
        <span className={styles["grow"]} />
        {saved === undefined || name === undefined ? null : (
          <Button look="quiet" onPress={() => setAsks("remove")}>
            {words.remove}
          </Button>
        )}
      </div>
      <Questions
        name={own}
        revision={saved?.revision}
        asks={asks}
        onClose={() => setAsks(undefined)}
        onForget={onForget}
      />
    </>
  );
}

/** What comes after saving. */
function Next({ name, saved, isChanged, text }: Properties) {
  const me = useMe();
  if (saved === undefined || saved.active || isChanged || name === undefined) {
    return null;
  }
  const { owner } = summaryOf(text);
  return owner !== "" && !isIt(me) ? (
    <ActivateOwn name={name} />
  ) : (
    <ButtonLink to="/policies/impact" look="primary">
      {words.impact}
    </ButtonLink>
  );
}

/** Saves for the revision that the text was made from, or `over` whatever is there now. */
function useSave(properties: Properties, onRemarks: (all: readonly Diagnostic[]) => void) {
  const { name, text } = properties;
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useOnce({
    mutationFn: async (base: number | undefined | "over") => {
      const own = name ?? String(summaryOf(text).whole["policy"] ?? "");
      const revision =
        base === "over" ? (await queries.fetchQuery({ ...policy(own), staleTime: 0 })).revision : base;
      return savePolicy(own, text, revision);
    },
    onSuccess: async ({ value }) => {
      keep(name ?? FRESH, undefined);
      onRemarks(value.diagnostics);
      say(words.saved(value.name));
      await queries.invalidateQueries({ queryKey: ["policies"] });
      properties.onForget();
      if (name === undefined) {
        await navigate({ to: "/policies/$policy", params: { policy: value.name } });
      }
    },
  });
}

/** Two people changed the same text: neither is lost. */
function Conflict(properties: { name: string; text: string; onOverwrite: () => void; onForget: () => void }) {
  const { name, text, onOverwrite, onForget } = properties;
  const theirs = useQuery({ ...policy(name), staleTime: 0 });
  return (
    <Section title={words.conflict} about={words.conflictAbout} isCard>
      {theirs.data === undefined ? null : (
        <Diff before={theirs.data.source} after={text} label={words.theirs} />
      )}
      <div className={styles["marks"]}>
        <Button look="primary" onPress={onOverwrite}>
          {words.overwrite}
        </Button>
        <Button onPress={onForget}>{words.takeTheirs}</Button>
      </div>
    </Section>
  );
}

function Questions(properties: {
  name: string;
  revision: number | undefined;
  asks: "forget" | "remove" | undefined;
  onClose: () => void;
  onForget: () => void;
}) {
  const { name, revision, asks, onClose, onForget } = properties;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useOnce({
    mutationFn: () => deletePolicy(name, revision ?? 0),
    onSuccess: async () => {
      keep(name, undefined);
      say(words.removed);
      onClose();
      await navigate({ to: "/policies" });
      await queries.invalidateQueries({ queryKey: ["policies"] });
    },
  });
  if (asks === "forget") {
    return (
      <Confirm
        isOpen
        onClose={onClose}
        title={words.discardAsk}
        act={words.discard}
        onAct={() => {
          onForget();
          onClose();
        }}
      >
        <p>{words.discardAbout}</p>
      </Confirm>
    );
  }
  return asks === "remove" ? (
    <Confirm
      isOpen
      onClose={onClose}
      title={words.removeAsk(name)}
      act={words.remove}
      isPending={remove.isPending}
      onAct={() => remove.mutate()}
    >
      <p>{words.removeAbout}</p>
      {remove.isError ? <Problem error={remove.error} /> : null}
    </Confirm>
  ) : null;
}
