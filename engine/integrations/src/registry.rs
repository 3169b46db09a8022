//! All integrations of a server, connected. A call is prepared, evaluated by the caller, and carried out.
//!
//! No decision is made here. The caller evaluates [`Prepared::access`] between [`Registry::prepare_for`] and
//! [`Registry::call`], and the request is built from that same value.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use towpath_access::{Access, Kind, RunLabels};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_wire::{CallEffect, FunctionSignature, Json, Problem, problem_types};

use crate::call::{AuthorizeHop, CallContext, Connection, Output, Prepared, is_write};
use crate::document::capacity::Capacity;
use crate::document::fields::Findings;
use crate::egress::{self, Lookup, Surroundings, SystemLookup};
use crate::failure::coded_problem;
use crate::json::{self, Fractions, NotRead};
use crate::kind::Setting;
use crate::{CallFailure, IntegrationDocument, Offered, Operation, Secrets, integration_document};

/// All integrations, connected. A change of documents builds a new registry; calls already prepared finish on the old one.
pub struct Registry {
    pub(crate) instances: BTreeMap<String, Instance>,
    /// What is wrong and does not stop the server, each with the name of its integration.
    warnings: Vec<(String, Diagnostic)>,
}

pub(crate) struct Instance {
    /// The owner in its document.
    pub(crate) owner: String,
    capacity: Capacity,
    pub(crate) operations: Vec<Arc<Operation>>,
    pub(crate) connection: Arc<dyn Connection>,
    test_endpoint: Option<Arc<dyn Connection>>,
    /// Whether its operations are functions in the catalog `default`.
    pub(crate) in_catalog: bool,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("instances", &self.instances.keys()).finish_non_exhaustive()
    }
}

impl Registry {
    /// Connects all documents. The error has every problem of every document. Without a document of kind `web`, raw HTTP
    /// reaches no host.
    pub async fn build(
        documents: Vec<IntegrationDocument>,
        secrets: Arc<dyn Secrets>,
    ) -> Result<Self, Vec<Diagnostic>> {
        Self::build_with_lookup(documents, secrets, Arc::new(SystemLookup)).await
    }

    /// Like [`Registry::build`], but resolves names with `lookup`.
    pub async fn build_with_lookup(
        mut documents: Vec<IntegrationDocument>,
        secrets: Arc<dyn Secrets>,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let surroundings = Surroundings::new(lookup);
        let mut instances = BTreeMap::new();
        let mut found: Vec<(String, Diagnostic)> = Vec::new();
        if !documents.iter().any(|document| document.name() == "web") {
            documents.extend(integration_document::empty_web());
        }
        for document in documents {
            let name = document.name().to_owned();
            let mut findings = Findings::default();
            let setting =
                Setting { surroundings: &surroundings, secrets: &secrets, folder: &document.folder };
            let connection = document.connector.connect(&setting, &mut findings).await;
            let test_endpoint = match &document.test_endpoint {
                Some(connector) => connector.connect(&setting, &mut findings).await,
                None => None,
            };
            found.extend(findings.located(&document.root).into_iter().map(|one| {
                let message = format!("`{name}`: {}", one.message);
                (name.clone(), Diagnostic { message, ..one })
            }));
            if instances.contains_key(&name) {
                let message = format!("there are two integrations called `{name}`");
                found.push((name, Diagnostic::error(codes::TP3003, message).pointer("/integration")));
                continue;
            }
            if let Some(connection) = connection {
                let in_catalog = document.kind() != "web";
                let (owner, operations) = (document.header.owner, document.operations);
                let capacity = document.capacity;
                let instance =
                    Instance { owner, capacity, operations, connection, test_endpoint, in_catalog };
                instances.insert(name, instance);
            }
        }
        match found.iter().any(|(_, one)| one.is_error()) {
            true => Err(found.into_iter().map(|(_, one)| one).collect()),
            false => Ok(Self { instances, warnings: found }),
        }
    }

    /// Problems of an integration that do not stop the server, such as a missing secret.
    pub fn warnings(&self, integration: &str) -> impl Iterator<Item = &Diagnostic> {
        self.warnings.iter().filter(move |(name, _)| name == integration).map(|(_, warning)| warning)
    }

    /// The functions in the catalog `default`, sorted by integration. `web` has none: workflows use it through
    /// `call: http`.
    pub fn signatures(&self) -> Vec<FunctionSignature> {
        let instances = self.instances.values().filter(|instance| instance.in_catalog);
        let operations = instances.flat_map(|instance| &instance.operations);
        operations.map(|operation| crate::offered::signature_of_operation(operation)).collect()
    }

    /// The same functions, described for people who call them.
    pub fn offered(&self) -> Vec<Offered> {
        let instances = self.instances.values().filter(|instance| instance.in_catalog);
        let offered = instances.flat_map(|instance| {
            instance.operations.iter().map(|operation| Offered::of(&instance.owner, operation))
        });
        offered.collect()
    }

    /// All operations with their integrations, including the operation of `web`.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        let operations = self.instances.values().flat_map(|instance| &instance.operations);
        operations.map(|operation| (operation.integration.as_str(), operation.name.as_str()))
    }

    /// The owner of an integration.
    pub fn owner(&self, integration: &str) -> Option<&str> {
        self.instances.get(integration).map(|instance| instance.owner.as_str())
    }

    /// How many calls an integration gets, and when it counts as away.
    pub fn capacity(&self, integration: &str) -> Option<Capacity> {
        self.instances.get(integration).map(|instance| instance.capacity)
    }

    /// One operation.
    pub fn operation(&self, integration: &str, operation: &str, version: &str) -> Option<&Operation> {
        let operations = &self.instances.get(integration)?.operations;
        operations.iter().find(|one| one.name == operation && one.version == version).map(Arc::as_ref)
    }

    /// Decodes the arguments of `call` strictly, checks them, and derives the access to evaluate. `run_labels` are the
    /// labels of everything that the run has received. Sends nothing.
    pub fn prepare_for(&self, call: &CallEffect, run_labels: RunLabels) -> Result<Prepared, Problem> {
        let (instance, at, operation) = self.find(call)?;
        let who = operation.called();
        let arguments = json::decode_json(call.arguments.get(), Fractions::Exact).map_err(|error| {
            let error = NotRead { pointer: operation.input.declared(&error.pointer), ..error };
            coded_problem(
                problem_types::VALIDATION,
                codes::TP3011,
                format!("the arguments of `{who}` are refused: {error}"),
            )
        })?;
        for used in &call.secrets {
            // The runner puts `null` in place of a secret. Any other value would be evaluated and sent.
            if arguments.pointer(&used.pointer) != Some(&Value::Null) {
                let place = operation.input.declared(&used.pointer);
                let detail = format!("the arguments of `{who}` have no secret at `{place}`");
                return Err(coded_problem(problem_types::VALIDATION, codes::TP3014, detail));
            }
        }
        operation.input.check(&arguments).map_err(|misfit| {
            let detail = format!("the arguments of `{who}` do not fit its input schema: {misfit}");
            coded_problem(problem_types::VALIDATION, codes::TP3012, detail)
        })?;
        let mut labels = call.labels.clone();
        labels.sort();
        labels.dedup();
        let access = Access {
            integration: Some(operation.integration.clone()),
            operation: Some(operation.name.clone()),
            version: Some(operation.version.clone()),
            effect: operation.effect,
            labels,
            arguments: Some(arguments),
            ..Access::new(Kind::Call, run_labels)
        };
        let mut prepared = Prepared {
            access,
            idempotent: operation.idempotent,
            operation: Arc::clone(operation),
            at,
            secrets: call.secrets.clone(),
            described: call.described.clone(),
            request: None,
            token: None,
            connection: Arc::clone(&instance.connection),
            test_endpoint: instance.test_endpoint.clone(),
        };
        instance.connection.prepare(&mut prepared)?;
        Ok(prepared)
    }

    fn find(&self, call: &CallEffect) -> Result<(&Instance, usize, &Arc<Operation>), Problem> {
        let unknown =
            |detail: String| Err(coded_problem(problem_types::CONFIGURATION, codes::TP3010, detail));
        let Some(instance) = self.instances.get(&call.integration) else {
            let close = did_you_mean(&call.integration, self.instances.keys().map(String::as_str));
            let hint = close.map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
            return unknown(format!("there is no integration `{}`{hint}", call.integration));
        };
        let mut named =
            instance.operations.iter().enumerate().filter(|(_, one)| one.name == call.operation).peekable();
        if named.peek().is_none() {
            let close =
                did_you_mean(&call.operation, instance.operations.iter().map(|one| one.name.as_str()));
            let hint = close.map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
            return unknown(format!("`{}` has no operation `{}`{hint}", call.integration, call.operation));
        }
        match named.find(|(_, one)| one.version == call.version) {
            Some((at, operation)) => Ok((instance, at, operation)),
            None => unknown(format!(
                "`{}.{}` has no version `{}`",
                call.integration, call.operation, call.version
            )),
        }
    }

    /// Fetches a document that a definition names by its URL, through `web` with its hosts, resolver and authorities. Each
    /// hop, including the first, is an access of kind `fetch` that `authorize` decides about. The text has at most 32 MiB,
    /// or `maxResponseBytes` of the host.
    pub async fn fetch(&self, uri: &str, authorize: &dyn AuthorizeHop) -> Result<String, Problem> {
        match self.instances.get(towpath_access::WEB) {
            Some(web) => web.connection.fetch(uri, authorize).await,
            None => Err(coded_problem(
                problem_types::CONFIGURATION,
                codes::TP3010,
                "there is no integration `web`",
            )),
        }
    }

    /// Carries the call out. Use it only after its access was allowed.
    pub async fn call(&self, prepared: &Prepared, context: CallContext<'_>) -> Result<Output, CallFailure> {
        let reply = prepared.connection.call(prepared, prepared.request.clone(), &context).await?;
        Self::returned(prepared, &reply.value, reply.labels)
    }

    /// Sends the call to the test endpoint instead. INVARIANT: nothing is sent to the real system.
    ///
    /// # Errors
    /// As [`Registry::call`]. Nothing is sent if the integration has no test endpoint.
    pub async fn call_test_endpoint(
        &self,
        prepared: &Prepared,
        context: CallContext<'_>,
    ) -> Result<Output, CallFailure> {
        let Some(endpoint) = &prepared.test_endpoint else {
            let detail = format!("`{}` has no `testEndpoint`", prepared.operation.integration);
            return Err(CallFailure::not_sent(coded_problem(
                problem_types::CONFIGURATION,
                codes::TP3010,
                detail,
            )));
        };
        let request = endpoint.fill(prepared).map_err(CallFailure::not_sent)?;
        let reply = endpoint.call(prepared, request, &context).await?;
        Self::returned(prepared, &reply.value, reply.labels)
    }

    /// Checks what an operation returned, or a declared answer in its place, against the output schema, and adds labels.
    ///
    /// # Errors
    /// The value does not fit the output schema.
    pub fn returned(
        prepared: &Prepared,
        value: &Value,
        mut labels: Vec<String>,
    ) -> Result<Output, CallFailure> {
        let operation = &prepared.operation;
        let is_write = is_write(&prepared.access);
        operation.check_output(value).map_err(|misfit| egress::unusable(is_write, misfit))?;
        labels.extend(operation.labels.iter().cloned());
        labels.sort();
        labels.dedup();
        let value = Json::of(value).map_err(|_| {
            let detail = format!("what `{}` returned cannot be written as JSON", operation.called());
            egress::unusable(is_write, coded_problem(problem_types::RUNTIME, codes::TP0001, detail))
        })?;
        Ok(Output { value, labels })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use towpath_access::Effect;

    use super::*;
    use crate::testing::{Hops, Server, effect, registry};

    fn sendable<T: Send>(value: T) -> T {
        value
    }

    #[tokio::test]
    async fn a_call_can_move_between_threads() {
        let text = "{integration: crm, owner: it, kind: http, connection: {baseUrl: 'http://127.0.0.1:1'},
            operations: {get: {version: 1.0.0, effect: read, request: {method: GET, path: /}}}}";
        let registry = Arc::new(sendable(registry(&[text]).await));
        let prepared = sendable(registry.prepare(&effect("crm", "get", json!({}))));
        let Ok(prepared) = prepared else { panic!("it fits") };
        let task = tokio::spawn(async move {
            let hops = Hops::default();
            let context =
                CallContext { idempotency_key: None, namespace: "acme", authorize: &hops, deadline: None };
            registry.call(&prepared, context).await.is_err()
        });
        assert!(matches!(task.await, Ok(true)));
    }

    #[tokio::test]
    async fn the_catalog_lists_operations_and_labels_are_sorted() {
        let text = "{integration: crm, owner: it, kind: http, connection: {baseUrl: 'http://127.0.0.1:1'},
            operations: {get: {version: 1.0.0, title: Get it, effect: read, request: {method: GET, path: /}}}}";
        let registry = registry(&[text]).await;
        let signatures = registry.signatures();
        assert_eq!(signatures.len(), 1);
        assert_eq!((signatures[0].title.as_str(), signatures[0].effect), ("Get it", Effect::Read));
        assert_eq!(signatures[0].input, json!({ "type": "object", "additionalProperties": false }));
        let mut call = effect("crm", "get", json!({}));
        call.labels = vec!["b".to_owned(), "a".to_owned(), "b".to_owned()];
        let labels = registry.prepare(&call).map(|prepared| prepared.access.labels);
        assert_eq!(labels, Ok(vec!["a".to_owned(), "b".to_owned()]));
    }

    #[tokio::test]
    async fn two_integrations_cannot_have_one_name() {
        let text = "{integration: web, owner: it, kind: web}";
        let documents = [text, text].iter().filter_map(|text| IntegrationDocument::parse(text).0).collect();
        let built = Registry::build(documents, Arc::new(crate::MapSecrets::default())).await;
        assert!(built.is_err_and(|found| found.len() == 1 && found[0].code == codes::TP3003));
    }

    #[tokio::test]
    async fn the_test_endpoint_and_the_real_system_each_get_only_their_own_calls() {
        let real = Server::start(|_| r#"{"from":"real"}"#).await;
        let test = Server::start(|_| r#"{"from":"test"}"#).await;
        let text = format!(
            "{{integration: crm, owner: it, kind: http, connection: {{baseUrl: 'http://127.0.0.1:{}'}},
            testEndpoint: {{baseUrl: 'http://127.0.0.1:{}/trial'}},
            operations: {{pay: {{version: 1.0.0, effect: write, request: {{method: POST, path: /pay}}}}}}}}",
            real.port, test.port
        );
        let registry = registry(&[&text]).await;
        let Ok(prepared) = registry.prepare(&effect("crm", "pay", json!({}))) else { panic!("it fits") };
        assert!(prepared.has_test_endpoint());
        assert_eq!(prepared.access.path.as_deref(), Some("/pay"), "the access is that of the real call");
        let hops = Hops::default();
        let context =
            CallContext { idempotency_key: None, namespace: "acme", authorize: &hops, deadline: None };
        assert!(registry.call_test_endpoint(&prepared, context).await.is_ok());
        assert_eq!((real.arrived().len(), test.arrived()[0].uri.as_str()), (0, "/trial/pay"));
        assert!(registry.call(&prepared, context).await.is_ok());
        assert_eq!((real.arrived().len(), test.arrived().len()), (1, 1));
    }
}
