//! What the machine is told, and what it says to do.

use towpath_wire::{Effect, Event, Outcome, Problem, Reply, Step};

#[cfg(doc)]
use super::Machine;
use super::Unsigned;
use crate::record::{Decided, Declined, Record, Signed, TokenRequest};

/// What happened.
#[derive(Debug, Clone)]
pub enum Input {
    /// The runner answered the step of the last [`Action::Feed`].
    Replied(Box<Reply>),
    /// The runner hit a limit or a fault in the step of the last [`Action::Feed`]; the host ends the run.
    Stopped(Problem),
    /// The effect of an [`Action::Judge`] was judged.
    Judged {
        /// The effect.
        effect: u64,
        /// What came of it.
        judged: Judged,
    },
    /// Every record of the first `length` is on disk.
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
        /// Labels of everything that the run which answers had received; none where no run answers.
        run_labels: Vec<String>,
    },
    /// An event came that an effect listens for. Told of each effect in the order of positions.
    Received {
        /// The effect.
        effect: u64,
        /// Where it stands in the log of events.
        position: u64,
        /// The event.
        event: towpath_wire::Json,
        /// Its labels.
        labels: Vec<String>,
        /// Labels of everything that the run which emitted it had received.
        run_labels: Vec<String>,
    },
    /// Somebody signs an effect that waits for it.
    Signed(Signed),
    /// Somebody declines to.
    Declined(Declined),
    /// Time has passed.
    Woken,
    /// Somebody wants the run to end.
    Cancel,
}

/// What came of judging an effect.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What to do with it.
    pub verdict: Verdict,
    /// The decision in full.
    pub decision: serde_json::Value,
    /// The access as judged, as the journal has it.
    pub access: Option<serde_json::Value>,
    /// The request for a token that leaves before the effect. The decision is on disk before it does, also for a read.
    pub token: Option<TokenRequest>,
    /// When, in milliseconds since the Unix epoch; not before [`Machine::now`].
    pub at: i64,
}

/// What was decided on the answer that the run is about to give.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The decision in full.
    pub decision: serde_json::Value,
    /// The outcome was changed: nothing is answered but the refusal.
    pub refused: bool,
    /// When, in milliseconds since the Unix epoch; not before [`Machine::now`].
    pub at: i64,
}

/// What the policies, and the host's own rules, said of an effect.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// It may go out.
    Send(Consequence),
    /// It may not; the workflow sees this error.
    Refuse(Problem),
    /// It waits until somebody signs it.
    Hold(Unsigned),
}

/// What an effect does outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Nothing changes: it does not wait for the disk, and is repeated freely.
    Read,
    /// Something changes.
    Write {
        /// Its operation is idempotent by nature or by key.
        repeatable: bool,
    },
    /// Events are listened for.
    Listen {
        /// The position in the log of events after which they count.
        after: u64,
    },
    /// Of a draft's run: it goes to a sandbox.
    Sandbox,
    /// Of a draft's run: it does not leave.
    Simulated {
        /// Which declared answer is given.
        answer: Option<u32>,
    },
}

/// What to do, in order.
#[derive(Debug, Clone)]
pub enum Action {
    /// Give this step to the runner; answer with [`Input::Replied`] or [`Input::Stopped`].
    Feed(Step),
    /// Judge this effect now, with its signatures ([`Machine::signed_for`]); answer with [`Input::Judged`].
    Judge(Effect),
    /// Append these records after the first `first`; answer with [`Input::Durable`]. Go on without waiting.
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
    /// Nobody wants this effect any more.
    Forget(u64),
    /// Nobody waits any more for the run that this effect started, and that is on disk: the run is to be cancelled. Said
    /// again after a crash.
    Abandon(Effect),
    /// The run has ended and that is on disk.
    End(Outcome),
}
