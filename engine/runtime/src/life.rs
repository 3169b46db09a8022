//! The life of a version after it was published: deprecated, suspended, retired, rolled back to; and the switches
//! that stop a whole workflow, or an integration, at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_wire::{CarriedOut, Problem, problem_types};

use crate::engine::{Engine, Inner};
use crate::types::{EngineError, PublishedVersion};
use crate::versions::{LATEST, VERSIONS, decode, encode, no_workflow, version_key};

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

    fn may_become(self, next: Self) -> bool {
        self != Self::Retired && self != next
    }
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
    /// The store's; nothing is switched then.
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
        self.inner.store.put(vec![put]).await?;
        let mut switches = self.inner.switches.write();
        match &off {
            Some(off) => switches.insert(key, off.clone()),
            None => switches.remove(&key),
        };
        Ok(off)
    }

    /// Who switched this off, and why; `None`: it is on.
    pub fn switched_off(&self, what: &Switched) -> Option<SwitchedOff> {
        self.inner.switched_off(what)
    }

    /// Puts a published version into another state.
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
        let stored = self.inner.stored(namespace, name, version).await?;
        let mut stored = stored.ok_or_else(|| no_workflow(namespace, name, Some(version)))?;
        if stored.standing.state == state {
            return Ok(stored.published());
        }
        if !stored.standing.state.may_become(state) {
            return Err(EngineError::Standing(stored.published().into()));
        }
        let at = Some(self.inner.clock.now());
        stored.standing = Standing { state, by: Some(who.id.clone()), reason, at };
        let key = version_key(namespace, name, version);
        let content = Some(encode(&stored)?);
        let put = Put { collection: VERSIONS.to_owned(), key, expected: None, content };
        self.inner.store.put(vec![put]).await?;
        if self.inner.latest(namespace, name)?.published.workflow.version == version {
            self.inner.remember(&stored)?;
        }
        Ok(stored.published())
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
        self.inner.store.put(vec![put]).await?;
        self.inner.remember(&stored)?;
        Ok(stored.published())
    }
}

impl Inner {
    pub(crate) fn switched_off(&self, what: &Switched) -> Option<SwitchedOff> {
        self.switches.read().get(&what.key()).cloned()
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
