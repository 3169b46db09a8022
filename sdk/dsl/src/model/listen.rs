//! `listen`: waits for events.

use super::{EventStrategy, ReadAs, Spanned, SubscriptionIterator};
use crate::parse::{Fields, Findings};

/// `listen`: waits for events.
#[derive(Debug, Clone, PartialEq)]
pub struct ListenTask {
    /// The events.
    pub to: EventStrategy,
    /// The part of an event that tasks receive.
    pub read: Option<Spanned<ReadAs>>,
    /// The tasks for each event.
    pub foreach: Option<SubscriptionIterator>,
}

impl ListenTask {
    pub(crate) const KEYS: &[&str] = &["listen", "foreach"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let foreach = task.get("foreach").and_then(|at| SubscriptionIterator::read(&at, findings));
        let listen = task.required("listen", findings)?.fields(&["to", "read"], findings)?;
        let to = listen.required("to", findings).and_then(|at| EventStrategy::read(&at, findings));
        let read = listen.get("read").and_then(|at| at.word(ReadAs::WORDS, findings));
        Some(Self { to: to?, read, foreach })
    }
}
