//! Carries effects out: checks and publishes definitions, starts runs, judges and sends what they ask for,
//! writes it all down, and takes interrupted runs up again.
//!
//! Knows no HTTP and no command line. What happens next in a run is decided by the pure machine in
//! `towpath-journal`; what may happen is decided by `towpath-policies`.

mod accesses;
mod adoption;
mod cases;
mod changing;
mod children;
mod clock;
mod definitions;
mod documents;
mod drafts;
mod drive;
mod echoes;
mod effects;
mod engine;
mod events;
mod found;
mod grants;
mod guard;
mod heavy;
mod holds;
mod integration_change;
mod interface;
mod labels;
mod life;
mod live;
mod lost;
mod notices;
mod own_work;
mod owners;
mod policies;
mod publish;
mod quotas;
mod receipt;
mod recovery;
mod requests;
mod resources;
mod reviews;
mod runs;
mod sandboxed;
mod secrets;
mod send;
mod settings;
mod shown;
mod start;
mod starts;
mod startup;
mod sync;
mod trial;
mod types;
mod unused;
mod usage;
mod versions;

pub use adoption::Adoption;
pub use cases::{
    Case, Expected, ExpectedCall, ExpectedDecision, ExpectedEffect, Fixture, Told, TriedEffect, effect_name,
};
pub use clock::{Clock, SystemClock};
pub use definitions::too_long;
pub use engine::{Engine, Parts};
pub use events::AcceptedEvent;
pub use grants::{Confirmation, Grant, GrantState};
pub use holds::{HeldCall, HoldAsked, NotYours, is_named};
pub use integration_change::IntegrationImpact;
pub use life::{Standing, Switched, SwitchedOff, VersionState, WorkflowStanding};
pub use notices::{Notice, NoticeKind};
pub use owners::Ownership;
pub use policies::{
    AccessImpact, Activate, Activation, Affected, Author, CallImpact, Confirmed, Ending, Grace, Impact,
    LookedAt, Proposed, Revision, RunImpact, VersionImpact, policy_owner,
};
pub use quotas::{Quota, Quotas};
pub use receipt::{
    Check, MadeReceipt, Receipt, ReceiptDefinition, ReceiptRecord, Report as ReceiptReport, Verifier,
    receipt_schema, verify as verify_receipt,
};
pub use requests::{AccessRequest, Asked, RequestDecision, RequestState, ShownRequest};
pub use reviews::{
    Approval, Decided, Review, ReviewInFull, ReviewNote, ReviewState, Verdict as ReviewVerdict,
};
pub use runs::is_about_the_input;
pub use secrets::SecretUse;
pub use send::{EventRefused, SentEvent};
pub use settings::{Settings, SettingsChange};
pub use startup::{Fate, Given, GivenKind, Kept};
pub use trial::{Declared, DeclaredAnswer, DeclaredError, DraftRequest, Reads};
pub use types::{
    CheckReport, Crowd, Draft, EngineError, JudgedAccess, Publication, Published, PublishedVersion, RunView,
    StartRequest, StartedRun, Text,
};
pub use usage::{Called, Usage};
