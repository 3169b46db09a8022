//! Published versions that lack an approval which policies want, for readers of the list of versions. The desk keeps it
//! current.

use std::collections::HashMap;

use parking_lot::RwLock;
use towpath_journal::Put;
use towpath_policies::Awaiting;

use super::Catalog;
use crate::version::{PublishedVersion, ReviewState, version_key};

/// The state of the review of one published version.
#[derive(Debug)]
pub(crate) struct Mark {
    /// The version, by [`version_key`].
    pub(crate) version: String,
    /// The review's state and the rules that nobody has approved the version for; `None`: the version lacks nothing.
    pub(crate) review: Option<(ReviewState, Vec<Awaiting>)>,
}

/// Changes of reviews that belong in the commit of something else.
#[derive(Debug, Default)]
pub(crate) struct Requeued {
    /// The changes to write.
    pub(crate) puts: Vec<Put>,
    /// What they change in memory, once they are written.
    pub(crate) marks: Vec<Mark>,
}

/// The versions that lack an approval, by [`version_key`].
#[derive(Debug, Default)]
pub(super) struct Unapproved(RwLock<HashMap<String, (ReviewState, Vec<Awaiting>)>>);

impl Catalog {
    /// Remembers the states of reviews.
    pub(crate) fn mark(&self, marks: impl IntoIterator<Item = Mark>) {
        let mut all = self.unapproved.0.write();
        for Mark { version, review } in marks {
            match review {
                Some(review) => all.insert(version, review),
                None => all.remove(&version),
            };
        }
    }

    /// The version, with the review and the approvals that it waits for.
    pub(super) fn marked(&self, version: PublishedVersion) -> PublishedVersion {
        let workflow = &version.workflow;
        let key = version_key(&workflow.namespace, &workflow.name, &workflow.version);
        match self.unapproved.0.read().get(&key).cloned() {
            Some((review, awaiting)) => PublishedVersion { review: Some(review), awaiting, ..version },
            None => version,
        }
    }
}
