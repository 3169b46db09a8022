//! The audit log: who changed what, when, from where, under which policies. It contains ids and keyed digests, never values.
//!
//! Entries form a chain of hashes, one file for each start of the server. The heads of the chain are signed, and can be sent
//! to an anchor: a file elsewhere or an HTTP address. A rewritten log does not match the anchor. Runs are not in the audit
//! log; they have journals. The same key signs receipts of runs.

mod back;
mod chain;
mod entry;
mod folded;
mod head;
mod keys;
mod log;
mod outside;
mod place;
mod receipt;
mod regular;
mod sink;
mod snapshot;
mod start;
mod verify;
mod walk;
mod weak;

pub use back::Export;
pub use chain::{ChainError, Link};
pub use entry::{Entry, Phase, Search};
pub use head::Head;
pub use keys::{KeyError, Keys, PublicKey};
pub use log::{AuditError, AuditLog, BodyDigest, Options};
pub use outside::Anchor;
pub use place::HttpPlace;
pub use receipt::{ReceiptError, SealedReceipt, SignedReceipt};
pub use sink::AnchorStatus;
pub use snapshot::{AuditFile, snapshot_of_log};
pub use start::{Found, Torn};
pub use verify::{Check, Report, verify};
