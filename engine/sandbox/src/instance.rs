//! One run's instance: steps go in, replies come out.

use std::time::Duration;

use serde::de::DeserializeOwned;
use towpath_wire::{EffectKind, Limits, Outcome, Reply, Step};

use crate::image::Image;
use crate::machine::{Entry, Machine};
use crate::{Limit, StepError};

/// What a step cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Time spent inside the sandbox. Waiting for a turn is not counted.
    pub cpu: Duration,
}

/// A fresh copy of an image's memory with the runner working on it. Holds a place in the pool until dropped.
///
/// After an error, and after a step whose future was dropped, every further step is refused: make a new
/// instance and replay.
pub struct Instance {
    machine: Machine,
    output_bytes: u64,
    effect_bytes: u64,
}

impl Instance {
    pub(crate) fn new(machine: Machine, limits: &Limits) -> Self {
        Self { machine, output_bytes: limits.output_bytes, effect_bytes: limits.effect_bytes }
    }

    /// One step.
    ///
    /// # Errors
    /// A limit was reached, or the runner failed. Nobody else is disturbed.
    pub async fn step(&mut self, step: &Step) -> Result<(Reply, Cost), StepError> {
        self.step_bytes(&encode(step)?).await
    }

    /// One step that is encoded already, as it stands in the journal.
    ///
    /// # Errors
    /// Like [`Instance::step`].
    pub async fn step_bytes(&mut self, step: &[u8]) -> Result<(Reply, Cost), StepError> {
        let before = self.machine.cpu_used();
        let answer = self.machine.call(Entry::Step, step).await?;
        let reply = decode::<Reply>(&self.machine.memory()[answer])
            .and_then(|reply| self.check(&reply).map(|()| reply));
        let reply = reply.inspect_err(|_| self.machine.stop())?;
        Ok((reply, Cost { cpu: self.machine.cpu_used().saturating_sub(before) }))
    }

    /// One step, answered with the very bytes the runner gave: for comparing runners. Sizes are not checked.
    ///
    /// # Errors
    /// Like [`Instance::step`].
    pub async fn step_raw(&mut self, step: &[u8]) -> Result<Vec<u8>, StepError> {
        let answer = self.machine.call(Entry::Step, step).await?;
        Ok(self.machine.memory()[answer].to_vec())
    }

    /// Bytes of memory it has now. It never shrinks.
    pub fn memory_used(&self) -> u64 {
        self.machine.memory().len() as u64
    }

    /// CPU time used so far, that of a step that was stopped included.
    pub fn cpu_used(&self) -> Duration {
        self.machine.cpu_used()
    }

    /// Sets the CPU time used so far. Replay is not charged: set what the journal says when it is done, and before
    /// each replayed step zero.
    pub fn set_cpu_used(&mut self, used: Duration) {
        self.machine.set_cpu_used(used);
    }

    /// The image it was made from.
    pub fn image(&self) -> &Image {
        self.machine.image()
    }

    /// The runner keeps to these itself; this is for one that does not.
    fn check(&self, reply: &Reply) -> Result<(), StepError> {
        let over = |json: &towpath_wire::Json, most: u64| json.get().len() as u64 > most;
        if let Some(Outcome::Completed { output, .. }) = &reply.outcome
            && over(output, self.output_bytes)
        {
            return Err(self.machine.limit(Limit::Output));
        }
        for effect in &reply.effects {
            if let EffectKind::Call(call) = &effect.kind
                && over(&call.arguments, self.effect_bytes)
            {
                return Err(StepError::Limit { limit: Limit::Effect, at: Some(effect.task.clone()) });
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never what is in its memory: that is customers' data.
        f.debug_struct("Instance").field("image", self.image()).field("cpu_used", &self.cpu_used()).finish()
    }
}

/// A message's bytes.
pub(crate) fn encode(message: &impl serde::Serialize) -> Result<Vec<u8>, StepError> {
    serde_json::to_vec(message)
        .map_err(|error| StepError::Protocol(format!("a message cannot be written: {error}")))
}

/// A message of the runner. The error never quotes what stands in there.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StepError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        StepError::Protocol(format!(
            "its answer is not of the wire format ({kind:?} error at {line}:{column})"
        ))
    })
}
