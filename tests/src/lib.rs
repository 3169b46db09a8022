//! What the tests share: paths, real servers on loopback with their people, waiting with a deadline, both runners side by
//! side, and definitions made by a grammar.
//!
//! Nothing here is part of the product.

mod coverage;
pub mod durable;
mod eventually;
pub mod generate;
mod http;
mod mutate;
pub mod office;
mod random;
mod runners;
mod said;
mod serve;
mod server;
mod steps;
mod stub;
mod world;

use std::path::{Path, PathBuf};

pub use coverage::Coverage;
pub use eventually::{DEADLINE, Deadline, eventually, pause, pause_until, within, within_blocking};
pub use http::{Answer, Http};
pub use mutate::mutate;
pub use office::Office;
pub use random::Random;
pub use runners::{Both, Wasm, smaller};
pub use said::Said;
pub use serve::Serve;
pub use server::{Demo, demo_binary, free_port};
pub use steps::{hold_path, hold_place};
pub use stub::{Answering, Seen, Stub};
pub use world::{PERMIT_ALL, Server, World};

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// Every Rust file under this folder, in order.
///
/// # Panics
/// When a folder cannot be read.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            found.extend(rust_files(&path));
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The specification's data. Prints a warning and gives `None` where it is absent.
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
        format!("THE SPECIFICATION IS NOT AT {}: its tests are skipped; set TOWPATH_SPEC", folder.display());
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
    tell(&missing);
    None
}

/// The size of the sample: `full` under `tests/run --full NAME`, else `bounded`.
pub fn sample(name: &str, bounded: usize, full: usize) -> usize {
    if is_full(name) { full } else { bounded }
}

/// Whether this is `tests/run --full NAME`.
pub fn is_full(name: &str) -> bool {
    std::env::var("TOWPATH_FULL").as_deref() == Ok(name)
}

/// Writes the outcome of a suite at full size to `tests/results/`, with the commit it ran on.
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

/// Prints a line for the person who runs the tests.
#[expect(clippy::print_stderr, reason = "the output of a test")]
pub fn tell(text: &str) {
    eprintln!("{text}");
}
