//! The vocabulary for what a workflow accesses and for what was decided: accesses, labels, profiles and decisions.
//!
//! The crate has the types, and derives a profile from a definition. Decisions are made in the crate
//! `policies`.

mod access;
mod address;
mod approval;
mod arguments;
pub mod canonical;
mod decision;
mod derive;
mod digest;
mod profile;
mod raw;
mod reach;
mod rule;
mod run_labels;
pub mod schema;
mod secrets;
mod subject;

pub use access::{Access, Effect, Kind};
pub use approval::{ApproverRole, Approvers, Awaiting, HoldDefault, HoldSettings};
pub use decision::{Decision, DecisionOutcome, MatchedRule, NearMiss};
pub use derive::derive;
pub use digest::{digest, digest_of};
pub use profile::{Profile, ProfiledAccess};
pub use raw::{FILLED, filled};
pub use reach::{Reach, Reached};
pub use rule::{Mismatch, Mode, PolicyEffect};
pub use run_labels::RunLabels;
pub use subject::{
    Author, CallerKind, CallerSubject, Subject, TimeSubject, WEB, WEB_REQUEST, WEB_REQUEST_VERSION,
    WorkflowSubject,
};
