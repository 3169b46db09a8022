//! The engine's calls about how long ended runs are kept.

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;

use super::{Engine, EngineError};
use crate::fault::Fault;
use crate::found::{conflict, find, put};
use crate::retention::{Retention, RetentionRule, RetentionTimes};
use crate::runs::forgetting::Forgotten;

/// Collection of the rules; it has one document.
const RETENTION: &str = "retention";
const KEY: &str = "rules";

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
        let stored = Stored { rules, by: who.id.clone(), at: self.now() };
        let change = put(RETENTION, KEY, current, &stored)?;
        self.documents.put(vec![change]).await.map_err(conflict)?;
        self.retention().await
    }

    /// Whether there is a run whose time is over. There is none while the engine is paused after a restore.
    ///
    /// # Errors
    /// The store's.
    pub async fn has_overdue_runs(&self) -> Result<bool, EngineError> {
        Ok(self.runs.has_overdue(&self.retention().await?).await?)
    }

    /// Forgets every ended run whose time is over. Returns how many, and the error that ended it early.
    pub async fn forget_overdue_runs(&self) -> (Forgotten, Result<(), EngineError>) {
        let mut forgotten = Forgotten::default();
        let done = async {
            let retention = self.retention().await?;
            Ok(self.runs.forget_overdue(&retention, &mut forgotten).await?)
        };
        let done = done.await;
        (forgotten, done)
    }
}
