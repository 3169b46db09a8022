//! The engine's calls about how long ended runs are kept.

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;

use super::{Engine, EngineError};
use crate::fault::Fault;
use crate::found::{conflict, find, put};
use crate::retention::{Retention, RetentionRule, RetentionTimes};
use crate::runs::retire::Retired;

/// Collection of the rules; it has one document.
const RETENTION: &str = "retention";
const KEY: &str = "rules";
/// Longest that anything can be said to be kept, in milliseconds: a thousand years.
const LONGEST: i64 = 1_000 * 366 * 24 * 3_600 * 1_000;

/// The rules, as the store keeps them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    rules: Vec<RetentionRule>,
    by: String,
    at: i64,
}

impl Engine {
    /// Sets how long runs are kept where no rule says anything.
    pub fn set_retention(&self, default: RetentionTimes) {
        *self.kept.write() = default;
    }

    /// How long ended runs are kept.
    ///
    /// # Errors
    /// The store's.
    pub async fn retention(&self) -> Result<Retention, EngineError> {
        let found = find::<Stored>(&*self.documents, RETENTION, KEY).await?;
        let default = *self.kept.read();
        let changed = found.value.as_ref().map(|stored| (stored.by.clone(), stored.at));
        let rules = found.value.unwrap_or_default().rules;
        Ok(Retention { default, rules, changed, revision: found.revision })
    }

    /// Replaces the rules of how long ended runs are kept.
    ///
    /// # Errors
    /// `Conflict` when they are not at `revision`.
    pub async fn put_retention(
        &self,
        who: &Principal,
        rules: Vec<RetentionRule>,
        revision: Option<u64>,
    ) -> Result<Retention, EngineError> {
        let _changing = self.rules.lock().await;
        let current = find::<Stored>(&*self.documents, RETENTION, KEY).await?.revision;
        if revision.is_some_and(|expected| expected != current) {
            return Err(Fault::Conflict { current }.into());
        }
        let rules = rules.into_iter().map(bounded).collect();
        let stored = Stored { rules, by: who.id.clone(), at: self.now() };
        let change = put(RETENTION, KEY, current, &stored)?;
        self.documents.put(vec![change]).await.map_err(conflict)?;
        self.retention().await
    }

    /// Forgets every ended run whose time is over. Nothing is forgotten while the engine is paused after a restore.
    ///
    /// # Errors
    /// The store's.
    pub async fn apply_retention(&self) -> Result<Retired, EngineError> {
        let retention = self.retention().await?;
        Ok(self.runs.retire(&retention).await?)
    }
}

fn bounded(rule: RetentionRule) -> RetentionRule {
    let bound = |time: Option<i64>| time.map(|time| time.clamp(0, LONGEST));
    let RetentionTimes { completed, faulted, cancelled } = rule.times;
    let (completed, faulted, cancelled) = (bound(completed), bound(faulted), bound(cancelled));
    RetentionRule { times: RetentionTimes { completed, faulted, cancelled }, ..rule }
}
