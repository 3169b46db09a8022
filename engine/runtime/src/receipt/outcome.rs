//! Checks that a run ended as its workflow did, or as the host may end a run.

use towpath_journal::{Ended, Fault, Record};
use towpath_wire::Outcome;

use super::replay::{Replayed, is_same};
use super::verify::{Case, Check};
use crate::runs::drive::evaluation::answerable_outcome;

/// Compares the recorded outcome with the one of the workflow.
pub(super) fn compare_outcome(
    case: &Case<'_>,
    index: u64,
    ended: &Ended,
    replayed: &Replayed,
    check: &mut Check,
) {
    let fault = case.records.iter().find_map(|(index, record)| match record {
        Record::Fault(fault) => Some((*index, fault)),
        _ => None,
    });
    if let Some((at, fault)) = fault {
        by_host(case, at, fault, replayed, check);
        let same = matches!(&ended.outcome, Outcome::Faulted { error } if *error == fault.error);
        if !same {
            check.at(index, "the host ended the run in another error");
        }
        return;
    }
    match (&ended.outcome, &replayed.outcome) {
        (Outcome::Cancelled, None) => {}
        // What it ended in was not answered.
        (Outcome::Cancelled, Some(_)) if stands_still(case) || was_cancelled_when_taken_up(case) => {}
        (Outcome::Cancelled, Some(_)) => check.at(index, "the workflow had ended before it was cancelled"),
        (_, None) => check.at(index, "the workflow has not ended"),
        (recorded, Some(own)) => {
            let expected = expected_outcome(own.clone(), ended);
            if !is_same(recorded, &expected) {
                check.at(index, "the workflow ends in another outcome");
            }
        }
    }
}

/// The outcome as it may be answered, by the decision on it.
fn expected_outcome(own: Outcome, ended: &Ended) -> Outcome {
    let decision = ended.refusal.as_ref().or(ended.answer.as_ref());
    match decision {
        Some(decision) => answerable_outcome(own, decision),
        None => own,
    }
}

/// The host's end of a run is accepted unless something in the receipt contradicts it.
fn by_host(case: &Case<'_>, index: u64, fault: &Fault, replayed: &Replayed, check: &mut Check) {
    if replayed.outcome.is_some() {
        check.at(index, "the workflow had ended before the host ended it");
    }
    let limits = &case.started.limits;
    let asked = replayed.asked.len() as u64;
    let longest = i64::try_from(limits.duration_s).unwrap_or(i64::MAX).saturating_mul(1000);
    let deadline = case.started.step.now.saturating_add(longest).saturating_add(suspended_for(case));
    match fault.error.code.as_deref() {
        Some("TP1101") if asked <= limits.effects => {
            check.at(
                index,
                format_args!("the workflow asked for {asked} effects, the limit is {}", limits.effects),
            );
        }
        Some("TP1102") if fault.at < deadline => check.at(index, "the run had time left"),
        _ => {}
    }
}

/// Whether the run was suspended, or being cancelled, when it ended.
fn stands_still(case: &Case<'_>) -> bool {
    let mut last = case.records.iter().rev().filter_map(|(_, record)| match record {
        Record::Suspended(_) | Record::Cancelling(_) => Some(true),
        Record::Continued(_) => Some(false),
        _ => None,
    });
    last.next().unwrap_or_default()
}

/// Whether the engine stopped before the end of the run was on disk, and the run was taken up after its last step.
fn was_cancelled_when_taken_up(case: &Case<'_>) -> bool {
    let mut last = case.records.iter().rev().filter_map(|(_, record)| match record {
        Record::Resumed(_) => Some(true),
        Record::Started(_) | Record::Fed(_) => Some(false),
        _ => None,
    });
    last.next().unwrap_or_default()
}

/// How long the run was suspended, in milliseconds: that does not count against its limit of time.
fn suspended_for(case: &Case<'_>) -> i64 {
    let (mut total, mut since) = (0_i64, None);
    for (_, record) in case.records {
        match record {
            Record::Suspended(suspended) => since = Some(suspended.at),
            Record::Continued(continued) => {
                let from = since.take().unwrap_or(continued.at);
                total = total.saturating_add(continued.at.saturating_sub(from));
            }
            _ => {}
        }
    }
    total
}
