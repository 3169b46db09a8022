//! The sandbox: runs a runner that is compiled to WebAssembly and imports nothing but its memory.
//!
//! This crate compiles a runner once and caches the compiled form on disk, loads a definition into it, writes the resulting
//! memory as an image, starts instances of an image in microseconds, and gives them steps under limits of memory, CPU and
//! depth. It knows no policies, journals, time or effects: it passes messages and reports how a run was stopped.
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
mod kept;
mod limits;
mod load;
mod machine;
mod pagemap;
mod pristine;
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
