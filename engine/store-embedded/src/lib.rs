//! The embedded store: a segment log that is the truth, blobs beside it, and a sled index over both.
//!
//! Everything a commit promises is on disk, by one `fdatasync` for all commits that were waiting, before its
//! caller hears of it. The index only makes looking up fast: it is rebuilt from the log whenever it is missing
//! or cannot be trusted. What a run is and when it goes on never lives here. `README.md` describes the files.

mod blobs;
mod check;
mod codec;
mod committer;
mod disk;
mod error;
mod frame;
mod grouping;
mod index;
mod indexer;
mod keys;
mod lock;
mod log;
mod open;
mod options;
mod overlay;
mod reader;
mod recovery;
mod scrub;
mod segment;
mod store;
mod trust;

#[cfg(test)]
mod simulation;

pub use check::{Finding, Report, check};
pub use error::OpenError;
pub use options::Options;
pub use store::EmbeddedStore;
