//! Deleting an integration. No version that can be called may reach it, and losses of runs under way have to be confirmed.

use std::sync::Arc;

use towpath_identity::Principal;

use super::documents::{INTEGRATIONS, expected_revision};
use super::{Beyond, Confirmed, News, Rules};
use crate::fault::Fault;
use crate::found::{self, conflict};
use crate::rules::RulesError;
use crate::types::Text;

impl Rules {
    /// Deletes an integration that nothing which can be called reaches any more. Runs under way that still would, see
    /// an error; where there are any, it has to be confirmed.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `InUse` naming the versions that reach it, `IntegrationUnconfirmed`.
    pub(crate) async fn delete_integration(
        &self,
        who: &Principal,
        name: &str,
        expected: Option<u64>,
        confirmed: &Confirmed,
        beyond: &dyn Beyond,
    ) -> Result<(), RulesError> {
        let changing = self.lock().await;
        let before = found::find::<Text>(&*self.store, INTEGRATIONS, name).await?;
        let none = || RulesError::Fault(Fault::NotFound { what: "integration", name: name.to_owned() });
        let text = before.value.ok_or_else(none)?;
        let revision = expected_revision(before.revision, expected)?;
        let versions: Vec<String> = beyond.reaching(name).await?.into_iter().collect();
        if !versions.is_empty() {
            return Err(RulesError::InUse { integration: name.to_owned(), versions });
        }
        let mut others = self.texts(INTEGRATIONS).await?;
        others.retain(|text| text.name != name);
        let registry = Arc::new(
            self.build_registry(&others, None)
                .await
                .map_err(|error| RulesError::Fault(Fault::Invalid(error)))?,
        );
        let exchange = self.exchange(&changing, &others, registry).await?;
        let impact = beyond.integration_impact(name, Some(&text.source), None, &exchange).await?;
        impact.refuse_unconfirmed(confirmed)?;
        let news = |affected| beyond.notice(News::Integration { who, integration: name, affected });
        let notices = impact.affected.iter().map(news);
        let mut puts = vec![found::delete(INTEGRATIONS, name, revision)];
        puts.extend(notices.collect::<Result<Vec<_>, _>>()?);
        puts.extend(exchange.puts());
        self.store.put(puts).await.map_err(conflict)?;
        self.install_exchange(&changing, exchange);
        Ok(())
    }
}
