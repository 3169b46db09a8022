//! All integrations of a server, ready to be called: prepare, let it be judged, call.
//!
//! Deciding is not done here. Between [`Registry::prepare_for`] and [`Registry::call`] stands the policy decision
//! over [`Prepared::access`], and the request is built from that very value.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use towpath_access::{Access, Effect, Kind, RunLabels};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_wire::{CallEffect, FunctionSignature, Problem, SecretUse, problem_types};

use crate::document::fields::Findings;
use crate::egress::{self, Lookup, Surroundings, SystemLookup};
use crate::failure::problem;
use crate::json::{self, Fractions, NotRead};
use crate::kind::{Connection, Setting};
use crate::{CallFailure, Idempotent, IntegrationDocument, Operation, Secrets, document};

/// Every integration, connected. Cheap to share behind an `Arc`; a change of documents builds a new one, and
/// calls prepared with the old one end with the old one.
pub struct Registry {
    pub(crate) instances: BTreeMap<String, Instance>,
    warnings: Vec<Diagnostic>,
}

pub(crate) struct Instance {
    /// Who answers for it.
    pub(crate) owner: String,
    pub(crate) operations: Vec<Arc<Operation>>,
    connection: Arc<dyn Connection>,
    sandbox: Option<Arc<dyn Connection>>,
    /// Whether its operations are functions of the catalog `default`.
    pub(crate) in_catalog: bool,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("instances", &self.instances.keys()).finish_non_exhaustive()
    }
}

/// A call whose arguments were decoded, checked and fixed. Nothing has been sent.
pub struct Prepared {
    /// What is to be judged. `arguments` is what will be sent, with `null` where secrets stand. Every other request of
    /// the call, a redirect or one for a token, is judged by an access made from this one.
    pub access: Access,
    /// Whether it may be repeated when its outcome is not known.
    pub idempotent: Idempotent,
    pub(crate) operation: Arc<Operation>,
    /// Position of the operation in its document.
    pub(crate) at: usize,
    pub(crate) secrets: Vec<SecretUse>,
    /// Statuses of failed answers of raw HTTP that an OpenAPI document describes.
    pub(crate) described: Vec<String>,
    /// The request for a token that may leave before it.
    pub(crate) token: Option<TokenRequest>,
    connection: Arc<dyn Connection>,
    sandbox: Option<Arc<dyn Connection>>,
}

/// A request for a token, which is a write of its own.
#[derive(Debug, Clone)]
pub enum TokenRequest {
    /// What it asks for.
    At(Box<Access>),
    /// Where it goes is found out when the call is sent, and judged then.
    FoundOut,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("operation", &self.operation.called()).finish_non_exhaustive()
    }
}

impl Prepared {
    /// The operation it calls.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// Whether there is a system where nothing is real that it may go to instead.
    pub fn has_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// The request for a token that may leave before the call; `None` where it needs no token.
    pub fn token(&self) -> Option<&TokenRequest> {
        self.token.as_ref()
    }

    /// The names of the secrets it will send, sorted.
    pub fn secrets(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.secrets.iter().map(|used| used.secret.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The arguments as judged.
    pub(crate) fn arguments(&self) -> &Value {
        self.access.arguments.as_ref().unwrap_or(&Value::Null)
    }
}

/// Asked before a request follows a redirect. The first request was judged already.
pub trait JudgeHop: Send + Sync {
    /// `Ok` lets the hop be sent; the problem becomes the call's.
    fn judge(&self, access: &Access) -> Result<(), Problem>;

    /// Told when a response held secrets that were sent with its request: their names, and at how many places they were
    /// redacted.
    fn came_back(&self, _secrets: Vec<String>, _places: usize) {}
}

/// What a call needs to know about the run it belongs to.
#[derive(Clone, Copy)]
pub struct CallContext<'a> {
    /// The key that makes repeating harmless, for operations with `idempotent: key`. The same for every
    /// attempt.
    pub idempotency_key: Option<&'a str>,
    /// The namespace of the workflow: what one namespace found out about an authority is not another's.
    pub namespace: &'a str,
    /// Judges redirects.
    pub judge: &'a dyn JudgeHop,
    /// When to give up, besides the integration's own timeout.
    pub deadline: Option<Instant>,
}

/// What a call gave.
#[derive(Debug)]
pub struct Output {
    /// JSON that fits the operation's output schema.
    pub value: Box<RawValue>,
    /// Labels of it, sorted.
    pub labels: Vec<String>,
}

impl Registry {
    /// Connects every document. The errors are everything that is wrong with any of them. Where no document
    /// is of kind `web`, raw HTTP reaches no host.
    pub async fn build(
        documents: Vec<IntegrationDocument>,
        secrets: Arc<dyn Secrets>,
    ) -> Result<Self, Vec<Diagnostic>> {
        Self::build_with_lookup(documents, secrets, Arc::new(SystemLookup)).await
    }

    /// As [`Registry::build`], with names resolved by `lookup`.
    pub async fn build_with_lookup(
        mut documents: Vec<IntegrationDocument>,
        secrets: Arc<dyn Secrets>,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let surroundings = Surroundings::new(lookup);
        let mut instances = BTreeMap::new();
        let mut diagnostics = Vec::new();
        if !documents.iter().any(|document| document.name() == "web") {
            documents.extend(document::empty_web());
        }
        for document in documents {
            let name = document.name().to_owned();
            let mut findings = Findings::default();
            let setting =
                Setting { surroundings: &surroundings, secrets: &secrets, folder: &document.folder };
            let connection = document.plan.connect(&setting, &mut findings).await;
            let sandbox = match &document.sandbox {
                Some(plan) => plan.connect(&setting, &mut findings).await,
                None => None,
            };
            let found = findings.located(&document.root).into_iter();
            diagnostics
                .extend(found.map(|one| Diagnostic { message: format!("`{name}`: {}", one.message), ..one }));
            if instances.contains_key(&name) {
                let message = format!("there are two integrations called `{name}`");
                diagnostics.push(Diagnostic::error(codes::TP3003, message).pointer("/integration"));
                continue;
            }
            if let Some(connection) = connection {
                let in_catalog = document.kind() != "web";
                let (owner, operations) = (document.header.owner, document.operations);
                instances.insert(name, Instance { owner, operations, connection, sandbox, in_catalog });
            }
        }
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        Ok(Self { instances, warnings: diagnostics })
    }

    /// What is not as it should be and stops nothing, such as a secret that is not there yet.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The functions of the catalog `default`, sorted by integration. `web` is not among them: `call: http`
    /// is its only door.
    pub fn signatures(&self) -> Vec<FunctionSignature> {
        let instances = self.instances.values().filter(|instance| instance.in_catalog);
        let operations = instances.flat_map(|instance| &instance.operations);
        operations.map(|operation| crate::offered::signature(operation)).collect()
    }

    /// Every operation there is, with its integration; that of `web` too.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        let operations = self.instances.values().flat_map(|instance| &instance.operations);
        operations.map(|operation| (operation.integration.as_str(), operation.name.as_str()))
    }

    /// Who answers for an integration.
    pub fn owner(&self, integration: &str) -> Option<&str> {
        self.instances.get(integration).map(|instance| instance.owner.as_str())
    }

    /// One operation.
    pub fn operation(&self, integration: &str, operation: &str, version: &str) -> Option<&Operation> {
        let operations = &self.instances.get(integration)?.operations;
        operations.iter().find(|one| one.name == operation && one.version == version).map(Arc::as_ref)
    }

    /// Decodes the arguments of `call` strictly, checks them, and says what is to be judged of a run that has received
    /// this. Sends nothing.
    pub fn prepare_for(&self, call: &CallEffect, run_labels: RunLabels) -> Result<Prepared, Problem> {
        let (instance, at, operation) = self.find(call)?;
        let who = operation.called();
        let arguments = json::decode(call.arguments.get(), Fractions::Exact).map_err(|error| {
            let error = NotRead { pointer: operation.input.declared(&error.pointer), ..error };
            problem(
                problem_types::VALIDATION,
                codes::TP3011,
                format!("the arguments of `{who}` are refused: {error}"),
            )
        })?;
        for used in &call.secrets {
            // `null` is what the runner puts where a secret stands; anything else would be sent as well as
            // judged.
            if arguments.pointer(&used.pointer) != Some(&Value::Null) {
                let place = operation.input.declared(&used.pointer);
                let detail = format!("the arguments of `{who}` have no place `{place}` for a secret");
                return Err(problem(problem_types::VALIDATION, codes::TP3014, detail));
            }
        }
        operation.input.check(&arguments).map_err(|told| {
            let detail = format!("the arguments of `{who}` do not fit its input schema: {told}");
            problem(problem_types::VALIDATION, codes::TP3012, detail)
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
            token: None,
            connection: Arc::clone(&instance.connection),
            sandbox: instance.sandbox.clone(),
        };
        instance.connection.prepare(&mut prepared)?;
        Ok(prepared)
    }

    fn find(&self, call: &CallEffect) -> Result<(&Instance, usize, &Arc<Operation>), Problem> {
        let unknown = |detail: String| Err(problem(problem_types::CONFIGURATION, codes::TP3010, detail));
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

    /// Fetches a document that a definition names by its URL, through `web`: its hosts, resolver, authorities. Each
    /// hop, the first included, is an access of kind `fetch` that `judge` is asked about. At most 32 MiB
    /// of text, or the host's `maxResponseBytes`.
    pub async fn fetch(&self, uri: &str, judge: &dyn JudgeHop) -> Result<String, Problem> {
        match self.instances.get(towpath_access::WEB) {
            Some(web) => web.connection.fetch(uri, judge).await,
            None => {
                Err(problem(problem_types::CONFIGURATION, codes::TP3010, "there is no integration `web`"))
            }
        }
    }

    /// Carries `prepared` out. Call it only after its access was allowed.
    pub async fn call(&self, prepared: &Prepared, context: CallContext<'_>) -> Result<Output, CallFailure> {
        let reply = prepared.connection.call(prepared, &context).await?;
        Self::returned(prepared, &reply.value, reply.labels)
    }

    /// Carries `prepared` out where nothing is real: the same call, by the document's `sandbox`. INVARIANT: the real
    /// system hears nothing of it.
    ///
    /// # Errors
    /// As [`Registry::call`]; not sent where there is no sandbox.
    pub async fn call_sandbox(
        &self,
        prepared: &Prepared,
        context: CallContext<'_>,
    ) -> Result<Output, CallFailure> {
        let Some(sandbox) = &prepared.sandbox else {
            let detail = format!("`{}` has no sandbox", prepared.operation.integration);
            return Err(CallFailure::not_sent(problem(problem_types::CONFIGURATION, codes::TP3010, detail)));
        };
        let reply = sandbox.call(prepared, &context).await?;
        Self::returned(prepared, &reply.value, reply.labels)
    }

    /// What an operation returned, or is said to have returned: checked against its output schema, with its labels.
    ///
    /// # Errors
    /// It does not fit.
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
        let value = to_raw_value(value).map_err(|_| {
            let detail = format!("what `{}` returned cannot be written as JSON", operation.called());
            egress::unusable(is_write, problem(problem_types::RUNTIME, codes::TP0001, detail))
        })?;
        Ok(Output { value, labels })
    }
}

/// Whether a call changes anything, by what was judged.
pub(crate) fn is_write(access: &Access) -> bool {
    access.effect == Effect::Write
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
                CallContext { idempotency_key: None, namespace: "acme", judge: &hops, deadline: None };
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
    async fn a_sandbox_hears_what_the_real_system_does_not_and_the_other_way_round() {
        let real = Server::start(|_| r#"{"from":"real"}"#).await;
        let sandbox = Server::start(|_| r#"{"from":"sandbox"}"#).await;
        let text = format!(
            "{{integration: crm, owner: it, kind: http, connection: {{baseUrl: 'http://127.0.0.1:{}'}},
            sandbox: {{baseUrl: 'http://127.0.0.1:{}/trial'}},
            operations: {{pay: {{version: 1.0.0, effect: write, request: {{method: POST, path: /pay}}}}}}}}",
            real.port, sandbox.port
        );
        let registry = registry(&[&text]).await;
        let Ok(prepared) = registry.prepare(&effect("crm", "pay", json!({}))) else { panic!("it fits") };
        assert!(prepared.has_sandbox());
        assert_eq!(prepared.access.path.as_deref(), Some("/pay"), "judged is what would really happen");
        let hops = Hops::default();
        let context = CallContext { idempotency_key: None, namespace: "acme", judge: &hops, deadline: None };
        assert!(registry.call_sandbox(&prepared, context).await.is_ok());
        assert_eq!((real.arrived().len(), sandbox.arrived()[0].uri.as_str()), (0, "/trial/pay"));
        assert!(registry.call(&prepared, context).await.is_ok());
        assert_eq!((real.arrived().len(), sandbox.arrived().len()), (1, 1));
    }
}
