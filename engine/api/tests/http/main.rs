//! The API over a whole engine in memory: requests in, answers out.

#![expect(clippy::unwrap_used, reason = "tests")]

mod bulk;
mod cases;
mod changes;
mod definitions;
mod described;
mod documents;
mod identity;
mod insight;
mod load;
mod permissions;
mod plain;
mod preconditions;
mod principals;
mod refusals;
mod rerun;
mod runs;
mod serve;
mod sessions;
mod stopping;
mod traces;
mod world;
