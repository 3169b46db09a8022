//! What an impact report looked at, so that nothing that came later is decided by it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::documents::INTEGRATIONS;
use crate::engine::Engine;
use crate::life::VersionState;
use crate::types::EngineError;
use crate::versions::version_key;

/// A live version that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookedAt {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the definition.
    pub digest: String,
}

impl LookedAt {
    /// `namespace/name`.
    pub(super) fn workflow(&self) -> &str {
        self.version.split('@').next().unwrap_or_default()
    }

    /// What of these versions is another one in `now`, in words. Pure.
    pub(crate) fn changes(then: &[Self], now: &[Self]) -> Vec<String> {
        let by_workflow = |all: &[Self]| -> BTreeMap<String, Self> {
            all.iter().map(|one| (one.workflow().to_owned(), one.clone())).collect()
        };
        let (then, now) = (by_workflow(then), by_workflow(now));
        let mut found = Vec::new();
        for (workflow, after) in &now {
            match then.get(workflow) {
                Some(before) if before == after => {}
                Some(_) => found.push(format!("`{}` is live now", after.version)),
                None => found.push(format!("`{}` is live now, and was not", after.version)),
            }
        }
        let gone = then.iter().filter(|(workflow, _)| !now.contains_key(*workflow));
        found.extend(gone.map(|(_, before)| format!("`{}` is not live any more", before.version)));
        found
    }
}

impl Engine {
    /// The version of each workflow that callers get, by name; retired ones cannot be called.
    pub(crate) fn live(&self) -> Vec<LookedAt> {
        let versions = self.inner.versions.read();
        let published = versions.values().map(|version| &version.published);
        let callable = published.filter(|version| version.standing.state != VersionState::Retired);
        let mut found: Vec<LookedAt> = callable
            .map(|version| {
                let workflow = &version.workflow;
                let key = version_key(&workflow.namespace, &workflow.name, &workflow.version);
                LookedAt { version: key, digest: workflow.digest.clone() }
            })
            .collect();
        found.sort_by(|a, b| a.version.cmp(&b.version));
        found
    }

    /// The integrations, each with its revision.
    pub(crate) async fn integration_revisions(&self) -> Result<BTreeMap<String, u64>, EngineError> {
        let texts = self.texts(INTEGRATIONS).await?;
        Ok(texts.into_iter().map(|text| (text.name, text.revision)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_came_later_is_named() {
        let one =
            |version: &str, digest: &str| LookedAt { version: version.to_owned(), digest: digest.to_owned() };
        let then = [one("a/x@1.0.0", "1"), one("a/y@1.0.0", "1"), one("a/z@1.0.0", "1")];
        assert!(LookedAt::changes(&then, &then).is_empty());
        let now = [one("a/w@1.0.0", "1"), one("a/x@1.0.1", "2"), one("a/y@1.0.0", "1")];
        assert_eq!(
            LookedAt::changes(&then, &now),
            [
                "`a/w@1.0.0` is live now, and was not",
                "`a/x@1.0.1` is live now",
                "`a/z@1.0.0` is not live any more"
            ]
        );
    }
}
