//! The demo, and a run of every kind on it.

use std::time::Duration;

use serde_json::json;
use towpath_tests::{Demo, Http, World, hold_path, pause};

/// Everything in `support` is permitted, with a few exceptions.
const POLICIES: &[(&str, &str)] = &[
    (
        "receipts-permit",
        "policy: receipts-permit\ntitle: Tests\neffect: permit\nreason: Tests.\n\
         workflow: { properties: { namespace: { const: support } } }\n\
         access: { properties: { kind: { enum: [call, emit, listen, run] } } }\n",
    ),
    (
        "receipts-hold",
        "policy: receipts-hold\ntitle: Tests\neffect: hold\napprovers: { role: approver }\nreason: Tests.\n\
         access: { properties: { operation: { const: add-note }, arguments: { type: object, required: [text], \
         properties: { text: { const: release this } } } } }\n",
    ),
    (
        "receipts-answers",
        "policy: receipts-answers\ntitle: Tests\neffect: forbid\nreason: Stays inside.\n\
         workflow: { properties: { name: { const: tells } } }\n\
         access: { properties: { kind: { const: respond }, labels: { contains: { const: order-data } } } }\n",
    ),
    (
        "receipts-profile",
        "policy: receipts-profile\ntitle: Tests\neffect: forbid\nmode: audit\nreason: Tests.\n\
         profile: { properties: { accesses: { contains: { properties: { integration: { const: crm } }, \
         required: [integration] } } } }\n",
    ),
];

const WORKFLOWS: &[(&str, &str)] = &[
    (
        "caught",
        "- pay: { try: [{ refund: { call: 'payments.refund:1.0.0@default', with: { order: o-1001, amount: '${ .amount }', \
         reason: r } } }], catch: { as: problem, do: [{ told: { set: { status: '${ $problem.status }' } } }] } }",
    ),
    (
        "releases",
        "- note: { call: 'crm.add-note:1.0.0@default', with: { id: c-1, text: '${ .text }' } }\n- done: { set: { a: 1 } }",
    ),
    (
        "raises",
        "- stop: { raise: { error: { type: 'https://acme.example/errors/no', status: 418, title: No } } }",
    ),
    ("tells", "- find: { call: 'orders.find-order:1.0.0@default', with: { id: o-1001 } }"),
    ("parent", "- child: { run: { workflow: { namespace: support, name: raises, version: 1.0.0 } } }"),
    (
        "talks",
        "- both: { fork: { branches: [\
         { hear: { listen: { to: { one: { with: { type: receipts.said } } } } } }, \
         { say: { do: [{ pause: { wait: { milliseconds: 300 } } }, { out: { emit: { event: { with: { type: receipts.said, data: { n: 1 } } } } } }] } }\
         ] } }",
    ),
    (
        "races",
        "- first: { fork: { compete: true, branches: [{ slow: { wait: PT1H } }, { fast: { wait: { milliseconds: 100 } } }] } }",
    ),
    ("spins", "- spin: { set: { n: '${ last(range(1000000000)) }' } }"),
    ("waits", "- pause: { wait: PT1H }"),
    (
        "retries",
        "- once: { try: [{ retried: { try: [{ note: { call: 'strict.add-note:1.0.0@default', with: { id: c-1, text: t } } }], \
         catch: { retry: { delay: { milliseconds: 1 }, limit: { attempt: { count: 1 } } } } } }], \
         catch: { do: [{ told: { set: { a: 1 } } }] } }",
    ),
];

/// The company's notes again, in a document whose output schema the company's answers do not match.
fn strict(company: &str) -> String {
    format!(
        "integration: strict\nowner: it@acme.example\nkind: http\nconnection: {{ baseUrl: '{company}/crm' }}\noperations:\n  \
         add-note:\n    version: 1.0.0\n    effect: write\n    output: {{ type: object, required: [receipt] }}\n    \
         input: {{ type: object, additionalProperties: false, required: [id, text], \
         properties: {{ id: {{ type: string }}, text: {{ type: string }} }} }}\n    \
         request: {{ method: POST, path: '/customers/{{id}}/notes', body: {{ text: '{{text}}' }} }}\n"
    )
}

/// The demo with these policies and workflows.
pub(crate) struct Company {
    pub(crate) world: World<Demo>,
}

impl Company {
    pub(crate) async fn start() -> Self {
        let world = World::demo();
        let (it, champion) = (world.server.as_role("it"), world.server.as_role("champion"));
        for (name, text) in POLICIES {
            it.save_policy(name, *text).await;
        }
        let company = world.server.ready["company"].as_str().unwrap();
        let saved = it.put("/v1/integrations/strict", strict(company)).await;
        assert!(saved.status < 300, "{}", saved.text);
        let active = it.post("/v1/policies/activate", "").await;
        assert_eq!(active.status, 200, "{}", active.text);
        for (name, tasks) in WORKFLOWS {
            let tasks = tasks.replace("\n-", "\n  -");
            let source = format!(
                "document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: 1.0.0 }}\ndo:\n  {tasks}\n"
            );
            champion.put_live(&format!("support/{name}"), source).await;
        }
        Self { world }
    }

    /// A run of every kind.
    pub(crate) async fn every_kind(&mut self) -> Vec<(&'static str, String)> {
        let mut killed = Vec::new();
        for _ in 0..12 {
            let complaint = json!({ "customerId": "c-2", "text": "The bell is cracked." });
            killed.push(self.app().start("support/complaint-intake", &complaint).await);
            pause(Duration::from_millis(50), "the kill meets each run at another task").await;
        }
        self.world.server.kill_engine();
        self.world.server.start_engine();
        let order = |price: u32| {
            json!({ "order": { "id": "o-1002", "items": [{ "sku": "anchor", "price": price, "qty": 1 }] },
                    "customer": { "tier": "gold" } })
        };
        let mut runs = Vec::new();
        for (kind, workflow, input, status) in [
            ("completed", "order-status", json!({ "orderId": "o-1001" }), "completed"),
            ("raised with labels", "order-status", json!({ "orderId": "o-9999" }), "faulted"),
            ("paid", "refund-triage", order(180), "completed"),
            ("refused", "refund-triage", order(450), "faulted"),
            ("caught", "caught", json!({ "amount": 450 }), "completed"),
            ("raised", "raises", json!({}), "faulted"),
            ("answer refused", "tells", json!({}), "faulted"),
            ("child", "parent", json!({}), "faulted"),
            ("events", "talks", json!({}), "completed"),
            ("race", "races", json!({}), "completed"),
            ("limit", "spins", json!({}), "faulted"),
            ("retried", "retries", json!({}), "completed"),
        ] {
            let run = self.app().start(&format!("support/{workflow}"), &input).await;
            self.ended(&run, &[status]).await;
            runs.push((kind, run));
        }
        for run in killed {
            // A note that may have been written is not written again: such a run faults.
            self.ended(&run, &["completed", "faulted"]).await;
            runs.push(("killed", run));
        }
        for (kind, verb, status) in [("released", "release", "completed"), ("declined", "decline", "faulted")]
        {
            let run = self.app().start("support/releases", &json!({ "text": "release this" })).await;
            let approver = self.world.server.as_role("approver");
            let hold = approver.held(&run).await;
            let answered = approver.decide(&hold_path(&hold), verb, "").await;
            assert!(answered.status < 300, "{}", answered.text);
            self.ended(&run, &[status]).await;
            runs.push((kind, run));
        }
        let cancelled = self.start_waiting().await;
        self.it().post(&format!("/v1/runs/{cancelled}/cancel"), "").await;
        self.ended(&cancelled, &["cancelled"]).await;
        runs.push(("cancelled", cancelled));
        runs
    }

    pub(crate) async fn start_waiting(&self) -> String {
        self.app().start("support/waits", &json!({})).await
    }

    /// The receipt, byte for byte.
    pub(crate) async fn receipt(&self, run: &str) -> Vec<u8> {
        let answer = self.it().get(&format!("/v1/runs/{run}/receipt")).await;
        assert_eq!(
            (answer.status, answer.content_type.as_str()),
            (200, "application/json"),
            "{}",
            answer.text
        );
        answer.text.into_bytes()
    }

    pub(crate) fn it(&self) -> Http {
        self.world.server.as_role("it")
    }

    fn app(&self) -> Http {
        self.world.server.as_role("app")
    }

    async fn ended(&self, run: &str, statuses: &[&str]) {
        let seen = self.it().ended(run).await;
        assert!(statuses.iter().any(|status| seen["status"] == *status), "{seen}");
    }
}
