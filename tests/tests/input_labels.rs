//! Labels that policies give to inputs and events, from outside: what they stop, whom they hide values from, and that a
//! crash changes neither.

use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http};

/// Who writes it, and never what a policy is told.
const NAME: &str = "Quillfeather";

const POLICIES: &[(&str, &str)] = &[
    (
        "desk-holds-customer-data",
        "title: What the desk is told holds customer data
labels: { input: [customer-data] }
workflow: { properties: { name: { pattern: '^desk-' } } }
tests:
  - { name: the desk, workflow: { name: desk-note }, expect: [customer-data] }
  - { name: everybody else, workflow: { name: other }, expect: [] }
",
    ),
    (
        "complaints-hold-customer-data",
        "title: Complaints hold customer data
labels: { event: [customer-data] }
event: { properties: { type: { pattern: '^com\\.acme\\.complaint' } }, required: [type] }
tests:
  - { name: a complaint, event: { type: com.acme.complaint.new }, expect: [customer-data] }
  - { name: an order, event: { type: com.acme.order }, expect: [] }
",
    ),
    (
        "desk-events",
        "title: Events of the desk
effect: permit
access: { properties: { kind: { enum: [emit, listen, run] } } }
expires: 2099-12-31
tests: [{ name: nothing else, access: { kind: call }, expect: deny }]
",
    ),
    (
        "no-customer-data-in-answers",
        "title: Answers hold no customer data
effect: forbid
access: { properties: { kind: { const: respond }, labels: { contains: { const: customer-data } } } }
reason: Customer data stays here.
tests: [{ name: an answer, access: { kind: respond, labels: [customer-data] }, expect: deny }]
",
    ),
    (
        "nothing-told-of-customers",
        "title: Runs that were told of customers tell nobody
effect: forbid
access: { properties: { kind: { const: emit }, runLabels: { contains: { const: customer-data } } } }
reason: The run was told of customers.
tests: [{ name: an event, access: { kind: emit, runLabels: [customer-data] }, expect: deny }]
",
    ),
];

/// A definition by its name and its tasks.
fn definition(name: &str, tasks: &str) -> String {
    format!("document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: 1.0.0 }}\ndo:\n{tasks}")
}

const TELLS: &str =
    "  - tell: { emit: { event: { with: { source: /desk, type: com.acme.told, data: { n: 1 } } } } }\n";
const ANSWERS: &str = "  - answer: { set: { said: '${ $workflow.input.text }' } }\n";
const COUNTS: &str = "  - count: { set: { done: true } }\n";
const WAITS: &str = "  - pause: { wait: PT3S }\n  - answer: { set: { said: '${ $workflow.input.text }' } }\n";
const HEARS: &str = "  - hear: { listen: { to: { one: { with: { source: /shop } } } } }\n  - answer: { set: { heard: '${ .[0].text }' } }\n";

struct World {
    demo: Demo,
}

impl World {
    async fn start() -> Self {
        let demo = Demo::start();
        let it = demo.as_role("it");
        for (name, text) in POLICIES {
            let saved = it.put(&format!("/v1/policies/{name}"), format!("policy: {name}\n{text}")).await;
            assert!(saved.status < 300, "{name}: {}", saved.text);
        }
        let active = it.activate().await;
        assert!(active.status < 300, "{}", active.text);
        Self { demo }
    }

    async fn publish(&self, name: &str, tasks: &str) {
        let champion = self.demo.as_role("champion");
        let path = format!("/v1/workflows/support/{name}");
        let saved = champion.put(&format!("{path}/draft"), definition(name, tasks)).await;
        assert!(saved.status < 300, "{name}: {}", saved.text);
        let live = champion.post(&format!("{path}/publish"), "").await;
        assert!(live.status < 300, "{name}: {}", live.text);
    }

    async fn call(&self, name: &str, prefer: &str) -> Answer {
        let input = json!({ "text": format!("{NAME} is not happy") }).to_string();
        let path = format!("/v1/workflows/support/{name}/runs");
        self.demo.as_role("app").send("POST", &path, Some(input.into()), &[("Prefer", prefer)]).await
    }

    async fn send(&self, id: &str, kind: &str) {
        let event = json!({ "specversion": "1.0", "id": id, "source": "/shop", "type": kind,
            "data": { "text": format!("{NAME} again") } });
        let headers = [("Content-Type", "application/cloudevents+json")];
        let app = self.demo.as_role("app");
        let sent = app.send("POST", "/v1/events", Some(event.to_string().into()), &headers).await;
        assert!(sent.status < 300, "{}", sent.text);
    }

    async fn ended(&self, run: &str) -> Value {
        for _ in 0..800 {
            let run = self.demo.as_role("it").get(&format!("/v1/runs/{run}")).await.body;
            if !matches!(run["status"].as_str(), Some("running" | "waiting")) {
                return run;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("{run} does not end")
    }

    /// The text of a run's journal as `role` sees it.
    /// The demo's champion may see what its examples handle; this one may not.
    async fn champion_without_sight(&self) -> Http {
        let it = self.demo.as_role("it");
        let wanted = json!({
            "name": "no sight", "principal": "pat@acme.example", "grants": [{ "role": "champion", "namespace": "support" }],
        });
        let made = it.post("/v1/tokens", wanted.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        Http::new(self.demo.url(), made.body["token"].as_str().unwrap_or_default())
    }

    async fn journal(&self, role: &str, run: &str) -> String {
        let http = match role {
            "champion" => self.champion_without_sight().await,
            role => self.demo.as_role(role),
        };
        let journal = http.get(&format!("/v1/runs/{run}/journal")).await;
        assert_eq!(journal.status, 200, "{}", journal.text);
        journal.text
    }
}

fn run_of(answer: &Answer) -> String {
    answer.run.clone().unwrap_or_else(|| panic!("no run: {}", answer.text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_labelled_input_goes_nowhere_a_policy_does_not_want_it() {
    let world = World::start().await;
    for (name, tasks) in [("desk-tells", TELLS), ("desk-note", ANSWERS), ("other-note", ANSWERS)] {
        world.publish(name, tasks).await;
    }
    let counts = format!("{ANSWERS}{COUNTS}");
    world.publish("desk-counts", &counts).await;

    let told = world.call("desk-tells", "wait=20").await;
    assert_eq!((told.status, &told.body["code"]), (403, &json!("TP1108")), "{}", told.text);
    assert_eq!(told.body["reason"], "The run was told of customers.", "{}", told.text);
    let answered = world.call("desk-note", "wait=20").await;
    assert_eq!((answered.status, &answered.body["reason"]), (403, &json!("Customer data stays here.")));
    assert!(!answered.text.contains(NAME), "{}", answered.text);
    // The same workflow under another name was told nothing that bears a label.
    let other = world.call("other-note", "wait=20").await;
    assert_eq!((other.status, &other.body["said"]), (200, &json!(format!("{NAME} is not happy"))));
    // What is made of nothing labelled is answered, and the journal hides the input from whoever may not see it.
    let counted = world.call("desk-counts", "wait=20").await;
    assert_eq!((counted.status, &counted.body), (200, &json!({ "done": true })), "{}", counted.text);
    let run = run_of(&counted);
    let seen = world.journal("it", &run).await;
    assert!(seen.contains(NAME) && seen.contains(r#""labels":["customer-data"]"#), "{seen}");
    let hidden = world.journal("champion", &run).await;
    assert!(!hidden.contains(NAME) && hidden.contains("$masked"), "{hidden}");
    let plain = world.journal("champion", &run_of(&other)).await;
    assert!(plain.contains(NAME), "{plain}");
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_of_inputs_and_events_are_the_same_after_a_crash() {
    let mut world = World::start().await;
    world.publish("desk-waits", WAITS).await;
    world.publish("hears", HEARS).await;
    let waits = run_of(&world.call("desk-waits", "respond-async").await);
    let complaint = run_of(&world.call("hears", "respond-async").await);
    // It has to listen before it is killed, or it would hear nothing of what came before.
    listening(&world.demo.as_role("it"), &complaint).await;
    world.demo.kill_engine();
    world.demo.start_engine();

    world.send("1", "com.acme.complaint.new").await;
    for run in [&waits, &complaint] {
        let ended = world.ended(run).await;
        assert_eq!(
            (&ended["status"], &ended["error"]["code"]),
            (&json!("faulted"), &json!("TP1108")),
            "{ended}"
        );
    }
    let hidden = world.journal("champion", &complaint).await;
    assert!(!hidden.contains("again") && hidden.contains("$masked"), "{hidden}");
    let order = run_of(&world.call("hears", "respond-async").await);
    listening(&world.demo.as_role("it"), &order).await;
    world.send("2", "com.acme.order").await;
    let ended = world.ended(&order).await;
    assert_eq!(
        (&ended["status"], &ended["output"]["heard"]),
        (&json!("completed"), &json!(format!("{NAME} again"))),
        "{ended}"
    );
}

async fn listening(it: &Http, run: &str) {
    for _ in 0..800 {
        let journal = it.get(&format!("/v1/runs/{run}/journal")).await;
        if journal.text.contains(r#""listen""#) && journal.text.contains(r#""after""#) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{run} does not listen")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_document_of_labels_is_said_when_it_is_saved() {
    let demo = Demo::start();
    let it = demo.as_role("it");
    for (text, code, says) in [
        ("labels: { input: [customer-data] }\neffect: forbid\n", "TP2034", "cannot stand beside `effect`"),
        (
            "labels: { input: [customer-data] }\nevent: { required: [type] }\n",
            "TP2034",
            "cannot stand beside `event`",
        ),
        ("labels: { input: ['Customer Data'] }\n", "TP2001", "has to match the pattern"),
        ("labels: { input: [a], event: [b] }\n", "TP2001", "at most 1 fields"),
        (
            "event: { required: [type] }\neffect: permit\naccess: true\n",
            "TP2034",
            "beside `labels.event` only",
        ),
    ] {
        let saved = it.put("/v1/policies/wrong", format!("policy: wrong\ntitle: Wrong\n{text}")).await;
        let found = saved.text.contains(code) && saved.text.contains(says);
        assert!(saved.status == 422 && found, "{text}: {} {}", saved.status, saved.text);
    }
    let champion = demo.as_role("champion");
    let refused =
        champion.put("/v1/policies/mine", "policy: mine\ntitle: Mine\nlabels: { input: [a] }\n").await;
    assert_eq!(refused.status, 403, "{}", refused.text);
}
