/** What the draft is called and where it belongs; makes it and opens the editor. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ProblemError } from "@towpath/client";
import { useMemo, useState, type ReactNode } from "react";

import { saveDraft } from "../../api/editing";
import { drafts, workflows } from "../../api/lists";
import { namespacesOf, useMe } from "../../api/session";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Select } from "../../parts/field/Select";
import { TextField } from "../../parts/field/Field";
import { ButtonLink } from "../../parts/link/Link";
import { Problem } from "../../parts/problem/Problem";
import { start } from "../../words/start";
import { isName, slug, type Called } from "./made";
import styles from "./Start.module.css";

const words = start.place;
/** The draft is there already: `If-None-Match: *` was not fulfilled. */
const TAKEN = 412;

/** The namespaces that a champion can choose from, the most likely first. */
export function useNamespaces(): readonly string[] {
  const me = useMe();
  const known = useQuery(workflows).data;
  const own = namespacesOf(me, "champion");
  return useMemo(() => {
    const used = byUse((known ?? []).map(({ namespace }) => namespace));
    const rank = (one: string) => (used.includes(one) ? used.indexOf(one) : used.length);
    return own === undefined ? used : [...own].sort((a, b) => rank(a) - rank(b));
  }, [own, known]);
}

/** Each once, the most used first. */
function byUse(all: readonly string[]): string[] {
  const counts = new Map<string, number>();
  all.forEach((one) => counts.set(one, (counts.get(one) ?? 0) + 1));
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([one]) => one);
}

/** The fields. `make` writes the text for what is typed. */
export function CallIt(properties: {
  first: Partial<Called>;
  make: (called: Called) => string;
  onNamespace?: (namespace: string) => void;
  children?: ReactNode;
}) {
  const { first, make, onNamespace, children } = properties;
  const namespaces = useNamespaces();
  const [title, setTitle] = useState(first.title ?? "");
  const [typedName, setName] = useState(first.name);
  const [chosen, setNamespace] = useState(first.namespace);
  const [isTried, setTried] = useState(false);
  const name = typedName ?? slug(title);
  const wished = chosen ?? namespaces[0] ?? "";
  const namespace = namespaces.length === 0 || namespaces.includes(wished) ? wished : (namespaces[0] ?? "");
  const isTaken = useTaken(namespace, name);
  const create = useCreate();
  const error =
    name === "" ? words.idNeeded : isName(name) ? (isTaken ? words.taken : undefined) : words.idWrong;
  const act = () => {
    setTried(true);
    if (error === undefined && namespace !== "") {
      create.mutate({ called: { namespace, name, title }, text: make({ namespace, name, title }) });
    }
  };
  const wasTaken = create.error instanceof ProblemError && create.error.status === TAKEN;
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        act();
      }}
    >
      {children}
      <TextField label={words.name} help={words.nameHelp} value={title} onChange={setTitle} />
      <TextField
        label={words.id}
        help={words.idHelp}
        mono
        value={name}
        onChange={setName}
        error={(isTried || isTaken) && error !== undefined ? error : undefined}
      />
      {namespaces.length === 0 ? (
        <TextField
          label={words.namespace}
          help={words.namespaceHelp}
          mono
          value={namespace}
          onChange={setNamespace}
        />
      ) : (
        <Select
          label={words.namespace}
          help={words.namespaceHelp}
          options={namespaces.map((one) => ({ value: one, label: one }))}
          value={namespace}
          onChange={(one) => {
            setNamespace(one);
            onNamespace?.(one);
          }}
        />
      )}
      {create.isError ? <Problem error={create.error} title={wasTaken ? words.taken : start.failed} /> : null}
      <div className={styles["foot"]}>
        <Button type="submit" look="primary" isPending={create.isPending}>
          {words.act}
        </Button>
        {isTaken || wasTaken ? (
          <ButtonLink to="/workflows/$namespace/$name/edit" params={{ namespace, name }}>
            {words.openTaken}
          </ButtonLink>
        ) : null}
      </div>
    </form>
  );
}

/** Whether something of this name is there already, as far as this person sees it. */
function useTaken(namespace: string, name: string): boolean {
  const live = useQuery(workflows).data ?? [];
  const saved = useQuery(drafts).data ?? [];
  return [...live, ...saved].some((one) => one.namespace === namespace && one.name === name);
}

function useCreate() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useOnce({
    mutationFn: ({ called, text }: { called: Called; text: string }) =>
      saveDraft({ namespace: called.namespace, name: called.name }, text, undefined),
    onSuccess: async (_, { called: { namespace, name } }) => {
      await queries.invalidateQueries({ queryKey: ["drafts"] });
      await navigate({ to: "/workflows/$namespace/$name/edit", params: { namespace, name } });
    },
  });
}
