//! The engine's calls for overviews: figures, waiting times, the estate, the history of drafts.

use std::collections::BTreeMap;

use towpath_identity::Principal;

use super::{Engine, EngineError};
use crate::catalog::{DraftRevision, DraftSummary};
use crate::desk::{AccessRequest, RequestState};
use crate::estate::{Estate, EstateMap};
use crate::statistics::{Figures, Range, Waited};
use crate::types::{CheckReport, Draft};

/// How long both sides wait for each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// From a request to its decision.
    pub request_to_decision: Waited,
    /// From the first edit of a draft until a version of it went live.
    pub draft_to_live: Waited,
}

impl Engine {
    /// Counts of the runs of workflows (`namespace/name`) that `wanted` takes. Draft runs do not count.
    pub fn figures(&self, wanted: &dyn Fn(&str) -> bool, range: Range) -> Figures {
        self.statistics.figures(wanted, range)
    }

    /// How long people waited, for workflows (`namespace/name`) that `wanted` takes. A request for a system is for the workflow
    /// `namespace/`.
    ///
    /// # Errors
    /// The store's.
    pub async fn waits(
        &self,
        wanted: &(dyn Fn(&str) -> bool + Sync),
        range: Range,
    ) -> Result<Waits, EngineError> {
        let times = (range.from, range.to);
        let requests = self.desk.open_for(&|request| wanted(&request.workflow()), times).await?;
        let drafts = self.catalog.drafted_for(wanted, times);
        Ok(Waits { request_to_decision: Waited::of(requests), draft_to_live: Waited::of(drafts) })
    }

    /// Requests as they were made, those that wait longest first, without what their permits would reach now.
    ///
    /// # Errors
    /// The store's.
    pub async fn plain_requests(
        &self,
        state: Option<RequestState>,
    ) -> Result<Vec<AccessRequest>, EngineError> {
        Ok(self.desk.plain_requests(state).await?)
    }

    /// The titles of the policies in force, by name.
    pub fn policy_titles(&self) -> BTreeMap<String, String> {
        let in_force = self.rules.in_force();
        let titles = in_force.set().documents().map(|one| (one.policy.clone(), one.title.clone()));
        titles.collect()
    }

    /// Workflows, systems and data, as far as they are in namespaces that `sees` takes.
    ///
    /// # Errors
    /// The store's.
    pub async fn estate(&self, sees: &(dyn Fn(&str) -> bool + Sync)) -> Result<EstateMap, EngineError> {
        let Self { catalog, rules, statistics, .. } = self;
        Ok(Estate { catalog, rules, statistics }.map(sees).await?)
    }

    /// When a permit allowed something last, in milliseconds since the Unix epoch, as far back as calls are counted.
    pub fn last_permitted(&self, policy: &str) -> Option<i64> {
        self.statistics.last_permitted(policy)
    }

    /// The revisions of a draft that are kept, newest first.
    ///
    /// # Errors
    /// `NotFound` when there is no draft.
    pub async fn draft_revisions(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Vec<DraftRevision>, EngineError> {
        Ok(self.catalog.draft_revisions(namespace, name).await?)
    }

    /// A revision of a draft, with its text.
    ///
    /// # Errors
    /// `NotFound` when there is no draft, or it has no such revision, or not any more.
    pub async fn draft_revision(
        &self,
        namespace: &str,
        name: &str,
        revision: u64,
    ) -> Result<(DraftRevision, String), EngineError> {
        Ok(self.catalog.draft_revision(namespace, name, revision).await?)
    }

    /// Saves the text of an earlier revision of a draft as a new one.
    ///
    /// # Errors
    /// `NotFound` when that revision is not kept, `Conflict` when the draft is not at `expected`.
    pub async fn restore_draft(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        revision: u64,
        expected: Option<u64>,
    ) -> Result<(Draft, CheckReport), EngineError> {
        Ok(self.catalog.restore_draft(who, namespace, name, revision, expected).await?)
    }

    /// The drafts of a namespace, or all, those that were saved last first.
    ///
    /// # Errors
    /// The store's.
    pub async fn drafts(&self, namespace: Option<&str>) -> Result<Vec<DraftSummary>, EngineError> {
        Ok(self.catalog.drafts(namespace).await?)
    }
}
