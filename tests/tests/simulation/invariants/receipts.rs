//! Journal and live state are the same: a run is executed again from its journal, elsewhere, and asks for the same and ends the same.
//! A receipt has everything for it. A few runs of each seed are checked, because executing is slow.

use futures_util::FutureExt as _;
use std::sync::Arc;

use towpath_journal::{HeadFilter, Heads as _};
use towpath_runtime::{Verifier, verify_receipt};
use towpath_sandbox::Sandbox;

use crate::choices::Rates;
use crate::definitions::champion;
use crate::power::Power;
use crate::world::{ENDLESS, World, runtime};

/// Runs of a seed that are executed again.
const RUNS: usize = 2;

pub(super) fn check(world: &Arc<World>, sandbox: &Sandbox, found: &mut Vec<String>) {
    let filter = HeadFilter { limit: usize::MAX, ..HeadFilter::default() };
    let mut heads = world.disk.store().heads(filter).now_or_never().unwrap().unwrap();
    let mut random = world.seed.stream("receipts");
    runtime().block_on(async {
        let power = Arc::new(Power::for_operations(ENDLESS));
        let engine = world.open(sandbox, &power, Rates::CALM).await.unwrap();
        for _ in 0..RUNS.min(heads.len()) {
            let run = heads.swap_remove(random.below(heads.len())).run;
            let made = match engine.receipt(&champion(), run).await {
                Ok(made) => made,
                Err(error) => {
                    found.push(format!("{run} has no receipt: {error}"));
                    continue;
                }
            };
            let text = serde_json::to_string(&made.receipt).unwrap();
            let runners: &[&[u8]] = &[towpath_runner_wasm::RUNNER];
            let report = verify_receipt(&text, &Verifier { sandbox, runners, version: "0.0.0" }).await;
            for wrong in report.checks.iter().flat_map(|check| &check.wrong) {
                found.push(format!("{run}, executed again: {wrong}"));
            }
        }
    });
}
