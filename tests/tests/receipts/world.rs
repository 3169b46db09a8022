//! A demo, and a run of every kind on it.

use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http};

/// Everything in support is permitted, but for what is forbidden or held.
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
         properties: { text: { const: sign this } } } } }\n",
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
        "signs",
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

/// The company's notes once more, by a document that promises an answer which the company does not give.
fn strict(company: &str) -> String {
    format!(
        "integration: strict\nowner: it@acme.example\nkind: http\nconnection: {{ baseUrl: '{company}/crm' }}\noperations:\n  \
         add-note:\n    version: 1.0.0\n    effect: write\n    output: {{ type: object, required: [receipt] }}\n    \
         input: {{ type: object, additionalProperties: false, required: [id, text], \
         properties: {{ id: {{ type: string }}, text: {{ type: string }} }} }}\n    \
         request: {{ method: POST, path: '/customers/{{id}}/notes', body: {{ text: '{{text}}' }} }}\n"
    )
}

pub(crate) struct World {
    pub(crate) demo: Demo,
}

impl World {
    pub(crate) async fn start() -> Self {
        let demo = Demo::start();
        let (it, champion) = (demo.as_role("it"), demo.as_role("champion"));
        for (name, text) in POLICIES {
            let saved = it.put(&format!("/v1/policies/{name}"), *text).await;
            assert!(saved.status < 300, "{name}: {}", saved.text);
        }
        let saved = it.put("/v1/integrations/strict", strict(demo.ready["company"].as_str().unwrap())).await;
        assert!(saved.status < 300, "{}", saved.text);
        let active = it.post("/v1/policies/activate", "").await;
        assert_eq!(active.status, 200, "{}", active.text);
        for (name, tasks) in WORKFLOWS {
            let tasks = tasks.replace("\n-", "\n  -");
            let source = format!(
                "document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: 1.0.0 }}\ndo:\n  {tasks}\n"
            );
            let path = format!("/v1/workflows/support/{name}");
            let saved = champion.put(&format!("{path}/draft"), source).await;
            assert!(saved.status < 300, "{name}: {}", saved.text);
            let live = champion.post(&format!("{path}/publish"), "").await;
            assert!(live.status < 300, "{name}: {}", live.text);
        }
        Self { demo }
    }

    /// A run of every kind, by what it shows.
    pub(crate) async fn every_kind(&mut self) -> Vec<(&'static str, String)> {
        // The blow falls on runs that are at every place of their way.
        let mut killed = Vec::new();
        for _ in 0..12 {
            let complaint = json!({ "customerId": "c-2", "text": "The bell is cracked." });
            killed.push(self.begin("complaint-intake", complaint).await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.demo.kill_engine();
        self.demo.start_engine();
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
            let run = self.begin(workflow, input).await;
            self.ended(&run, &[status]).await;
            runs.push((kind, run));
        }
        for run in killed {
            // A note that may have been written is not written again.
            self.ended(&run, &["completed", "faulted"]).await;
            runs.push(("killed", run));
        }
        for (kind, verb, status) in [("signed", "sign", "completed"), ("declined", "decline", "faulted")] {
            let run = self.begin("signs", json!({ "text": "sign this" })).await;
            self.answer(&run, verb).await;
            self.ended(&run, &[status]).await;
            runs.push((kind, run));
        }
        let cancelled = self.start_waiting().await;
        self.demo.as_role("it").post(&format!("/v1/runs/{cancelled}/cancel"), "").await;
        self.ended(&cancelled, &["cancelled"]).await;
        runs.push(("cancelled", cancelled));
        runs
    }

    pub(crate) async fn start_waiting(&self) -> String {
        self.begin("waits", json!({})).await
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

    fn it(&self) -> Http {
        self.demo.as_role("it")
    }

    async fn begin(&self, workflow: &str, input: Value) -> String {
        let path = format!("/v1/workflows/support/{workflow}/runs");
        let headers = [("Prefer", "respond-async"), ("Content-Type", "application/json")];
        let started: Answer =
            self.demo.as_role("app").send("POST", &path, Some(input.to_string().into()), &headers).await;
        assert!(started.run.is_some(), "{workflow}: {}", started.text);
        started.run.unwrap()
    }

    async fn ended(&self, run: &str, statuses: &[&str]) {
        for _ in 0..600 {
            let seen = self.it().get(&format!("/v1/runs/{run}")).await.body;
            let now = seen["status"].as_str().unwrap_or_default();
            if !matches!(now, "running" | "waiting") {
                assert!(statuses.contains(&now), "{seen}");
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{run} does not end");
    }

    async fn answer(&self, run: &str, verb: &str) {
        let approver = self.demo.as_role("approver");
        for _ in 0..600 {
            let answered = approver.decide(&format!("/v1/holds/{run}/1"), verb, "").await;
            if answered.status < 300 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{run} is not held");
    }
}
