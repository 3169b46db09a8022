//! The run's sandbox: a fresh one, or one that is brought to where the journal ends; and giving it steps.

use std::time::Duration;

use towpath_journal::{Input, Recovery};
use towpath_sandbox::{Instance, Who};
use towpath_wire::Step;

use super::{Driver, Stop};
use crate::effects::stop_problem;
use crate::types::EngineError;

/// How long a start waits for a place in the sandbox before it is refused. Nothing of it is on disk then.
const START: Duration = Duration::from_secs(20);

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
        let Some(instance) = &mut self.instance else {
            return Err(Stop::Fault("no sandbox".to_owned()));
        };
        match instance.step(&step).await {
            Ok((mut reply, cost)) => {
                self.fed += 1;
                self.judge_response(&mut reply);
                self.cpu += cost.cpu;
                Ok(Input::Replied(Box::new(reply)))
            }
            Err(stopped) => {
                self.instance = None;
                Ok(Input::Stopped(stop_problem(&stopped, &self.pinned.limits)))
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
