//! What is published in every simulation: three systems, the policies, and workflows that between them read, write, wait, listen,
//! emit, fork, retry, are held, and start each other.

use serde_json::json;
use towpath_identity::{Grant, Principal, Role};
use towpath_runtime::{Activate, Engine};

/// The workflows that callers start.
pub(crate) const NAMES: [&str; 8] =
    ["naps", "orders", "hears", "forks", "tells", "refunds", "outer", "hasty"];

/// Least time from start to end, in milliseconds.
pub(crate) fn least_duration(name: &str) -> i64 {
    match name {
        "naps" => 5_050,
        "orders" => 400,
        "forks" => 120,
        _ => 0,
    }
}

/// The person who publishes and starts everything.
pub(crate) fn champion() -> Principal {
    person("champion", &[Role::Champion, Role::It])
}

/// The person who releases calls.
pub(crate) fn approver() -> Principal {
    person("ada", &[Role::Approver])
}

fn person(id: &str, roles: &[Role]) -> Principal {
    Principal {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: roles[0],
        roles: roles.iter().map(|role| Grant { role: *role, namespace: None }).collect(),
        may_view: vec![],
        minted: towpath_identity::Minted::default(),
    }
}

fn integration(name: &str, labels: &str) -> String {
    let input = |more: &str| {
        format!(
            "{{ type: object, additionalProperties: false, required: [run, place], properties: {{ run: {{ type: string }}, place: {{ \
             type: string }}{more} }} }}"
        )
    };
    let (read, written) = (input(""), input(", amount: { type: integer }"));
    let write = format!(
        "effect: write, input: {written}, output: {{ type: object }}, request: {{ method: POST, path: /, body: arguments }}"
    );
    format!(
        "integration: {name}\ntitle: {name}\nowner: it@acme.example\nkind: http\nlabels: [{labels}]\n\
         connection: {{ baseUrl: 'http://127.0.0.1:1' }}\noperations:\n  \
         look: {{ version: 1.0.0, title: Look, effect: read, input: {read}, output: {{ type: object }}, request: {{ method: GET, \
         path: '/{{place}}', query: {{ run: '{{run}}' }} }} }}\n  \
         charge: {{ version: 1.0.0, title: Charge, idempotent: no, {write} }}\n  \
         note: {{ version: 1.0.0, title: Note, idempotent: key, {write} }}\n"
    )
}

fn policies() -> [serde_json::Value; 2] {
    let everything =
        json!({ "policy": "everything", "title": "t", "effect": "permit", "reason": "t", "access": {} });
    let large = json!({
        "policy": "large", "title": "Large charges are held", "effect": "hold", "reason": "t",
        "approvers": { "role": "approver" }, "hold": { "timeoutS": 600, "default": "deny" },
        "access": { "type": "object", "required": ["operation", "arguments"], "properties": {
            "operation": { "const": "charge" },
            "arguments": { "type": "object", "required": ["amount"], "properties": {
                "amount": { "type": "integer", "minimum": 100 },
            } },
        } },
    });
    [everything, large]
}

/// A call whose result is left out.
fn call(operation: &str, place: &str) -> String {
    format!(
        "{{ call: '{operation}:1.0.0@default', with: {{ run: '${{ $workflow.id }}', place: {place} }}, output: {{ as: '${{ $input }}' }} }}"
    )
}

/// A call that is tried three times, and whose error is caught.
fn tried(operation: &str, place: &str) -> String {
    format!(
        "{{ try: [{{ it: {} }}], catch: {{ as: problem, retry: {{ delay: {{ milliseconds: 40 }}, limit: {{ attempt: {{ count: 2 }} }} }}, \
         do: [{{ lost: {{ set: {{ why: '${{ $problem.type }}' }} }} }}] }} }}",
        call(operation, place)
    )
}

fn runs(name: &str, before: &str) -> String {
    format!(
        "{{ {before}run: {{ workflow: {{ namespace: test, name: {name}, version: latest, input: {{ order: '${{ $workflow.input.order }}' }} }} }} }}"
    )
}

fn caught(task: &str) -> String {
    format!("{{ try: [{{ it: {task} }}], catch: {{ do: [{{ lost: {{ set: {{ lost: true }} }} }}] }} }}")
}

/// The tasks of each workflow, those first that others start.
fn workflows() -> Vec<(&'static str, Vec<String>)> {
    let (look, vault) = (call("crm.look", "look"), call("vault.look", "vault"));
    let (charge, note) = (tried("shop.charge", "charge"), tried("shop.note", "note"));
    let nap = |milliseconds: u32| format!("{{ wait: {{ milliseconds: {milliseconds} }} }}");
    let hear = "{ listen: { to: { one: { with: { type: paid }, correlate: { order: { from: .data.order, expect: \
                '${ $workflow.input.order }' } } } } } }";
    let tell = "{ emit: { event: { with: { type: paid, data: { order: '${ $workflow.input.order }' } } } } }";
    let held = charge.replace("place: charge", "place: charge, amount: 500");
    let each = tried("shop.note", "'${ \"each-\\($one)\" }'");
    let fork = format!(
        "{{ fork: {{ branches: [{{ left: {{ do: [{{ nap: {} }}, {{ charge: {charge} }}] }} }}, {{ right: {{ do: [{{ look: {look} }}, \
         {{ note: {note} }}] }} }}] }} }}",
        nap(120)
    );
    let each = format!("{{ for: {{ each: one, in: '${{ [1, 2, 3] }}' }}, do: [{{ note: {each} }}] }}");
    let timed = runs("orders", "timeout: { after: { milliseconds: 300 } }, ");
    let last = || tried("shop.note", "last");
    vec![
        ("naps", vec![nap(50), note.clone(), nap(7_000)]),
        ("orders", vec![look, charge, nap(400), vault.clone(), note.clone()]),
        ("hears", vec![hear.to_owned(), vault, note.clone()]),
        ("forks", vec![fork, each]),
        ("tells", vec![tell.to_owned(), note]),
        ("refunds", vec![held, last()]),
        ("outer", vec![caught(&runs("orders", "")), last()]),
        ("hasty", vec![caught(&timed), last()]),
    ]
}

fn definition(name: &str, tasks: &[String]) -> String {
    let mut text =
        format!("document: {{ dsl: 1.0.3, namespace: test, name: {name}, version: 1.0.0 }}\ndo:\n");
    for (number, task) in tasks.iter().enumerate() {
        text.push_str(&format!("  - t{number}: {task}\n"));
    }
    text
}

/// Publishes all of it.
pub(crate) async fn publish(engine: &Engine) {
    let who = champion();
    for policy in policies() {
        let name = policy["policy"].as_str().unwrap();
        engine.put_policy(&who, name, policy.to_string(), None).await.unwrap();
    }
    engine.activate_policies(&who, Activate::at_the_start()).await.unwrap();
    for (name, labels) in [("crm", "customer-data"), ("vault", "card-data"), ("shop", "")] {
        engine.put_integration(&who, name, integration(name, labels), None).await.unwrap();
    }
    for (name, tasks) in workflows() {
        let source = definition(name, &tasks);
        engine.save_draft(&who, "test", name, source, None).await.unwrap();
        let published = engine.publish(&who, "test", name, None).await;
        assert!(published.is_ok(), "{name}: {:?}", published.err());
    }
}
