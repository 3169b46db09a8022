//! A run's sandbox: fresh, or brought to where its journal ends.

use std::time::Duration;

use towpath_sandbox::Instance;
use towpath_wire::{Limits, Reply, Step};

use crate::drive::Pinned;
use crate::engine::Inner;
use crate::types::EngineError;

/// How much more CPU time a replayed step may take than the first time: replay is not charged, and a busier
/// machine must not end a run that had ended well.
const REPLAY_SLACK: u64 = 10;

/// A sandbox that is given the journal's steps again.
pub(crate) struct Replay {
    instance: Instance,
    /// What counts as used when replay is done, so that exactly the run's own limit remains.
    used: Duration,
}

impl Inner {
    /// A fresh sandbox for a run that begins.
    pub(crate) async fn instance(&self, pinned: &Pinned) -> Result<Instance, EngineError> {
        self.instance_with(pinned, &pinned.limits).await
    }

    /// A fresh sandbox for a run whose steps are about to be replayed, of which it had `used` so much CPU time.
    pub(crate) async fn replay(&self, pinned: &Pinned, used: Duration) -> Result<Replay, EngineError> {
        let limit = pinned.limits.cpu_ms;
        let limits = Limits { cpu_ms: limit.saturating_mul(REPLAY_SLACK), ..pinned.limits.clone() };
        let slack = Duration::from_millis(limits.cpu_ms - limit);
        let instance = self.instance_with(pinned, &limits).await?;
        Ok(Replay { instance, used: used + slack })
    }

    async fn instance_with(&self, pinned: &Pinned, limits: &Limits) -> Result<Instance, EngineError> {
        let image = self.open_image(&pinned.runner, &pinned.image).await?;
        let instance = self.sandbox.instantiate_for(&pinned.who, &image, limits).await;
        instance.map_err(|error| EngineError::Internal(error.to_string()))
    }
}

impl Replay {
    /// Gives one step again.
    pub(crate) async fn step(&mut self, step: &Step) -> Result<Reply, EngineError> {
        self.instance.set_cpu_used(Duration::ZERO);
        let (reply, _) = self
            .instance
            .step(step)
            .await
            .map_err(|error| EngineError::Internal(format!("replay failed: {error}")))?;
        Ok(reply)
    }

    /// The sandbox, as it was when the journal ended.
    pub(crate) fn done(mut self) -> Instance {
        self.instance.set_cpu_used(self.used);
        self.instance
    }
}
