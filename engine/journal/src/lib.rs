//! The journal: what a run's records are, the pure machine that decides what happens next, and the traits
//! of the stores that keep it all.
//!
//! The journal is the truth; everything else is an index that can be rebuilt from it. Nothing here does
//! I/O but the memory store, which has none to do.

mod ids;
mod machine;
mod memory;
mod record;
mod reference;
mod store;
#[cfg(feature = "suite")]
pub mod suite;

pub use ids::{Digest, ParseIdError, RunId};
pub use machine::{
    Action, Answered, Consequence, Input, Judged, Machine, Recovery, RecoveryError, Unsigned, Verdict,
    labels_of, received_in, same_effect,
};
pub use memory::MemoryStore;
pub use record::{
    Abandoned, Decided, Declined, Ended, Fault, Held, Intent, Parent, Record, Resumed, RunLimits, Signed,
    Started, TokenRequest, WorkflowRef,
};
pub use reference::FedFrom;
pub use store::{
    Blobs, Claim, Commit, Document, Documents, Entry, HeadFilter, Heads, Journal, Put, RunHead, Status,
    Store, StoreError,
};
