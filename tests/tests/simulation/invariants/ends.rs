//! Every run that was acknowledged reaches an outcome, the one that was told; a key starts one run; what was cancelled is cancelled.

use std::collections::BTreeMap;

use towpath_journal::{Record, RunId, Status};

use super::{End, Run};
use crate::definitions::least_duration;

pub(super) fn check(end: &End<'_>, found: &mut Vec<String>) {
    for one in &end.facts.started {
        match end.runs.get(&one.run) {
            None => found.push(format!("{} ({}) was acknowledged and is not there", one.run, one.name)),
            Some(run) if run.name() != one.name => {
                found.push(format!("{} was acknowledged as {} and is {}", one.run, one.name, run.name()));
            }
            Some(_) => {}
        }
    }
    for (id, run) in &end.runs {
        if !run.head.status.is_final() {
            found.push(format!("{id} ({}) never ended: {:?}", run.name(), run.head.status));
        }
        if run.head.status == Status::Completed {
            took_its_time(*id, run, found);
        }
    }
    for run in end.facts.cancelled.keys() {
        let status = end.runs.get(run).map(|run| run.head.status);
        if status != Some(Status::Cancelled) {
            found.push(format!("{run} was acknowledged as cancelled and is {status:?}"));
        }
    }
    keys(end, found);
    outcomes(end, found);
}

/// No wait is over early.
fn took_its_time(id: RunId, run: &Run, found: &mut Vec<String>) {
    let took = run.head.ended_at.unwrap_or_default() - run.head.started_at;
    if took < least_duration(run.name()) {
        found.push(format!("{id} ({}) waited for {took} ms", run.name()));
    }
}

/// One key of a workflow starts one run, and whoever starts it again is told of that one.
fn keys(end: &End<'_>, found: &mut Vec<String>) {
    let mut of: BTreeMap<(&str, &str), Vec<RunId>> = BTreeMap::new();
    let stored = end.runs.values().filter_map(|run| {
        let key = run.head.key.as_ref()?;
        Some(((run.name(), key.text.as_str()), run.head.run))
    });
    let told = end.facts.started.iter().filter_map(|one| {
        let key = one.key.as_deref()?;
        Some(((one.name.as_str(), key), one.run))
    });
    for (key, run) in stored.chain(told) {
        of.entry(key).or_default().push(run);
    }
    for ((name, key), mut runs) in of {
        runs.sort();
        runs.dedup();
        if runs.len() > 1 {
            found.push(format!("the key {key} of {name} started {runs:?}"));
        }
    }
    // A run starts another one once.
    let mut children: BTreeMap<(RunId, u64), Vec<RunId>> = BTreeMap::new();
    for (id, run) in &end.runs {
        if let Some((Record::Started(started), ..)) = run.records.first()
            && let Some(parent) = started.parent
        {
            children.entry((parent.run, parent.effect)).or_default().push(*id);
        }
    }
    for ((run, effect), children) in children {
        if children.len() > 1 {
            found.push(format!("effect {effect} of {run} started {children:?}"));
        }
    }
}

/// What was told of an end while the run was under way is what the journal says.
fn outcomes(end: &End<'_>, found: &mut Vec<String>) {
    for (id, view) in &end.facts.views {
        let Some(run) = end.runs.get(id) else {
            found.push(format!("{id} was told as {:?} and is not there", view.head.status));
            continue;
        };
        let told = (view.head.status, view.output.as_ref().map(|output| output.get().to_owned()));
        let stored = match run.records.last() {
            Some((Record::Ended(ended), ..)) => match &ended.outcome {
                towpath_wire::Outcome::Completed { output, .. } => {
                    (Status::Completed, Some(output.get().to_owned()))
                }
                towpath_wire::Outcome::Faulted { .. } => (Status::Faulted, None),
                towpath_wire::Outcome::Cancelled => (Status::Cancelled, None),
            },
            _ => (run.head.status, None),
        };
        if told != stored {
            found.push(format!("{id} was told as {told:?}, and its journal says {stored:?}"));
        }
    }
}
