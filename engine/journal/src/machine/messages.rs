//! The inputs and the actions of the machine.

use towpath_access::{Access, Decision};
use towpath_wire::{Effect, Event, Outcome, Problem, Reply, Step};

use super::HoldTerms;
#[cfg(doc)]
use super::Machine;
use crate::record::{Decided, Declined, Record, Released, TokenRequest};

/// What happened.
#[derive(Debug, Clone)]
pub enum Input {
    /// The runner answered the step of the last [`Action::Feed`].
    Replied(Box<Reply>),
    /// The runner hit a limit or a fault in the step of the last [`Action::Feed`]; the host ends the run.
    Stopped(Problem),
    /// The effect of an [`Action::Evaluate`] was evaluated.
    Evaluated {
        /// The effect.
        effect: u64,
        /// The result.
        evaluated: Box<Evaluated>,
    },
    /// The first `length` records are on disk.
    Durable {
        /// Records on disk.
        length: u64,
    },
    /// An effect that was sent has ended.
    Finished {
        /// The effect.
        effect: u64,
        /// `Completed` or `Failed`, for this effect.
        event: Event,
        /// Labels of everything that the answering run had received; empty if no run answers.
        run_labels: Vec<String>,
    },
    /// An event came for an effect that listens. For each effect, events come in the order of their positions.
    Received {
        /// The effect.
        effect: u64,
        /// Its position in the log of events.
        position: u64,
        /// The event.
        event: towpath_wire::Json,
        /// Its labels.
        labels: Vec<String>,
        /// Labels of everything that the run which emitted it had received.
        run_labels: Vec<String>,
    },
    /// A person releases an effect that is held.
    Released(Released),
    /// A person declines an effect that is held.
    Declined(Declined),
    /// Instead of [`Input::Evaluated`]: the effect may be sent, but not yet. Nothing of it is written.
    Queued {
        /// The effect.
        effect: u64,
    },
    /// The turn of a queued effect has come. It is evaluated again.
    Admitted {
        /// The effect.
        effect: u64,
    },
    /// Time has passed.
    Woken,
    /// The run is to be cancelled. Nothing more is sent; where a write is under way, it ends when the write has ended, and
    /// not later than in `within`.
    Cancel {
        /// In milliseconds; 0: at once.
        within: i64,
    },
    /// A person suspends the run.
    Suspend {
        /// The id of the principal.
        by: String,
        /// Why.
        reason: String,
    },
    /// A person lets the suspended run continue.
    Continue {
        /// The id of the principal.
        by: String,
    },
}

/// The result of evaluating an effect.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// What to do with it.
    pub clearance: Clearance,
    /// The decision of the policies; `None` where the host refused the effect before any policy was evaluated.
    pub decision: Option<Decision>,
    /// The access that was evaluated, as the journal keeps it.
    pub access: Option<Access>,
    /// The request for a token that is sent before the effect. Its decision is on disk before that, also for a read.
    pub token: Option<TokenRequest>,
    /// When, in milliseconds since the Unix epoch; not before [`Machine::now`].
    pub at: i64,
}

/// The decision on the answer of the run.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The decision.
    pub decision: Decision,
    /// The answer is refused: the outcome is the refusal instead.
    pub refused: bool,
    /// When, in milliseconds since the Unix epoch; not before [`Machine::now`].
    pub at: i64,
}

/// Whether an effect may be sent, by the policies and by the host's own rules.
#[derive(Debug, Clone)]
pub enum Clearance {
    /// It may be sent.
    Send(Consequence),
    /// It is refused; the workflow gets this error.
    Refuse(Problem),
    /// It waits until a person releases it.
    Hold(HoldTerms),
}

/// What an effect changes outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Nothing. It does not wait for the disk, and may be repeated.
    Read,
    /// Something changes.
    Write {
        /// Its operation is idempotent by nature or by key.
        repeatable: bool,
    },
    /// It listens for events.
    Listen {
        /// It gets the events after this position of the log.
        after: u64,
    },
    /// Of a run that is run again: it gets the result of the earlier run.
    Recorded,
    /// Of a draft run: it goes to the integration's test endpoint.
    TestEndpoint,
    /// Of a draft run: it is not sent.
    Simulated {
        /// Index of the declared answer that it gets.
        answer: Option<u32>,
    },
}

/// What to do, in order.
#[derive(Debug, Clone)]
pub enum Action {
    /// Give this step to the runner; answer with [`Input::Replied`] or [`Input::Stopped`].
    Feed(Step),
    /// Evaluate this effect now, with its releases ([`Machine::released_for`]); answer with [`Input::Evaluated`] or
    /// [`Input::Queued`].
    Evaluate(Effect),
    /// Append these records to a journal of `first` records; answer with [`Input::Durable`]. The other actions do not wait for
    /// that.
    Commit {
        /// Length of the journal before.
        first: u64,
        /// What to append.
        records: Vec<Record>,
    },
    /// Carry the effect out; answer with [`Input::Finished`].
    Send {
        /// The effect.
        effect: Effect,
        /// Whether it may be repeated after a crash.
        decided: Decided,
    },
    /// The run no longer needs this effect.
    Forget(u64),
    /// Cancel the run that this effect started: nothing waits for it any more, and that is on disk. Repeated after a crash.
    Abandon(Effect),
    /// The run has ended and that is on disk.
    End(Outcome),
}
