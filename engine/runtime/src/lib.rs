//! Carries effects out: checks and publishes definitions, starts runs, evaluates and sends what they ask for,
//! writes it all down, and takes interrupted runs up again.
//!
//! Knows no HTTP and no command line. What happens next in a run is decided by the pure machine in
//! `towpath-journal`; what may happen is decided by `towpath-policies`.

mod catalog;
mod changes;
mod changing;
mod clock;
mod context;
mod desk;
mod drafts;
mod engine;
mod estate;
mod events;
mod fault;
mod found;
mod impact;
mod outlet;
mod presence;
mod quotas;
mod receipt;
mod restored;
mod retention;
mod rules;
mod runs;
mod schedules;
mod shown;
mod statistics;
mod stopped;
mod timetable;
mod types;
mod version;
mod watched;

pub use catalog::{
    Called, CatalogError, DraftRevision, DraftSummary, EvaluatedExpression, Expression, MOST_CASES,
    Ownership, SavedCases, SecretNow, SecretUse, Settings, SettingsChange, Switched, SwitchedOff, Usage,
    WorkflowStanding, too_long,
};
pub use changes::{Change, Changes, Heard, Listener, Missed, Topic};
pub use clock::{Clock, SystemClock};
pub use desk::{
    AccessRequest, Asked, Decided, DeskError, Notice, NoticeKind, Publication, RequestDecision, RequestState,
    Review, ReviewInFull, ReviewNote, ReviewVerdict, ShownRequest,
};
pub use drafts::cases::{
    Case, Difference, Expected, ExpectedCall, ExpectedDecision, ExpectedEffect, Fixture, effect_name,
};
pub use drafts::{Declared, DeclaredAnswer, DeclaredError, Reads};
pub use engine::{CasesRun, Engine, EngineError, Parts, RestoreReport, TriedCase, TriedRun, Waits};
pub use estate::{
    EstateIntegration, EstateLabel, EstateMap, EstateOperation, EstateWorkflow, Leaving, Reaching,
};
pub use events::AcceptedEvent;
pub use events::inbound::{EventRefused, SentEvent};
pub use fault::{Fault, NotYours};
pub use outlet::Outlet;
pub use presence::Here;
pub use quotas::{Quota, QuotaKind, Quotas};
pub use receipt::{
    Check, MadeReceipt, Receipt, ReceiptDefinition, ReceiptRecord, Report as ReceiptReport, Verifier,
    receipt_schema, verify as verify_receipt,
};
pub use restored::{RestoreConfirmed, RestoreMark, RestoredFrom, mark_restored};
pub use retention::{Retention, RetentionRule, RetentionTimes};
pub use rules::grants::{Confirmation, Grant, GrantState};
pub use rules::integration_change::IntegrationImpact;
pub use rules::own_work::is_named_approver;
pub use rules::startup::{Fate, Given, GivenKind, Kept};
pub use rules::{
    AccessImpact, Activate, Activation, Affected, Author, CallImpact, Confirmed, Ending, Grace, Impact,
    LookedAt, PolicyFindings, Proposed, Revision, RulesError, RunImpact, VersionImpact, policy_owner,
};
pub use runs::adoption::Adoption;
pub use runs::bulk::{BulkAction, BulkDone, BulkPlan, MOST_RUNS, MayAct};
pub use runs::draft_run::DraftRequest;
pub use runs::failures::{FailureCase, Handling, HandlingChange, Resolved};
pub use runs::forgetting::Forgotten;
pub use runs::holds::{HeldCall, HoldAsked};
pub use runs::paused::{PendingCall, PendingRun};
pub use runs::rerun::{Repeated, RerunAsked, RerunPlan};
pub use runs::start::{StartRequest, StartedRun};
pub use runs::trace::{Pass, RunTrace, TRACED_BYTES, TaskState, TraceGap, TracedEffect, TracedTask};
pub use runs::{CircuitState, Crowd, RunQueue, RunsError, Traffic};
pub use schedules::{Fired, FiringOutcome, PausedBy, PendingSchedule, ScheduleView, SchedulesError};
pub use statistics::{Figures, Interval, Range, Totals, Waited};
pub use timetable::{StartsAt, problem_of_schedule};
pub use types::{CheckReport, Draft, EvaluatedAccess, Published, RunView, Text, is_about_the_input};
pub use version::{Approval, PublishedVersion, ReviewState, Standing, VersionState};
pub use watched::Watched;
