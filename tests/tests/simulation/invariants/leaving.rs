//! What leaves: a write only after its intent is durable, no consequence twice, the same key for the same write, nothing after the end,
//! after an acknowledged cancel or during a suspension; and what the workflow was told of a write is what happened.

use std::collections::BTreeMap;

use serde_json::Value;
use towpath_journal::{Decided, Intent, Record, RunId};
use towpath_wire::{EffectKind, Event};

use super::{End, Run};
use crate::past::{Arrival, Moment};

pub(super) fn check(end: &End<'_>, found: &mut Vec<String>) {
    let mut calls: BTreeMap<(RunId, &str), Vec<&Arrival>> = BTreeMap::new();
    for arrival in &end.facts.arrivals {
        calls.entry((arrival.run, arrival.place.as_str())).or_default().push(arrival);
        let Some(run) = end.runs.get(&arrival.run) else {
            // A read need not wait for the disk: the start of its run may be lost, and nobody was told of it.
            if arrival.operation == "look" {
                continue;
            }
            found.push(format!("{} left for {}, and there is no such run", arrival.run, arrival.place));
            continue;
        };
        if arrival.operation != "look" && !has_intent(run, arrival) {
            found.push(format!("{} left for {} before its intent was durable", arrival.run, arrival.place));
        }
        if let Some(why) = is_forbidden(end, run, arrival) {
            found.push(format!("{} left for {} {why}", arrival.run, arrival.place));
        }
    }
    for ((run, place), arrivals) in &calls {
        once(*run, place, arrivals, found);
    }
    different_keys(end, found);
    for (id, run) in &end.runs {
        told(*id, run, &calls, found);
    }
}

/// The place in the arguments of a call.
fn place_of(intent: &Intent) -> Option<String> {
    let EffectKind::Call(call) = &intent.effect.kind else { return None };
    let arguments: Value = call.arguments.read().ok()?;
    arguments["place"].as_str().map(str::to_owned)
}

fn has_intent(run: &Run, arrival: &Arrival) -> bool {
    run.records.iter().any(|(record, _, durable)| match record {
        Record::Intent(intent) => {
            durable.is_some_and(|durable| durable < arrival.left)
                && matches!(intent.decided, Decided::Write | Decided::RepeatableWrite)
                && place_of(intent).as_ref() == Some(&arrival.place)
        }
        _ => false,
    })
}

/// Why nothing of the run may leave at this moment.
fn is_forbidden(end: &End<'_>, run: &Run, arrival: &Arrival) -> Option<&'static str> {
    let left = arrival.left;
    if end.facts.cancelled.get(&arrival.run).is_some_and(|cancelled| *cancelled < left) {
        return Some("after its cancel was acknowledged");
    }
    let mut standing = None;
    for (record, _, durable) in &run.records {
        let Some(durable) = durable else { continue };
        if *durable > left {
            break;
        }
        standing = match record {
            Record::Suspended(_) => Some("while it was suspended"),
            Record::Cancelling(_) => Some("while it was being cancelled"),
            Record::Ended(_) => Some("after its end"),
            Record::Continued(_) => None,
            _ => standing,
        };
    }
    standing
}

/// A write has one consequence at most, and one key.
fn once(run: RunId, place: &str, arrivals: &[&Arrival], found: &mut Vec<String>) {
    let operation = arrivals[0].operation.as_str();
    if operation == "look" {
        return;
    }
    let mut keys: Vec<_> = arrivals.iter().map(|one| one.key.as_deref()).collect();
    keys.dedup();
    if keys.len() > 1 || keys[0].is_none() {
        found.push(format!("{run} left for {place} with the keys {keys:?}"));
    }
    let count = arrivals.iter().filter(|one| one.carried_out.is_some()).count();
    if operation == "charge" && count > 1 {
        found.push(format!("{run} had {place} carried out {count} times"));
    }
    // Once it may have happened it does not leave again.
    let may_have = arrivals.iter().filter(|one| !one.known_undone).count();
    if operation == "charge" && may_have > 1 {
        found.push(format!("{run} left for {place} {may_have} times though it may have happened"));
    }
}

/// Different writes have different keys.
fn different_keys(end: &End<'_>, found: &mut Vec<String>) {
    let mut of: BTreeMap<&str, (RunId, &str)> = BTreeMap::new();
    for arrival in end.facts.arrivals.iter().filter(|one| one.operation != "look") {
        let Some(key) = &arrival.key else { continue };
        let place = (arrival.run, arrival.place.as_str());
        if *of.entry(key).or_insert(place) != place {
            found.push(format!("{} left for {} with the key of another write", arrival.run, arrival.place));
        }
    }
}

/// A workflow that was told that a write was done was told the truth.
fn told(id: RunId, run: &Run, calls: &BTreeMap<(RunId, &str), Vec<&Arrival>>, found: &mut Vec<String>) {
    let mut places: BTreeMap<u64, String> = BTreeMap::new();
    for (record, _, durable) in &run.records {
        match record {
            Record::Intent(intent) if !matches!(intent.decided, Decided::Read | Decided::Refused) => {
                places.extend(place_of(intent).map(|place| (intent.effect.id, place)));
            }
            Record::Fed(step) => {
                let Event::Completed { effect, .. } = &step.event else { continue };
                let Some(place) = places.get(effect) else { continue };
                let arrivals = calls.get(&(id, place.as_str())).into_iter().flatten();
                let before = |moment: Moment| durable.is_some_and(|durable| moment < durable);
                if !arrivals.into_iter().any(|one| one.carried_out.is_some_and(before)) {
                    found.push(format!("{id} was told that {place} was done, and it was not"));
                }
            }
            _ => {}
        }
    }
}
