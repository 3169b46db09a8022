//! The instance of one run: takes steps and returns replies.

use std::time::Duration;

use serde::de::DeserializeOwned;
use towpath_wire::{EffectKind, Limits, Outcome, Reply, Step};

use crate::image::Image;
use crate::machine::{Entry, Machine};
use crate::{Limit, StepError};

/// The cost of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// CPU time in the sandbox, without waiting.
    pub cpu: Duration,
}

/// A copy of an image's memory with the runner's code. Holds a place in the pool until dropped.
///
/// After an error, and after the future of a step was dropped, further steps are refused: create a new instance and replay.
pub struct Instance {
    machine: Machine,
    output_bytes: u64,
    effect_bytes: u64,
}

impl Instance {
    pub(crate) fn new(machine: Machine, limits: &Limits) -> Self {
        Self { machine, output_bytes: limits.output_bytes, effect_bytes: limits.effect_bytes }
    }

    /// Gives the runner a step.
    ///
    /// # Errors
    /// A limit was reached, or the runner failed. Other instances are not affected.
    pub async fn step(&mut self, step: &Step) -> Result<(Reply, Cost), StepError> {
        self.step_bytes(&encode_message(step)?).await
    }

    /// Gives the runner a step that is already encoded, as in the journal.
    ///
    /// # Errors
    /// Like [`Instance::step`].
    pub async fn step_bytes(&mut self, step: &[u8]) -> Result<(Reply, Cost), StepError> {
        let before = self.machine.cpu_used();
        let answer = self.machine.call(Entry::Step, step).await?;
        let reply = decode_message::<Reply>(&self.machine.memory()[answer])
            .and_then(|reply| self.check(&reply).map(|()| reply));
        let reply = reply.inspect_err(|_| self.machine.stop())?;
        Ok((reply, Cost { cpu: self.machine.cpu_used().saturating_sub(before) }))
    }

    /// Gives the runner a step and returns the bytes of its reply, for comparing runners. Sizes are not checked.
    ///
    /// # Errors
    /// Like [`Instance::step`].
    pub async fn step_raw(&mut self, step: &[u8]) -> Result<Vec<u8>, StepError> {
        let answer = self.machine.call(Entry::Step, step).await?;
        Ok(self.machine.memory()[answer].to_vec())
    }

    /// Ends its use, and keeps it for the next run of the image. The other way to end it is to drop it; the result is the same,
    /// except that the next instance costs more.
    pub fn give_back(self) {
        self.machine.give_back();
    }

    /// Current bytes of memory. Memory never shrinks.
    pub fn memory_used(&self) -> u64 {
        self.machine.memory().len() as u64
    }

    /// CPU time used so far, including that of a stopped step.
    pub fn cpu_used(&self) -> Duration {
        self.machine.cpu_used()
    }

    /// Sets the CPU time used so far. Replay is not charged: set zero before each replayed step, and the time in the journal
    /// after the last one.
    pub fn set_cpu_used(&mut self, used: Duration) {
        self.machine.set_cpu_used(used);
    }

    /// The image it was made from.
    pub fn image(&self) -> &Image {
        self.machine.image()
    }

    /// Checks the limits that the runner also checks itself, in case it does not.
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
        // The memory is not printed: it contains customer data.
        f.debug_struct("Instance").field("image", self.image()).field("cpu_used", &self.cpu_used()).finish()
    }
}

/// Encodes a message.
pub(crate) fn encode_message(message: &impl serde::Serialize) -> Result<Vec<u8>, StepError> {
    serde_json::to_vec(message)
        .map_err(|error| StepError::Protocol(format!("a message cannot be encoded: {error}")))
}

/// Decodes a message of the runner. The error never quotes the content.
pub(crate) fn decode_message<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StepError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        StepError::Protocol(format!(
            "its reply is not in the wire format ({kind:?} error at {line}:{column})"
        ))
    })
}
