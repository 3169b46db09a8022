//! Labels that policies give to inputs and events, from outside: what they stop, from whom they hide values, and that both are
//! the same after a crash.

use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http, World, eventually};

/// The customer's name. Policies never see it.
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

/// The demo, with these policies.
async fn world() -> World<Demo> {
    let world = World::demo();
    let it = world.server.as_role("it");
    for (name, text) in POLICIES {
        it.save_policy(name, format!("policy: {name}\n{text}")).await;
    }
    let active = it.activate().await;
    assert!(active.status < 300, "{}", active.text);
    world
}

async fn publish(world: &World<Demo>, name: &str, tasks: &str) {
    world.server.as_role("champion").put_live(&format!("support/{name}"), definition(name, tasks)).await;
}

fn input() -> Value {
    json!({ "text": format!("{NAME} is not happy") })
}

async fn call(world: &World<Demo>, name: &str) -> Answer {
    world.server.as_role("app").call(&format!("support/{name}"), &input()).await
}

async fn start(world: &World<Demo>, name: &str) -> String {
    world.server.as_role("app").start(&format!("support/{name}"), &input()).await
}

async fn send(world: &World<Demo>, id: &str, kind: &str) {
    let event = json!({ "specversion": "1.0", "id": id, "source": "/shop", "type": kind,
        "data": { "text": format!("{NAME} again") } });
    world.server.as_role("app").send_event(&event).await;
}

/// The text of a run's journal as `role` sees it.
async fn journal(world: &World<Demo>, role: &str, run: &str) -> String {
    let http = match role {
        // The demo's champion may view the labels of its examples; this one may not.
        "champion" => world.person("pat@acme.example", &["champion:support"]).await,
        role => world.server.as_role(role),
    };
    let journal = http.get(&format!("/v1/runs/{run}/journal")).await;
    assert_eq!(journal.status, 200, "{}", journal.text);
    journal.text
}

fn run_of(answer: &Answer) -> String {
    answer.run.clone().unwrap_or_else(|| panic!("no run: {}", answer.text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_labelled_input_goes_nowhere_a_policy_does_not_want_it() {
    let world = world().await;
    for (name, tasks) in [("desk-tells", TELLS), ("desk-note", ANSWERS), ("other-note", ANSWERS)] {
        publish(&world, name, tasks).await;
    }
    let counts = format!("{ANSWERS}{COUNTS}");
    publish(&world, "desk-counts", &counts).await;

    let told = call(&world, "desk-tells").await;
    assert_eq!((told.status, &told.body["code"]), (403, &json!("TP1108")), "{}", told.text);
    assert_eq!(told.body["reason"], "The run was told of customers.", "{}", told.text);
    let answered = call(&world, "desk-note").await;
    assert_eq!((answered.status, &answered.body["reason"]), (403, &json!("Customer data stays here.")));
    assert!(!answered.text.contains(NAME), "{}", answered.text);
    // The same workflow under another name gets an input without labels.
    let other = call(&world, "other-note").await;
    assert_eq!((other.status, &other.body["said"]), (200, &json!(format!("{NAME} is not happy"))));
    // An output without labels is answered. The journal hides the input from those who may not view its label.
    let counted = call(&world, "desk-counts").await;
    assert_eq!((counted.status, &counted.body), (200, &json!({ "done": true })), "{}", counted.text);
    let run = run_of(&counted);
    let seen = journal(&world, "it", &run).await;
    assert!(seen.contains(NAME) && seen.contains(r#""labels":["customer-data"]"#), "{seen}");
    let hidden = journal(&world, "champion", &run).await;
    assert!(!hidden.contains(NAME) && hidden.contains("$masked"), "{hidden}");
    let plain = journal(&world, "champion", &run_of(&other)).await;
    assert!(plain.contains(NAME), "{plain}");
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_of_inputs_and_events_are_the_same_after_a_crash() {
    let mut world = world().await;
    publish(&world, "desk-waits", WAITS).await;
    publish(&world, "hears", HEARS).await;
    let waits = start(&world, "desk-waits").await;
    let complaint = start(&world, "hears").await;
    // It must listen before the kill: a run does not receive events from before it listened.
    listening(&world.server.as_role("it"), &complaint).await;
    world.server.kill_engine();
    world.server.start_engine();

    send(&world, "1", "com.acme.complaint.new").await;
    for run in [&waits, &complaint] {
        let ended = world.server.as_role("it").ended(run).await;
        assert_eq!(
            (&ended["status"], &ended["error"]["code"]),
            (&json!("faulted"), &json!("TP1108")),
            "{ended}"
        );
    }
    let hidden = journal(&world, "champion", &complaint).await;
    assert!(!hidden.contains("again") && hidden.contains("$masked"), "{hidden}");
    let order = start(&world, "hears").await;
    listening(&world.server.as_role("it"), &order).await;
    send(&world, "2", "com.acme.order").await;
    let ended = world.server.as_role("it").ended(&order).await;
    assert_eq!(
        (&ended["status"], &ended["output"]["heard"]),
        (&json!("completed"), &json!(format!("{NAME} again"))),
        "{ended}"
    );
}

async fn listening(it: &Http, run: &str) {
    eventually(&format!("run {run} listens"), async || {
        let journal = it.get(&format!("/v1/runs/{run}/journal")).await.text;
        let listens = journal.contains(r#""listen""#) && journal.contains(r#""after""#);
        if listens { Ok(()) } else { Err(journal) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_document_of_labels_is_said_when_it_is_saved() {
    let demo = Demo::start();
    let it = demo.as_role("it");
    for (text, code, says) in [
        (
            "labels: { input: [customer-data] }\neffect: forbid\n",
            "TP2034",
            "is not allowed together with `effect`",
        ),
        (
            "labels: { input: [customer-data] }\nevent: { required: [type] }\n",
            "TP2034",
            "is not allowed together with `event`",
        ),
        ("labels: { input: ['Customer Data'] }\n", "TP2001", "must match the pattern"),
        ("labels: { input: [a], event: [b] }\n", "TP2001", "at most 1 fields"),
        (
            "event: { required: [type] }\neffect: permit\naccess: true\n",
            "TP2034",
            "only together with `labels.event`",
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
