//! The audit log: who changed what, when, from where, under which policies. Ids and salted digests, never values.
//!
//! Entries stand in a chain of hashes, one file for each start of the server. Its heads are signed, and may be written
//! to a file elsewhere or handed to an HTTP address, the anchor: whoever rewrites the log cannot make the anchor agree.
//! Runs are not in here; they have their journals. The same key signs receipts of runs.

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
pub use start::{Found, Torn};
pub use verify::{Check, Report, verify};
