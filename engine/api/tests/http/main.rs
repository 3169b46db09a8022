//! The API over a whole engine in memory: requests in, answers out.

#![expect(clippy::unwrap_used, reason = "tests")]

mod definitions;
mod documents;
mod identity;
mod refusals;
mod runs;
mod world;
