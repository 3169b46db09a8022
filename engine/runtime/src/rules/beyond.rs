//! What a change of the rules does beyond them: to live versions, recorded runs, the queue of reviews and the people who
//! are notified. Rules compute and store a change; everything else they know through this trait.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::CompiledSet;

use super::grants::Definition;
use super::integration_change::{Exchange, IntegrationImpact};
use super::{Affected, Grace, Impact, LookedAt, Revision};
use crate::changing::ChangeGuard;
use crate::rules::RulesError;

/// Everything that a change of the rules affects outside of them.
#[async_trait]
pub(crate) trait Beyond: Send + Sync {
    /// What `candidate` would change for live versions, and for calls since `since` (milliseconds since the Unix epoch).
    async fn impact(&self, candidate: &Arc<CompiledSet>, since: i64) -> Result<Impact, RulesError>;

    /// What a change of an integration takes from versions that can be called and from unfinished runs. `before` and
    /// `after` are its texts.
    async fn integration_impact(
        &self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
        exchange: &Exchange,
    ) -> Result<IntegrationImpact, RulesError>;

    /// The version of each workflow that callers get, by name, without retired ones.
    fn live(&self) -> Vec<LookedAt>;

    /// The keys of every version of a workflow (`namespace/name`).
    async fn versions_of(&self, workflow: &str) -> Result<Vec<String>, RulesError>;

    /// The versions that are not retired and reach an integration, as `namespace/name version`, sorted.
    async fn reaching(&self, integration: &str) -> Result<BTreeSet<String>, RulesError>;

    /// The live version of a workflow and what it reaches.
    fn live_definition(&self, namespace: &str, name: &str) -> Option<Definition>;

    /// A notice about a change, to be stored with it.
    fn notice(&self, news: News<'_>) -> Result<Put, RulesError>;

    /// What the queue of reviews becomes when `set` is in force.
    async fn queue(&self, changing: &ChangeGuard<'_>, set: &CompiledSet) -> Result<Queued, RulesError>;

    /// Brings the queue of reviews to what the policies in force want.
    async fn requeue(&self, changing: &ChangeGuard<'_>) -> Result<(), RulesError>;
}

/// What the people who answer for a workflow are notified of.
pub(crate) enum News<'a> {
    /// A revision of the policies takes something from a workflow, from `from` on.
    Tightened { revision: &'a Revision, affected: &'a Affected, from: i64 },
    /// A grace period was ended early.
    Enforced { who: &'a Principal, grace: &'a Grace },
    /// A change of an integration takes something from a workflow.
    Integration { who: &'a Principal, integration: &'a str, affected: &'a Affected },
}

/// What the queue of reviews becomes with a change.
pub(crate) struct Queued {
    /// Stored with the change.
    pub(crate) puts: Vec<Put>,
    /// Called once the change is stored.
    pub(crate) stored: Box<dyn FnOnce() + Send>,
}
