//! The engine's calls about the pause after a restore.

use sha2::{Digest as _, Sha256};
use towpath_identity::Principal;
use towpath_journal::RunHead;

use super::{Engine, EngineError};
use crate::fault::Fault;
use crate::restored::{RestoreConfirmed, RestoreMark};
use crate::runs::RunsError;
use crate::runs::paused::PendingRun;
use crate::schedules::PendingSchedule;

/// Most runs whose effects are in a report. The digest covers all of them.
const MOST: usize = 1_000;

/// What would go out when the pause after a restore ends.
#[derive(Debug, Clone)]
pub struct RestoreReport {
    /// Where the store comes from; `None`: it was never restored.
    pub mark: Option<RestoreMark>,
    /// The digest of all runs and schedules that go on; empty where the engine is not paused.
    pub digest: String,
    /// How many runs go on.
    pub unfinished: usize,
    /// The oldest of them.
    pub runs: Vec<PendingRun>,
    /// Schedules that start runs at once, or may.
    pub schedules: Vec<PendingSchedule>,
}

impl Engine {
    /// Whether nothing goes out, because nobody has confirmed the restore.
    pub fn is_paused_after_restore(&self) -> bool {
        self.runs.is_paused()
    }

    /// What would go out when the pause after a restore ends.
    ///
    /// # Errors
    /// The store's.
    pub async fn restore_report(&self) -> Result<RestoreReport, EngineError> {
        let mark = self.restored.mark();
        if !self.runs.is_paused() {
            let (digest, runs, schedules) = (String::new(), Vec::new(), Vec::new());
            return Ok(RestoreReport { mark, digest, unfinished: 0, runs, schedules });
        }
        let mut heads = self.runs.unfinished().await?;
        let schedules = self.schedules.pending().await?;
        let (digest, unfinished) = (digest_of(&heads, &schedules), heads.len());
        heads.truncate(MOST);
        let runs = self.runs.pending(heads).await;
        let schedules = schedules.into_iter().filter(PendingSchedule::starts_at_once).collect();
        Ok(RestoreReport { mark, digest, unfinished, runs, schedules })
    }

    /// Ends the pause after a restore, where `digest` is that of what would go out now. Where the store fails in between, the
    /// engine stays paused, and somebody may confirm again.
    ///
    /// # Errors
    /// `NotPaused`; `Changed`; the store's.
    pub async fn confirm_restore(&self, who: &Principal, digest: &str) -> Result<RestoreReport, EngineError> {
        let (engine, who, digest) = (self.clone(), who.id.clone(), digest.to_owned());
        // In a task of its own: whoever asked may go away, and between the confirmation and the end of the pause nothing stops.
        let confirming = tokio::spawn(async move { engine.let_go_on(who, digest).await });
        confirming.await.unwrap_or_else(|error| Err(Fault::Internal(error.to_string()).into()))
    }

    async fn let_go_on(&self, by: String, digest: String) -> Result<RestoreReport, EngineError> {
        let changing = self.rules.lock().await;
        if !self.runs.is_paused() {
            return Err(RunsError::NotPaused.into());
        }
        let heads = self.runs.unfinished().await?;
        let now = digest_of(&heads, &self.schedules.pending().await?);
        if now != digest {
            let what = vec!["other runs or schedules would go on by now".to_owned()];
            return Err(Fault::Changed { what, digest: now }.into());
        }
        self.restored.confirm(&changing, RestoreConfirmed { by, at: self.now(), digest }).await?;
        drop(changing);
        self.runs.end_pause().await?;
        self.schedules.look_again();
        self.restore_report().await
    }
}

/// The digest of everything that goes on. It changes with the store; with the time only when a schedule begins to start runs at
/// once, or ceases to.
fn digest_of(heads: &[RunHead], schedules: &[PendingSchedule]) -> String {
    let mut hash = Sha256::new();
    for head in heads {
        hash.update(format!("run {} {} {}\n", head.run, head.term, head.length));
    }
    for schedule in schedules {
        let PendingSchedule { namespace, name, version, until, due, events_after, last_event, problem } =
            schedule;
        let (is_due, is_broken) = (!due.is_empty(), problem.is_some());
        hash.update(format!(
            "schedule {namespace}/{name} {version} {until:?} {is_due} {events_after:?} {last_event:?} {is_broken}\n"
        ));
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_what_starts_at_once() {
        let quiet =
            PendingSchedule { name: "report".to_owned(), until: Some(7), ..PendingSchedule::default() };
        let due = PendingSchedule { due: vec![8], ..quiet.clone() };
        let later = PendingSchedule { due: vec![9], ..quiet.clone() };
        let (events_after, last_event) = (Some(3), Some(4));
        let heard = PendingSchedule { events_after, last_event, ..quiet.clone() };
        let more = PendingSchedule { last_event: Some(5), ..heard.clone() };
        let broken = PendingSchedule { problem: Some("no such zone".to_owned()), ..quiet.clone() };
        let new = PendingSchedule { until: None, ..quiet.clone() };
        let digest = |schedule: &PendingSchedule| digest_of(&[], std::slice::from_ref(schedule));
        assert_eq!(digest(&due), digest(&later), "time alone changes nothing of what was shown");
        let all = [&quiet, &due, &heard, &more, &broken, &new].map(digest);
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
