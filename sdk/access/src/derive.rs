//! Derives the access profile of a definition: everything it can access, found without running it.
//!
//! The profile is valid for every run: a policy that certainly matches the profile certainly matches the
//! access at run time.

use serde_json::{Value, json};
use towpath_diagnostics::Span;
use towpath_dsl::Linked;
use towpath_dsl::model::{
    Authentication, AuthenticationPolicy, CallTask, Endpoint, EventFilter, EventStrategy, ExternalResource,
    FunctionTarget, HttpCall, Input, OAuth2, OrExpression, Output, Process, RunTask, Schema, SchemaSource,
    SecretOr, Task, TaskKind, TaskList, Template, Until, Use, Workflow,
};

use crate::arguments::{Reading, closed_mapping_schema};
use crate::raw::{schema_of_authentication, schema_of_endpoint, schema_of_method};
use crate::{
    Access, Effect, Kind, Profile, ProfiledAccess, RunLabels, WEB, WEB_REQUEST, WEB_REQUEST_VERSION, address,
    canonical, secrets,
};

/// The access profile of `workflow`: the start, the accesses of its tasks in source order, the response. The
/// effect of a function is `write` here; the host replaces it from the integration's document.
pub fn derive(workflow: &Workflow) -> Profile {
    let mode = workflow.evaluate.as_ref().and_then(|evaluate| evaluate.mode.as_deref());
    let mut walk = Walk {
        found: Vec::new(),
        reading: Reading { loose: mode.is_some_and(|mode| mode == "loose") },
        reusable: &workflow.reusable,
    };
    walk.workflow(workflow);
    let mut found = walk.found;
    found.sort_by_key(|profiled| profiled.span);
    let name = workflow.document.name.span;
    let start = profiled(Access::new(Kind::Start, RunLabels::NONE), "", name, Value::Bool(true));
    let respond = profiled(Access::new(Kind::Respond, RunLabels::NONE), "", name, Value::Bool(true));
    let accesses = std::iter::once(start).chain(found).chain(std::iter::once(respond)).collect();
    Profile { accesses, secrets: secrets::named_secrets(workflow) }
}

fn profiled(access: Access, task: &str, span: Span, arguments_schema: Value) -> ProfiledAccess {
    ProfiledAccess { access, task: task.to_owned(), span: Some(span), arguments_schema, dynamic_host: false }
}

struct Walk<'a> {
    found: Vec<ProfiledAccess>,
    reading: Reading,
    reusable: &'a Use,
}

impl Walk<'_> {
    fn workflow(&mut self, workflow: &Workflow) {
        self.data(workflow.input.as_ref(), workflow.output.as_ref(), "");
        for task in &workflow.reusable.functions {
            self.task(task);
        }
        for extension in &workflow.reusable.extensions {
            for list in extension.before.iter().chain(&extension.after) {
                self.list(list);
            }
        }
        for linked in &workflow.linked {
            self.linked(linked);
        }
        if let Some(strategy) = workflow.schedule.as_ref().and_then(|schedule| schedule.on.as_ref()) {
            self.events(strategy, "");
        }
        self.list(&workflow.tasks);
    }

    /// An external function. Its accesses are reported at the place of the call.
    fn linked(&mut self, linked: &Linked) {
        let mut inside =
            Walk { found: Vec::new(), reading: Reading { loose: false }, reusable: &linked.alone.reusable };
        linked.task().into_iter().for_each(|task| inside.task(task));
        let span = Some(linked.name.span);
        self.found.extend(inside.found.into_iter().map(|found| ProfiledAccess { span, ..found }));
    }

    /// The YAML parser bounds the nesting.
    fn list(&mut self, list: &TaskList) {
        for task in &list.tasks {
            self.task(task);
        }
    }

    fn task(&mut self, task: &Task) {
        self.data(task.input.as_ref(), task.output.as_ref(), &task.pointer);
        let export = task.export.as_ref().and_then(|export| export.schema.as_ref());
        self.schema(export, &task.pointer);
        match &task.kind {
            TaskKind::Call(call) => self.call(call, &task.pointer),
            TaskKind::Emit(emit) => {
                let arguments = self.reading.template(&emit.with);
                self.add(Access::new(Kind::Emit, RunLabels::NONE), &task.pointer, emit.span, arguments);
            }
            TaskKind::Listen(listen) => self.events(&listen.to, &task.pointer),
            TaskKind::Run(run) => self.run(run, task),
            TaskKind::Do(_)
            | TaskKind::For(_)
            | TaskKind::Fork(_)
            | TaskKind::Raise(_)
            | TaskKind::Set(_)
            | TaskKind::Switch(_)
            | TaskKind::Try(_)
            | TaskKind::Wait(_) => {}
        }
        for list in task.kind.lists() {
            self.list(list);
        }
    }

    fn call(&mut self, call: &CallTask, task: &str) {
        match call {
            CallTask::Function(call) => {
                self.function(&call.target, call.arguments.as_ref(), call.name.span, task)
            }
            CallTask::Http(call) => self.http(call, task),
            CallTask::OpenApi(call) => {
                self.resource(&call.document, task);
                // The target and the arguments are in the OpenAPI document.
                self.web(None, task, call.operation_id.span, schema_of_request(None));
                self.authentication(call.authentication.as_ref(), task, call.operation_id.span);
            }
            CallTask::AsyncApi(call) => {
                self.resource(&call.document, task);
                let operation = call.operation.as_ref().or(call.channel.as_ref());
                self.protocol("asyncapi", operation.map(|name| name.value.as_str()), call.span, task);
            }
            CallTask::Grpc(call) => {
                self.resource(&call.proto, task);
                self.protocol("grpc", Some(&call.method.value), call.span, task);
            }
            CallTask::Mcp(call) => self.protocol("mcp", Some(&call.method.value), call.span, task),
            CallTask::A2a(call) => {
                if let Some(card) = &call.agent_card {
                    self.resource(card, task);
                }
                self.protocol("a2a", Some(&call.method.value), call.span, task);
            }
        }
    }

    fn function(&mut self, target: &FunctionTarget, arguments: Option<&Template>, span: Span, task: &str) {
        let mut access = Access::new(Kind::Call, RunLabels::NONE);
        match target {
            FunctionTarget::Catalog { integration, operation, version, catalog } if catalog == "default" => {
                access.integration = Some(integration.clone());
                access.operation = Some(operation.clone());
                access.version = Some(version.clone());
            }
            // Its tasks are under `use.functions` and are visited there.
            FunctionTarget::Custom(_) => return,
            // Its accesses are known when it is fetched and linked, and are visited there.
            FunctionTarget::Catalog { .. } | FunctionTarget::Url(_) => {
                self.fetch_from(target.location(self.reusable).as_deref(), span, task);
                return;
            }
        }
        let arguments = arguments
            .map_or_else(|| closed_mapping_schema(Vec::new()), |template| self.reading.template(template));
        self.found.push(ProfiledAccess { dynamic_host: true, ..profiled(access, task, span, arguments) });
    }

    fn http(&mut self, call: &HttpCall, task: &str) {
        let uri = literal_address(&call.endpoint);
        let arguments = self.raw(call);
        let span = uri.map_or(call.endpoint.span, |(_, span)| span);
        self.web(uri.map(|(text, _)| text), task, span, arguments);
        let method = call.method.value.to_ascii_uppercase();
        if let Some(last) = self.found.last_mut().filter(|_| !method.contains("${")) {
            last.access.effect =
                if matches!(method.as_str(), "GET" | "HEAD") { Effect::Read } else { Effect::Write };
            last.access.method = Some(method);
        }
        self.authentication(call.endpoint.authentication.as_ref(), task, span);
    }

    /// A closed schema of the whole request: keys that the definition does not have are not sent. A secret is
    /// `null`.
    fn raw(&self, call: &HttpCall) -> Value {
        let mut fields = vec![
            ("method".to_owned(), schema_of_method(&call.method.value)),
            ("endpoint".to_owned(), schema_of_endpoint(&call.endpoint)),
        ];
        let parts = [("headers", &call.headers), ("query", &call.query), ("body", &call.body)];
        for (name, part) in parts {
            fields.extend(part.as_ref().map(|part| (name.to_owned(), self.reading.sealed(&part.node))));
        }
        fields.extend(
            call.redirect
                .as_ref()
                .map(|redirect| ("redirect".to_owned(), json!({ "const": redirect.value }))),
        );
        let output = call.output.as_ref().map(|output| json!({ "const": output.value.as_str() }));
        fields.extend(output.map(|output| ("output".to_owned(), output)));
        let policy = match call.endpoint.authentication.as_ref() {
            None => None,
            Some(Authentication::Inline(policy)) => Some(policy),
            Some(Authentication::Named(name)) => self.reusable.authentication(name),
        };
        fields.extend(
            policy
                .map(|policy| ("authentication".to_owned(), schema_of_authentication(self.reading, policy))),
        );
        let mut schema = closed_mapping_schema(fields);
        canonical::arguments_schema(&mut schema);
        schema
    }

    /// The token requests of a call.
    fn authentication(&mut self, written: Option<&Authentication>, task: &str, span: Span) {
        let policy = match written {
            None => return,
            Some(Authentication::Inline(policy)) => Some(policy),
            Some(Authentication::Named(name)) => self.reusable.authentication(name),
        };
        let written_out = |inner: &SecretOr<OAuth2>| match inner {
            SecretOr::Inline(oauth2) => Some(oauth2.authority.value.trim_end_matches('/').to_owned()),
            SecretOr::Secret(_) => None,
        };
        match policy {
            Some(AuthenticationPolicy::OAuth2(inner)) => {
                let endpoints = match &**inner {
                    SecretOr::Inline(oauth2) => oauth2.endpoints.as_ref(),
                    SecretOr::Secret(_) => None,
                };
                let path = endpoints.and_then(|endpoints| endpoints.token.as_ref());
                let path = path.map_or("/oauth2/token", |path| path.value.as_str());
                let url = written_out(inner).map(|authority| match path.contains("://") {
                    true => path.to_owned(),
                    false => format!("{authority}/{}", path.trim_start_matches('/')),
                });
                self.own_request("POST", url.as_deref(), task, span);
            }
            Some(AuthenticationPolicy::Oidc(inner)) => {
                const WELL_KNOWN: &str = "/.well-known/openid-configuration";
                let url = written_out(inner).map(|authority| {
                    format!("{}{WELL_KNOWN}", authority.strip_suffix(WELL_KNOWN).unwrap_or(&authority))
                });
                self.own_request("GET", url.as_deref(), task, span);
                // The discovery document names the token endpoint.
                self.own_request("POST", None, task, span);
            }
            _ => {}
        }
    }

    /// A request that the host makes itself, before a call.
    fn own_request(&mut self, method: &str, url: Option<&str>, task: &str, span: Span) {
        self.web(url, task, span, schema_of_request(None));
        if let Some(last) = self.found.last_mut() {
            last.access.effect = if method == "GET" { Effect::Read } else { Effect::Write };
            last.access.method = Some(method.to_owned());
        }
    }

    /// A request through the integration `web`. The method is not known yet.
    fn web(&mut self, uri: Option<&str>, task: &str, span: Span, arguments: Value) {
        let mut access = Access::new(Kind::Call, RunLabels::NONE);
        access.integration = Some(WEB.to_owned());
        access.operation = Some(WEB_REQUEST.to_owned());
        access.version = Some(WEB_REQUEST_VERSION.to_owned());
        let address = uri.map(address::parse_address).unwrap_or_default();
        access.host = address.host;
        access.path = address.path;
        let dynamic_host = access.host.is_none();
        self.found.push(ProfiledAccess { dynamic_host, ..profiled(access, task, span, arguments) });
    }

    /// A protocol without an integration. The protocol is the integration's name, so that no permit matches
    /// it by accident.
    fn protocol(&mut self, protocol: &str, operation: Option<&str>, span: Span, task: &str) {
        let mut access = Access::new(Kind::Call, RunLabels::NONE);
        access.integration = Some(protocol.to_owned());
        access.operation = operation.map(str::to_owned);
        self.found
            .push(ProfiledAccess { dynamic_host: true, ..profiled(access, task, span, Value::Bool(true)) });
    }

    fn run(&mut self, run: &RunTask, task: &Task) {
        let mut access = Access::new(Kind::Run, RunLabels::NONE);
        let (word, span, arguments) = match &run.process {
            Process::Workflow(workflow) => {
                let fields = vec![
                    ("namespace".to_owned(), json!({ "const": workflow.namespace.value })),
                    ("name".to_owned(), json!({ "const": workflow.name.value })),
                    // `latest` is pinned at publishing.
                    (
                        "version".to_owned(),
                        match workflow.version.value.as_str() {
                            "latest" => json!({ "type": "string" }),
                            version => json!({ "const": version }),
                        },
                    ),
                    ("input".to_owned(), self.reading.optional(workflow.input.as_ref())),
                ];
                ("workflow", workflow.span, closed_mapping_schema(fields))
            }
            Process::Container(_) => ("container", task.span, Value::Bool(true)),
            Process::Script(_) => ("script", task.span, Value::Bool(true)),
            Process::Shell(_) => ("shell", task.span, Value::Bool(true)),
        };
        access.operation = Some(word.to_owned());
        self.add(access, &task.pointer, span, arguments);
    }

    fn events(&mut self, strategy: &EventStrategy, task: &str) {
        match strategy {
            EventStrategy::All(filters) => self.filters(filters, task),
            EventStrategy::One(filter) => self.filters(std::slice::from_ref(filter), task),
            EventStrategy::Any { filters, until } => {
                self.filters(filters, task);
                if let Some(Until::Consumed(strategy)) = until {
                    self.events(strategy, task);
                }
            }
        }
    }

    fn filters(&mut self, filters: &[EventFilter], task: &str) {
        for filter in filters {
            let access = Access { effect: Effect::Read, ..Access::new(Kind::Listen, RunLabels::NONE) };
            self.add(access, task, filter.span, self.reading.known(&filter.with));
        }
    }

    fn data(&mut self, input: Option<&Input>, output: Option<&Output>, task: &str) {
        self.schema(input.and_then(|input| input.schema.as_ref()), task);
        self.schema(output.and_then(|output| output.schema.as_ref()), task);
    }

    fn schema(&mut self, schema: Option<&Schema>, task: &str) {
        if let Some(SchemaSource::Resource(resource)) = schema.map(|schema| &schema.source) {
            self.resource(resource, task);
        }
    }

    fn resource(&mut self, resource: &ExternalResource, task: &str) {
        self.fetch(&resource.endpoint, task);
    }

    fn fetch(&mut self, endpoint: &Endpoint, task: &str) {
        let uri = literal_address(endpoint);
        self.fetch_from(uri.map(|(text, _)| text), uri.map_or(endpoint.span, |(_, span)| span), task);
    }

    fn fetch_from(&mut self, uri: Option<&str>, span: Span, task: &str) {
        let address = uri.map(address::parse_address).unwrap_or_default();
        let dynamic_host = address.host.is_none();
        let mut access = Access::new(Kind::Fetch, RunLabels::NONE);
        access.method = Some("GET".to_owned());
        access.host = address.host;
        access.path = address.path;
        self.found.push(ProfiledAccess { dynamic_host, ..profiled(access, task, span, Value::Bool(true)) });
    }

    fn add(&mut self, access: Access, task: &str, span: Span, arguments: Value) {
        self.found.push(profiled(access, task, span, arguments));
    }
}

/// The arguments of a request, with the schema of its body.
fn schema_of_request(body: Option<Value>) -> Value {
    let mut properties = json!({ "method": { "type": "string" }, "endpoint": true });
    if let Some(body) = body {
        properties["body"] = body;
    }
    json!({ "type": "object", "properties": properties, "required": ["method", "endpoint"] })
}

/// The endpoint's address if it is a literal, including `{name}` templates.
fn literal_address(endpoint: &Endpoint) -> Option<(&str, Span)> {
    match &endpoint.uri {
        OrExpression::Literal(uri) => Some((&uri.value, uri.span)),
        OrExpression::Expression(_) => None,
    }
}
