//! The words for what a workflow reaches: accesses, labels and profiles, as policies judge them.
//!
//! Shapes and the derivation of a profile from a definition live here. Deciding never does.

mod access;
mod address;
mod arguments;
pub mod canonical;
mod derive;
mod digest;
mod profile;
mod raw;
mod reach;
mod run_labels;
pub mod schema;
mod secrets;
mod subject;

pub use access::{Access, Effect, Kind};
pub use derive::derive;
pub use digest::digest;
pub use profile::{Profile, ProfiledAccess};
pub use raw::{FILLED, filled};
pub use reach::{Reach, Reached};
pub use run_labels::RunLabels;
pub use subject::{
    Author, CallerKind, CallerSubject, TimeSubject, WEB, WEB_REQUEST, WEB_REQUEST_VERSION, WorkflowSubject,
};
