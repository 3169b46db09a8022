//! The interpreter of the Open Workflow DSL: a state machine that takes events and gives effects.
//!
//! Pure: no I/O, no clock, no randomness, no threads; the same steps give the same replies anywhere. It is
//! compiled to WebAssembly for servers and natively for the command line and tests. Deciding whether
//! an effect may happen, and letting it happen, never live here.

mod authentication;
pub mod breadcrumb;
mod call;
mod compile;
mod conditions;
mod duration;
mod effects;
mod expression;
mod fault;
mod fields;
mod flow;
mod functions;
mod hints;
pub mod jq;
mod load;
mod misfits;
mod openapi;
mod program;
mod resources;
mod run;
pub mod schema;
mod scope;
mod settings;
mod shape;
mod signature;
mod tasks;
mod template;
mod uri;
pub mod value;

pub use load::load;
pub use program::Program;
pub use run::Run;
