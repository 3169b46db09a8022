//! A whole server in memory, and one small request after another.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt as _;
use towpath_api::{ApiState, Settings, Template, api_router};
use towpath_audit::AuditLog;
use towpath_identity::{Grant, NewToken, Role, SessionLimits, Sessions, Tokens, system_random};
use towpath_integrations::MapSecrets;
use towpath_journal::MemoryStore;
use towpath_runtime::{Clock as _, Engine, Parts, SystemClock, Watched};
use towpath_sandbox::{Sandbox, SandboxConfig};
use towpath_wire::Limits;
use uuid::Uuid;

use crate::described;

/// A server with tokens for everybody.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) champion: String,
    pub(crate) it: String,
    pub(crate) app: String,
    pub(crate) other_app: String,
    pub(crate) auditor: String,
    pub(crate) operator: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {:?}", self.bytes))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Holds the answer to a problem with this status and code, and gives the document.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        let told = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status.as_u16(), status, "{told}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{told}");
        let problem = self.json();
        assert_eq!(problem["status"], status, "{told}");
        assert_eq!(problem["code"], code, "{told}");
        for field in ["type", "title", "instance"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "no `{field}`: {told}");
        }
        problem
    }

    /// Holds the answer to a status.
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }
}

/// A request, built up.
pub(crate) struct Ask<'a> {
    world: &'a World,
    request: axum::http::request::Builder,
}

impl Ask<'_> {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Sends it, and holds the answer against the OpenAPI description.
    pub(crate) async fn send(self, body: impl Into<Body>) -> Answer {
        let (answer, difference) = self.compare(body).await;
        assert_eq!(difference, None);
        answer
    }

    /// Sends it; with what the OpenAPI description does not say of the answer.
    pub(crate) async fn compare(self, body: impl Into<Body>) -> (Answer, Option<String>) {
        let request: Request<Body> = self.request.body(body.into()).unwrap();
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.world.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // A stream has no end.
        let is_stream = parts.headers.get("content-type").is_some_and(|media| media == "text/event-stream");
        let body = if is_stream { Body::from("stream") } else { body };
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let media = parts.headers.get("content-type").map(|value| value.to_str().unwrap());
        let difference = described::difference(&method, &path, parts.status, media, bytes.is_empty());
        (Answer { status: parts.status, headers: parts.headers, bytes }, difference)
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::built(settings, &[], None).await
    }

    /// A server around which these things are wrong.
    pub(crate) async fn ailing(troubles: &'static [&'static str]) -> Self {
        Self::built(Settings::default(), troubles, None).await
    }

    /// A server that writes what is changed into this log.
    pub(crate) async fn audited(log: Arc<AuditLog>) -> Self {
        Self::built(Settings::default(), &[], Some(log)).await
    }

    async fn built(
        settings: Settings,
        troubles: &'static [&'static str],
        audit: Option<Arc<AuditLog>>,
    ) -> Self {
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled");
        let config = SandboxConfig { cache: Some(cache), instances: 8, ..SandboxConfig::default() };
        let store = Watched::over(Arc::new(MemoryStore::default()), Arc::new(SystemClock));
        let now = Arc::new(|| SystemClock.now());
        let tokens =
            Tokens::open(Arc::clone(&store) as _, Arc::clone(&now) as _, system_random()).await.unwrap();
        let tokens = Arc::new(tokens);
        let (known, limits) = (Arc::clone(&tokens), SessionLimits::default());
        let sessions =
            Sessions::open(Arc::clone(&store) as _, known, now, system_random(), limits).await.unwrap();
        let parts = Parts {
            store,
            sandbox: Sandbox::new(config).unwrap(),
            runner: towpath_runner_wasm::RUNNER,
            secrets: Arc::new(MapSecrets::default()),
            secrets_folder: None,
            tokens: Some(Arc::clone(&tokens)),
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
            version: "0.0.0".into(),
            second_approver: false,
            offline: false,
        };
        let engine = Engine::open(parts).await.unwrap();
        let ids = Arc::new(|| Uuid::from_u128(42));
        let told = troubles.iter().map(|&trouble| trouble.to_owned()).collect::<Vec<String>>();
        let troubles = Arc::new(move || told.clone());
        let templates =
            vec![Template { id: "echo".into(), title: "Echo".into(), ..Template::default() }].into();
        let (tokens_too, sessions) = (Arc::clone(&tokens), Arc::new(sessions));
        let sessions_too = Arc::clone(&sessions);
        let router = api_router(ApiState {
            backups: None,
            engine,
            tokens: tokens_too,
            sessions,
            audit,
            ids,
            troubles,
            templates,
            settings,
        });
        let token = async |name: &str, grant: Grant| {
            let new = NewToken {
                name: name.into(),
                principal: name.into(),
                kind: None,
                grants: vec![grant],
                may_view: vec![],
                expires_at: None,
            };
            tokens.create(new, "test").await.unwrap().0
        };
        Self {
            champion: token("champion", Grant::within(Role::Champion, "support")).await,
            it: token("it", Grant::everywhere(Role::It)).await,
            app: token("app", Grant::within(Role::App, "support")).await,
            other_app: token("other-app", Grant::within(Role::App, "support")).await,
            auditor: token("auditor", Grant::everywhere(Role::Auditor)).await,
            operator: token("operator", Grant::everywhere(Role::Operator)).await,
            tokens: Arc::clone(&tokens),
            sessions: sessions_too,
            router,
        }
    }

    /// A request by whoever has this token; nobody where it is empty.
    pub(crate) fn ask(&self, token: &str, method: Method, path: &str) -> Ask<'_> {
        let request = Request::builder().method(method).uri(path);
        let request = match token {
            "" => request,
            token => request.header("authorization", format!("Bearer {token}")),
        };
        Ask { world: self, request }
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.ask(token, Method::GET, path).send(()).await
    }

    pub(crate) async fn put(&self, token: &str, path: &str, yaml: &str) -> Answer {
        let ask = self.ask(token, Method::PUT, path).header("content-type", "application/yaml");
        ask.send(yaml.to_owned()).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, json: &str) -> Answer {
        let ask = self.ask(token, Method::POST, path).header("content-type", "application/json");
        ask.send(json.to_owned()).await
    }

    pub(crate) async fn delete(&self, token: &str, path: &str) -> Answer {
        self.ask(token, Method::DELETE, path).send(()).await
    }

    /// Puts what workflows of `support` need in force: they may be started, and refund up to 200.
    pub(crate) async fn govern(&self) {
        self.put(&self.it, "/v1/integrations/payments", PAYMENTS).await.is(200);
        self.put(&self.it, "/v1/policies/start", START).await.is(200);
        self.put(&self.it, "/v1/policies/refunds", REFUNDS).await.is(200);
        self.post(&self.it, "/v1/policies/activate", "").await.is(200);
    }

    /// Publishes `support/{name}` version 1.0.0 with this body.
    pub(crate) async fn publish(&self, name: &str, body: &str) {
        let path = format!("/v1/workflows/support/{name}");
        self.put(&self.champion, &format!("{path}/draft"), &definition(name, "1.0.0", body)).await.is(200);
        self.post(&self.champion, &format!("{path}/publish"), "").await.is(201);
    }
}

/// A definition of `support/{name}`.
pub(crate) fn definition(name: &str, version: &str, body: &str) -> String {
    format!("document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: {version} }}\n{body}")
}

/// Answers with the input's `id`, which has to be a number.
pub(crate) const ECHO: &str = "
input:
  schema:
    document: { type: object, required: [id], properties: { id: { type: number } } }
do:
  - answer: { set: { got: '${ .id }', exact: 1234567890123456789 } }
";
/// Takes a while.
pub(crate) const NAP: &str = "
do:
  - nap: { wait: { milliseconds: 250 } }
  - answer: { set: { rested: true } }
";
/// Takes longer than any test.
pub(crate) const SLEEP: &str = "
do:
  - sleep: { wait: { hours: 1 } }
";
/// Raises an error that is meant for the caller.
pub(crate) const RAISE: &str = "
do:
  - refuse:
      raise:
        error:
          type: https://acme.example/errors/out-of-stock
          status: 409
          title: Out of stock
          detail: none left
";
/// Fails where nobody caught it.
pub(crate) const BREAK: &str = "
do:
  - sum: { set: { total: '${ .a + {} }' } }
";
/// Refunds what it is asked to.
pub(crate) const PAY: &str = "
do:
  - pay:
      call: payments.refund:1.0.0@default
      with: { amount: '${ .amount }' }
";

pub(crate) const PAYMENTS: &str = "
integration: payments
title: Payments
owner: it@acme.example
kind: http
connection: { baseUrl: 'http://127.0.0.1:9/payments', timeout: 1s }
operations:
  refund:
    version: 1.0.0
    title: Refund an amount
    effect: write
    idempotent: key
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
    output: { type: object }
    request: { method: POST, path: /refunds, body: arguments }
";
const START: &str = "
policy: start
title: Workflows of support may be started
effect: permit
workflow: { properties: { namespace: { const: support } } }
access: { properties: { kind: { enum: [start, respond] } } }
";
const REFUNDS: &str = "
policy: refunds
title: Support may refund up to 200
effect: permit
workflow: { properties: { namespace: { const: support } } }
access:
  properties:
    kind: { const: call }
    integration: { const: payments }
    operation: { const: refund }
    arguments:
      type: object
      properties: { amount: { type: number, exclusiveMinimum: 0, maximum: 200 } }
      required: [amount]
reason: Larger refunds go through finance.
contact: finance@acme.example
tests:
  - name: a large refund is refused
    access: { integration: payments, operation: refund, arguments: { amount: 201 } }
    expect: deny
";
