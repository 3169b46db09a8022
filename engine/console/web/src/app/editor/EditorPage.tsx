/** The draft of a workflow as diagram, form and text: reads it, and what this browser kept of it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ProblemError } from "@towpath/client";
import { useEffect, useMemo, useRef } from "react";

import {
  draft,
  liveText,
  readDraft,
  saveDraft,
  type ServerDraft,
  type WorkflowName,
} from "../../api/editing";
import { rolesOf, useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink } from "../../parts/link/Link";
import { Page } from "../../parts/page/Page";
import { Problem } from "../../parts/problem/Problem";
import { Loaded } from "../../parts/query/Loaded";
import { editor as words } from "../../words/editor";
import { DeskContext, type Desk } from "./context";
import { keep, keyOf, restore } from "./keep";
import { Saver } from "./saver";
import { Workspace } from "./Workspace";

/** The page. */
export function EditorPage() {
  const { namespace, name } = useParams({ from: "/workflows/$namespace/$name/edit" });
  const workflow = useMemo(() => ({ namespace, name }), [namespace, name]);
  const known = useQuery(draft(workflow));
  if (known.error instanceof ProblemError && known.error.status === 404 && known.data === undefined) {
    return <NoDraft workflow={workflow} />;
  }
  if (known.data === undefined) {
    return (
      <Page title={name}>
        <Loaded query={known} title={words.failed} lines={8}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return <Opened key={`${namespace}/${name}`} workflow={workflow} server={known.data} />;
}

/** Opened once with what the server had then; what it has later arrives at the saver. */
function Opened({ workflow, server }: { workflow: WorkflowName; server: ServerDraft }) {
  const me = useMe();
  const first = useRef(server);
  const desk = useMemo((): Desk => {
    const key = keyOf(me.principal, workflow.namespace, workflow.name);
    const restored = restore(localStorage.getItem(key), first.current);
    const { store } = restored;
    const saver = new Saver(store, {
      save: async (text, tag) => {
        const { revision, tag: next, savedAt } = await saveDraft(workflow, text, tag);
        return { text, revision, tag: next, author: me.principal, savedAt };
      },
      read: () => readDraft(workflow),
    });
    if (restored.kind === "conflict") {
      store.saving({ kind: "conflict", merge: restored.merge, theirs: first.current });
    }
    const isReadOnly = !rolesOf(me).includes("champion");
    return { workflow, store, saver, isReadOnly };
    // The session may be renewed meanwhile; the draft stays open for the same person.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [workflow, me.principal]);
  useKept(desk, keyOf(me.principal, workflow.namespace, workflow.name));
  useEffect(() => desk.saver.arrived(server), [desk, server]);
  return (
    <DeskContext value={desk}>
      <Workspace />
    </DeskContext>
  );
}

const KEEP_MS = 250;

/** Keeps the draft in this browser a moment after each change, and when the page goes away. */
function useKept({ store, saver, isReadOnly }: Desk, key: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (isReadOnly) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const now = () => keep(localStorage, key, store.get());
    const stop = store.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(now, KEEP_MS);
    });
    saver.start();
    window.addEventListener("pagehide", now);
    return () => {
      window.removeEventListener("pagehide", now);
      clearTimeout(timer);
      now();
      saver.stop();
      stop();
      // The next visit begins with what was saved here, not with what was read before.
      void saver.flush().catch(() => undefined);
      void queries.invalidateQueries({ queryKey: ["draft"] });
    };
  }, [store, saver, key, isReadOnly, queries]);
}

function NoDraft({ workflow }: { workflow: WorkflowName }) {
  const queries = useQueryClient();
  const live = useQuery(liveText(workflow));
  const begin = useOnce({
    mutationFn: (text: string) => saveDraft(workflow, text, undefined),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["draft", workflow.namespace, workflow.name] }),
  });
  const text = live.data;
  const action =
    text === undefined ? (
      <ButtonLink to="/start" look="primary" icon="plus">
        {words.none.new}
      </ButtonLink>
    ) : (
      <Button look="primary" icon="edit" onPress={() => begin.mutate(text)} isPending={begin.isPending}>
        {words.none.start}
      </Button>
    );
  return (
    <Page title={workflow.name} about={`${workflow.namespace}/${workflow.name}`}>
      {begin.isError ? <Problem error={begin.error} title={words.none.failed} /> : null}
      <Empty title={words.none.title} action={live.isPending ? undefined : action}>
        {words.none.why}
      </Empty>
    </Page>
  );
}
