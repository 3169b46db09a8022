//! The room without a door: runs a runner, compiled to WebAssembly, that imports nothing but its memory.
//!
//! What lives here: compiling a runner once (and keeping the compiled form on disk), loading a definition
//! into it, writing the resulting memory as an image, starting instances of an image in microseconds, stepping
//! them under limits of memory, CPU and depth. What never does: policies, journals, time, effects. This crate
//! hands messages in and out and says how a run was stopped; what that means is for others to decide.
//!
//! ```text
//! wasm --add_runner--> runner --load(definition)--> image bytes --image--> Image --instantiate--> Instance --step--> Reply
//! ```

mod cache;
mod config;
mod digest;
mod entry;
mod error;
mod image;
mod instance;
mod limits;
mod load;
mod machine;
mod queue;
mod runner;
mod sandbox;
mod shelf;
mod sweeper;
mod ticker;

pub use config::SandboxConfig;
pub use digest::{ImageDigest, ParseDigestError, RunnerDigest};
pub use error::{Limit, LoadError, SandboxError, StepError};
pub use image::Image;
pub use instance::{Cost, Instance};
pub use load::Loaded;
pub use queue::Who;
pub use sandbox::{Crowded, Sandbox, Stats, Turn};
