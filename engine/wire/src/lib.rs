//! What the host and the sandboxed runner say to each other: wire version 1.
//!
//! JSON, externally tagged, payloads as raw JSON text. The runner imports nothing, so these messages are
//! all that ever crosses. Fields may be added with `#[serde(default)]`; anything else is a new version,
//! and the host keeps decoding the old one: a run is pinned to the runner that started it.

mod carried_out;
mod effect;
mod event;
mod load;
mod problem;

pub use carried_out::{CarriedOut, REFUSALS};
pub use effect::{
    CallEffect, Effect, EffectKind, EmitEffect, ListenEffect, RunEffect, SecretUse, WaitEffect,
};
pub use event::{Event, Limits, Outcome, Reply, Start, Step, TaskEvent, TaskPhase};
pub use load::{FunctionSignature, Identity, Interface, Load, LoadReport, LongWait, Resource};
pub use problem::{Problem, types as problem_types};

/// The version of these messages; the runner exports it as `wire_version`.
pub const VERSION: u32 = 1;

/// JSON text passed on as it is.
pub type Json = Box<serde_json::value::RawValue>;

/// Where the runner is, for the host to read after a trap. Written by the runner before each expression,
/// at the address its export `breadcrumb` returned; a length of zero means nowhere yet.
pub const BREADCRUMB_BYTES: usize = 512;
