//! The run's sandbox: a fresh one, or one that is brought to where the journal ends; and giving it steps.

use std::time::Duration;

use towpath_journal::{Action, Input, Recovery};
use towpath_sandbox::{Cost, Instance, StepError, Who};
use towpath_wire::{Reply, Step};

use super::{Driver, Stop};
use crate::effects::stop_problem;
use crate::types::EngineError;

/// How long a start waits for a place in the sandbox before it is refused. Nothing of it is on disk then.
const START: Duration = Duration::from_secs(20);

/// A first step that takes longer shares no commit with its start: who called is told sooner that the start is on disk. Long
/// enough to find that an input is not what the workflow takes, which leaves no run.
const START_WITHIN: Duration = Duration::from_millis(50);

/// For whom a run takes places in the sandbox.
pub(crate) fn who(namespace: &str, principal: &str) -> Who {
    Who { namespace: namespace.into(), principal: principal.into() }
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => Self::Store(error),
            other => Self::Fault(other.to_string()),
        }
    }
}

impl Driver {
    pub(super) async fn feed(&mut self, step: Step) -> Result<Input, Stop> {
        if self.instance.is_none() {
            let instance = if self.fed == 0 { self.fresh().await? } else { self.replay().await? };
            self.instance = Some(instance);
        }
        let Some(mut instance) = self.instance.take() else {
            return Err(Stop::Fault("no sandbox".to_owned()));
        };
        match self.step(&mut instance, &step).await? {
            Ok((mut reply, cost)) => {
                self.instance = Some(instance);
                self.fed += 1;
                self.judge_response(&mut reply);
                self.cpu += cost.cpu;
                Ok(Input::Replied(Box::new(reply)))
            }
            Err(stopped) => Ok(Input::Stopped(stop_problem(&stopped, &self.pinned.limits))),
        }
    }

    /// One step. Where the first one takes long, the start goes to the disk meanwhile.
    async fn step(
        &mut self,
        instance: &mut Instance,
        step: &Step,
    ) -> Result<Result<(Reply, Cost), StepError>, Stop> {
        let mut stepping = std::pin::pin!(instance.step(step));
        if self.accepted == 0 {
            tokio::select! {
                biased;
                done = &mut stepping => return Ok(done),
                () = tokio::time::sleep(START_WITHIN) => {}
            }
            for action in self.machine.write_start() {
                if let Action::Commit { first, records } = action
                    && let Some(Input::Durable { length }) = self.commit(first, &records).await?
                {
                    self.unheard = Some(length);
                }
            }
        }
        loop {
            let Some(writing) = &mut self.writing else { return Ok(stepping.await) };
            tokio::select! {
                biased;
                written = writing => {
                    self.writing = None;
                    self.wrote(written)?;
                    self.unheard = Some(self.written);
                }
                done = &mut stepping => return Ok(done),
            }
        }
    }

    async fn fresh(&mut self) -> Result<Instance, Stop> {
        let instance = self.inner.instance(&self.pinned);
        // A start that somebody waits for may be refused as long as nothing of it went to the store.
        let may_be_refused = self.accepted == 0 && self.head.parent.is_none();
        let instance = match may_be_refused {
            true => tokio::time::timeout(START, instance).await.map_err(|_| Stop::Crowded)?,
            false => instance.await,
        };
        instance.map_err(|error| Stop::Fault(error.to_string()))
    }

    /// A fresh sandbox brought to where the journal ends, the step about to be fed not included.
    async fn replay(&mut self) -> Result<Instance, Stop> {
        if self.turn.is_none() {
            // One that was asked for may be given already: who asked again would wait for themselves.
            self.turn = Some(match self.asking.take() {
                Some(asking) => asking.await,
                None => self.inner.sandbox.turn(&self.pinned.who).await,
            });
        }
        let entries = self.inner.journal_of(self.pinned.run).await?;
        let records = crate::runs::decode_all(&entries)?;
        let recovery = Recovery::read(records).map_err(|error| Stop::Fault(error.to_string()))?;
        let steps = recovery.map(|recovery| recovery.steps().to_vec()).unwrap_or_default();
        let mut replay = self.inner.replay(&self.pinned, self.cpu).await?;
        for step in steps.iter().take(self.fed) {
            replay.step(step).await?;
        }
        Ok(replay.done())
    }
}
