/**
 * Types of routes that are not in `engine/api/openapi.json` yet, written by hand. To be deleted as soon as they are:
 * then `AllPaths` is `paths`, and the types below come from `generated.ts` under the same names.
 */
import type {
  Diagnostic,
  Interface,
  paths,
  Role,
  RoleGrant,
  RunStatus,
  SavedDraft,
  WorkflowRef,
} from "./generated.js";

/** What a change can be about. */
export type ChangeTopic =
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
  topic: ChangeTopic;
  namespace?: string;
  /** The bare name. */
  workflow?: string;
  id?: string;
  at: string;
}

export interface Session {
  id: string;
  principal: string;
  name: string;
  kind: Role;
  grants: RoleGrant[];
  mayView: string[];
  token?: string;
  /** Only in the answers about this very session. */
  csrf?: string;
  createdAt: string;
  expiresAt: string;
  /** When it ends unless it is used. */
  idleAt: string;
  lastUsedAt: string;
  method: "token" | "link";
  isCurrent: boolean;
}
export interface Sessions {
  sessions: Session[];
}
export interface SignInLink {
  link: string;
  url: string;
  expiresAt: string;
  principal: string;
}
export interface PresentPerson {
  principal: string;
  tab: string;
  task?: string;
  since: string;
  isMe: boolean;
}

export type InboxKind = "review" | "hold" | "request" | "proposal" | "voidApproval" | "grant" | "token";
export interface InboxItem {
  kind: InboxKind;
  id: string;
  title: string;
  namespace?: string;
  workflow?: string;
  version?: string;
  run?: string;
  effect?: number;
  from: string;
  since: string;
  dueAt?: string;
  canDecide: boolean;
  why: string;
  /** Only where `canDecide` is false. */
  whyNot?: string;
}
export interface Inbox {
  items: InboxItem[];
  total: number;
}

export interface DraftSummary {
  namespace: string;
  name: string;
  revision: number;
  savedAt: string;
  savedBy: string;
  title?: string;
  liveVersion?: string;
  isAhead: boolean;
}
export interface DraftRevision {
  revision: number;
  savedAt: string;
  savedBy: string;
  digest: string;
  isCurrent: boolean;
  note?: string;
}

/** RunCounts of one interval, or of a whole range. */
export interface RunCounts {
  started: number;
  completed: number;
  faulted: number;
  cancelled: number;
  held: number;
  p50Ms?: number;
  p95Ms?: number;
}
export interface WaitedFor {
  count: number;
  p50Ms?: number;
  p95Ms?: number;
}
export interface Statistics {
  interval: "hour" | "day";
  from: string;
  to: string;
  since: string;
  /** `false` while the history is still read after a start of the server. */
  complete: boolean;
  series: (RunCounts & { start: string })[];
  totals: RunCounts;
  workflows: {
    namespace: string;
    name: string;
    totals: RunCounts;
  }[];
  waiting: { requestToDecision: WaitedFor; draftToLive: WaitedFor };
}

export interface Reaching {
  kind: "call" | "fetch" | "run" | "answer" | "event";
  integration?: string;
  operation?: string;
  labels: string[];
  access: "read" | "write";
}
export interface EstateWorkflow {
  namespace: string;
  name: string;
  title: string;
  owner?: string;
  deputy?: string;
  isOrphan: boolean;
  liveVersion?: string;
  state: string;
  isSwitchedOff: boolean;
  lastChangeAt: string;
  reaches: Reaching[];
}
export interface EstateOperation {
  name: string;
  version: string;
  title: string;
  effect: "read" | "write";
  labels: string[];
  workflows: string[];
  callsPerDay: number;
  failuresPerDay: number;
}
export interface EstateIntegration {
  name: string;
  title?: string;
  owner: string;
  isSwitchedOff: boolean;
  operations: EstateOperation[];
  secrets: {
    name: string;
    isPresent: boolean;
    changedAt?: string;
  }[];
}
export interface Estate {
  workflows: EstateWorkflow[];
  labels: {
    label: string;
    workflows: string[];
    leavesTo: { to: string; workflows: string[] }[];
  }[];
  grants: {
    name: string;
    namespace?: string;
    workflow?: string;
    state: string;
    endsAt: string;
    daysLeft: number;
    lastUsedAt?: string;
  }[];
  integrations: EstateIntegration[];
  callsSince: string;
  complete: boolean;
}

export interface FoundItem {
  kind: "workflow" | "draft" | "operation" | "integration" | "policy" | "run" | "request" | "principal";
  id: string;
  title: string;
  subtitle: string;
  namespace?: string;
  name?: string;
  version?: string;
}

/** In the place of a value: `$masked` where the caller may not see it, `$cut` where it is larger than so many bytes. */
export interface TracedTask {
  reference: string;
  name: string;
  /** Absent in a trace of an older runner. */
  kind?: string;
  pass?: { loop: string; index: number }[];
  attempt?: number;
  startedAt?: string;
  endedAt?: string;
  state: "running" | "waiting" | "held" | "completed" | "faulted" | "cancelled" | "skipped";
  input?: unknown;
  output?: unknown;
  exported?: unknown;
  error?: {
    type?: string;
    status?: number;
    title?: string;
    detail?: string;
    code?: string;
  };
  effects: TracedEffect[];
}
export interface TracedEffect {
  index: number;
  kind: "call" | "wait" | "emit" | "listen" | "run";
  operation?: string;
  carriedOut?:
    "refused" | "read" | "repeatableWrite" | "write" | "answered" | "listen" | "testEndpoint" | "simulated";
  decision?: unknown;
  startedAt?: string;
  endedAt?: string;
}
export interface Trace {
  run: string;
  workflow: WorkflowRef;
  definitionVersion: string;
  status: RunStatus;
  complete: boolean;
  /** Why it is not complete. */
  why?: "olderRunner" | "cut" | "stopped";
  omitted: number;
  tasks: TracedTask[];
  /** Effects of the workflow itself. */
  effects: TracedEffect[];
}
export interface Evaluate {
  expression: string;
  input?: unknown;
  context?: unknown;
  output?: unknown;
  variables?: { [name: string]: unknown };
}
export interface Evaluated {
  value?: unknown;
  diagnostics?: Diagnostic[];
}
/** A text that is run in memory. */
export interface TryRun {
  definition: string;
  input?: unknown;
  settings?: { [name: string]: unknown };
  answers?: unknown[];
  results?: { [operation: string]: unknown };
}
export interface TriedRun {
  status: RunStatus;
  output?: unknown;
  error?: unknown;
  trace: Trace;
}
/** The interface of a published version, with what an app needs. */
export interface InterfaceInFull extends Interface {
  examples?: {
    name: string;
    input?: unknown;
    output?: unknown;
  }[];
  errors?: { type: string; status: number; title?: string }[];
}
/** A saved case, in the form of `tests.yaml`; `$masked` where the reader may not see it. */
export interface SavedCase {
  name: string;
  input?: unknown;
  expect?: unknown;
  $masked?: string[];
  [member: string]: unknown;
}
export interface Cases {
  items: SavedCase[];
  revision: number;
  savedBy?: string;
  savedAt?: string;
}
export interface Template {
  id: string;
  title: string;
  description: string;
  needs: string[];
  namespace: string;
  name: string;
  definition: string;
  /** The one place to change first. */
  blank?: { pointer: string; label: string; example: unknown };
  /** The first thing to try. */
  case?: { input?: unknown; output?: unknown; settings?: { [name: string]: unknown } };
  /** The first is the one to try; possibly none. */
  cases: SavedCase[];
  policy?: string;
}
export interface CaseResult {
  name: string;
  state: "passed" | "failed" | "notRun";
  differences?: {
    what: string;
    expected?: unknown;
    got?: unknown;
    text: string;
  }[];
}
export interface CasesRun {
  revision: number;
  passed: number;
  failed: number;
  items: CaseResult[];
  coverage: { reference: string; cases: string[] }[];
}

interface Items<T> {
  items: T[];
}
interface Draft {
  namespace: string;
  name: string;
}

/** One operation: parameters, body, answer. */
interface Operation<
  Answer,
  Path = undefined,
  Query = undefined,
  Body = undefined,
  Status extends number = 200,
> {
  parameters: {
    query?: Query extends undefined ? never : Query;
    header?: { "If-Match"?: string | null };
    cookie?: never;
  } & (Path extends undefined ? { path?: never } : { path: Path });
  requestBody?: Body extends undefined ? never : { content: { "application/json": Body } };
  responses: {
    [status in Status]: {
      headers: { [name: string]: unknown };
      content: { "application/json": Answer };
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
    put: Operation<Items<PresentPerson>, Draft, undefined, { tab: string; task?: string }>;
    delete: Operation<undefined, Draft, { tab: string }, undefined, 204>;
  };
  "/v1/inbox": { get: Operation<Inbox, undefined, { canDecide?: boolean; limit?: number }> };
  "/v1/drafts": { get: Operation<Items<DraftSummary>, undefined, { namespace?: string }> };
  "/v1/workflows/{namespace}/{name}/draft/revisions": { get: Operation<Items<DraftRevision>, Draft> };
  "/v1/workflows/{namespace}/{name}/draft/revisions/{revision}": {
    get: Operation<DraftRevision & { source: string }, Draft & { revision: number }>;
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
  "/v1/search": { get: Operation<Items<FoundItem>, undefined, { q: string; limit?: number }> };
  "/v1/runs/{id}/trace": { get: Operation<Trace, { id: string }> };
  "/v1/workflows/{namespace}/evaluate": {
    post: Operation<Evaluated, { namespace: string }, undefined, Evaluate>;
  };
  "/v1/workflows/{namespace}/check/run": {
    post: Operation<TriedRun, { namespace: string }, undefined, TryRun>;
  };
  "/v1/templates": { get: Operation<Items<Template>> };
  "/v1/workflows/{namespace}/{name}/cases": {
    get: Operation<Cases, Draft>;
    put: Operation<Cases, Draft, undefined, { items: SavedCase[] }>;
  };
  "/v1/workflows/{namespace}/{name}/draft/cases/run": {
    post: Operation<CasesRun, Draft, undefined, { names?: string[] }>;
  };
}

/** Every path that the client can call. */
export type AllPaths = paths & Omit<PendingPaths, keyof paths>;
