//! States of a published version: deprecated, suspended, retired; and going back to an earlier version.
//!
//! A change of a version is decided here and written here ([`Catalog::keep_change`]), together with the changes of reviews
//! that the desk hands in.

use towpath_identity::Principal;
use towpath_journal::Put;

use super::Catalog;
use super::switches::SwitchedOff;
use super::unapproved::Requeued;
use crate::catalog::CatalogError;
use crate::changing::ChangeGuard;
use crate::found::{conflict, encode};
use crate::version::{LATEST, PublishedVersion, Standing, StoredVersion, VersionState, no_workflow};

/// What is true of all versions of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowStanding {
    /// The version that callers get who name none.
    pub current: Option<String>,
    /// It is switched off.
    pub switched_off: Option<SwitchedOff>,
}

/// A version that changes, not written yet.
pub(crate) struct VersionChange {
    /// The version as it will be.
    pub(crate) stored: StoredVersion,
    put: Put,
    /// Callers who name no version get it from then on.
    becomes_current: bool,
}

impl VersionChange {
    /// A version that is stored at `revision`, with another state or with other approvals.
    pub(crate) fn of(stored: StoredVersion, revision: u64) -> Result<Self, CatalogError> {
        let put = stored.put(revision)?;
        Ok(Self { stored, put, becomes_current: false })
    }
}

/// The answer to a request for a state.
pub(crate) enum StateChange {
    /// The version has the state already.
    Same(PublishedVersion),
    /// The version gets the state.
    To(VersionChange),
}

/// The state that follows from a request for one.
enum Next {
    /// Nothing changes.
    Same,
    /// The version gets this state.
    Becomes(Standing),
    /// The version never gets there.
    Never,
}

impl Standing {
    /// The state that follows when somebody asks for `state`. A new reason for the same state replaces the one before.
    fn next(&self, state: VersionState, reason: Option<String>, by: &str, at: i64) -> Next {
        let has_new_reason = reason.is_some() && reason != self.reason;
        if self.state == state && !has_new_reason {
            return Next::Same;
        }
        if self.state == VersionState::Retired && state != VersionState::Retired {
            return Next::Never;
        }
        Next::Becomes(Self { state, by: Some(by.to_owned()), reason, at: Some(at) })
    }
}

impl Catalog {
    /// Which version callers get who name none, and whether the workflow is switched off.
    pub(crate) fn standing_of(&self, namespace: &str, name: &str) -> WorkflowStanding {
        let current = self.latest(namespace, name).ok();
        let current = current.map(|current| current.published.workflow.version.clone());
        WorkflowStanding { current, switched_off: self.switched_off(namespace, name) }
    }

    /// A published version in another state. The same state with another reason keeps the new reason.
    ///
    /// # Errors
    /// `NotFound`, `Standing` when the version cannot get there.
    pub(crate) async fn next_state(
        &self,
        _: &ChangeGuard<'_>,
        who: &Principal,
        place: (&str, &str, &str),
        state: VersionState,
        reason: Option<String>,
    ) -> Result<StateChange, CatalogError> {
        let stored = self.stored_at(place).await?;
        let (mut stored, revision) = stored.ok_or_else(|| no_workflow(place.0, place.1, Some(place.2)))?;
        match stored.standing.next(state, reason, &who.id, self.context.now()) {
            Next::Same => Ok(StateChange::Same(self.marked(stored.published()))),
            Next::Never => Err(CatalogError::Standing(stored.published().into())),
            Next::Becomes(standing) => {
                stored.standing = standing;
                Ok(StateChange::To(VersionChange::of(stored, revision)?))
            }
        }
    }

    /// The change that makes an earlier version the one that callers get who name none.
    ///
    /// # Errors
    /// `NotFound`, `Standing` when that version cannot be called, `SettingsMisfit` when it does not take the settings
    /// in force.
    pub(crate) async fn roll_back(
        &self,
        _: &ChangeGuard<'_>,
        (namespace, name, version): (&str, &str, &str),
    ) -> Result<VersionChange, CatalogError> {
        let stored = self.stored(namespace, name, version).await?;
        let stored = stored.ok_or_else(|| no_workflow(namespace, name, Some(version)))?;
        callable(&stored.published())?;
        self.refuse_unsettled(namespace, name, &stored.source, stored.settings.as_ref()).await?;
        let (collection, key) = (LATEST.to_owned(), format!("{namespace}/{name}"));
        let put = Put { collection, key, expected: None, content: Some(encode(&version)?) };
        Ok(VersionChange { stored, put, becomes_current: true })
    }

    /// Writes a change of a version and what changes with it in one commit, then changes memory.
    ///
    /// # Errors
    /// `Conflict` when one of the documents was changed in between; nothing changes then.
    pub(crate) async fn keep_change(
        &self,
        _: &ChangeGuard<'_>,
        change: VersionChange,
        requeued: Requeued,
    ) -> Result<PublishedVersion, CatalogError> {
        let VersionChange { stored, put, becomes_current } = change;
        let puts = [put].into_iter().chain(requeued.puts).collect();
        self.documents.put(puts).await.map_err(conflict)?;
        self.mark(requeued.marks);
        let workflow = &stored.workflow;
        let latest = self.latest(&workflow.namespace, &workflow.name)?;
        if becomes_current || latest.published.workflow.version == workflow.version {
            self.remember(&stored)?;
        }
        Ok(self.marked(stored.published()))
    }

    /// Refuses to start a version of a workflow that is switched off, or a version that cannot be called.
    pub(crate) fn may_begin(&self, version: &PublishedVersion) -> Result<(), CatalogError> {
        if let Some(off) = self.switched_off(&version.workflow.namespace, &version.workflow.name) {
            return Err(CatalogError::SwitchedOff(off.reason));
        }
        callable(version)
    }
}

fn callable(version: &PublishedVersion) -> Result<(), CatalogError> {
    match version.standing.state.may_be_called() {
        true => Ok(()),
        false => Err(CatalogError::Standing(version.clone().into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_with_another_reason_keeps_the_new_reason() {
        let standing = |state, reason: Option<&str>| Standing {
            state,
            by: Some("mia".to_owned()),
            reason: reason.map(str::to_owned),
            at: Some(1),
        };
        let next = |from: &Standing, state, reason: Option<&str>| match from.next(
            state,
            reason.map(str::to_owned),
            "ivo",
            2,
        ) {
            Next::Same => Ok(None),
            Next::Never => Err(()),
            Next::Becomes(next) => Ok(Some((next.state, next.reason, next.by))),
        };
        use VersionState::{Published, Retired, Suspended};
        let stopped = standing(Suspended, Some("wrong text"));
        assert_eq!(next(&stopped, Suspended, Some("wrong text")), Ok(None));
        assert_eq!(next(&stopped, Suspended, None), Ok(None));
        let told = next(&stopped, Suspended, Some("wrong amount"));
        assert_eq!(told, Ok(Some((Suspended, Some("wrong amount".to_owned()), Some("ivo".to_owned())))));
        assert_eq!(next(&stopped, Published, None), Ok(Some((Published, None, Some("ivo".to_owned())))));
        let gone = standing(Retired, Some("old"));
        assert_eq!(next(&gone, Published, None), Err(()));
        let told = next(&gone, Retired, Some("replaced by orders"));
        assert_eq!(told, Ok(Some((Retired, Some("replaced by orders".to_owned()), Some("ivo".to_owned())))));
    }
}
