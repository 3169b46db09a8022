//! Switches: they stop every new run of a workflow, or every call of an integration, at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use towpath_diagnostics::codes;
use towpath_identity::Principal;
use towpath_journal::{Documents, Put};
use towpath_wire::{CarriedOut, Problem, problem_types};

use super::Catalog;
use crate::catalog::CatalogError;
use crate::changing::ChangeGuard;
use crate::fault::Fault;
use crate::found::{decode, encode};
use crate::rules::documents::INTEGRATIONS;
use crate::version::no_workflow;

/// Collection of switches, by [`Switched::key`].
const SWITCHES: &str = "switches";

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

/// The switches that are off: in the store, and in memory for every call.
pub(super) struct Switches {
    documents: Arc<dyn Documents>,
    off: RwLock<BTreeMap<String, SwitchedOff>>,
}

impl Switches {
    /// Loads what is switched off.
    pub(super) async fn open(documents: Arc<dyn Documents>) -> Result<Self, CatalogError> {
        let mut off = BTreeMap::new();
        for document in documents.list(SWITCHES, "").await? {
            off.insert(document.key, decode(&document.content)?);
        }
        Ok(Self { documents, off: RwLock::new(off) })
    }

    fn get(&self, what: &Switched) -> Option<SwitchedOff> {
        self.off.read().get(&what.key()).cloned()
    }

    /// Writes a switch, then changes memory. The guard keeps store and memory in the same order.
    async fn set(
        &self,
        _: &ChangeGuard<'_>,
        what: &Switched,
        off: Option<&SwitchedOff>,
    ) -> Result<(), CatalogError> {
        let (key, content) = (what.key(), off.map(encode).transpose()?);
        let put = Put { collection: SWITCHES.to_owned(), key: key.clone(), expected: None, content };
        self.documents.put(vec![put]).await?;
        let mut all = self.off.write();
        match off {
            Some(off) => all.insert(key, off.clone()),
            None => all.remove(&key),
        };
        Ok(())
    }
}

impl Catalog {
    /// Switches a workflow or an integration off, with a reason, or on again.
    ///
    /// # Errors
    /// `NotFound` when it does not exist, and the store's; nothing is switched then.
    pub(crate) async fn switch(
        &self,
        who: &Principal,
        what: &Switched,
        off: Option<String>,
    ) -> Result<Option<SwitchedOff>, CatalogError> {
        let at = self.context.now();
        let off = off.map(|reason| SwitchedOff { by: who.id.clone(), reason, at });
        let changing = self.rules.lock().await;
        self.refuse_unknown_switch(what).await?;
        self.switches.set(&changing, what, off.as_ref()).await?;
        self.live_changed.notify_one();
        Ok(off)
    }

    /// Who switched this off, and why; `None`: it is on.
    ///
    /// # Errors
    /// `NotFound` when it does not exist.
    pub(crate) async fn switch_of(&self, what: &Switched) -> Result<Option<SwitchedOff>, CatalogError> {
        self.refuse_unknown_switch(what).await?;
        Ok(self.switches.get(what))
    }

    /// Why a workflow is switched off; `None`: it is on.
    pub(super) fn switched_off(&self, namespace: &str, name: &str) -> Option<SwitchedOff> {
        let (namespace, name) = (namespace.to_owned(), name.to_owned());
        self.switches.get(&Switched::Workflow { namespace, name })
    }

    /// Why no call of an integration goes out, where it is switched off.
    pub(crate) fn stopped_integration(&self, integration: &str) -> Option<Problem> {
        let off = self.switches.get(&Switched::Integration(integration.to_owned()))?;
        let detail = format!("the integration `{integration}` is switched off: {}", off.reason);
        let mut problem = Problem::new(problem_types::COMMUNICATION, &codes::TP1122, detail);
        problem.status = 503;
        problem.title = Some("switched off".to_owned());
        problem.carried_out = CarriedOut::NotSent;
        Some(problem)
    }

    /// Refuses a switch of something that does not exist. Something that was deleted while it was off may be switched on.
    async fn refuse_unknown_switch(&self, what: &Switched) -> Result<(), CatalogError> {
        let exists = match what {
            Switched::Workflow { namespace, name } => self.latest(namespace, name).is_ok(),
            Switched::Integration(name) => {
                name == towpath_access::WEB || self.documents.get(INTEGRATIONS, name).await?.is_some()
            }
        };
        if exists || self.switches.get(what).is_some() {
            return Ok(());
        }
        Err(match what {
            Switched::Workflow { namespace, name } => no_workflow(namespace, name, None).into(),
            Switched::Integration(name) => {
                CatalogError::Fault(Fault::NotFound { what: "integration", name: name.clone() })
            }
        })
    }
}
