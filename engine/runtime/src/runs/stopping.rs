//! Stopping runs: cancelling them, suspending them, and letting them continue. Each is one message to the run's driver, which
//! orders everything that happens to a run.

use tokio::sync::oneshot;
use towpath_identity::Principal;
use towpath_journal::{RunId, Status};

use crate::runs::live::Message;
use crate::runs::{Runs, RunsError};

/// How long a run that is cancelled waits for the answer of a write under way, in milliseconds.
const ANSWER_WITHIN: i64 = 10_000;

/// Longest reason for a suspension, in characters.
const REASON: usize = 500;

impl Runs {
    /// Ends a run. It is cancelled, and that is on disk, when this returns. It sends nothing more at once; a write under way has
    /// ten seconds to answer, none with `force`.
    ///
    /// # Errors
    /// `NotFound`; `HasEnded` when it ended otherwise before; `Busy` when the run stands still for now.
    pub(crate) async fn cancel_for(&self, run: RunId, force: bool) -> Result<(), RunsError> {
        self.head(run).await?;
        self.cancel_within(run, if force { 0 } else { ANSWER_WITHIN }).await?;
        match self.head(run).await?.status {
            Status::Cancelled => Ok(()),
            status if status.is_final() => Err(RunsError::HasEnded(run, status)),
            _ => Err(RunsError::Busy),
        }
    }

    /// Ends a run, and returns once its end is on disk.
    pub(crate) async fn cancel(&self, run: RunId) -> Result<(), RunsError> {
        self.cancel_within(run, ANSWER_WITHIN).await
    }

    async fn cancel_within(&self, run: RunId, within: i64) -> Result<(), RunsError> {
        if self.ask(run, |done| Message::Cancel { within, done }).await? {
            return Ok(());
        }
        if self.is_paused() {
            return self.cancel_in_pause(run).await;
        }
        // No driver has it: it has ended, or it stands still.
        match self.store.head(run).await? {
            Some(head) if !head.status.is_final() => Err(RunsError::Busy),
            _ => Ok(()),
        }
    }

    /// Suspends a run: it starts no effect, and none of its timers fires, until it continues. That is on disk when this returns.
    /// The first suspension counts.
    ///
    /// # Errors
    /// `NotFound`; `NoReason`; `HasEnded`; `Busy` when the run stands still for now, or is being cancelled.
    pub(crate) async fn suspend(&self, who: &Principal, run: RunId, reason: &str) -> Result<(), RunsError> {
        let (by, reason) = (who.id.clone(), reason.trim().to_owned());
        if reason.is_empty() || reason.chars().count() > REASON {
            return Err(RunsError::NoReason(REASON));
        }
        self.unless_ended(run, |done| Message::Suspend { by, reason, done }).await
    }

    /// Lets a suspended run continue exactly where it was. That is on disk when this returns. One that is not suspended goes on
    /// as it does.
    ///
    /// # Errors
    /// `NotFound`; `HasEnded`; `Busy` when the run stands still for now.
    pub(crate) async fn resume(&self, who: &Principal, run: RunId) -> Result<(), RunsError> {
        let by = who.id.clone();
        self.unless_ended(run, |done| Message::Continue { by, done }).await
    }

    async fn unless_ended(
        &self,
        run: RunId,
        message: impl FnOnce(oneshot::Sender<bool>) -> Message,
    ) -> Result<(), RunsError> {
        let head = self.head(run).await?;
        if head.status.is_final() {
            return Err(RunsError::HasEnded(run, head.status));
        }
        self.check_open()?;
        if self.ask(run, message).await? {
            return Ok(());
        }
        match self.head(run).await?.status {
            status if status.is_final() => Err(RunsError::HasEnded(run, status)),
            _ => Err(RunsError::Busy),
        }
    }

    /// Sends a message to the driver of a run. Returns whether it was answered; a run that has ended answers nothing.
    async fn ask(
        &self,
        run: RunId,
        message: impl FnOnce(oneshot::Sender<bool>) -> Message,
    ) -> Result<bool, RunsError> {
        let (done, answered) = oneshot::channel();
        Ok(self.tell(run, message(done)).await? && answered.await.is_ok())
    }

    /// Sends a message to the driver of a run. Returns whether it has one.
    pub(super) async fn tell(&self, run: RunId, message: Message) -> Result<bool, RunsError> {
        loop {
            // Told while the list is locked: a run that has a message does not fall asleep.
            if let Some(live) = self.live.lock().get(&run) {
                live.tell(message);
                return Ok(true);
            }
            if !self.rouse(run).await? {
                return Ok(false);
            }
        }
    }
}
