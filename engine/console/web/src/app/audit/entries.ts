/** Entries of the audit log as people read them: before and after of one request together, in words. Pure. */
import type { AuditEntry } from "@towpath/client";

import { audit as words } from "../../words/audit";

/** One request: what was asked, and what came of it. One of both may be outside of what was read. */
export interface Act {
  key: string;
  asked: AuditEntry | undefined;
  done: AuditEntry | undefined;
  /** The newer of both. */
  entry: AuditEntry;
}

/** The entries by request, in the order of their newest entry. */
export function actsOf(entries: readonly AuditEntry[]): Act[] {
  const acts = new Map<string, Act>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = acts.get(key);
    if (known === undefined) {
      acts.set(key, { key, asked: undefined, done: undefined, entry, [entry.phase]: entry });
    } else {
      acts.set(key, { ...known, [entry.phase]: known[entry.phase] ?? entry });
    }
  }
  return [...acts.values()];
}

/**
 * What both entries of a request have in common. Its path may be more exact in the second one, which knows the id of what
 * was made. A start of the server has one request for all documents of its folders.
 */
function keyOf({ request, action, target }: AuditEntry): string {
  return /^(APPLY|KEEP) /.test(action) ? `${request} ${action} ${target}` : `${request} ${action}`;
}

/** How an act ended. */
export type Outcome = "done" | "refused" | "failed" | "pending";

/** By the status of the answer. */
export function outcomeOf({ done }: Act): Outcome {
  const status = done?.status;
  if (status === undefined) {
    return "pending";
  }
  if (status < 400) {
    return "done";
  }
  return status < 500 ? "refused" : "failed";
}

/** What was done, in words; names are in backticks. An act of a newer server is told by its method and path. */
export function wordsOf({ action, target }: AuditEntry): string {
  const [act = action, labels] = action.split(" unmasked: ");
  const known = words.acts[act];
  if (known === undefined) {
    return words.unknownAct(action.split(" ")[0] ?? action, `\`${target}\``);
  }
  const said = known.replace("{what}", `\`${nameIn(action, target)}\``);
  return labels === undefined ? said : words.unmasked(said, labels);
}

/** Where a page of the console is about the thing: its address. */
export function placeOf(action: string, target: string): Place | undefined {
  const values = valuesIn(action, target);
  const { name = "", namespace = "", id = "" } = values;
  if (action.includes("/v1/integrations/{name}")) {
    return { to: "/integrations/$integration", params: { integration: name } };
  }
  if (action.includes("/v1/workflows/{namespace}/{name}")) {
    return { to: "/workflows/$namespace/$name", params: { namespace, name } };
  }
  if (action.includes("/v1/policies/{name}")) {
    return { to: "/policies/$policy", params: { policy: name } };
  }
  if (action.includes("/v1/runs/{id}")) {
    return { to: "/runs/$run", params: { run: id } };
  }
  if (action.includes("/v1/principals/{id}")) {
    return { to: "/access/$principal", params: { principal: id } };
  }
  return action.includes("/v1/requests/{id}") ? { to: "/inbox/requests/$id", params: { id } } : undefined;
}

/** An address of the console. */
export type Place =
  | { to: "/integrations/$integration"; params: { integration: string } }
  | { to: "/workflows/$namespace/$name"; params: { namespace: string; name: string } }
  | { to: "/policies/$policy"; params: { policy: string } }
  | { to: "/runs/$run"; params: { run: string } }
  | { to: "/access/$principal"; params: { principal: string } }
  | { to: "/inbox/requests/$id"; params: { id: string } };

/** `support/refund 1.1.0`, `crm`, `ab12…/3`: what the path names. */
function nameIn(action: string, target: string): string {
  const { namespace, name, version, run, effect, id } = valuesIn(action, target);
  if (run !== undefined) {
    return effect === undefined ? run : `${run}/${effect}`;
  }
  const whole =
    namespace === undefined ? (name ?? id) : name === undefined ? namespace : `${namespace}/${name}`;
  return [whole, version].filter((part) => part !== undefined).join(" ");
}

/** The values of a route's parameters in a path. */
export function valuesIn(action: string, target: string): Readonly<Record<string, string | undefined>> {
  const names = action.split(/[ /]/).slice(1);
  const values = (target.split("?")[0] ?? "").split("/");
  const found: Record<string, string> = {};
  names.forEach((name, index) => {
    const value = values[index];
    if (/^\{.*\}$/.test(name) && value !== undefined) {
      found[name.slice(1, -1)] = decoded(value);
    }
  });
  return found;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A day and time of a field as the API wants it; nothing where it is none. */
export function instantOf(local: string): string | undefined {
  const at = new Date(local);
  return local === "" || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
