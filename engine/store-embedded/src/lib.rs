//! The embedded store: a segment log, blobs, and a sled index over both. The log and the blobs are the truth.
//!
//! A commit is on disk before its caller gets the answer; one `fdatasync` covers all waiting commits. The index only makes
//! lookups fast: it is rebuilt from the log when it is missing or cannot be trusted. The store does not know what a run is or
//! when it continues. `README.md` describes the files.

mod arrivals;
mod blobs;
mod check;
mod codec;
mod collect;
mod committer;
mod compact;
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
mod pins;
mod reader;
mod recovery;
mod rewritten;
mod scrub;
mod segment;
mod snapshot;
mod start;
mod store;
mod survey;
mod trust;

#[cfg(test)]
mod simulation;

pub use check::{Finding, Report, check};
pub use compact::Compacted;
pub use error::OpenError;
pub use options::Options;
pub use segment::FORMAT as LOG_FORMAT;
pub use snapshot::{LogPosition, Snapshot, SnapshotFile, SnapshotReader};
pub use store::EmbeddedStore;
