//! How integrations stand, and who waits in line.

use towpath_access::WEB;
use towpath_integrations::{Capacity, IntegrationDocument};

use super::{Engine, EngineError};
use crate::runs::{CircuitState, RunQueue, Traffic};

/// Stands for hosts that a document names by a pattern: what they are called may come from data.
const OTHER_HOSTS: &str = "*";

impl Engine {
    /// How an integration stands: its circuit breaker, the calls under way and in line, its limits. `web` has an entry for each
    /// host that was called; those that its document does not name as they are, are called `*`.
    ///
    /// # Errors
    /// The store's.
    pub async fn traffic(&self, integration: &str) -> Result<Vec<Traffic>, EngineError> {
        let mut found = self.runs.gates().traffic(integration);
        let capacity = self.rules.registry().capacity(integration);
        if integration != WEB {
            if let (true, Some(capacity)) = (found.is_empty(), capacity) {
                found.push(at_rest(capacity));
            }
            return Ok(found);
        }
        if found.is_empty() {
            return Ok(found);
        }
        let document = self.rules.integration(integration).await?;
        let named: Vec<String> = IntegrationDocument::parse(&document.source)
            .0
            .map(|document| document.reachable().into_iter().filter_map(|one| one.host).collect())
            .unwrap_or_default();
        for one in &mut found {
            if !one.host.as_ref().is_some_and(|host| named.contains(host)) {
                one.host = Some(OTHER_HOSTS.to_owned());
            }
        }
        Ok(found)
    }

    /// Workflows whose runs are limited by policies, as far as `sees` takes their namespaces, with how many are under way and how
    /// many wait.
    pub fn run_queues(&self, sees: &dyn Fn(&str) -> bool) -> Vec<RunQueue> {
        self.runs.gates().run_queues(sees)
    }

    /// How many runs sleep: nothing of them is in memory but when to wake them, and for which events.
    pub fn runs_asleep(&self) -> u64 {
        self.runs.asleep()
    }
}

/// An integration that was not called yet.
fn at_rest(capacity: Capacity) -> Traffic {
    Traffic {
        host: None,
        circuit: CircuitState::Closed,
        since: None,
        next_probe_at: None,
        failures: 0,
        why: None,
        under_way: 0,
        waiting: 0,
        capacity,
    }
}
