//! What the tests share: where things are, a real server with its company on loopback, both runners side by side, and
//! definitions made by a grammar.
//!
//! Nothing here is part of the product.

mod coverage;
pub mod durable;
pub mod generate;
mod http;
mod mutate;
pub mod office;
mod random;
mod runners;
mod serve;
mod server;
mod stub;

use std::path::{Path, PathBuf};

pub use coverage::Coverage;
pub use http::{Answer, Http};
pub use mutate::mutate;
pub use office::Office;
pub use random::Random;
pub use runners::{Both, Wasm, smaller};
pub use serve::Serve;
pub use server::{Demo, demo_binary, free_port};
pub use stub::{Answering, Seen, Stub};

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// The specification's data. `None`, said loudly, where it is not at hand.
///
/// # Panics
/// Where it is absent and `CI=true`.
pub fn spec() -> Option<PathBuf> {
    let folder = std::env::var_os("TOWPATH_SPEC")
        .map_or_else(|| root().join("../shared/open-workflow"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    let missing =
        format!("THE SPECIFICATION IS NOT AT {}: its tests are left out; set TOWPATH_SPEC", folder.display());
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
    tell(&missing);
    None
}

/// The sample for this run: `full` where `tests/run --full` asked for the suite `name`, else `bounded`.
pub fn sample(name: &str, bounded: usize, full: usize) -> usize {
    if is_full(name) { full } else { bounded }
}

/// Whether `tests/run --full` asked for the suite `name`.
pub fn is_full(name: &str) -> bool {
    std::env::var("TOWPATH_FULL").as_deref() == Ok(name)
}

/// Keeps the outcome of a suite at full size, with the commit it ran on.
///
/// # Panics
/// When it cannot be written.
pub fn keep_result(name: &str, outcome: &serde_json::Value) {
    let Some(folder) =
        std::env::var_os("TOWPATH_RESULTS").filter(|_| is_full(name.split('-').next().unwrap_or(name)))
    else {
        return;
    };
    let commit = std::process::Command::new("git").args(["rev-parse", "HEAD"]).current_dir(root()).output();
    let commit =
        commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let text = serde_json::json!({ "suite": name, "commit": commit, "outcome": outcome });
    let text = format!("{}\n", serde_json::to_string_pretty(&text).unwrap_or_default());
    let written = std::fs::write(Path::new(&folder).join(format!("{name}.json")), text);
    assert!(written.is_ok(), "the result of {name} could not be written: {written:?}");
}

/// Prints what a person should see even when the test passes.
#[expect(clippy::print_stderr, reason = "a test's word to the person who runs it")]
pub fn tell(text: &str) {
    eprintln!("{text}");
}
