//! The life of a version after it was published: deprecated, suspended, retired, rolled back to; and the switches
//! that stop a whole workflow, or an integration, at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_wire::{CarriedOut, Problem, problem_types};

use crate::definitions::conflict;
use crate::documents::INTEGRATIONS;
use crate::engine::{Engine, Inner};
use crate::reviews::Requeued;
use crate::types::{EngineError, PublishedVersion};
use crate::versions::{LATEST, StoredVersion, decode, encode, no_workflow};

/// Collection of switches, by [`Switched::key`].
const SWITCHES: &str = "switches";

/// What may be done with a published version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VersionState {
    /// It can be called.
    #[default]
    Published,
    /// It can be called; callers should move to another one.
    Deprecated,
    /// It cannot be called until somebody resumes it. Runs under way go on.
    Suspended,
    /// It cannot be called any more, ever. Runs under way go on.
    Retired,
}

impl VersionState {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Deprecated => "deprecated",
            Self::Suspended => "suspended",
            Self::Retired => "retired",
        }
    }

    /// Whether new runs of it may be started.
    pub(crate) fn may_be_called(self) -> bool {
        matches!(self, Self::Published | Self::Deprecated)
    }
}

/// What becomes of a version that is asked to be in a state.
enum Next {
    /// Nothing.
    Same,
    /// This.
    Becomes(Standing),
    /// It never gets there.
    Never,
}

/// Where a version stands, and who put it there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Where.
    pub state: VersionState,
    /// The principal who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}

impl Standing {
    /// What becomes of it when somebody asks for `state`. A new reason for the same state replaces the one before.
    fn next(&self, state: VersionState, reason: Option<String>, by: &str, at: i64) -> Next {
        let says_more = reason.is_some() && reason != self.reason;
        if self.state == state && !says_more {
            return Next::Same;
        }
        if self.state == VersionState::Retired && state != VersionState::Retired {
            return Next::Never;
        }
        Next::Becomes(Self { state, by: Some(by.to_owned()), reason, at: Some(at) })
    }
}

/// What a switch stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switched {
    /// A workflow: no new run of any version.
    Workflow {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// An integration: no call of any of its operations, not even by runs under way.
    Integration(String),
}

impl Switched {
    fn key(&self) -> String {
        match self {
            Self::Workflow { namespace, name } => format!("workflow/{namespace}/{name}"),
            Self::Integration(name) => format!("integration/{name}"),
        }
    }
}

/// A switch that is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SwitchedOff {
    /// Who switched it off.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// What is true of all versions of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowStanding {
    /// The version that callers get who name none.
    pub current: Option<String>,
    /// It is switched off.
    pub switched_off: Option<SwitchedOff>,
}

impl Engine {
    /// Loads what is switched off.
    pub(crate) async fn load_switches(&self) -> Result<(), EngineError> {
        let mut off = BTreeMap::new();
        for document in self.inner.store.list(SWITCHES, "").await? {
            off.insert(document.key, decode(&document.content)?);
        }
        *self.inner.switches.write() = off;
        Ok(())
    }

    /// Switches a workflow or an integration off, with a reason, or on again.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it does not exist, and the store's; nothing is switched then.
    pub async fn switch(
        &self,
        who: &Principal,
        what: &Switched,
        off: Option<String>,
    ) -> Result<Option<SwitchedOff>, EngineError> {
        let at = self.inner.clock.now();
        let off = off.map(|reason| SwitchedOff { by: who.id.clone(), reason, at });
        let content = off.as_ref().map(encode).transpose()?;
        let key = what.key();
        let put = Put { collection: SWITCHES.to_owned(), key: key.clone(), expected: None, content };
        // Held over the store, so that memory and store agree on the order.
        let _changing = self.inner.changing.lock().await;
        self.inner.switchable(what).await?;
        self.inner.store.put(vec![put]).await?;
        let mut switches = self.inner.switches.write();
        match &off {
            Some(off) => switches.insert(key, off.clone()),
            None => switches.remove(&key),
        };
        Ok(off)
    }

    /// Who switched this off, and why; `None`: it is on.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it does not exist.
    pub async fn switch_of(&self, what: &Switched) -> Result<Option<SwitchedOff>, EngineError> {
        self.inner.switchable(what).await?;
        Ok(self.inner.switched_off(what))
    }

    /// What is true of all versions of a workflow: which one callers get, and whether it is switched off.
    pub fn standing_of(&self, namespace: &str, name: &str) -> WorkflowStanding {
        let current = self.inner.latest(namespace, name).ok();
        let current = current.map(|current| current.published.workflow.version.clone());
        let what = Switched::Workflow { namespace: namespace.to_owned(), name: name.to_owned() };
        WorkflowStanding { current, switched_off: self.inner.switched_off(&what) }
    }

    /// Puts a published version into another state. The state that it has already, with another reason, keeps the new
    /// reason.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Standing`] when it cannot get there.
    pub async fn stand(
        &self,
        who: &Principal,
        place: (&str, &str, &str),
        state: VersionState,
        reason: Option<String>,
    ) -> Result<PublishedVersion, EngineError> {
        let (namespace, name, version) = place;
        let _changing = self.inner.changing.lock().await;
        let stored = self.inner.stored_at(place).await?;
        let (mut stored, revision) = stored.ok_or_else(|| no_workflow(namespace, name, Some(version)))?;
        let at = self.inner.clock.now();
        match stored.standing.next(state, reason, &who.id, at) {
            Next::Same => return Ok(self.inner.unapproved.tell(stored.published())),
            Next::Never => return Err(EngineError::Standing(stored.published().into())),
            Next::Becomes(standing) => stored.standing = standing,
        }
        // What is resumed may need an approval by now.
        let mut requeued = Requeued::default();
        self.requeue_one(&stored, &mut requeued).await?;
        let puts = [stored.put(revision)?].into_iter().chain(requeued.puts.clone()).collect();
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.inner.requeued(&requeued);
        if self.inner.latest(namespace, name)?.published.workflow.version == version {
            self.inner.remember(&stored)?;
        }
        Ok(self.inner.unapproved.tell(stored.published()))
    }

    async fn requeue_one(&self, version: &StoredVersion, requeued: &mut Requeued) -> Result<(), EngineError> {
        let workflow = &version.workflow;
        let place = (&*workflow.namespace, &*workflow.name, &*workflow.version);
        let (review, revision) = self.inner.review_at(place).await?;
        let known = review.map(|review| (review, revision));
        let in_force = self.inner.policies.load_full();
        self.inner.requeue_published(in_force.set(), &version.published(), known, requeued).await
    }

    /// Makes a version that was published before the one that callers get.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Standing`] when that version cannot be called,
    /// [`EngineError::SettingsMisfit`] when it does not take the settings in force.
    pub async fn roll_back(
        &self,
        namespace: &str,
        name: &str,
        version: &str,
    ) -> Result<PublishedVersion, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let stored = self.inner.stored(namespace, name, version).await?;
        let stored = stored.ok_or_else(|| no_workflow(namespace, name, Some(version)))?;
        callable(&stored.published())?;
        let settings = stored.settings.as_ref();
        self.inner.refuse_unsettled(namespace, name, &stored.source, settings).await?;
        let (collection, key) = (LATEST.to_owned(), format!("{namespace}/{name}"));
        let put = Put { collection, key, expected: None, content: Some(encode(&version)?) };
        // What nobody called of late may need an approval by now.
        let mut requeued = Requeued::default();
        self.requeue_one(&stored, &mut requeued).await?;
        let puts = [put].into_iter().chain(requeued.puts.clone()).collect();
        self.inner.store.put(puts).await.map_err(conflict)?;
        self.inner.requeued(&requeued);
        self.inner.remember(&stored)?;
        Ok(self.inner.unapproved.tell(stored.published()))
    }
}

impl Inner {
    pub(crate) fn switched_off(&self, what: &Switched) -> Option<SwitchedOff> {
        self.switches.read().get(&what.key()).cloned()
    }

    /// Refuses what there is not to switch. What was switched off and is gone since may be switched on.
    async fn switchable(&self, what: &Switched) -> Result<(), EngineError> {
        let exists = match what {
            Switched::Workflow { namespace, name } => self.latest(namespace, name).is_ok(),
            Switched::Integration(name) => {
                name == towpath_access::WEB || self.store.get(INTEGRATIONS, name).await?.is_some()
            }
        };
        if exists || self.switched_off(what).is_some() {
            return Ok(());
        }
        Err(match what {
            Switched::Workflow { namespace, name } => no_workflow(namespace, name, None),
            Switched::Integration(name) => EngineError::NotFound { what: "integration", name: name.clone() },
        })
    }

    /// Refuses a start of what cannot be called.
    pub(crate) fn may_begin(&self, version: &PublishedVersion) -> Result<(), EngineError> {
        let workflow = &version.workflow;
        let (namespace, name) = (workflow.namespace.clone(), workflow.name.clone());
        if let Some(off) = self.switched_off(&Switched::Workflow { namespace, name }) {
            return Err(EngineError::SwitchedOff(off.reason));
        }
        callable(version)
    }

    /// Why no call of an integration goes out, where it is switched off.
    pub(crate) fn stopped_integration(&self, integration: &str) -> Option<Problem> {
        let off = self.switched_off(&Switched::Integration(integration.to_owned()))?;
        let detail = format!("the integration `{integration}` is switched off: {}", off.reason);
        let mut problem = Problem::new(problem_types::COMMUNICATION, detail);
        problem.status = 503;
        problem.title = Some("switched off".to_owned());
        problem.code = Some(codes::TP1122.as_str().to_owned());
        problem.carried_out = CarriedOut::NotSent;
        Some(problem)
    }
}

fn callable(version: &PublishedVersion) -> Result<(), EngineError> {
    match version.standing.state {
        VersionState::Published | VersionState::Deprecated => Ok(()),
        VersionState::Suspended | VersionState::Retired => Err(EngineError::Standing(version.clone().into())),
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
