//! Three things about a run: its records, its state machine, and the traits of the stores that keep the records.
//!
//! - `record.rs`: what is written down about a run, in order. A run is its journal; all else is an index that can be
//!   rebuilt from it.
//! - `machine.rs` and `machine/`: **the state machine of a run**. It takes what happened and says what to do: which step the
//!   runner gets, what is written, which effect is evaluated, sent, held or given up, when the run ends, and how it goes on
//!   after a crash. It is pure. `runs/drive.rs` of `towpath-runtime` carries its actions out.
//! - `store.rs`: what a store keeps. `memory.rs` is one store; `suite/` is the set of tests that every store passes.
//!
//! Nothing here does I/O.

mod announced;
mod ids;
mod machine;
mod memory;
mod record;
mod reference;
mod store;
#[cfg(feature = "suite")]
pub mod suite;

pub use announced::{Announced, Arrivals};
pub use ids::{Digest, ParseIdError, RunId};
pub use machine::{
    Action, Answered, Clearance, Consequence, Evaluated, HoldTerms, Input, Machine, OpenFate, Recovery,
    RecoveryError, labels_of, received_in, same_effect,
};
pub use memory::MemoryStore;
pub use record::{
    Abandoned, Cancelling, Continued, Decided, Declined, EffectPlace, Ended, Fault, Held, InDoubt, Intent,
    Parent, Record, Released, Rerun, Resumed, RunLimits, Started, Suspended, TokenRequest, WorkflowRef,
};
pub use reference::FedFrom;
pub use store::{
    Blobs, Claim, Commit, Document, Documents, Entry, Failure, Forgets, GivenKey, HeadFilter, Heads, Hears,
    Journal, Put, RunHead, Sleeper, Status, Store, StoreError, Suspension,
};
