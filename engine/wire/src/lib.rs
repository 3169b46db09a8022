//! The messages between the host and the sandboxed runner: wire version 1.
//!
//! The messages are JSON, externally tagged, with payloads as raw JSON text. The runner imports nothing, so
//! these messages are the whole interface. Fields may be added with `#[serde(default)]`. Any other change is
//! a new version, and the host must still decode the old one, because a run is pinned to the runner that
//! started it.

mod carried_out;
mod effect;
mod event;
mod json;
mod load;
mod problem;
mod schedule;
mod trace;

pub use carried_out::{CarriedOut, REFUSALS};
pub use effect::{
    CallEffect, Effect, EffectKind, EmitEffect, ListenEffect, RunEffect, SecretUse, WaitEffect,
};
pub use event::{Event, Limits, Outcome, Reply, Start, Step, TaskEvent, TaskPhase};
pub use json::Json;
pub use load::{
    DeclaredProblem, Evaluation, FunctionSignature, Identity, Interface, Load, LoadReport, LongWait, Resource,
};
pub use problem::{Problem, types as problem_types};
pub use schedule::{EventPart, Missed, Overlap, Schedule};
pub use towpath_diagnostics::codes;
pub use trace::{Trace, TraceEvent, TraceLimits, TracedEnd, TracedStart, TracedValue};

/// The version of these messages; the runner exports it as `wire_version`.
pub const VERSION: u32 = 1;

/// Size of the breadcrumb, which the host reads after a trap to find the current expression. The runner
/// writes it before each expression, at the address that its export `breadcrumb` returns. A length of zero
/// means that there is none yet.
pub const BREADCRUMB_BYTES: usize = 512;
