//! The API over a whole engine in memory: requests in, answers out.

#![expect(clippy::unwrap_used, reason = "tests")]

mod changes;
mod definitions;
mod described;
mod documents;
mod identity;
mod permissions;
mod plain;
mod preconditions;
mod principals;
mod refusals;
mod runs;
mod serve;
mod sessions;
mod world;
