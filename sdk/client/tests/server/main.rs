//! The client against the real server: the engine with an in-memory store, served over HTTP on 127.0.0.1.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod answers;
mod building;
mod governance;
mod insight;
mod people;
mod runs;
mod world;
mod writing;
