//! What a change of the rules does beyond them, over the other rooms of the engine.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use towpath_journal::Put;
use towpath_policies::CompiledSet;

use super::Engine;
use crate::changing::ChangeGuard;
use crate::desk::DeskError;
use crate::fault::Fault;
use crate::rules::grants::Definition;
use crate::rules::integration_change::{Exchange, IntegrationImpact};
use crate::rules::{Beyond, Impact, LookedAt, News, Queued, RulesError};

#[async_trait]
impl Beyond for Engine {
    async fn impact(&self, candidate: &Arc<CompiledSet>, since: i64) -> Result<Impact, RulesError> {
        self.impacts().impact_of(candidate, since, None).await
    }

    async fn integration_impact(
        &self,
        name: &str,
        before: Option<&str>,
        after: Option<&str>,
        exchange: &Exchange,
    ) -> Result<IntegrationImpact, RulesError> {
        self.impacts().impact_of_integration(name, before, after, exchange).await
    }

    fn live(&self) -> Vec<LookedAt> {
        self.impacts().live()
    }

    async fn versions_of(&self, workflow: &str) -> Result<Vec<String>, RulesError> {
        Ok(self.catalog.versions_of(workflow).await?)
    }

    async fn reaching(&self, integration: &str) -> Result<BTreeSet<String>, RulesError> {
        Ok(self.catalog.reaching(integration).await?)
    }

    fn live_definition(&self, namespace: &str, name: &str) -> Option<Definition> {
        let latest = self.catalog.latest(namespace, name).ok()?;
        Some(Definition::new(&latest.published.workflow, &latest.profile))
    }

    fn notice(&self, news: News<'_>) -> Result<Put, RulesError> {
        match news {
            News::Tightened { revision, affected, from } => {
                Ok(self.desk.notice_tightened(revision, affected, from)?)
            }
            News::Enforced { who, grace } => Ok(self.desk.notice_enforced(who, grace)?),
            News::Integration { who, integration, affected } => {
                Ok(self.desk.notice_integration(who, integration, affected)?)
            }
        }
    }

    async fn queue(&self, changing: &ChangeGuard<'_>, set: &CompiledSet) -> Result<Queued, RulesError> {
        let requeued = self.desk.requeue(changing, set).await?;
        let (marks, catalog) = (requeued.marks, Arc::clone(&self.catalog));
        Ok(Queued { puts: requeued.puts, stored: Box::new(move || catalog.mark(marks)) })
    }

    async fn requeue(&self, changing: &ChangeGuard<'_>) -> Result<(), RulesError> {
        Ok(self.desk.requeue_now(changing).await?)
    }
}

impl From<DeskError> for RulesError {
    /// The rules meet only faults of the desk: it decides nothing for them.
    fn from(error: DeskError) -> Self {
        Fault::from(error).into()
    }
}
