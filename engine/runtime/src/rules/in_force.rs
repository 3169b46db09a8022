//! The sets of policies that versions are evaluated by: the one in force, and during a grace period an earlier one, for
//! versions that were live when the next came.

use std::collections::BTreeMap;
use std::sync::Arc;

use towpath_access::WorkflowSubject;
use towpath_policies::CompiledSet;

use crate::version::version_key;

/// The compiled policies in force. Immutable: an activation replaces it.
#[derive(Debug)]
pub(crate) struct InForce {
    set: Arc<CompiledSet>,
    /// Versions with a grace period: the set they keep and until when (milliseconds since the Unix epoch), by
    /// [`version_key`]; the earliest first.
    spared: Spared,
}

/// See [`InForce::spared`].
pub(crate) type Spared = BTreeMap<String, Vec<(Arc<CompiledSet>, i64)>>;

impl InForce {
    pub(crate) fn new(set: Arc<CompiledSet>, spared: Spared) -> Self {
        Self { set, spared }
    }

    /// Nothing in force: everything is refused.
    pub(crate) fn empty() -> Self {
        Self::new(Arc::new(CompiledSet::empty()), BTreeMap::new())
    }

    /// The set that was put in force last. New versions are evaluated by it.
    pub(crate) fn set(&self) -> &Arc<CompiledSet> {
        &self.set
    }

    /// The set that this version is evaluated by now.
    pub(crate) fn of(&self, workflow: &WorkflowSubject, now: i64) -> &Arc<CompiledSet> {
        if self.spared.is_empty() {
            return &self.set;
        }
        let key = version_key(&workflow.namespace, &workflow.name, &workflow.version);
        let given = self.spared.get(&key).into_iter().flatten().find(|(_, until)| now < *until);
        given.map_or(&self.set, |(before, _)| before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_spared_until_its_time_has_come() {
        let version = |version: &str| WorkflowSubject {
            namespace: "support".to_owned(),
            name: "refund".to_owned(),
            version: version.to_owned(),
            ..WorkflowSubject::default()
        };
        let sets: Vec<_> = (0..3).map(|_| Arc::new(CompiledSet::empty())).collect();
        let given = vec![(Arc::clone(&sets[0]), 1_000), (Arc::clone(&sets[1]), 2_000)];
        let in_force =
            InForce::new(Arc::clone(&sets[2]), [("support/refund@1.0.0".to_owned(), given)].into());
        let set = |number: &str, now| {
            let found = in_force.of(&version(number), now);
            sets.iter().position(|set| Arc::ptr_eq(set, found))
        };
        assert_eq!(set("1.0.0", 999), Some(0));
        assert_eq!(set("1.0.0", 1_000), Some(1), "time given twice: one after the other");
        assert_eq!(set("1.0.0", 2_000), Some(2), "its time has come");
        assert_eq!(set("1.0.1", 999), Some(2), "what came later is evaluated by what is in force");
    }
}
