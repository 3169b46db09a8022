//! Checks that a journal is whole: its records follow each other from the start to the end, and no time goes back.

use towpath_journal::Record;
use towpath_wire::Event;

use super::verify::Check;
use super::{Receipt, ReceiptRecord};

const STOPS: &str =
    "anyone who removes, inserts or moves a record without renumbering and redating the others";

/// Reads a receipt and its records.
pub(super) fn read_receipt(text: &str) -> (Check, Option<Receipt>, Vec<(u64, Record)>) {
    let mut check = Check::new(STOPS);
    "the journal".clone_into(&mut check.what);
    let receipt: Receipt = match serde_json::from_str(text) {
        Ok(receipt) => receipt,
        Err(error) => {
            check.wrong.push(format!("it is no receipt that this engine can read: {error}"));
            return (check, None, Vec::new());
        }
    };
    let mut records = Vec::new();
    for ReceiptRecord { index, record, .. } in &receipt.records {
        match Record::decode(record.get().as_bytes()) {
            Ok(record) => records.push((*index, record)),
            Err(error) => check.at(*index, format_args!("it cannot be read: {error}")),
        }
    }
    if check.wrong.is_empty() {
        follow(&receipt, &records, &mut check);
    }
    check.what = format!(
        "the journal of run {}: {} records, in order, from its start to its end",
        receipt.run,
        records.len()
    );
    (check, Some(receipt), records)
}

fn follow(receipt: &Receipt, records: &[(u64, Record)], check: &mut Check) {
    match records.first() {
        Some((_, Record::Started(started))) => match &started.step.event {
            Event::Start(start) if start.run == receipt.run => {}
            _ => check.at(0, "another run begins here"),
        },
        _ => check.wrong.push("it does not begin with a start".to_owned()),
    }
    if !matches!(records.last(), Some((_, Record::Ended(_)))) {
        check.wrong.push("it does not end with an end".to_owned());
    }
    let (mut term, mut now) = (1, i64::MIN);
    for (place, ((index, record), entry)) in records.iter().zip(&receipt.records).enumerate() {
        if *index != place as u64 {
            check.at(*index, format_args!("number {place} was to follow"));
            return;
        }
        let is_edge = matches!(record, Record::Started(_) | Record::Ended(_));
        if is_edge && place != 0 && place + 1 != records.len() {
            check.at(*index, "nothing begins or ends in the middle of a run");
        }
        let expected = if matches!(record, Record::Resumed(_)) { term + 1 } else { term };
        if entry.term < expected || (entry.term > term && !matches!(record, Record::Resumed(_))) {
            check.at(
                *index,
                format_args!("it was written under term {}, and {expected} is in force", entry.term),
            );
        }
        term = entry.term;
        if let Some(at) = time_of(record) {
            if at < now {
                check.at(*index, format_args!("its time {at} is before that of an earlier record, {now}"));
            }
            now = now.max(at);
        }
    }
    if receipt.made_at < now {
        check.wrong.push("the receipt was made before the run had ended".to_owned());
    }
}

/// The time of a record. A person's answer to a held call has no place in this order: it may be a little older than the
/// record before it.
fn time_of(record: &Record) -> Option<i64> {
    match record {
        Record::Started(started) => Some(started.step.now),
        Record::Fed(step) => Some(step.now),
        Record::Intent(intent) => Some(intent.at),
        Record::Held(held) => Some(held.at),
        Record::Fault(fault) => Some(fault.at),
        Record::Resumed(resumed) => Some(resumed.at),
        Record::Abandoned(abandoned) => Some(abandoned.at),
        Record::Suspended(suspended) => Some(suspended.at),
        Record::Continued(continued) => Some(continued.at),
        Record::Cancelling(cancelling) => Some(cancelling.at),
        Record::Ended(ended) => Some(ended.at),
        Record::Tasks(_) | Record::Released(_) | Record::Declined(_) => None,
    }
}
