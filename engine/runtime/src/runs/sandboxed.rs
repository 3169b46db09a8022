//! A run's sandbox: a new one, or one that has replayed its journal.

use std::time::Duration;

use towpath_journal::Digest;
use towpath_sandbox::{Instance, Who};
use towpath_wire::{Limits, Reply, Step};

use crate::fault::Fault;
use crate::runs::drive::Pinned;
use crate::runs::{Runs, RunsError};

/// How much more CPU time a replayed step may take than the first time: replay is not charged, and a busier
/// machine must not end a run that had ended well.
const REPLAY_SLACK: u64 = 10;

/// A sandbox that replays the steps of a journal.
pub(crate) struct Replay {
    instance: Instance,
    /// CPU time that counts as used after the replay, so that exactly the run's own limit remains.
    used: Duration,
}

impl Runs {
    /// A fresh sandbox for a run that begins.
    pub(crate) async fn instance(&self, pinned: &Pinned) -> Result<Instance, RunsError> {
        self.instance_with(pinned, &pinned.limits).await
    }

    /// A new sandbox for a run whose steps are about to be replayed. `used` is the CPU time that the run has used.
    pub(crate) async fn replay(&self, pinned: &Pinned, used: Duration) -> Result<Replay, RunsError> {
        let limit = pinned.limits.cpu_ms;
        let limits = Limits { cpu_ms: limit.saturating_mul(REPLAY_SLACK), ..pinned.limits.clone() };
        let slack = Duration::from_millis(limits.cpu_ms - limit);
        let instance = self.instance_with(pinned, &limits).await?;
        Ok(Replay { instance, used: used + slack })
    }

    async fn instance_with(&self, pinned: &Pinned, limits: &Limits) -> Result<Instance, RunsError> {
        self.instance_of(&pinned.who, (&pinned.runner, &pinned.image), limits).await
    }

    /// A new sandbox of an image, within somebody's share.
    pub(crate) async fn instance_of(
        &self,
        who: &Who,
        (runner, image): (&Digest, &Digest),
        limits: &Limits,
    ) -> Result<Instance, RunsError> {
        let image = self.catalog.open_image(runner, image).await?;
        let instance = self.sandbox.instantiate_for(who, &image, limits).await;
        instance.map_err(|error| RunsError::Fault(Fault::Internal(error.to_string())))
    }
}

impl Replay {
    /// Replays one step.
    pub(crate) async fn step(&mut self, step: &Step) -> Result<Reply, RunsError> {
        self.instance.set_cpu_used(Duration::ZERO);
        let (reply, _) = self
            .instance
            .step(step)
            .await
            .map_err(|error| RunsError::Fault(Fault::Internal(format!("replay failed: {error}"))))?;
        Ok(reply)
    }

    /// The sandbox after the replay.
    pub(crate) fn done(mut self) -> Instance {
        self.instance.set_cpu_used(self.used);
        self.instance
    }
}
