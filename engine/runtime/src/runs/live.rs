//! A run under way: its stage for those who wait, and the messages to its driver.

use std::sync::{Arc, OnceLock};

use tokio::sync::{mpsc, oneshot, watch};
use towpath_journal::{Declined, Released, RunId};

use crate::events::Place;
use crate::quotas::Counted;
use crate::runs::effects::EffectAnswer;
use crate::runs::gates::{Pass, Refusal};
use crate::runs::{Runs, RunsError};
use crate::types::RunView;

/// A message to a driver.
#[derive(Debug)]
pub(crate) enum Message {
    /// An effect has ended.
    Finished {
        /// The effect.
        effect: u64,
        /// How.
        answer: EffectAnswer,
    },
    /// The turn of a call has come that waited in front of a gate, or it does not pass.
    Admitted {
        /// The effect.
        effect: u64,
        /// What the gate says.
        answer: Result<Pass, Refusal>,
    },
    /// A listening effect has got every earlier event.
    CaughtUp {
        /// The effect.
        effect: u64,
    },
    /// An event came that an effect may listen for.
    Received {
        /// The effect.
        effect: u64,
        /// Where it is.
        place: Place,
    },
    /// A person releases a held call, or declines it. Answered when that is on disk; false when the call is not held, or
    /// another person answered since it was shown.
    Answer {
        /// Their answer.
        answer: HoldAnswer,
        /// The rules that it had been released for when it was shown.
        released: Vec<String>,
        /// Who asked.
        done: oneshot::Sender<bool>,
    },
    /// The run is to be cancelled. Answered when that is on disk; dropped when it has ended otherwise.
    Cancel {
        /// How long it waits for a write under way, in milliseconds.
        within: i64,
        /// Who asked.
        done: oneshot::Sender<bool>,
    },
    /// The run is to be suspended. Answered when that is on disk; false when it was suspended before.
    Suspend {
        /// The id of the principal.
        by: String,
        /// Why.
        reason: String,
        /// Who asked.
        done: oneshot::Sender<bool>,
    },
    /// The run is to continue. Answered when that is on disk; false when it is not suspended.
    Continue {
        /// The id of the principal.
        by: String,
        /// Who asked.
        done: oneshot::Sender<bool>,
    },
    /// The engine shuts down.
    Stop,
}

/// A person's answer to a held call.
#[derive(Debug)]
pub(crate) enum HoldAnswer {
    /// It may go out.
    Released(Released),
    /// It may not.
    Declined(Declined),
}

impl HoldAnswer {
    /// The effect.
    pub(crate) fn effect(&self) -> u64 {
        match self {
            Self::Released(released) => released.effect,
            Self::Declined(declined) => declined.effect,
        }
    }
}

/// How far a run has come, for those who wait.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// Nothing is on disk yet.
    Starting,
    /// Its start is on disk.
    Durable,
    /// It has ended, and that is on disk.
    Ended(Arc<RunView>),
    /// It did not start.
    Failed(RunsError),
    /// It stands still until the store or the engine is back; its state is the one on disk.
    Stalled,
}

/// A run under way.
#[derive(Debug)]
pub(crate) struct Live {
    stage: watch::Sender<Stage>,
    caught_up: watch::Sender<bool>,
    inbox: mpsc::UnboundedSender<Message>,
    /// Counts for its namespace, once that is known.
    counted: OnceLock<Counted>,
}

impl Live {
    pub(crate) fn new(stage: Stage) -> (Arc<Self>, mpsc::UnboundedReceiver<Message>) {
        let (inbox, messages) = mpsc::unbounded_channel();
        let (stage, _) = watch::channel(stage);
        let (caught_up, _) = watch::channel(false);
        let counted = OnceLock::new();
        (Arc::new(Self { stage, caught_up, inbox, counted }), messages)
    }

    /// Counts it among the runs of its namespace, as long as it is under way.
    pub(crate) fn count(&self, counted: Counted) {
        let _ = self.counted.set(counted);
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Stage> {
        self.stage.subscribe()
    }

    /// Whether somebody waits for its next stage.
    pub(crate) fn is_watched(&self) -> bool {
        self.stage.receiver_count() > 0
    }

    /// Everything that was due when the run was taken up has happened.
    pub(crate) fn caught_up(&self) {
        self.caught_up.send_if_modified(|known| !std::mem::replace(known, true));
    }

    /// Becomes true with [`Live::caught_up`]; ends with this value.
    pub(crate) fn catching_up(&self) -> watch::Receiver<bool> {
        self.caught_up.subscribe()
    }

    pub(crate) fn reach(&self, stage: Stage) {
        self.stage.send_replace(stage);
    }

    /// Sends a message; a run that has ended ignores it.
    pub(crate) fn tell(&self, message: Message) {
        let _ = self.inbox.send(message);
    }

    pub(crate) fn stop(&self) {
        self.tell(Message::Stop);
    }
}

impl Runs {
    /// Takes a run off the list of those under way, unless another driver has it by now.
    pub(crate) fn forget(&self, run: RunId, live: &Arc<Live>) {
        let mut all = self.live.lock();
        if all.get(&run).is_some_and(|current| Arc::ptr_eq(current, live)) {
            all.remove(&run);
        }
    }
}
