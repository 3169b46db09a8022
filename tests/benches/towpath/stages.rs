//! The CPU time of the server by stage: samples of `perf`, each counted for the innermost function of its call chain that
//! belongs to a stage. Needs a binary with symbols and frame pointers, as `tests/run --full bench` builds it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Samples a second, not a divisor of what timers use.
pub(crate) const RATE: u32 = 997;

/// Stages by the crates of their functions. What is in none (`core`, `alloc`, `serde_json`, libc, the kernel, …) counts for
/// its caller.
const STAGES: &[(&str, &[&str])] = &[
    (
        "sandbox: instances and entries",
        &["towpath_sandbox", "wasmtime", "wasmtime_environ", "wasmtime_fiber"],
    ),
    ("store: index", &["sled"]),
    ("store: log and commits", &["towpath_store_embedded"]),
    ("records", &["towpath_journal", "towpath_wire"]),
    ("policies", &["towpath_policies", "towpath_access", "jsonschema"]),
    ("identity", &["towpath_identity", "towpath_audit"]),
    (INTEGRATIONS, &["towpath_integrations", "reqwest"]),
    ("runtime", &["towpath_runtime"]),
    ("API", &["towpath_api", "towpath_console", "axum", "axum_core", "tower", "tower_http"]),
    (HTTP, &["hyper", "hyper_util", "http", "httparse"]),
    ("scheduler and sockets", &["tokio", "mio"]),
];
const IN_WASM: &str = "sandbox: inside the wasm";
const OTHER: &str = "other";
const HTTP: &str = "HTTP";
const INTEGRATIONS: &str = "integrations";

/// The command that runs what follows while `perf` takes samples of a process. `None` if there is no `perf`, or it may not.
pub(crate) fn recorder(pid: u32, into: &Path) -> Option<Command> {
    let tried = Command::new("perf")
        .args(["record", "-q", "-e", "cpu-clock", "-o"])
        .arg(into)
        .args(["--", "true"])
        .output();
    tried.ok().filter(|output| output.status.success())?;
    let mut perf = Command::new("perf");
    perf.args(["record", "-q", "-e", "cpu-clock", "-F", &RATE.to_string(), "--call-graph", "fp", "-p"]);
    perf.arg(pid.to_string()).arg("-o").arg(into).arg("--");
    Some(perf)
}

/// CPU time of the samples in this file by stage, in microseconds.
pub(crate) fn of(samples: &Path) -> BTreeMap<String, f64> {
    let output = Command::new("perf").args(["script", "-F", "ip,sym,dso", "-i"]).arg(samples).output();
    let Ok(output) = output else { return BTreeMap::new() };
    let mut stages = BTreeMap::new();
    for sample in
        String::from_utf8_lossy(&output.stdout).split("\n\n").filter(|sample| !sample.trim().is_empty())
    {
        *stages.entry(stage(sample).to_owned()).or_insert(0.0) += 1e6 / f64::from(RATE);
    }
    stages
}

/// The stage of a sample: a frame a line, innermost first, each `address symbol (file)`.
fn stage(sample: &str) -> &'static str {
    let mut stages = sample.lines().filter_map(of_frame);
    let innermost = stages.next().unwrap_or(OTHER);
    // The calls that integrations make are HTTP too.
    if innermost == HTTP && stages.any(|outer| outer == INTEGRATIONS) { INTEGRATIONS } else { innermost }
}

fn of_frame(frame: &str) -> Option<&'static str> {
    let (_, rest) = frame.trim().split_once(' ')?;
    let (symbol, file) = rest.rsplit_once(" (")?;
    // Compiled runners are loaded from files of their own, or made in memory.
    if file.starts_with("[JIT]")
        || file.starts_with("//anon")
        || file.contains(".cwasm")
        || file.contains("memfd:")
    {
        return Some(IN_WASM);
    }
    let path = symbol.trim_start_matches(|at: char| !at.is_ascii_alphanumeric());
    let name = path.split(|at: char| !at.is_ascii_alphanumeric() && at != '_').next()?;
    STAGES.iter().find(|(_, crates)| crates.contains(&name)).map(|(stage, _)| *stage)
}
