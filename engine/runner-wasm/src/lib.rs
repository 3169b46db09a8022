//! The runner as WebAssembly: the exports the host calls, the committed `runner.wasm`, and what is written in it.
//!
//! On wasm32 this crate is the shell around `towpath-runner`: bytes in, bytes out, nothing imported but the
//! memory. Everywhere else it is the committed file. What a workflow means never lives here.

mod seal;
#[cfg(target_arch = "wasm32")]
mod shell;

pub use seal::{SEAL_SECTION, Seal, seal};

/// The committed runner. `build.sh` makes it; a test fails when it is older than its sources.
#[cfg(not(target_arch = "wasm32"))]
pub static RUNNER: &[u8] = include_bytes!("../runner.wasm");
