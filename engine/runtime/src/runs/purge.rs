//! Forgetting the ended runs that a person asks to be forgotten: those whose journals name a subject, such as a customer's number.

use serde_json::Value;
use towpath_journal::{HeadFilter, RunHead};

use super::bulk::{MOST_RUNS, MayAct, Planned};
use crate::runs::{Runs, RunsError};

/// Runs whose journals are read together.
const PAGE: usize = 100;

impl Runs {
    /// The ended runs of these filters that name the subject; all of them where there is none. Those under way that name it
    /// are counted as left out. Reads the journal of each run.
    pub(super) async fn plan_purge(
        &self,
        subject: Option<&str>,
        filters: Vec<HeadFilter>,
        may: MayAct<'_>,
    ) -> Result<Planned, RunsError> {
        let mut planned = Planned::default();
        for filter in filters {
            let mut filter = HeadFilter { limit: PAGE, ..filter };
            loop {
                let heads = self.store.heads(filter.clone()).await?;
                filter.before = heads.last().map(|head| head.run);
                for head in heads.into_iter().filter(|head| may(head)) {
                    if planned.plan.runs.len() >= MOST_RUNS {
                        planned.plan.more = true;
                        return Ok(planned);
                    }
                    if self.names(&head, subject).await? {
                        planned.take_for_purge(head);
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

    async fn names(&self, head: &RunHead, subject: Option<&str>) -> Result<bool, RunsError> {
        let Some(subject) = subject else { return Ok(true) };
        let entries = self.journal_of(head.run).await?;
        Ok(entries
            .iter()
            .filter_map(|entry| serde_json::from_slice::<Value>(&entry.record).ok())
            .any(|record| is_named_in(subject, &record)))
    }
}

impl Planned {
    fn take_for_purge(&mut self, head: RunHead) {
        let is_known = self.states.iter().any(|(run, _)| *run == head.run);
        match head.status.is_final() {
            true if is_known => {}
            true => {
                self.states.push((head.run, String::new()));
                self.plan.runs.push(head);
            }
            false => self.plan.left_out += 1,
        }
    }
}

/// Whether a text or number of this value names the subject: it is it, or has it between characters that no name has.
fn is_named_in(subject: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => has_word(text, subject),
        Value::Number(number) => number.to_string() == subject,
        Value::Array(items) => items.iter().any(|item| is_named_in(subject, item)),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| has_word(name, subject) || is_named_in(subject, value))
        }
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
            "by mail": { "ann@acme.example": true },
        });
        for named in ["c-17", "4711", "Ann Example", "ann@acme.example"] {
            assert!(is_named_in(named, &record), "{named}");
        }
        for other in ["c-1", "17a", "47", "Ann Exam", "nn@acme.example", "c-170"] {
            assert!(!is_named_in(other, &record), "{other}");
        }
    }
}
