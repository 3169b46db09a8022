/**
 * Types of routes that are not in `engine/api/openapi.json` yet, written by hand. To be deleted as soon as they are:
 * then `AllPaths` is `paths`, and the types below come from `generated.ts` under the same names.
 */
import type { Diagnostic, Interface, paths, Role, RoleGrant, RunStatus, SavedDraft } from "./generated.js";

/** What a change can be about. */
export type Topic =
  | "runs"
  | "holds"
  | "reviews"
  | "requests"
  | "workflows"
  | "drafts"
  | "policies"
  | "integrations"
  | "notices"
  | "grants"
  | "tokens"
  | "audit"
  | "presence";

/** Something changed; an absent member means that it may be any. */
export interface Change {
  readonly topic: Topic;
  readonly namespace?: string;
  /** The bare name. */
  readonly workflow?: string;
  readonly id?: string;
  readonly at: string;
}

export interface Session {
  readonly id: string;
  readonly principal: string;
  readonly name: string;
  readonly kind: Role;
  readonly grants: readonly RoleGrant[];
  readonly mayView: readonly string[];
  readonly token?: string;
  /** Only in the answers about this very session. */
  readonly csrf?: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** When it ends unless it is used. */
  readonly idleAt: string;
  readonly lastUsedAt: string;
  readonly method: "token" | "link";
  readonly isCurrent: boolean;
}
export interface Sessions {
  readonly sessions: readonly Session[];
}
export interface SignInLink {
  readonly link: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly principal: string;
}
export interface Present {
  readonly principal: string;
  readonly tab: string;
  readonly task?: string;
  readonly since: string;
  readonly isMe: boolean;
}

export type InboxKind = "review" | "hold" | "request" | "proposal" | "voidApproval" | "grant" | "token";
export interface InboxItem {
  readonly kind: InboxKind;
  readonly id: string;
  readonly title: string;
  readonly namespace?: string;
  readonly workflow?: string;
  readonly version?: string;
  readonly run?: string;
  readonly effect?: number;
  readonly from: string;
  readonly since: string;
  readonly dueAt?: string;
  readonly canDecide: boolean;
  readonly why: string;
  /** Only where `canDecide` is false. */
  readonly whyNot?: string;
}
export interface Inbox {
  readonly items: readonly InboxItem[];
  readonly total: number;
}

export interface DraftSummary {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly title?: string;
  readonly liveVersion?: string;
  readonly isAhead: boolean;
}
export interface DraftRevision {
  readonly revision: number;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly digest: string;
  readonly isCurrent: boolean;
  readonly note?: string;
}

/** Figures of one interval, or of a whole range. */
export interface Figures {
  readonly started: number;
  readonly completed: number;
  readonly faulted: number;
  readonly cancelled: number;
  readonly held: number;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}
export interface Waiting {
  readonly count: number;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}
export interface Statistics {
  readonly interval: "hour" | "day";
  readonly from: string;
  readonly to: string;
  readonly since: string;
  /** `false` while the history is still read after a start of the server. */
  readonly complete: boolean;
  readonly series: readonly (Figures & { readonly start: string })[];
  readonly totals: Figures;
  readonly workflows: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly totals: Figures;
  }[];
  readonly waiting: { readonly requestToDecision: Waiting; readonly draftToLive: Waiting };
}

export interface EstateReach {
  readonly kind: "call" | "fetch" | "run" | "answer" | "event";
  readonly integration?: string;
  readonly operation?: string;
  readonly labels: readonly string[];
  readonly access: "read" | "write";
}
export interface EstateWorkflow {
  readonly namespace: string;
  readonly name: string;
  readonly title: string;
  readonly owner?: string;
  readonly deputy?: string;
  readonly isOrphan: boolean;
  readonly liveVersion?: string;
  readonly state: string;
  readonly isSwitchedOff: boolean;
  readonly lastChangeAt: string;
  readonly reaches: readonly EstateReach[];
}
export interface EstateOperation {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly effect: "read" | "write";
  readonly labels: readonly string[];
  readonly workflows: readonly string[];
  readonly callsPerDay: number;
  readonly failuresPerDay: number;
}
export interface EstateIntegration {
  readonly name: string;
  readonly title?: string;
  readonly owner: string;
  readonly isSwitchedOff: boolean;
  readonly operations: readonly EstateOperation[];
  readonly secrets: readonly {
    readonly name: string;
    readonly isPresent: boolean;
    readonly changedAt?: string;
  }[];
}
export interface Estate {
  readonly workflows: readonly EstateWorkflow[];
  readonly labels: readonly {
    readonly label: string;
    readonly workflows: readonly string[];
    readonly leavesTo: readonly { readonly to: string; readonly workflows: readonly string[] }[];
  }[];
  readonly grants: readonly {
    readonly name: string;
    readonly namespace?: string;
    readonly workflow?: string;
    readonly state: string;
    readonly endsAt: string;
    readonly daysLeft: number;
    readonly lastUsedAt?: string;
  }[];
  readonly integrations: readonly EstateIntegration[];
  readonly callsSince: string;
  readonly complete: boolean;
}

export interface Found {
  readonly kind:
    "workflow" | "draft" | "operation" | "integration" | "policy" | "run" | "request" | "principal";
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly version?: string;
}

export interface TracedTask {
  readonly reference: string;
  readonly name: string;
  readonly kind: string;
  readonly pass?: readonly { readonly loop: string; readonly index: number }[];
  readonly attempt?: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly state: "running" | "waiting" | "held" | "completed" | "faulted" | "cancelled";
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly effects: readonly {
    readonly index: number;
    readonly kind: string;
    readonly operation?: string;
    readonly decision?: unknown;
    readonly startedAt?: string;
    readonly endedAt?: string;
  }[];
}
export interface Trace {
  readonly run: string;
  readonly definitionVersion: string;
  readonly workflow: string;
  readonly tasks: readonly TracedTask[];
  readonly complete: boolean;
}
export interface Evaluate {
  readonly expression: string;
  readonly input?: unknown;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly variables?: Readonly<{ [name: string]: unknown }>;
}
export interface Evaluated {
  readonly value?: unknown;
  readonly diagnostics?: readonly Diagnostic[];
}
/** The interface of a published version, with what an app needs. */
export interface InterfaceInFull extends Interface {
  readonly examples?: readonly {
    readonly name: string;
    readonly input?: unknown;
    readonly output?: unknown;
  }[];
  readonly errors?: readonly unknown[];
}
export interface WorkflowTemplate {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly needs: readonly string[];
  readonly definition: string;
  readonly case?: unknown;
}
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  readonly differences: readonly unknown[];
  readonly status?: RunStatus;
}
export interface CasesRun {
  readonly cases: readonly CaseResult[];
  readonly coverage: readonly { readonly reference: string; readonly cases: number | readonly string[] }[];
}

interface Items<T> {
  readonly items: readonly T[];
}
interface Draft {
  readonly namespace: string;
  readonly name: string;
}

/** One operation: parameters, body, answer. */
interface Operation<
  Answer,
  Path = undefined,
  Query = undefined,
  Body = undefined,
  Status extends number = 200,
> {
  readonly parameters: {
    readonly query?: Query extends undefined ? never : Query;
    readonly header?: Readonly<{ "If-Match"?: string | null }>;
    readonly cookie?: never;
  } & (Path extends undefined ? { readonly path?: never } : { readonly path: Path });
  readonly requestBody?: Body extends undefined
    ? never
    : { readonly content: { readonly "application/json": Body } };
  readonly responses: {
    readonly [status in Status]: {
      headers: Readonly<{ [name: string]: unknown }>;
      content: { readonly "application/json": Answer };
    };
  };
}

/** Paths that are not in the description yet. */
export interface PendingPaths {
  "/v1/sessions": {
    get: Operation<Sessions, undefined, { all?: boolean }>;
    post: Operation<Session, undefined, undefined, { token: string } | { link: string }, 201>;
  };
  "/v1/sessions/current": {
    get: Operation<Session>;
    delete: Operation<undefined, undefined, undefined, undefined, 204>;
  };
  "/v1/sessions/{id}": { delete: Operation<undefined, { id: string }, undefined, undefined, 204> };
  "/v1/sign-in-links": { post: Operation<SignInLink, undefined, undefined, { tokenId: string }, 201> };
  "/v1/workflows/{namespace}/{name}/draft/presence": {
    put: Operation<Items<Present>, Draft, undefined, { tab: string; task?: string }>;
    delete: Operation<undefined, Draft, { tab: string }, undefined, 204>;
  };
  "/v1/inbox": { get: Operation<Inbox, undefined, { canDecide?: boolean; limit?: number }> };
  "/v1/drafts": { get: Operation<Items<DraftSummary>, undefined, { namespace?: string }> };
  "/v1/workflows/{namespace}/{name}/draft/revisions": { get: Operation<Items<DraftRevision>, Draft> };
  "/v1/workflows/{namespace}/{name}/draft/revisions/{revision}": {
    get: Operation<DraftRevision & { readonly source: string }, Draft & { revision: number }>;
  };
  "/v1/workflows/{namespace}/{name}/draft/restore": {
    post: Operation<SavedDraft, Draft, undefined, { revision: number }>;
  };
  "/v1/statistics": {
    get: Operation<
      Statistics,
      undefined,
      { namespace?: string; workflow?: string; from?: string; to?: string; interval?: "hour" | "day" }
    >;
  };
  "/v1/estate": { get: Operation<Estate, undefined, { namespace?: string }> };
  "/v1/search": { get: Operation<Items<Found>, undefined, { q: string; limit?: number }> };
  "/v1/runs/{id}/trace": { get: Operation<Trace, { id: string }> };
  "/v1/workflows/{namespace}/evaluate": {
    post: Operation<Evaluated, { namespace: string }, undefined, Evaluate>;
  };
  "/v1/templates": { get: Operation<Items<WorkflowTemplate>> };
  "/v1/workflows/{namespace}/{name}/cases": {
    get: Operation<unknown, Draft>;
    put: Operation<unknown, Draft, undefined, unknown>;
  };
  "/v1/workflows/{namespace}/{name}/draft/cases/run": {
    post: Operation<CasesRun, Draft, undefined, { names?: readonly string[] }>;
  };
}

/** Every path that the client can call. */
export type AllPaths = paths & PendingPaths;
