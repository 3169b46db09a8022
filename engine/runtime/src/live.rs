//! A run under way, as those who wait for it see it.

use std::sync::{Arc, OnceLock};

use tokio::sync::{mpsc, oneshot, watch};
use towpath_journal::{Declined, Signed};

use crate::effects::EffectAnswer;
use crate::events::Place;
use crate::quotas::Counted;
use crate::types::{EngineError, RunView};

/// What a driver is told.
#[derive(Debug)]
pub(crate) enum Message {
    /// An effect has ended.
    Finished {
        /// The effect.
        effect: u64,
        /// How.
        answer: EffectAnswer,
    },
    /// An effect that listens has been told of everything that it has missed.
    CaughtUp {
        /// The effect.
        effect: u64,
    },
    /// An event came that an effect may mean.
    Received {
        /// The effect.
        effect: u64,
        /// Where it is.
        place: Place,
    },
    /// Somebody signs an effect, or declines to. Answered when that is on disk; false when it waits for
    /// nobody, or somebody else signed since they looked.
    Answer {
        /// What they say.
        answer: HoldAnswer,
        /// The rules that it was signed for when they looked.
        signed: Vec<String>,
        /// Who asked.
        told: oneshot::Sender<bool>,
    },
    /// Somebody wants the run to end. Answered when that is on disk; dropped when it has ended otherwise.
    Cancel {
        /// Who asked.
        told: oneshot::Sender<bool>,
    },
    /// The engine shuts down.
    Stop,
}

/// What somebody says of an effect that waits for a signature.
#[derive(Debug)]
pub(crate) enum HoldAnswer {
    /// It may go out.
    Signed(Signed),
    /// It may not.
    Declined(Declined),
}

impl HoldAnswer {
    /// The effect.
    pub(crate) fn effect(&self) -> u64 {
        match self {
            Self::Signed(signed) => signed.effect,
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
    /// It never came to be.
    Failed(EngineError),
    /// It stands still until the store or the engine is back; its journal tells the truth.
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

    /// Passes a message on; a run that has ended no longer listens, and needs not.
    pub(crate) fn tell(&self, message: Message) {
        let _ = self.inbox.send(message);
    }

    pub(crate) fn stop(&self) {
        self.tell(Message::Stop);
    }
}
