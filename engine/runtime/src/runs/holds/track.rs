//! Held calls, and calls that were held, read from a run's journal.

use towpath_journal::{Declined, Record, RunHead};
use towpath_wire::{Event, Outcome, Step};

use super::HeldCall;

/// Every held call of a run, and how it was settled.
pub(super) fn held_calls_of_run(head: &RunHead, records: Vec<Record>) -> Vec<HeldCall> {
    let mut found: Vec<HeldCall> = Vec::new();
    for record in records {
        match record {
            Record::Held(held) => {
                let before = found.iter().position(|call| call.held.effect.id == held.effect.id);
                // A call that waits for the next release is held since the first time.
                let (releases, at) = match before.map(|before| found.remove(before)) {
                    Some(call) => (call.releases, call.held.at),
                    None => (Vec::new(), held.at),
                };
                let held = towpath_journal::Held { at, ..*held };
                let (head, awaiting) = (head.clone(), held.decision.awaiting.clone());
                found.push(HeldCall { head, held, awaiting, releases, settled: None });
            }
            Record::Released(released) => {
                if let Some(call) = of(&mut found, released.effect) {
                    call.releases.push(released);
                }
            }
            Record::Declined(Declined { effect, by, .. }) => settle_hold(&mut found, effect, || match by {
                Some(by) => format!("{by} declined it"),
                None => "nobody released it in time".to_owned(),
            }),
            Record::Fed(Step { event: Event::Failed { effect, .. }, .. }) => {
                settle_hold(&mut found, effect, || "it was given up".to_owned());
            }
            Record::Intent(intent) => {
                let by = of(&mut found, intent.effect.id).map(|call| approvers(call)).unwrap_or_default();
                settle_hold(&mut found, intent.effect.id, || by);
            }
            Record::Ended(ended) => {
                let words = match ended.outcome {
                    Outcome::Cancelled => "the run was cancelled",
                    Outcome::Completed { .. } | Outcome::Faulted { .. } => "the run has ended",
                };
                let ids: Vec<u64> = found.iter().map(|call| call.held.effect.id).collect();
                ids.into_iter().for_each(|id| settle_hold(&mut found, id, || words.to_owned()));
            }
            _ => {}
        }
    }
    for call in &mut found {
        let released = call.released_for();
        if call.settled.is_none() && call.held.awaiting.iter().all(|rule| released.contains(rule)) {
            call.settled = Some(approvers(call));
        }
    }
    found
}

fn of(found: &mut [HeldCall], effect: u64) -> Option<&mut HeldCall> {
    found.iter_mut().find(|call| call.held.effect.id == effect)
}

/// The first result counts.
fn settle_hold(found: &mut [HeldCall], effect: u64, words: impl FnOnce() -> String) {
    if let Some(call) = of(found, effect)
        && call.settled.is_none()
    {
        call.settled = Some(words());
    }
}

fn approvers(call: &HeldCall) -> String {
    let by: Vec<&str> = call.releases.iter().filter_map(|released| released.by.as_deref()).collect();
    if by.is_empty() {
        "it was let through without a release".to_owned()
    } else {
        format!("{} released it", by.join(" and "))
    }
}
