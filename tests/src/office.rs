//! A server with the people who meet on it: a champion and an approver of `support`, and two of IT.

use serde_json::{Value, json};

use crate::{Answer, Http, Serve};

/// An integration that nothing is sent to.
pub const PAYMENTS: &str = "integration: payments
title: Payments
owner: finance@acme.example
kind: http
connection: { baseUrl: 'https://pay.acme.example' }
operations:
  refund:
    version: 1.0.0
    title: Refund
    effect: write
    idempotent: key
    request: { method: POST, path: /refunds, body: arguments }
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
  lookup:
    version: 1.0.0
    title: Look an order up
    effect: read
    request: { method: GET, path: /orders }
    input: { type: object, additionalProperties: false, properties: {} }
";

/// A permit for everything.
pub const EVERYTHING: &str =
    "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";
/// A permit for starting and answering alone.
pub const START_ONLY: &str = "policy: all\ntitle: Starting\neffect: permit
access: { properties: { kind: { enum: [start, respond] } } }\nreason: Tests.\n";

/// See the file.
pub struct Office {
    /// The server.
    pub server: Serve,
    /// `mia`, champion of `support`.
    pub champion: Http,
    /// `ada`, approver of `support`.
    pub approver: Http,
    /// `ivo`, of IT.
    pub it: Http,
    /// `uma`, of IT.
    pub second: Http,
}

impl Office {
    /// Starts it under one policy.
    pub async fn start(policy: &str, flags: &[&str]) -> Self {
        let policies = [("all.yaml", policy.to_owned())];
        let server = Serve::start_with(&[("payments.yaml", PAYMENTS.to_owned())], &policies, flags).await;
        // Where it takes two, nobody's token may be another's work.
        let root = async |name: &str, role: &str| {
            let token = server.root_token(&format!("{name}@acme.example"), &[role]).await;
            Http::new(&server.url, &token)
        };
        if flags.contains(&"--second-signer") {
            let champion = root("mia", "champion:support").await;
            let approver = root("ada", "approver:support").await;
            let (it, second) = (root("ivo", "it").await, root("uma", "it").await);
            return Self { champion, approver, it, second, server };
        }
        let make = async |name: &str, grant: Value| {
            let body = json!({ "name": format!("{name}@acme.example"), "grants": [grant] }).to_string();
            let made = server.http().post("/v1/tokens", body).await;
            assert_eq!(made.status, 201, "{}", made.text);
            Http::new(&server.url, made.body["token"].as_str().unwrap_or_default())
        };
        let champion = make("mia", json!({ "role": "champion", "namespace": "support" })).await;
        let approver = make("ada", json!({ "role": "approver", "namespace": "support" })).await;
        let it = make("ivo", json!({ "role": "it" })).await;
        let second = make("uma", json!({ "role": "it" })).await;
        Self { server, champion, approver, it, second }
    }

    /// A definition `support/<name>` whose only task is `task`.
    pub fn definition(name: &str, version: &str, task: &str) -> String {
        format!(
            "document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: {version} }}\ndo: [{{ one: {task} }}]\n"
        )
    }

    /// Saves it and publishes it.
    ///
    /// # Panics
    /// When it cannot be saved.
    pub async fn publish(&self, name: &str, version: &str, task: &str) -> Answer {
        let place = format!("/v1/workflows/support/{name}");
        let saved = self.champion.put(&format!("{place}/draft"), Self::definition(name, version, task)).await;
        assert!(saved.status < 300, "{}", saved.text);
        self.champion.post(&format!("{place}/publish"), "").await
    }

    /// Asks for what a new workflow reaches and policies refuse; the request.
    ///
    /// # Panics
    /// When it is not asked for.
    pub async fn ask(&self, name: &str, task: &str) -> Value {
        let place = format!("/v1/workflows/support/{name}/draft");
        let saved = self.champion.put(&place, Self::definition(name, "1.0.0", task)).await;
        assert!(saved.status < 300, "{}", saved.text);
        let asked = json!({ "namespace": "support", "workflow": name, "purpose": "tests" });
        let asked = self.champion.post("/v1/requests", asked.to_string()).await;
        assert_eq!(asked.status, 201, "{}", asked.text);
        let place = format!("/v1/requests/{}", asked.body["id"].as_str().unwrap_or_default());
        self.it.get(&place).await.body
    }

    /// The texts in force, by policy.
    pub async fn in_force(&self) -> std::collections::BTreeMap<String, String> {
        let active = self.it.get("/v1/policies/active").await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let policies = active.body["policies"].as_array().cloned().unwrap_or_default();
        policies.iter().map(|policy| (text(&policy["name"]), text(&policy["source"]))).collect()
    }
}
