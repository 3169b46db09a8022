//! Every request and every response of the HTTP API, defined once. The server, the client and the command line use these
//! types; the OpenAPI description is derived from them.
//!
//! Only data: no I/O, no runtime, no checks beyond the shape. One file per resource, as in `engine/api`. Times are text in
//! RFC 3339. Values with a fixed set of words are enums (see `word.rs`); a response enum that will grow is
//! `#[non_exhaustive]`. Request types refuse unknown fields, response types ignore them.

#[macro_use]
mod word;

mod audit;
mod backup;
mod bulk;
mod case;
mod change;
mod connection_test;
mod decision;
mod diagnostic;
mod draft;
mod estate;
mod evaluate;
mod event;
mod failure;
mod function;
mod grant;
mod health;
mod history;
mod hold;
mod impact;
mod inbox;
mod notice;
mod owners;
mod policy;
mod principal;
mod problem;
mod quota;
mod request;
mod rerun;
mod restore;
mod retention;
mod review;
mod run;
mod schedule;
mod schema;
mod search;
mod secret;
mod session;
mod settings;
mod statistics;
mod template;
mod text;
mod token;
mod trace;
mod traffic;
mod try_run;
mod violation;
mod workflow;

pub use audit::{AuditAnchor, AuditEntries, AuditEntry, AuditPhase, AuditQuery};
pub use backup::{Backup, BackupState, Backups};
pub use bulk::{BulkAction, BulkAnswer, BulkFailure, BulkRequest};
pub use case::{CaseDifference, CaseResult, CaseState, Cases, CasesRun, CoveredTask, PutCases, RunCases};
pub use change::{
    Change, ChangeTopic, ChangesQuery, NewPresence, Presence, PresenceQuery, PresentPerson, Reset,
    ResetReason,
};
pub use connection_test::{ConnectionProblem, ConnectionTest};
pub use decision::{Awaiting, EvaluatedAccess, NearMiss, Person, PolicyEffect, PolicyMode, Rule, Verdict};
pub use diagnostic::{Diagnostic, Position, Range, Related, Severity};
pub use draft::{
    DeclaredAnswer, DeclaredError, Draft, DraftReads, DraftRun, DraftRunQuery, Identified, InReview,
    Published, Report, SavedDraft,
};
pub use estate::{
    Estate, EstateGrant, EstateIntegration, EstateLabel, EstateOperation, EstateSecret, EstateWorkflow,
    Leaving, ReachKind, Reaching,
};
pub use evaluate::{Evaluate, Evaluated};
pub use event::{AcceptedEvent, AcceptedEvents};
pub use failure::{FailureCase, FailureCaseState, FailureCases, FailureCasesQuery, PatchFailureCase};
pub use function::{Function, Functions, Idempotency, OperationEffect};
pub use grant::{Confirmation, GrantConfirmation, GrantState, GrantedPermit, Grants, GrantsQuery};
pub use health::{Health, HealthStatus};
pub use history::{DraftRevision, DraftRevisionText, DraftRevisions, DraftSummary, Drafts, RestoreDraft};
pub use hold::{Hold, HoldDefault, HoldKind, Holds, HoldsQuery};
pub use impact::{
    AccessChange, AffectedWorkflow, CallImpact, DecisionOutcome, Ending, EndingKind, Impact, ImpactPolicies,
    ImpactQuery, LookedAt, RerunImpact, VersionImpact,
};
pub use inbox::{Inbox, InboxItem, InboxKind, InboxQuery};
pub use notice::{Notice, NoticeKind, Notices, NoticesQuery};
pub use owners::{HandOver, Owners};
pub use policy::{
    Activate, ActivePolicies, ActivePolicy, ApproveProposal, Enforce, Enforced, Grace, InForce,
    PolicyQuestion, PolicySet, PolicySets, Proposed, Revision,
};
pub use principal::{DisablePrincipal, DisabledPrincipal, PrincipalDetails, PrincipalRecord, Principals};
pub use problem::{Cause, Problem};
pub use quota::{NamespaceQuotas, Quota, QuotaKind, Quotas, QuotasQuery, RateKind, TokenRate};
pub use request::{
    AccessRequest, GrantRequest, GrantedRequest, NewRequest, RejectRequest, RequestDecision, RequestState,
    Requests, RequestsQuery,
};
pub use rerun::{RepeatedWrite, RerunPlan, RerunRequest};
pub use restore::{
    ConfirmRestore, PendingCall, PendingFate, PendingRun, PendingSchedule, Restore, RestoreState,
};
pub use retention::{PutRetention, Retention, RetentionRule, RetentionTimes};
pub use review::{
    Approval, Called, Comment, Decided, DraftTried, Note, Reach, Reached, Review, ReviewInFull, ReviewState,
    Reviews, ReviewsQuery,
};
pub use run::{
    Accepted, Adopt, Adoption, CancelRun, Failure, InDoubt, Journal, Record, Run, RunFilter, RunQuery,
    RunStatus, Runs, StartQuery, SuspendRun, Suspension, WaitsFor, WorkflowRef,
};
pub use schedule::{
    Firing, FiringOutcome, MissedTimes, Overlap, PauseSchedule, ResumeSchedule, Schedule, SchedulePaused,
    ScheduleState, Schedules, SchedulesQuery, StartTimes,
};
pub use schema::{SchemaKinds, SchemaQuery};
pub use search::{Found, FoundItem, FoundKind, SearchQuery};
pub use secret::{SecretNames, SecretUse, SecretValue};
pub use session::{NewSession, NewSignInLink, Session, Sessions, SessionsQuery, SignInLink, SignInMethod};
pub use settings::{Settings, SettingsChange};
pub use statistics::{
    RunCounts, Statistics, StatisticsInterval, StatisticsPoint, StatisticsQuery, WaitedFor, WaitingTimes,
    WorkflowCounts,
};
pub use template::{Template, TemplateBlank, Templates};
pub use text::{ConfirmQuery, Integrations, Policies, SavedText, Text, TextSummary};
pub use token::{CreatedToken, Me, NewToken, Role, RoleGrant, Token, Tokens};
pub use trace::{LoopPass, TaskState, Trace, TraceGap, TracedEffect, TracedTask};
pub use traffic::{Circuit, OnOpen, RunQueue, RunQueues, Traffic};
pub use try_run::{TriedRun, TryRun};
pub use violation::Violations;
pub use word::UnknownWord;
pub use workflow::{
    Example, Interface, NamespaceQuery, RaisedError, RollBack, StateChange, Switch, SwitchChange, Version,
    VersionQuery, VersionState, Versions, Workflows,
};

/// Reads a value that is there, be it `null`: an absent one is `None`.
fn present<'de, D: serde::Deserializer<'de>, T: serde::Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
