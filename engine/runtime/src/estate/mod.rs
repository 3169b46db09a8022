//! The estate: which workflows reach which systems, with which data, and who answers for them; and how much of it is used.
//! No state: it is read from the catalog, the rules and the statistics each time.

mod data;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use towpath_access::{Effect, Kind, ProfiledAccess, WEB};
use towpath_integrations::{IntegrationDocument, Offered};
use towpath_wire::Identity;

use crate::catalog::{Catalog, CatalogError, SecretNow};
use crate::rules::{Rules, RulesError};
use crate::statistics::{CallFigures, Calls, Statistics};
use crate::version::{Version, VersionState};

pub use data::{EstateLabel, Leaving};

/// Everything that a reader sees of the estate.
#[derive(Debug, Clone)]
pub struct EstateMap {
    /// Workflows, by name.
    pub workflows: Vec<EstateWorkflow>,
    /// Labels that workflows read, and where their values may go.
    pub labels: Vec<EstateLabel>,
    /// Integrations, by name.
    pub integrations: Vec<EstateIntegration>,
    /// Calls and uses of permits are counted from this time on, in milliseconds since the Unix epoch.
    pub calls_since: i64,
    /// Everything that happened before the last start of the server was read again.
    pub complete: bool,
}

/// A workflow with what it reaches.
#[derive(Debug, Clone)]
pub struct EstateWorkflow {
    /// The version that callers get.
    pub workflow: Identity,
    /// The state of that version.
    pub state: VersionState,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The deputy.
    pub deputy: Option<String>,
    /// Nobody may start it now.
    pub is_switched_off: bool,
    /// When the version, its state or its owner was changed last, in milliseconds since the Unix epoch.
    pub last_change_at: i64,
    /// What it reaches, each once.
    pub reaches: Vec<Reaching>,
}

/// What a workflow reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reaching {
    /// How.
    pub kind: Kind,
    /// The integration, of a call.
    pub integration: Option<String>,
    /// The operation; of raw HTTP the method and the host; the host, the workflow, the type of events.
    pub operation: Option<String>,
    /// Labels of what comes back, sorted.
    pub labels: Vec<String>,
    /// Whether it only reads.
    pub reads: bool,
}

/// An integration with its use.
#[derive(Debug, Clone)]
pub struct EstateIntegration {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: String,
    /// None of its operations is called now.
    pub is_switched_off: bool,
    /// Its operations.
    pub operations: Vec<EstateOperation>,
    /// The secrets that it uses.
    pub secrets: Vec<SecretNow>,
}

/// An operation with its use.
#[derive(Debug, Clone)]
pub struct EstateOperation {
    /// What definitions may know of it.
    pub offered: Offered,
    /// Workflows that reach it, as `namespace/name`, sorted.
    pub workflows: Vec<String>,
    /// Calls a day, over the days that are counted.
    pub calls_per_day: f64,
    /// Failed calls a day.
    pub failures_per_day: f64,
}

/// The room.
pub(crate) struct Estate<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) rules: &'a Rules,
    pub(crate) statistics: &'a Statistics,
}

/// What is known of operations, by integration and operation.
type Operations = BTreeMap<(String, String), KnownOperation>;

/// What integrations say of an operation. A profile does not have it, since an operation can change after publishing.
#[derive(Debug, Default)]
struct KnownOperation {
    /// The labels of its results.
    labels: Vec<String>,
    /// Whether a version of it writes.
    writes: bool,
}

impl Estate<'_> {
    /// The estate, as far as it is in namespaces that `sees` takes.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn map(&self, sees: &(dyn Fn(&str) -> bool + Sync)) -> Result<EstateMap, CatalogError> {
        let offered = self.rules.offered();
        let operations = known_operations(&offered);
        let mut workflows: Vec<EstateWorkflow> = Vec::new();
        for version in self.catalog.live().iter().filter(|one| sees(&one.published.workflow.namespace)) {
            workflows.push(self.workflow(version, &operations));
        }
        workflows.sort_by(|a, b| {
            (&a.workflow.namespace, &a.workflow.name).cmp(&(&b.workflow.namespace, &b.workflow.name))
        });
        let figures = self.statistics.calls(sees);
        let integrations = self.integrations(offered, &workflows, &figures).await?;
        let labels = data::labels(&workflows);
        let (calls_since, complete) = (figures.since, figures.complete);
        Ok(EstateMap { workflows, labels, integrations, calls_since, complete })
    }

    fn workflow(&self, version: &Arc<Version>, operations: &Operations) -> EstateWorkflow {
        let published = &version.published;
        let Identity { namespace, name, .. } = &published.workflow;
        let ownership = self.catalog.ownership(namespace, name).ok();
        let changes =
            [Some(published.published_at), published.standing.at, ownership.as_ref().map(|one| one.at)];
        let reaches: BTreeSet<Reaching> =
            version.profile.accesses.iter().filter_map(|access| reaching(access, operations)).collect();
        EstateWorkflow {
            workflow: published.workflow.clone(),
            state: published.standing.state,
            is_switched_off: self.catalog.standing_of(namespace, name).switched_off.is_some(),
            last_change_at: changes.into_iter().flatten().max().unwrap_or_default(),
            owner: ownership.as_ref().map(|one| one.owner.clone()),
            deputy: ownership.and_then(|one| one.deputy),
            reaches: reaches.into_iter().collect(),
        }
    }

    async fn integrations(
        &self,
        offered: Vec<Offered>,
        workflows: &[EstateWorkflow],
        figures: &CallFigures,
    ) -> Result<Vec<EstateIntegration>, CatalogError> {
        let mut operations: BTreeMap<String, Vec<EstateOperation>> = BTreeMap::new();
        let used = used_by(workflows);
        for one in offered {
            let key = (one.signature.integration.clone(), one.signature.operation.clone());
            let Calls { calls, failures } = figures.calls.get(&key).copied().unwrap_or_default();
            operations.entry(key.0.clone()).or_default().push(EstateOperation {
                offered: one,
                workflows: used.get(&key).cloned().unwrap_or_default().into_iter().collect(),
                calls_per_day: a_day(calls, figures.days),
                failures_per_day: a_day(failures, figures.days),
            });
        }
        let texts = self.rules.integrations().await.map_err(of_rules)?;
        let mut found = Vec::with_capacity(texts.len());
        for text in texts {
            let Some(document) = IntegrationDocument::parse(&text.source).0 else { continue };
            let names = document.secrets().into_iter().map(str::to_owned).collect();
            found.push(EstateIntegration {
                title: document.title().to_owned(),
                owner: document.owner().to_owned(),
                is_switched_off: self.catalog.stopped_integration(&text.name).is_some(),
                operations: operations.remove(&text.name).unwrap_or_default(),
                secrets: self.catalog.secrets_now(names).await?,
                name: text.name,
            });
        }
        Ok(found)
    }
}

/// A number of `count` in so many days, with two digits behind the point.
#[expect(clippy::cast_precision_loss, reason = "no server makes 2^52 calls in a week")]
fn a_day(count: u64, days: f64) -> f64 {
    (count as f64 / days * 100.0).round() / 100.0
}

fn of_rules(error: RulesError) -> CatalogError {
    match error {
        RulesError::Fault(fault) => CatalogError::Fault(fault),
        other => CatalogError::Fault(crate::fault::Fault::Internal(other.to_string())),
    }
}

fn known_operations(offered: &[Offered]) -> Operations {
    let mut found = Operations::new();
    for one in offered {
        let key = (one.signature.integration.clone(), one.signature.operation.clone());
        let known = found.entry(key).or_default();
        // Versions of one operation may have different labels and effects.
        known.labels.extend(one.labels.iter().cloned());
        known.labels.sort();
        known.labels.dedup();
        known.writes |= one.signature.effect != Effect::Read;
    }
    found
}

/// The workflows that call each operation.
fn used_by(workflows: &[EstateWorkflow]) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut found: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for one in workflows {
        let name = data::name(one);
        for reached in one.reaches.iter().filter(|reached| reached.kind == Kind::Call) {
            if let (Some(integration), Some(operation)) = (&reached.integration, &reached.operation) {
                found.entry((integration.clone(), operation.clone())).or_default().insert(name.clone());
            }
        }
    }
    found
}

/// An access as the estate shows it; nothing for what stays between a workflow and its callers.
fn reaching(profiled: &ProfiledAccess, operations: &Operations) -> Option<Reaching> {
    let access = &profiled.access;
    let argument = |name: &str| {
        let value = profiled.arguments_schema.get("properties")?.get(name)?.get("const")?;
        value.as_str().map(str::to_owned)
    };
    let host = || access.host.clone().unwrap_or_else(|| "a host that is known only at run time".to_owned());
    let (integration, operation) = match access.kind {
        Kind::Start | Kind::Respond | Kind::Configure => return None,
        Kind::Call if access.integration.as_deref() == Some(WEB) => {
            let method = access.method.as_deref().unwrap_or("a request to");
            (access.integration.clone(), Some(format!("{method} {}", host())))
        }
        Kind::Call => (access.integration.clone(), access.operation.clone()),
        Kind::Fetch => (None, Some(host())),
        Kind::Emit | Kind::Listen => (None, argument("type")),
        Kind::Run => match (argument("namespace"), argument("name")) {
            (Some(namespace), Some(name)) => (None, Some(format!("{namespace}/{name}"))),
            _ => (None, access.operation.clone()),
        },
    };
    let key = integration.clone().zip(operation.clone());
    let known = key.and_then(|key| operations.get(&key));
    let labels = known.map(|known| known.labels.clone()).unwrap_or_default();
    let reads = known.map_or(access.effect == Effect::Read, |known| !known.writes);
    Some(Reaching { kind: access.kind, integration, operation, labels, reads })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reached(access: Value, arguments: Value) -> Option<Reaching> {
        let profiled = json!({ "access": access, "task": "/do/0/a", "argumentsSchema": arguments });
        let key = ("orders".to_owned(), "find-order".to_owned());
        let known = KnownOperation { labels: vec!["customer-data".to_owned()], writes: false };
        reaching(&serde_json::from_value(profiled).unwrap(), &Operations::from([(key, known)]))
    }

    #[test]
    fn an_access_has_the_name_that_people_know_it_by() {
        let find = json!({ "kind": "call", "integration": "orders", "operation": "find-order" });
        let found = reached(find, json!({})).unwrap();
        assert_eq!(
            (found.operation.as_deref(), found.reads, found.labels),
            (Some("find-order"), true, vec!["customer-data".to_owned()])
        );
        let raw = json!({ "kind": "call", "integration": "web", "operation": "request", "method": "POST",
            "host": "api.acme.example" });
        assert_eq!(reached(raw, json!({})).unwrap().operation.unwrap(), "POST api.acme.example");
        let run =
            json!({ "properties": { "namespace": { "const": "support" }, "name": { "const": "triage" } } });
        assert_eq!(reached(json!({ "kind": "run" }), run).unwrap().operation.unwrap(), "support/triage");
        let event = json!({ "properties": { "type": { "const": "com.acme.paid" } } });
        let listens = reached(json!({ "kind": "listen", "effect": "read" }), event).unwrap();
        assert_eq!((listens.operation.as_deref(), listens.reads), (Some("com.acme.paid"), true));
        assert_eq!(reached(json!({ "kind": "start" }), json!({})), None);
    }

    #[test]
    fn calls_a_day_have_two_digits() {
        assert_eq!((a_day(10, 3.0), a_day(0, 1.0)), (3.33, 0.0));
    }
}
