//! The interpreter of the Open Workflow DSL: a state machine that takes events and returns effects.
//!
//! The crate is pure: it has no I/O, clock, randomness or threads, so the same steps give the same replies
//! everywhere. It is compiled to WebAssembly for servers, and natively for the command line and tests. The
//! host decides whether an effect is allowed, and carries it out.
//!
//! **After a change here**, or in a crate that the runner depends on (`sdk/diagnostics`, `sdk/dsl`,
//! `sdk/access`, `engine/wire`), rebuild the committed `runner.wasm` with `engine/runner-wasm/build.sh`.
//! Servers execute that file, not this source. The test `runner_file` fails until it is rebuilt.

mod argument_mismatches;
mod authentication;
pub mod breadcrumb;
mod call;
mod compile;
mod conditions;
mod duration;
mod effects;
mod evaluate;
mod expression;
mod expression_help;
mod fault;
mod fields;
mod flow;
mod functions;
mod interface;
pub mod jq;
mod known;
mod load;
mod openapi;
mod program;
mod resources;
mod run;
mod runtime_help;
mod schedule;
pub mod schema;
mod scope;
mod settings;
mod shape;
mod signature;
mod snippets;
mod tasks;
mod template;
mod trace;
mod uri;
pub mod value;

pub use load::load;
pub use program::Program;
pub use run::Run;
