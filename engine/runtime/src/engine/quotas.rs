//! What namespaces have and may have, counted over the catalog, the runs and the events.

use std::collections::{BTreeMap, BTreeSet};

use super::{Engine, EngineError};
use crate::events;
use crate::quotas::{Quota, QuotaKind, Quotas};

impl Engine {
    /// Sets the quotas of namespaces.
    pub fn set_quotas(&self, quotas: Quotas) {
        self.runs.allowance().set(quotas);
    }

    /// What namespaces have and may have, by namespace: of those that are named, or of every one that has something.
    ///
    /// # Errors
    /// The store's.
    pub async fn quotas(
        &self,
        namespaces: Option<&[String]>,
    ) -> Result<BTreeMap<String, Vec<Quota>>, EngineError> {
        let names: BTreeSet<String> = match namespaces {
            Some(named) => named.iter().cloned().collect(),
            None => self.catalog.namespaces().await?,
        };
        let allowance = self.runs.allowance();
        let quotas = allowance.quotas();
        let mut found = BTreeMap::new();
        for name in names {
            let drafts = self.catalog.drafts_of(&name).await?;
            let versions = self.catalog.versions_in(&name).await?;
            let (runs, kept) = (allowance.runs_of(&name), self.events.kept_for(&name));
            let of = |what, used, most| Quota { what, used, most };
            let all = vec![
                of(QuotaKind::Drafts, drafts, quotas.drafts),
                of(QuotaKind::Versions, versions, quotas.versions),
                of(QuotaKind::Runs, runs, quotas.runs),
                of(QuotaKind::Events, kept, events::KEPT),
            ];
            found.insert(name, all);
        }
        Ok(found)
    }
}
