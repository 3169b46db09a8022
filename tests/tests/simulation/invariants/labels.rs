//! Labels of a run are never removed: whatever leaves it, in whichever life, has all that the run has received; and so have the runs
//! that it starts.

use std::collections::{BTreeMap, BTreeSet};

use towpath_journal::{Record, RunId, received_in};
use towpath_wire::EffectKind;

use super::{End, Run};

/// Labels that a run had at one of its records.
type Labels = BTreeSet<String>;

pub(super) fn check(end: &End<'_>, found: &mut Vec<String>) {
    let mut of: BTreeMap<RunId, Labels> = BTreeMap::new();
    for arrival in &end.facts.arrivals {
        let labels: Labels = arrival.run_labels.iter().cloned().collect();
        let before = of.entry(arrival.run).or_default();
        if !labels.is_superset(before) {
            found.push(format!(
                "{} left for {} with the labels {labels:?}, and had {before:?} before",
                arrival.run, arrival.place
            ));
        }
        before.extend(labels);
    }
    let mut given: BTreeMap<(RunId, u64), Labels> = BTreeMap::new();
    for (id, run) in &end.runs {
        intents(*id, run, &mut given, found);
    }
    for (id, run) in &end.runs {
        let Some((Record::Started(started), ..)) = run.records.first() else { continue };
        let Some(parent) = started.parent else { continue };
        let own: Labels = started.step.run_labels.iter().cloned().collect();
        if given.get(&(parent.run, parent.effect)).is_some_and(|labels| !own.is_superset(labels)) {
            found.push(format!("{id} lacks labels of {} that started it: it has {own:?}", parent.run));
        }
    }
    told(end, found);
}

/// Each access that was decided on has the labels of everything received before it.
fn intents(id: RunId, run: &Run, given: &mut BTreeMap<(RunId, u64), Labels>, found: &mut Vec<String>) {
    let mut received = Labels::new();
    for (record, ..) in &run.records {
        match record {
            Record::Started(started) => received.extend(received_in(&started.step).cloned()),
            Record::Fed(step) => received.extend(received_in(step).cloned()),
            Record::Intent(intent) => {
                let Some(access) = &intent.access else { continue };
                let labels: Labels = access.run_labels.iter().cloned().collect();
                if !labels.is_superset(&received) {
                    found.push(format!(
                        "{id}: effect {} was decided on with the labels {labels:?} of {received:?}",
                        intent.effect.id
                    ));
                }
                if matches!(intent.effect.kind, EffectKind::Run(_)) {
                    given.insert((id, intent.effect.id), labels);
                }
            }
            _ => {}
        }
    }
}

/// What was told of a run at its end has all its labels.
fn told(end: &End<'_>, found: &mut Vec<String>) {
    for (id, view) in &end.facts.views {
        let Some(run) = end.runs.get(id) else { continue };
        let received: Labels = run
            .records
            .iter()
            .flat_map(|(record, ..)| match record {
                Record::Started(started) => received_in(&started.step).cloned().collect::<Vec<_>>(),
                Record::Fed(step) => received_in(step).cloned().collect(),
                _ => Vec::new(),
            })
            .collect();
        let told: Labels = view.run_labels.iter().cloned().collect();
        if told != received {
            found.push(format!("{id} was told with the labels {told:?}, and has {received:?}"));
        }
    }
}
