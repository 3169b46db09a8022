//! A typed client of a Towpath server's HTTP API.
//!
//! Requests and responses are the types of `towpath-api-types`, re-exported here. This is the only crate in `sdk` that does
//! I/O. It takes no proxy and no other setting from the environment, and repeats nothing by itself: a caller with an
//! idempotency key can repeat safely, and knows when to. See the README for errors and preconditions.

mod audit;
mod backups;
mod cases;
mod changes;
mod definitions;
mod documents;
mod error;
mod grants;
mod holds;
mod http;
mod identity;
mod insight;
mod lifecycle;
mod owners;
mod policies;
mod principals;
mod quotas;
mod requests;
mod restore;
mod retention;
mod reviews;
mod runs;
mod schedules;
mod sessions;
mod settings;

pub use changes::{Changes, Heard};
pub use definitions::Publication;
pub use error::ClientError;
pub use http::Client;
pub use lifecycle::Switched;
pub use policies::Activation;
pub use reviews::ReviewDecision;
pub use runs::{StartOptions, Started, Wait};
pub use towpath_api_types::*;
