//! Forgetting the ended runs that a person asks to be forgotten: those whose journals name a subject, such as a customer's number.

use std::collections::BTreeSet;

use serde_json::Value;
use towpath_journal::{HeadFilter, RunHead};

use super::bulk::{MOST_RUNS, MayAct, Planned};
use crate::runs::{Runs, RunsError};

/// Runs that are looked at together.
const PAGE: usize = 100;
/// Most runs that are looked at for one plan: a request has to end.
const MOST_READ: usize = 20_000;

impl Runs {
    /// The ended runs of these filters that name the subject; all of them where there is none, newest first. Those that name it
    /// and may not be forgotten yet are counted as left out. Reads the journal of each run.
    pub(super) async fn plan_purge(
        &self,
        subject: Option<&str>,
        filters: Vec<HeadFilter>,
        may: MayAct<'_>,
    ) -> Result<Planned, RunsError> {
        self.check_open()?;
        let subject = subject.map(str::to_lowercase);
        let (mut planned, mut read, mut seen) = (Planned::default(), 0, BTreeSet::new());
        for filter in filters {
            let mut filter = HeadFilter { limit: PAGE, ..filter };
            loop {
                let heads = self.store.heads(filter.clone()).await?;
                filter.before = heads.last().map(|head| head.run);
                for head in heads.into_iter().filter(|head| may(head)) {
                    read += 1;
                    let is_enough = planned.plan.runs.len() >= MOST_RUNS || read > MOST_READ;
                    if is_enough && (read > MOST_READ || self.names(&head, subject.as_deref()).await?) {
                        planned.plan.more = true;
                        return Ok(planned);
                    }
                    planned.plan.looked_back_to = Some(head.started_at);
                    if seen.insert(head.run) && self.names(&head, subject.as_deref()).await? {
                        self.plan_one_purge(head, &mut planned).await?;
                    }
                }
                if filter.before.is_none() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        Ok(planned)
    }

    async fn plan_one_purge(&self, head: RunHead, planned: &mut Planned) -> Result<(), RunsError> {
        if !head.status.is_final() || self.is_needed(&head).await? {
            planned.plan.left_out += 1;
        } else {
            planned.states.push((head.run, String::new()));
            planned.plan.runs.push(head);
        }
        Ok(())
    }

    async fn names(&self, head: &RunHead, subject: Option<&str>) -> Result<bool, RunsError> {
        let Some(subject) = subject else { return Ok(true) };
        let entries = self.journal_of(head.run).await?;
        Ok(entries
            .iter()
            .filter_map(|entry| serde_json::from_slice::<Value>(&entry.record).ok())
            .any(|record| is_named_in(subject, &record)))
    }
}

/// Whether a text or number of this value names the subject, which is in small letters: it is it, or has it between characters
/// that are neither letters nor digits. Capital letters are as small ones.
fn is_named_in(subject: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => has_word(&text.to_lowercase(), subject),
        Value::Number(number) => number.to_string() == subject,
        Value::Array(items) => items.iter().any(|item| is_named_in(subject, item)),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| has_word(&name.to_lowercase(), subject) || is_named_in(subject, value)),
        Value::Null | Value::Bool(_) => false,
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let is_inside = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, found)| {
        !is_inside(text[..at].chars().next_back()) && !is_inside(text[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_subject_is_found_whole_wherever_it_is_named() {
        let record = json!({
            "input": { "customer": "c-17", "orders": [ { "id": 4711 } ] },
            "call": { "path": "/customers/c-17/orders?x=1", "text": "for Ann Example, again" },
            "by mail": { "Ann@acme.example": true },
        });
        for named in ["c-17", "4711", "ann example", "ann@acme.example"] {
            assert!(is_named_in(named, &record), "{named}");
        }
        for other in ["c-1", "17a", "47", "ann exam", "nn@acme.example", "c-170"] {
            assert!(!is_named_in(other, &record), "{other}");
        }
    }
}
