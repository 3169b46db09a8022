//! Carries effects out: checks and publishes definitions, starts runs, judges and sends what they ask for,
//! writes it all down, and takes interrupted runs up again.
//!
//! Knows no HTTP and no command line. What happens next in a run is decided by the pure machine in
//! `towpath-journal`; what may happen is decided by `towpath-policies`.

mod cases;
mod children;
mod clock;
mod definitions;
mod delegated;
mod documents;
mod drive;
mod effects;
mod engine;
mod events;
mod guard;
mod holds;
mod impact;
mod life;
mod live;
mod publish;
mod recovery;
mod requests;
mod resources;
mod reviews;
mod runs;
mod sandboxed;
mod send;
mod settings;
mod start;
mod trial;
mod types;
mod versions;

pub use cases::{
    Case, Expected, ExpectedCall, ExpectedDecision, ExpectedEffect, Fixture, Told, TriedEffect, effect_name,
};
pub use clock::{Clock, SystemClock};
pub use delegated::policy_owner;
pub use engine::{Engine, Parts};
pub use events::AcceptedEvent;
pub use holds::{HeldCall, NotYours, is_named};
pub use impact::{AccessImpact, CallImpact, Impact, VersionImpact};
pub use life::{Standing, Switched, SwitchedOff, VersionState};
pub use requests::{AccessRequest, Asked, RequestDecision, RequestState};
pub use reviews::{Approval, Review, ReviewNote, ReviewState, Verdict as ReviewVerdict};
pub use send::{EventRefused, SentEvent};
pub use settings::{Settings, SettingsChange};
pub use trial::{Declared, DeclaredAnswer, DeclaredError, DraftRequest, Reads};
pub use types::{
    Activated, CheckReport, Draft, EngineError, JudgedAccess, Publication, Published, PublishedVersion,
    RunView, StartRequest, StartedRun, Text,
};
