//! An acknowledged event is one event, however often it is sent; a run that listens receives each event once, in order, and none is
//! left out.

use std::collections::BTreeMap;

use towpath_journal::{Decided, Record, RunId};
use towpath_wire::Event;

use super::{End, Run};

pub(super) fn check(end: &End<'_>, found: &mut Vec<String>) {
    let mut positions: BTreeMap<&str, u64> = BTreeMap::new();
    let mut ids: BTreeMap<u64, &str> = BTreeMap::new();
    for event in &end.facts.events {
        let known = *positions.entry(&event.id).or_insert(event.position);
        if known != event.position {
            found.push(format!("the event {} has the positions {known} and {}", event.id, event.position));
        }
        let known = *ids.entry(event.position).or_insert(&event.id);
        if known != event.id {
            found.push(format!("position {} is that of the events {known} and {}", event.position, event.id));
        }
    }
    for (id, run) in &end.runs {
        received(*id, run, &ids, found);
    }
}

/// Every event here is of the type that runs listen for. They compare the order themselves, so each receives all events, from where
/// it began to listen until it heard its own.
fn received(id: RunId, run: &Run, acknowledged: &BTreeMap<u64, &str>, found: &mut Vec<String>) {
    let mut last: BTreeMap<u64, u64> = BTreeMap::new();
    for (record, ..) in &run.records {
        match record {
            Record::Intent(intent) => {
                if let Decided::Listen { after } = intent.decided {
                    last.entry(intent.effect.id).or_insert(after);
                }
            }
            Record::Fed(step) => {
                let Event::Received { effect, position, .. } = &step.event else { continue };
                let Some(last) = last.insert(*effect, *position) else { continue };
                if *position <= last {
                    found.push(format!("{id} received the event at {position} after that at {last}"));
                } else if let Some((missed, _)) = acknowledged.range(last + 1..*position).next() {
                    found.push(format!("{id} received the event at {position}, and missed that at {missed}"));
                }
            }
            _ => {}
        }
    }
}
