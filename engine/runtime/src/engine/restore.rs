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
    /// Schedules that start runs at once.
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
        let schedules = schedules.into_iter().filter(|schedule| !schedule.due.is_empty()).collect();
        Ok(RestoreReport { mark, digest, unfinished, runs, schedules })
    }

    /// Ends the pause after a restore, where `digest` is that of what would go out now.
    ///
    /// # Errors
    /// `NotPaused`; `Changed`; the store's.
    pub async fn confirm_restore(&self, who: &Principal, digest: &str) -> Result<RestoreReport, EngineError> {
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
        let confirmed = RestoreConfirmed { by: who.id.clone(), at: self.now(), digest: now };
        self.restored.confirm(&changing, confirmed).await?;
        drop(changing);
        self.runs.end_pause().await?;
        self.schedules.look_again();
        self.restore_report().await
    }
}

/// The digest of everything that goes on. It changes only with the store, not with the time.
fn digest_of(heads: &[RunHead], schedules: &[PendingSchedule]) -> String {
    let mut hash = Sha256::new();
    for head in heads {
        hash.update(format!("run {} {} {}\n", head.run, head.term, head.length));
    }
    for schedule in schedules {
        let PendingSchedule { namespace, name, version, until, .. } = schedule;
        hash.update(format!("schedule {namespace}/{name} {version} {until}\n"));
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
