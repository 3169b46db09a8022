//! The driver's sandbox: getting a new or a replayed one, and giving it steps.

use std::time::Duration;

use towpath_journal::{Action, Input, Recovery};
use towpath_sandbox::{Cost, Instance, StepError, Who};
use towpath_wire::{Reply, Step};

use super::{Driver, Stop};
use crate::events::EventsError;
use crate::fault::Fault;
use crate::runs::RunsError;
use crate::stopped::stop_problem;

/// How long a start waits for a place in the sandbox before it is refused. Nothing of it is on disk then.
const START: Duration = Duration::from_secs(20);

/// A first step that takes longer than this shares no commit with its start, so that the caller learns sooner that the start
/// is on disk. It is long enough to find that the workflow does not take the input, which leaves no run.
const START_WITHIN: Duration = Duration::from_millis(50);

/// Whose share of the sandbox a run uses.
pub(crate) fn share_of_sandbox(namespace: &str, principal: &str) -> Who {
    Who { namespace: namespace.into(), principal: principal.into() }
}

impl From<RunsError> for Stop {
    fn from(error: RunsError) -> Self {
        match error {
            RunsError::Fault(Fault::Store(error)) => Self::Store(error),
            other => Self::Fault(other.to_string()),
        }
    }
}

impl From<EventsError> for Stop {
    fn from(error: EventsError) -> Self {
        RunsError::from(error).into()
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        RunsError::from(fault).into()
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
                match reply.outcome {
                    // It gets no further step.
                    Some(_) => instance.give_back(),
                    None => self.instance = Some(instance),
                }
                self.fed += 1;
                // The answer of a run that stands still is evaluated when it continues.
                if !self.machine.stands_still() {
                    self.evaluate_response(&mut reply);
                }
                self.cpu += cost.cpu;
                Ok(Input::Replied(Box::new(reply)))
            }
            Err(stopped) => Ok(Input::Stopped(stop_problem(&stopped, &self.pinned.limits))),
        }
    }

    /// One step. If the first step takes long, the start is written meanwhile.
    async fn step(
        &mut self,
        instance: &mut Instance,
        step: &Step,
    ) -> Result<Result<(Reply, Cost), StepError>, Stop> {
        let mut stepping = std::pin::pin!(instance.step(step));
        if self.writer.is_new() {
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
            if !self.writer.is_writing() {
                return Ok(stepping.await);
            }
            tokio::select! {
                biased;
                length = self.writer.written() => self.unheard = Some(length?),
                done = &mut stepping => return Ok(done),
            }
        }
    }

    async fn fresh(&mut self) -> Result<Instance, Stop> {
        let instance = self.runs.instance(&self.pinned);
        // A start from outside may be refused as long as nothing of it was given to the store.
        let may_be_refused = self.writer.is_new() && self.writer.head.parent.is_none();
        let instance = match may_be_refused {
            true => tokio::time::timeout(START, instance).await.map_err(|_| Stop::Crowded)?,
            false => instance.await,
        };
        instance.map_err(|error| Stop::Fault(error.to_string()))
    }

    /// A new sandbox that has replayed the journal, without the step that is about to be fed.
    async fn replay(&mut self) -> Result<Instance, Stop> {
        if self.turn.is_none() {
            // A turn that was requested may be granted already: a second request would wait for the first.
            self.turn = Some(match self.asking.take() {
                Some(asking) => asking.await,
                None => self.runs.sandbox.turn(&self.pinned.who).await,
            });
        }
        let entries = self.runs.journal_of(self.pinned.run).await?;
        let records = crate::runs::lookup::decode_all(&entries)?;
        let recovery = Recovery::read(records).map_err(|error| Stop::Fault(error.to_string()))?;
        let steps = recovery.map(|recovery| recovery.steps().to_vec()).unwrap_or_default();
        let mut replay = self.runs.replay(&self.pinned, self.cpu).await?;
        for step in steps.iter().take(self.fed) {
            replay.step(step).await?;
        }
        Ok(replay.done())
    }
}
