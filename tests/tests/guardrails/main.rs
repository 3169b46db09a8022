//! Guardrails from outside, over HTTP and the command line: an approver approves each version that pays refunds, and releases
//! large refunds one by one. Each person who takes part has a file.

#![expect(clippy::unwrap_used, reason = "tests")]

mod approver;
mod auditor;
mod champion;
mod it;
mod policies;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, PERMIT_ALL, Said, Seen, Stub, World};

const PAY: &str = "pay.acme.example";
const REVIEW_PATH: &str = "/v1/reviews/support/refund/1.0.0";

fn outside(seen: &Seen) -> Option<Response> {
    Some(Json(json!({ "refunded": seen.body["amount"] })).into_response())
}

const PAYMENTS: &str = "integration: payments
title: Payments
owner: finance@acme.example
kind: http
connection: { baseUrl: 'https://pay.acme.example', resolve: { pay.acme.example: 'RESOLVE' }, ca: CA }
operations:
  refund:
    version: 1.0.0
    title: Refund
    effect: write
    idempotent: no
    request: { method: POST, path: /refunds, body: arguments }
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
    output: { type: object }
";

const REVIEW: &str =
    "policy: refunds-are-looked-at\ntitle: Workflows that refund are looked at\neffect: review
approvers: { role: approver }
access: { properties: { integration: { const: payments } } }
reason: Money leaves the house.\ncontact: finance@acme.example\n";
const HOLD: &str = "policy: large-refunds\ntitle: Large refunds are held\neffect: hold
approvers: { role: approver }
access:
  properties:
    integration: { const: payments }
    arguments: { type: object, required: [amount], properties: { amount: { type: number, minimum: 100 } } }
reason: More than 100 is held.
tests: [{ name: a small one goes out, access: { integration: payments, arguments: { amount: 99 } }, expect: allow }]
";

const WORKFLOW: &str =
    "document: { dsl: 1.0.3, namespace: support, name: refund, version: 1.0.0, title: Refund }
do:
  - pay: { call: 'payments.refund:1.0.0@default', with: { amount: '${ .amount }' } }
";

/// The definition without its call.
fn quiet() -> String {
    let (document, _) = WORKFLOW.split_once("do:").unwrap();
    format!("{document}do:\n  - a: {{ set: {{ a: 1 }} }}\n")
}

/// A server with these rules, and the people who meet there.
struct Refunds {
    world: World,
    champion: Http,
    approver: Http,
    it: Http,
}

impl Refunds {
    /// Nothing is published.
    async fn start() -> Self {
        let stub = Stub::start(&[PAY], outside).await;
        let payments = PAYMENTS
            .replace("RESOLVE", &stub.tls.to_string())
            .replace("CA", &stub.ca.path().display().to_string());
        let world = World::beside(stub, &[&payments], &[PERMIT_ALL, REVIEW, HOLD], &[]).await;
        let champion = world.person("mia@acme.example", &["champion:support"]).await;
        let approver = world.person("ada@acme.example", &["approver:support"]).await;
        let it = world.person("ivo@acme.example", &["it"]).await;
        Self { world, champion, approver, it }
    }

    /// The workflow is published and approved.
    async fn approved() -> Self {
        let refunds = Self::start().await;
        refunds.publish(WORKFLOW).ends(0);
        refunds.approve("1.0.0").ends(0);
        refunds
    }

    /// Publishes on the command line.
    fn publish(&self, source: &str) -> Said {
        let file = file_of(source);
        self.champion.cli(&["publish", file.path().to_str().unwrap()])
    }

    /// Approves on the command line.
    fn approve(&self, version: &str) -> Said {
        self.approver.cli(&["reviews", "approve", "support/refund", version])
    }

    async fn call(&self, amount: u32) -> Answer {
        self.champion.call("support/refund", &json!({ "amount": amount })).await
    }

    /// Starts a refund that is held; the run and the hold as the approver sees it.
    async fn held(&self, amount: u32) -> (String, Value) {
        let run = self.champion.start("support/refund", &json!({ "amount": amount })).await;
        let hold = self.approver.held(&run).await;
        (run, hold)
    }

    /// How many refunds reached the payment system.
    fn sent(&self) -> usize {
        self.world.stub().seen().len()
    }
}

fn file_of(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}
