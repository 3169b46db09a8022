//! Carries effects out: checks and publishes definitions, starts runs, judges and sends what they ask for,
//! writes it all down, and takes interrupted runs up again.
//!
//! Knows no HTTP and no command line. What happens next in a run is decided by the pure machine in
//! `towpath-journal`; what may happen is decided by `towpath-policies`.

mod children;
mod clock;
mod definitions;
mod documents;
mod drive;
mod effects;
mod engine;
mod events;
mod guard;
mod live;
mod recovery;
mod resources;
mod runs;
mod sandboxed;
mod send;
mod start;
mod types;
mod versions;

pub use clock::{Clock, SystemClock};
pub use engine::{Engine, Parts};
pub use events::AcceptedEvent;
pub use send::{EventRefused, SentEvent};
pub use types::{
    Activated, CheckReport, Draft, EngineError, JudgedAccess, Published, PublishedVersion, RunView,
    StartRequest, StartedRun, Text,
};
