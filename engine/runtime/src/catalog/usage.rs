//! How a workflow is used: who called it lately, which workflows start it, and the draft runs of a definition of it.

use std::collections::BTreeMap;

use towpath_journal::{HeadFilter, RunHead, Status};

use super::Catalog;
use super::definitions::started;
use crate::catalog::CatalogError;
use crate::version::VersionState;

/// Most runs that are looked at, of published versions and of drafts each.
const RUNS: usize = 1_000;

/// How a workflow is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Who started runs of it, those with the most first.
    pub callers: Vec<Called>,
    /// Live workflows that start it, as `namespace/name`, sorted.
    pub started_by: Vec<String>,
    /// Runs of the very definition as a draft, newest first.
    pub tried: Vec<RunHead>,
}

/// Runs that one principal started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The principal.
    pub by: String,
    /// How many, among the newest.
    pub runs: u64,
    /// When it was last, in milliseconds since the Unix epoch.
    pub last: i64,
}

impl Catalog {
    /// How a workflow is used, and how its definition with this digest fared as a draft.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn usage(
        &self,
        namespace: &str,
        name: &str,
        digest: &str,
    ) -> Result<Usage, CatalogError> {
        let of = |draft| HeadFilter {
            namespace: Some(namespace.to_owned()),
            name: Some(name.to_owned()),
            draft: Some(draft),
            limit: RUNS,
            ..HeadFilter::default()
        };
        let mut callers: BTreeMap<String, Called> = BTreeMap::new();
        for head in self.heads.heads(of(false)).await? {
            let by = head.principal;
            let called = callers.entry(by.clone()).or_insert(Called { by, runs: 0, last: head.started_at });
            called.runs += 1;
        }
        let mut callers: Vec<Called> = callers.into_values().collect();
        callers.sort_by(|a, b| (b.runs, &a.by).cmp(&(a.runs, &b.by)));
        let mut tried = self.heads.heads(of(true)).await?;
        tried.retain(|head| head.workflow.digest == digest && head.status != Status::Cancelled);
        Ok(Usage { callers, started_by: self.starting(namespace, name), tried })
    }

    /// Live workflows that start this one.
    fn starting(&self, namespace: &str, name: &str) -> Vec<String> {
        let versions = self.versions.read();
        let mut found: Vec<String> = versions
            .iter()
            .filter(|(_, version)| version.published.standing.state != VersionState::Retired)
            .filter(|(_, version)| {
                started(&version.profile).any(|target| target.namespace == namespace && target.name == name)
            })
            .map(|((namespace, name), _)| format!("{namespace}/{name}"))
            .collect();
        found.sort();
        found
    }
}
