//! The rules of the store traits that need no store to be checked. Every store calls these functions, so none can differ.

use crate::{Claim, Commit, HeadFilter, Put, RunHead, RunId, StoreError};

/// How far the time in a run's id and that of its start may be apart, in milliseconds: in between the start is decided on.
const APART: i64 = 60_000;

impl Commit {
    /// Checks that this may be committed to a run with the head `current` (`None`: it is new), where its idempotency key, if
    /// it takes one, belongs to `claimed`.
    ///
    /// # Errors
    /// [`StoreError::Fenced`], [`StoreError::OutOfOrder`] (also when the head counts its records wrong) or
    /// [`StoreError::Claimed`], checked in this order. Taking a key again for the same run and body is no error.
    pub fn check(&self, current: Option<&RunHead>, claimed: Option<&Claim>) -> Result<(), StoreError> {
        let (term, length) = current.map_or((0, 0), |head| (head.term, head.length));
        if self.head.term < term {
            return Err(StoreError::Fenced { current: term });
        }
        if self.first != length {
            return Err(StoreError::OutOfOrder { length, first: self.first });
        }
        let count = self.records.len() as u64;
        if self.head.length != length + count {
            // The head says the commit begins elsewhere than `first` does.
            return Err(StoreError::OutOfOrder { length, first: self.head.length.wrapping_sub(count) });
        }
        match (&self.claim, claimed) {
            (Some(wanted), Some(existing)) if wanted != existing => {
                Err(StoreError::Claimed { existing: existing.clone() })
            }
            _ => Ok(()),
        }
    }
}

impl Put {
    /// The revision of the document after this change, where its latest is `revision` (0: there never was
    /// one) and it `exists` or was deleted. The same number means that nothing changes: there is nothing
    /// to delete.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `expected` does not hold.
    pub fn next_revision(&self, revision: u64, exists: bool) -> Result<u64, StoreError> {
        let current = if exists { revision } else { 0 };
        if self.expected.is_some_and(|expected| expected != current) {
            return Err(StoreError::Conflict { current });
        }
        if self.content.is_none() && !exists { Ok(revision) } else { Ok(revision + 1) }
    }
}

impl HeadFilter {
    /// Whether a head is wanted; `limit` is the caller's to keep.
    pub fn matches(&self, head: &RunHead) -> bool {
        let workflow = &head.workflow;
        let failure = head.failure.as_ref();
        let code = failure.and_then(|failure| failure.code.as_ref());
        let kind = failure.map(|failure| &failure.kind);
        let task = failure.and_then(|failure| failure.task.as_ref());
        self.error_code.as_ref().is_none_or(|wanted| code == Some(wanted))
            && self.error_type.as_ref().is_none_or(|wanted| kind == Some(wanted))
            && self.task.as_ref().is_none_or(|wanted| task == Some(wanted))
            && self
                .failure_case
                .as_ref()
                .is_none_or(|wanted| failure.is_some_and(|failure| failure.case() == *wanted))
            && self.namespace.as_ref().is_none_or(|wanted| *wanted == workflow.namespace)
            && self.name.as_ref().is_none_or(|wanted| *wanted == workflow.name)
            && self.status.is_none_or(|wanted| wanted == head.status)
            && self.principal.as_ref().is_none_or(|wanted| *wanted == head.principal)
            && self.draft.is_none_or(|wanted| wanted == head.draft)
            && self.held.is_none_or(|wanted| wanted == head.is_held())
            && self.from.is_none_or(|from| from <= head.started_at)
            && self.to.is_none_or(|to| head.started_at < to)
            && self.before.is_none_or(|before| head.run < before)
    }

    /// Whether only runs that have not ended are wanted.
    pub fn wants_unfinished(&self) -> bool {
        self.held == Some(true) || self.status.is_some_and(|status| !status.is_final())
    }

    /// Whether runs that sleep may be wanted, where only unfinished ones are.
    pub fn may_want_asleep(&self) -> bool {
        self.held != Some(true) && self.status == Some(crate::Status::Waiting)
    }

    /// The first id that a wanted run may have: an id begins with the time at which it was made.
    pub fn first(&self) -> Option<RunId> {
        self.from.map(|from| RunId::first_at(from.saturating_sub(APART)))
    }

    /// The first id that no wanted run has any more.
    pub fn end(&self) -> Option<RunId> {
        let to = self.to.map(|to| RunId::first_at(to.saturating_add(APART)));
        [self.before, to].into_iter().flatten().min()
    }
}
