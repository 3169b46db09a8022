//! Rules: policies, integrations and grants. How a set of policies comes to be, which set a version is evaluated by, and
//! the one place where the engine evaluates an access.
//!
//! Rules know nothing of versions, runs and people's decisions. What a change of the rules does to those is behind
//! [`Beyond`].

mod activate;
mod beyond;
mod candidate;
pub(crate) mod decide;
mod delegated;
pub(crate) mod documents;
mod error;
mod findings;
pub(crate) mod grants;
pub(crate) mod heavy;
mod in_force;
pub(crate) mod integration_change;
mod integration_deletion;
mod labels;
mod looked_at;
pub(crate) mod own_work;
mod parsed;
mod propose;
pub(crate) mod recorded;
mod report;
mod revisions;
pub(crate) mod startup;

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use parking_lot::{Mutex, MutexGuard};
use towpath_integrations::{Registry, Secrets};
use towpath_journal::Documents;

use crate::changing::{ChangeGuard, Changing};
use crate::clock::Clock;
use crate::fault::Fault;

pub use activate::{Activate, Activation, Confirmed};
pub use delegated::{Author, policy_owner};
pub use error::RulesError;
pub use findings::PolicyFindings;
pub use looked_at::LookedAt;
pub use propose::Proposed;
pub use report::{AccessImpact, Affected, CallImpact, Ending, Impact, RunImpact, VersionImpact};
pub use revisions::{Grace, Revision};

pub(crate) use beyond::{Beyond, News, Queued};
pub(crate) use decide::Decide;
pub(crate) use in_force::{InForce, Spared};
pub(crate) use revisions::{ActiveSet, POLICY_SETS, Texts, compile_texts};

use grants::Waiting;
use heavy::Heavy;
use recorded::Recorded;

/// What may be done, and by which policies, grants and integrations.
pub(crate) struct Rules {
    store: Arc<dyn Documents>,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn Secrets>,
    /// Two people of IT put policies in force: one proposes them, the other confirms.
    second_approver: bool,
    in_force: ArcSwap<InForce>,
    /// Grants that were activated and are paused until IT confirms them.
    waiting: ArcSwap<Waiting>,
    registry: ArcSwap<Registry>,
    /// The lock of every change of state.
    changing: Changing,
    heavy: Heavy,
    /// The accesses of runs that have ended, for impact reports.
    recorded: Mutex<Recorded>,
}

impl Rules {
    /// Rules with nothing in force: every access is denied.
    pub(crate) async fn empty(
        store: Arc<dyn Documents>,
        clock: Arc<dyn Clock>,
        secrets: Arc<dyn Secrets>,
        second_approver: bool,
    ) -> Result<Self, RulesError> {
        let registry = Registry::build(Vec::new(), Arc::clone(&secrets))
            .await
            .map_err(|error| RulesError::Fault(Fault::Invalid(error)))?;
        Ok(Self {
            store,
            clock,
            secrets,
            second_approver,
            in_force: ArcSwap::from_pointee(InForce::empty()),
            waiting: ArcSwap::default(),
            registry: ArcSwap::from_pointee(registry),
            changing: Changing::default(),
            heavy: Heavy::default(),
            recorded: Mutex::new(Recorded::default()),
        })
    }

    /// The rules in force and the integrations as they are now, over another store: what is changed there changes nothing
    /// here. For cases that are tried in memory.
    pub(crate) async fn apart(
        &self,
        store: Arc<dyn Documents>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, RulesError> {
        let rules = Self::empty(store, clock, Arc::clone(&self.secrets), false).await?;
        // A draft is evaluated under the latest policies, so no version is spared.
        rules.in_force.store(Arc::new(InForce::new(Arc::clone(self.in_force().set()), BTreeMap::new())));
        rules.waiting.store(self.waiting.load_full());
        rules.registry.store(self.registry());
        Ok(rules)
    }

    /// Waits for the lock of every change of state.
    pub(crate) async fn lock(&self) -> ChangeGuard<'_> {
        self.changing.lock().await
    }

    /// The policies in force now.
    pub(crate) fn in_force(&self) -> Arc<InForce> {
        self.in_force.load_full()
    }

    /// The integrations now.
    pub(crate) fn registry(&self) -> Arc<Registry> {
        self.registry.load_full()
    }

    /// Whether two people put policies in force.
    pub(crate) fn takes_two(&self) -> bool {
        self.second_approver
    }

    /// Where evaluations are made that take long.
    pub(crate) fn heavy(&self) -> &Heavy {
        &self.heavy
    }

    /// The accesses of runs that have ended, as far as they were read.
    pub(crate) fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.recorded.lock()
    }
}
