//! A world with four people: a champion and an approver of `support`, and two of IT.

use serde_json::{Value, json};

use crate::{Answer, Http, World};

/// An integration whose system is not there: nothing is called.
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

/// A permit for starting and answering alone.
pub const START_ONLY: &str = "policy: all\ntitle: Starting\neffect: permit
access: { properties: { kind: { enum: [start, respond] } } }\nreason: Tests.\n";

/// See the file.
pub struct Office {
    /// The server.
    pub world: World,
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
        let world = World::with(&[PAYMENTS], &[policy], flags).await;
        let person = async |name: &str, role: &str| {
            let id = format!("{name}@acme.example");
            // With separate duties, a token counts as its creator's too: each is created on the command line.
            match flags.contains(&"--second-approver") {
                true => world.root_person(&id, &[role]).await,
                false => world.person(&id, &[role]).await,
            }
        };
        let champion = person("mia", "champion:support").await;
        let approver = person("ada", "approver:support").await;
        let (it, second) = (person("ivo", "it").await, person("uma", "it").await);
        Self { champion, approver, it, second, world }
    }

    /// A definition `support/<name>` whose only task is `task`.
    pub fn definition(name: &str, version: &str, task: &str) -> String {
        format!(
            "document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: {version} }}\ndo: [{{ one: {task} }}]\n"
        )
    }

    /// Saves and publishes it as the champion.
    pub async fn publish(&self, name: &str, version: &str, task: &str) -> Answer {
        let source = Self::definition(name, version, task);
        self.champion.publish(&format!("support/{name}"), source).await
    }

    /// Requests access for a new workflow that policies refuse; the request.
    ///
    /// # Panics
    /// When the request is not taken.
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

    /// The policies in force: name and text.
    pub async fn in_force(&self) -> std::collections::BTreeMap<String, String> {
        let active = self.it.get("/v1/policies/active").await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let policies = active.body["policies"].as_array().cloned().unwrap_or_default();
        policies.iter().map(|policy| (text(&policy["name"]), text(&policy["source"]))).collect()
    }
}
