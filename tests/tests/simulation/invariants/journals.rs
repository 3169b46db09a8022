//! A journal has one start at its beginning and one end at its end, its terms never fall, and its head says the same.

use towpath_journal::{Record, Status};
use towpath_wire::Outcome;

use super::{End, Run};

pub(super) fn check(end: &End<'_>, found: &mut Vec<String>) {
    for (id, run) in &end.runs {
        let mut wrong = |what: String| found.push(format!("{id} ({}): {what}", run.name()));
        if run.head.length != run.records.len() as u64 {
            wrong(format!("its head has {} records, its journal {}", run.head.length, run.records.len()));
        }
        let starts = run.records.iter().filter(|(record, ..)| matches!(record, Record::Started(_))).count();
        if starts != 1 || !matches!(run.records.first(), Some((Record::Started(_), ..))) {
            wrong(format!("it starts {starts} times"));
        }
        let last = run.records.len().saturating_sub(1);
        let early = run.records[..last].iter().position(|(record, ..)| matches!(record, Record::Ended(_)));
        if let Some(early) = early {
            wrong(format!("it goes on after its end, record {early}"));
        }
        if !run.records.is_sorted_by_key(|(_, term, _)| *term) {
            wrong("its terms fall".to_owned());
        }
        if let Some(status) = status_of(run)
            && status != run.head.status
        {
            wrong(format!("its head says {:?}, its journal {status:?}", run.head.status));
        }
        if let Some(unknown) = run.records.iter().position(|(.., durable)| durable.is_none()) {
            wrong(format!("record {unknown} was never written"));
        }
    }
}

fn status_of(run: &Run) -> Option<Status> {
    match run.records.last() {
        Some((Record::Ended(ended), ..)) => Some(match ended.outcome {
            Outcome::Completed { .. } => Status::Completed,
            Outcome::Faulted { .. } => Status::Faulted,
            Outcome::Cancelled => Status::Cancelled,
        }),
        _ => None,
    }
}
