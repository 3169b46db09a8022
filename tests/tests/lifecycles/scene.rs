//! The server of the tables with its people, and how requests reach it.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Seen, Serve, Stub, World, demo_binary};

use crate::table::Told;

const PAY: &str = "pay.acme.example";

/// Who takes part: the name of the token, its principal, and its roles.
const PEOPLE: &[(&str, &str, &[&str])] = &[
    ("champion", "mia@acme.example", &["champion"]),
    ("author", "pat@acme.example", &["champion", "approver"]),
    ("approver", "ada@acme.example", &["approver"]),
    ("it", "ivo@acme.example", &["it"]),
    ("it2", "ina@acme.example", &["it"]),
    ("askerOfIt", "mia@acme.example", &["it"]),
    ("app", "shop", &["app"]),
    ("otherApp", "kiosk", &["app"]),
    ("operator", "oda@acme.example", &["operator"]),
    ("auditor", "aud@acme.example", &["auditor"]),
];

const PERMITS: &[(&str, &str)] = &[
    (
        "all",
        "policy: all\ntitle: Everything in most namespaces\neffect: permit\naccess: true\nreason: Tests.
workflow: { properties: { namespace: { pattern: '^(version|review|review-of-published|hold|policy-set|proposal|switch|run)-' } } }\n",
    ),
    (
        "starts",
        "policy: starts\ntitle: Starts and answers\neffect: permit\nreason: Tests.
access: { properties: { kind: { enum: [start, respond] } } }\n",
    ),
    (
        "looked-at",
        "policy: looked-at\ntitle: An approver looks\neffect: review\naccess: true\nreason: Tests.
approvers: { role: approver }\nworkflow: { properties: { namespace: { pattern: '^review-[0-9]' } } }\n",
    ),
    (
        "looked-at-by-it",
        "policy: looked-at-by-it\ntitle: IT looks\neffect: review\naccess: true\nreason: Tests.
approvers: { role: it }\nworkflow: { properties: { namespace: { pattern: '^review-[0-9]' } } }\n",
    ),
    ("held", HOLD),
    ("held-for-it", HOLD_OF_IT),
    ("runs-out", HOLD_SHORT),
];

const HOLD: &str = "policy: held\ntitle: An approver releases\neffect: hold\nreason: Tests.
approvers: { role: approver }\nworkflow: { properties: { namespace: { pattern: '^hold-' } } }
access: { properties: { kind: { const: call }, arguments: { type: object, required: [amount], properties: { amount: { type: number, maximum: 999 } } } } }\n";
const HOLD_OF_IT: &str = "policy: held-for-it\ntitle: IT releases\neffect: hold\nreason: Tests.
approvers: { role: it }\nworkflow: { properties: { namespace: { pattern: '^hold-' } } }
access: { properties: { kind: { const: call }, arguments: { type: object, required: [amount], properties: { amount: { type: number, maximum: 999 } } } } }\n";
const HOLD_SHORT: &str = "policy: runs-out\ntitle: Nobody releases in time\neffect: hold\nreason: Tests.
approvers: { role: approver }\nworkflow: { properties: { namespace: { pattern: '^hold-' } } }\nhold: { timeoutS: 1 }
access: { properties: { kind: { const: call }, arguments: { type: object, required: [amount], properties: { amount: { type: number, minimum: 1000 } } } } }\n";

/// An integration of this name; `labels` stand on its operation.
pub(crate) fn integration(name: &str, stub: &Stub, labels: &str) -> String {
    format!(
        "integration: {name}
title: Payments
owner: finance@acme.example
kind: http
connection: {{ baseUrl: 'https://{PAY}', resolve: {{ {PAY}: '{}' }}, ca: {} }}
operations:
  refund:
    version: 1.0.0
    title: Refund
    effect: write
    idempotent: key
    labels: [{labels}]
    request: {{ method: POST, path: /refunds, body: arguments }}
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: {{ amount: {{ type: number }} }}
    output: {{ type: object }}
",
        stub.tls,
        stub.ca.path().display()
    )
}

/// A request that is ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: &'static str,
    /// The path with its query.
    pub(crate) path: String,
    /// The body, JSON or YAML.
    pub(crate) body: String,
    /// Headers.
    pub(crate) headers: Vec<(String, String)>,
}

/// What was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Status and code.
    pub(crate) told: Told,
    /// The body; null where it is not JSON.
    pub(crate) body: Value,
    /// The header `ETag`.
    pub(crate) etag: Option<String>,
}

/// A server with its people.
pub(crate) struct Scene {
    world: World,
    tokens: BTreeMap<&'static str, String>,
    client: reqwest::Client,
    numbers: AtomicU64,
}

impl Scene {
    /// Starts one.
    ///
    /// # Panics
    /// When it does not get ready.
    pub(crate) async fn start(two_approvers: bool) -> Self {
        let answering =
            |seen: &Seen| -> Option<Response> { Some(Json(json!({ "got": seen.body })).into_response()) };
        let stub = Stub::start(&[PAY], answering).await;
        let payments = integration("payments", &stub, "");
        let policies: Vec<&str> = PERMITS.iter().map(|(_, text)| *text).collect();
        let flags: &[&str] = if two_approvers { &["--second-approver"] } else { &[] };
        let world = World::beside(stub, &[&payments], &policies, flags).await;
        let serve = &world.server;
        // Tokens are created beside a stopped server: nobody who takes part created another's.
        serve.stop();
        let data = serve.audit().0.parent().map(std::path::Path::to_owned).unwrap_or_default();
        let mut tokens: BTreeMap<&'static str, String> =
            PEOPLE.iter().map(|(name, who, roles)| (*name, token(&data, name, who, roles))).collect();
        tokens.insert("all", serve.token.clone());
        serve.restart().await;
        // Connections are not kept: a killed server's would be found dead one by one.
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap_or_else(|error| panic!("no HTTP client: {error}"));
        Self { world, tokens, client, numbers: AtomicU64::new(1) }
    }

    /// The server.
    pub(crate) fn server(&self) -> &Serve {
        &self.world.server
    }

    /// The system that calls go to.
    pub(crate) fn stub(&self) -> &Stub {
        self.world.stub()
    }

    /// A number that was not given before.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// `GET`.
    ///
    /// # Panics
    /// When there is no answer.
    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        let request =
            Request { method: "GET", path: path.to_owned(), body: String::new(), headers: Vec::new() };
        let answer = self.send(who, &request).await;
        answer.unwrap_or_else(|error| panic!("GET {path}: {error}; {}", self.server().log()))
    }

    /// A request that is no event: it prepares something.
    ///
    /// # Panics
    /// When it is refused, or there is no answer.
    pub(crate) async fn must(
        &self,
        who: &str,
        method: &'static str,
        path: &str,
        body: impl Into<String>,
    ) -> Answer {
        let request = Request { method, path: path.to_owned(), body: body.into(), headers: Vec::new() };
        let answer = self.send(who, &request).await;
        let answer = answer.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        assert!(answer.told.status < 300, "{method} {path}: {} {}", answer.told, answer.body);
        answer
    }

    /// Any request.
    ///
    /// # Errors
    /// When there is no answer.
    pub(crate) async fn send(&self, who: &str, request: &Request) -> Result<Answer, reqwest::Error> {
        let token = self.tokens.get(who).unwrap_or_else(|| panic!("nobody is called `{who}`"));
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).unwrap_or(reqwest::Method::GET);
        let url = format!("{}{}", self.server().url, request.path);
        let mut sent = self.client.request(method, url).bearer_auth(token);
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        if !request.body.is_empty() {
            sent = sent.body(request.body.clone());
        }
        let response = sent.send().await?;
        let status = response.status().as_u16();
        let etag = response.headers().get("etag").and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        let text = response.text().await?;
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        let code = body["code"].as_str().filter(|_| status >= 400).map(str::to_owned);
        Ok(Answer { told: Told { status, code }, body, etag })
    }
}

fn token(data: &std::path::Path, name: &str, principal: &str, roles: &[&str]) -> String {
    let mut command = Command::new(demo_binary());
    command.args(["tokens", "create", name, "--principal", principal, "--data"]).arg(data);
    for role in roles {
        command.args(["--role", role]);
    }
    let output = command.output().unwrap_or_else(|error| panic!("no token: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
