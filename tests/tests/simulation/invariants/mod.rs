//! What must hold at the end of every simulation, whatever happened in it. Each file has the rules about one subject; each rule adds a
//! sentence for every violation that it finds.

mod ends;
mod events;
mod journals;
mod labels;
mod leaving;
mod receipts;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::FutureExt as _;
use towpath_journal::{HeadFilter, Heads as _, Journal as _, Record, RunHead, RunId};
use towpath_sandbox::Sandbox;

use crate::past::{Facts, Moment};
use crate::world::World;

/// A run as the disk has it.
pub(crate) struct Run {
    head: RunHead,
    /// Each record with its term, and when it was durable.
    records: Vec<(Record, u64, Option<Moment>)>,
}

impl Run {
    fn name(&self) -> &str {
        &self.head.workflow.name
    }
}

/// The end of a simulation.
pub(crate) struct End<'a> {
    runs: BTreeMap<RunId, Run>,
    facts: &'a Facts,
}

/// Everything that does not hold.
pub(crate) fn violations(world: &Arc<World>, sandbox: &Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    world.past.with(|facts| {
        found.extend(facts.wrong.iter().cloned());
        let end = End { runs: runs(world, facts, &mut found), facts };
        ends::check(&end, &mut found);
        journals::check(&end, &mut found);
        leaving::check(&end, &mut found);
        labels::check(&end, &mut found);
        events::check(&end, &mut found);
    });
    // Executing a run again is slow, so it comes last.
    if found.is_empty() {
        receipts::check(world, sandbox, &mut found);
    }
    found
}

/// INVARIANT: the memory store answers at once.
fn runs(world: &World, facts: &Facts, found: &mut Vec<String>) -> BTreeMap<RunId, Run> {
    let store = world.disk.store();
    let filter = HeadFilter { limit: usize::MAX, ..HeadFilter::default() };
    let heads = store.heads(filter).now_or_never().unwrap().unwrap();
    let mut runs = BTreeMap::new();
    for head in heads {
        let mut records = Vec::new();
        for entry in store.read(head.run, 0).now_or_never().unwrap().unwrap() {
            match Record::decode(&entry.record) {
                Ok(record) => {
                    let durable = facts.durable.get(&(head.run, entry.index)).copied();
                    records.push((record, entry.term, durable));
                }
                Err(error) => found.push(format!("{}: record {}: {error}", head.run, entry.index)),
            }
        }
        runs.insert(head.run, Run { head, records });
    }
    runs
}
