//! Calls that wait, or waited, as a run's journal tells them.

use towpath_journal::{Declined, Record, RunHead, StoreError};
use towpath_policies::Decision;
use towpath_wire::{Event, Outcome, Step};

use super::HeldCall;
use crate::types::EngineError;

/// Every call of a run that had to be signed, and what became of it.
pub(super) fn calls(head: &RunHead, records: Vec<Record>) -> Result<Vec<HeldCall>, EngineError> {
    let mut found: Vec<HeldCall> = Vec::new();
    for record in records {
        match record {
            Record::Held(held) => {
                let decision: Decision = serde_json::from_value(held.decision.clone())
                    .map_err(|error| StoreError::Corrupt(format!("a decision: {error}")))?;
                let before = found.iter().position(|call| call.held.effect.id == held.effect.id);
                // One that waits for the next signature has waited since the first was asked for.
                let (signatures, at) = match before.map(|before| found.remove(before)) {
                    Some(call) => (call.signatures, call.held.at),
                    None => (Vec::new(), held.at),
                };
                let held = towpath_journal::Held { at, ..*held };
                let (head, awaiting) = (head.clone(), decision.awaiting);
                found.push(HeldCall { head, held, awaiting, signatures, settled: None });
            }
            Record::Signed(signed) => {
                if let Some(call) = of(&mut found, signed.effect) {
                    call.signatures.push(signed);
                }
            }
            Record::Declined(Declined { effect, by, .. }) => settle(&mut found, effect, || match by {
                Some(by) => format!("{by} declined it"),
                None => "nobody signed it in time".to_owned(),
            }),
            Record::Fed(Step { event: Event::Failed { effect, .. }, .. }) => {
                settle(&mut found, effect, || "it was given up".to_owned());
            }
            Record::Intent(intent) => {
                let by = of(&mut found, intent.effect.id).map(|call| signers(call)).unwrap_or_default();
                settle(&mut found, intent.effect.id, || by);
            }
            Record::Ended(ended) => {
                let words = match ended.outcome {
                    Outcome::Cancelled => "the run was cancelled",
                    Outcome::Completed { .. } | Outcome::Faulted { .. } => "the run has ended",
                };
                let ids: Vec<u64> = found.iter().map(|call| call.held.effect.id).collect();
                ids.into_iter().for_each(|id| settle(&mut found, id, || words.to_owned()));
            }
            _ => {}
        }
    }
    for call in &mut found {
        let signed = call.signed_for();
        if call.settled.is_none() && call.held.awaiting.iter().all(|rule| signed.contains(rule)) {
            call.settled = Some(signers(call));
        }
    }
    Ok(found)
}

fn of(found: &mut [HeldCall], effect: u64) -> Option<&mut HeldCall> {
    found.iter_mut().find(|call| call.held.effect.id == effect)
}

/// What came first counts.
fn settle(found: &mut [HeldCall], effect: u64, words: impl FnOnce() -> String) {
    if let Some(call) = of(found, effect)
        && call.settled.is_none()
    {
        call.settled = Some(words());
    }
}

fn signers(call: &HeldCall) -> String {
    let by: Vec<&str> = call.signatures.iter().filter_map(|signed| signed.by.as_deref()).collect();
    if by.is_empty() {
        "it was let through unsigned".to_owned()
    } else {
        format!("{} signed it", by.join(" and "))
    }
}
