//! The runner as WebAssembly: the exports that the host calls, the committed `runner.wasm`, and its seal.
//!
//! On wasm32 this crate is a shell around `towpath-runner` that converts messages from and to bytes. It
//! imports only the memory. On other targets it provides the committed file.

mod seal;
#[cfg(target_arch = "wasm32")]
mod shell;

pub use seal::{SEAL_SECTION, Seal, seal};

/// The committed runner. `build.sh` builds it. A test fails if it is older than its sources.
#[cfg(not(target_arch = "wasm32"))]
pub static RUNNER: &[u8] = include_bytes!("../runner.wasm");
