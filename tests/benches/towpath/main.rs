//! The cost of a call: the sandbox compared with native jq, and HTTP with a journal compared with a bare axum handler, in one
//! run. Figures are ratios and medians; nothing asserts a time.
//!
//! `tests/run --full bench` runs it and keeps the outcome.

mod decision;
mod jobs;
mod load;
mod process;
mod sandboxed;
mod stages;

use serde_json::json;

fn main() {
    // `cargo test` runs benches too, to see that they build.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let Ok(runtime) = runtime else { panic!("no runtime: {runtime:?}") };
    let sandbox = runtime.block_on(sandboxed::measure());
    let http = runtime.block_on(load::measure());
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let outcome = json!({ "profile": profile, "sandbox": sandbox, "http": http });
    towpath_tests::tell(&serde_json::to_string_pretty(&outcome).unwrap_or_default());
    towpath_tests::keep_result("bench", &outcome);
}
