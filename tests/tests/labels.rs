//! Labelled data on its way to where a policy does not want it: `tests/guardrails/leaks.yaml`, each of which ends at
//! its place, and `harmless.yaml`, none of which is stopped. Both run on a server; what went out is looked at too.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, Seen, Serve, Stub, root};

const HOSTS: &[&str] = &[
    "crm.acme.example",
    "hooks.acme.example",
    "hr.acme.example",
    "login.acme.example",
    "models.acme.example",
    "shop.acme.example",
    "spy.acme.example",
    "tracker.acme.example",
];

/// What the customer is called, and nothing else is.
const NAME: &str = "Quillfeather";

/// What a flow says to whom nothing may be said.
const LEAKED: &str = "leaked";

/// Where a host sends those on who ask for this.
fn moved(host: &str, path: &str) -> Option<&'static str> {
    Some(match (host, path) {
        ("hooks.acme.example", "/to-spy") | ("shop.acme.example", _) => "https://spy.acme.example/got",
        ("hooks.acme.example", "/twice") => "/to-spy",
        ("hooks.acme.example", "/via-hr") => "https://hr.acme.example/moved",
        ("hooks.acme.example", "/via-hr-missing") => "https://hr.acme.example/moved-missing",
        ("hr.acme.example", "/moved") => "https://hooks.acme.example/after",
        ("hr.acme.example", "/moved-missing") => "https://hooks.acme.example/missing",
        ("hr.acme.example", "/lost") => "https://nowhere.acme.example/",
        ("login.acme.example", path) if path.starts_with("/moved/") => "https://spy.acme.example/got",
        _ => return None,
    })
}

fn outside(seen: &Seen) -> Option<Response> {
    if let Some(location) = moved(&seen.host, &seen.path) {
        return Some((StatusCode::FOUND, [("location", location)]).into_response());
    }
    let answer = match (seen.host.as_str(), seen.path.as_str()) {
        ("crm.acme.example", "/customers/nobody") => {
            let text = format!("{NAME} has left");
            return Some((StatusCode::NOT_FOUND, Json(json!({ "detail": text }))).into_response());
        }
        ("hooks.acme.example", "/missing") | ("hr.acme.example", "/people/nobody") => return None,
        ("hr.acme.example", path) if path.starts_with("/.well-known/") => return None,
        ("login.acme.example", _) => {
            json!({ "issuer": "https://login.acme.example", "token_endpoint": "https://spy.acme.example/token" })
        }
        ("crm.acme.example", "/notes") => json!({}),
        ("crm.acme.example" | "hr.acme.example", _) => {
            json!({ "name": NAME, "tier": "gold", "orders": ["o-1", "o-2"] })
        }
        ("hooks.acme.example", _) => json!({ "said": null }),
        _ => json!({ "said": seen.body["text"] }),
    };
    Some(Json(answer).into_response())
}

fn integrations(stub: &Stub) -> Vec<(&'static str, String)> {
    let (at, ca) = (stub.tls, stub.ca.path().display());
    let server = |name: &str, labels: &str, operations: &str| {
        format!(
            "integration: {name}\ntitle: {name}\nowner: it@acme.example\nkind: http\nlabels: [{labels}]\n\
             connection:\n  baseUrl: 'https://{name}.acme.example'\n  ca: {ca}\n  redirects: 2\n  allow: [spy.acme.example]\n  \
             resolve: {{ {name}.acme.example: '{at}', spy.acme.example: '{at}' }}\noperations:\n{operations}"
        )
    };
    let operation = |name: &str, effect: &str, request: &str, required: &str, properties: &str| {
        format!(
            "  {name}:\n    version: 1.0.0\n    title: {name}\n    effect: {effect}\n    idempotent: natural\n    \
             request: {{ {request} }}\n    output: {{ type: object }}\n    input:\n      type: object\n      \
             additionalProperties: false\n      required: [{required}]\n      properties: {{ {properties} }}\n"
        )
    };
    let text = "text: { type: string }";
    let facts = "text: { type: string }, facts: { type: object, additionalProperties: { type: boolean } }";
    let crm =
        operation(
            "get-customer",
            "read",
            "method: GET, path: '/customers/{id}'",
            "id",
            "id: { type: string }",
        ) + &operation("add-note", "write", "method: POST, path: /notes, body: arguments", "text", text);
    let body = |path: &str| format!("method: POST, path: {path}, body: arguments");
    let host = |name: &str, labels: &str| {
        format!(
            "  - {{ host: {name}.acme.example, resolve: '{at}', ca: {ca}, labels: [{labels}], tokenPaths: [/token, /oauth2/token] }}\n"
        )
    };
    let hosts = [("hooks", ""), ("hr", "customer-data"), ("login", ""), ("spy", "")];
    let hosts: String = hosts.iter().map(|(name, labels)| host(name, labels)).collect();
    let web = format!("integration: web\nowner: it@acme.example\nkind: web\nhosts:\n{hosts}");
    let order = operation("get", "read", "method: GET, path: '/orders/{id}'", "id", "id: { type: string }");
    vec![
        ("crm.yaml", server("crm", "customer-data", &crm)),
        ("models.yaml", server("models", "", &operation("ask", "write", &body("/ask"), "text", facts))),
        ("tracker.yaml", server("tracker", "", &operation("ping", "write", &body("/ping"), "text", text))),
        ("shop.yaml", server("shop", "", &order)),
        ("web.yaml", web),
    ]
}

fn policies() -> Vec<(&'static str, String)> {
    let forbid = |name: &str, access: &str| {
        format!(
            "policy: {name}\ntitle: {name}\neffect: forbid\naccess: {{ properties: {{ {access} }} }}\nreason: Stays inside.\n"
        )
    };
    let labelled = "labels: { contains: { const: customer-data } }";
    let received = "runLabels: { contains: { const: customer-data } }";
    let kind = |kind: &str| format!("kind: {{ const: {kind} }}, {labelled}");
    let public =
        "arguments: { type: object, required: [type], properties: { type: { const: example.acme.public } } }";
    vec![
        (
            "all.yaml",
            "policy: all\ntitle: Everything\neffect: permit\naccess: {}\nreason: Tests.\n".to_owned(),
        ),
        ("outside.yaml", forbid("outside", &format!("integration: {{ enum: [models, web] }}, {labelled}"))),
        (
            "answers.yaml",
            forbid("answers", &kind("respond"))
                + "caller: { properties: { kind: { enum: [app, champion] } } }\n",
        ),
        ("events.yaml", forbid("events", &format!("{}, {public}", kind("emit")))),
        // Those that look at what the run has received say so by their names.
        (
            "run-tracker.yaml",
            forbid("run-tracker", &format!("integration: {{ const: tracker }}, {received}")),
        ),
        ("run-spy.yaml", forbid("run-spy", &format!("host: {{ const: spy.acme.example }}, {received}"))),
    ]
}

struct World {
    server: Serve,
    stub: Stub,
}

impl World {
    async fn start() -> Self {
        let stub = Stub::start(HOSTS, outside).await;
        let server = Serve::start(&integrations(&stub), &policies()).await;
        let world = Self { server, stub };
        let asker =
            json!([{ "ask": { "call": "models.ask:1.0.0@default", "with": { "text": "${ .text }" } } }]);
        let looker =
            json!([{ "look": { "call": "crm.get-customer:1.0.0@default", "with": { "id": "${ .id }" } } }]);
        world.publish("asker", &json!({ "do": asker })).await;
        world.publish("looker", &json!({ "do": looker })).await;
        world
    }

    fn http(&self) -> Http {
        self.server.http()
    }

    async fn publish(&self, name: &str, case: &Value) {
        let definition = json!({
            "document": { "dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0" },
            "use": { "functions": or_empty(&case["functions"], json!({})), "extensions": or_empty(&case["extensions"], json!([])) },
            "do": case["do"],
        });
        let path = format!("/v1/workflows/tests/{name}");
        let saved = self.http().put(&format!("{path}/draft"), definition.to_string()).await;
        assert!(saved.status < 300, "{name}: {}", saved.text);
        let live = self.http().post(&format!("{path}/publish"), "").await;
        assert!(live.status < 300, "{name}: {}", live.text);
    }

    /// Publishes and calls it, once those listen that are to; the answer, and the run that counts with its journal: its
    /// own, that of the last one that listens, or the newest of the workflow that the case names.
    async fn run(&self, number: usize, case: &Value) -> (Answer, Value, Value) {
        let name = format!("case-{number}");
        let mut counts = case["in"].as_str().unwrap_or(&name).to_owned();
        for (at, tasks) in case["listeners"].as_array().into_iter().flatten().enumerate() {
            counts = format!("{name}-hears-{at}");
            self.publish(&counts, &json!({ "do": tasks })).await;
            self.begin(&counts, "respond-async").await;
            self.until(&counts, |run| run["status"] == "waiting").await;
        }
        self.publish(&name, case).await;
        let answer = self.begin(&name, "wait=20").await;
        let is_over =
            |run: &Value| ["completed", "faulted", "cancelled"].iter().any(|end| run["status"] == *end);
        let run = self.until(&counts, is_over).await;
        let id = run["id"].as_str().unwrap_or_default();
        let journal = self.http().get(&format!("/v1/runs/{id}/journal")).await;
        (answer, run, journal.body)
    }

    async fn begin(&self, name: &str, prefer: &str) -> Answer {
        let input = json!({ "id": "c-1", "words": "hello" }).to_string();
        let path = format!("/v1/workflows/tests/{name}/runs");
        self.http().send("POST", &path, Some(input.into()), &[("Prefer", prefer)]).await
    }

    /// The newest run of a workflow, once it is like this.
    async fn until(&self, name: &str, like: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let runs = self.http().get(&format!("/v1/runs?namespace=tests&workflow={name}")).await;
            let id = runs.body["runs"][0]["id"].as_str().unwrap_or_else(|| panic!("{name}: {}", runs.text));
            let run = self.http().get(&format!("/v1/runs/{id}")).await.body;
            if like(&run) {
                return run;
            }
            assert!(Instant::now() < until, "{name}: {run}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whatever reached anybody but the CRM.
    fn told_outside(&self) -> String {
        let seen = self.stub.seen().into_iter().filter(|seen| seen.host != "crm.acme.example");
        seen.map(|seen| {
            format!("{} {}?{} {:?} {}\n", seen.host, seen.path, seen.query, seen.headers, seen.body)
        })
        .collect()
    }
}

fn or_empty(value: &Value, empty: Value) -> Value {
    if value.is_null() { empty } else { value.clone() }
}

fn cases(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(root().join("tests/guardrails").join(file)).unwrap();
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{file}: {found:?}");
    node.unwrap().to_json().as_array().unwrap().clone()
}

/// The answer was refused, or the text of an error left out of it.
fn refused_answer(answer: &Answer, run: &Value) -> bool {
    run["status"] == "faulted"
        && match answer.body["code"].as_str() {
            Some("TP1108") => answer.status == 403 && answer.body["policy"] == "answers",
            code => code == Some("TP4022"),
        }
}

/// The run ended at the place the case names, and the decision there names the field that gave it away.
fn refused_call(case: &Value, run: &Value, journal: &Value) -> bool {
    let error = if run["error"]["cause"].is_object() { &run["error"]["cause"] } else { &run["error"] };
    if run["error"]["code"] != "TP1108" || error["instance"] != case["at"] {
        return false;
    }
    // The policies look at one field each, so whose rule it was says which one.
    let by_run = case["by"] == "runLabels";
    let records = journal["records"].as_array().unwrap();
    let intents = records.iter().map(|record| &record["record"]["intent"]);
    // A call is refused by itself, or with the request for its token.
    let decisions = intents.flat_map(|intent| [&intent["decision"], &intent["token"]["decision"]]);
    let refused = decisions.filter(|decision| decision["outcome"] == "deny");
    let of_it: Vec<bool> =
        refused.map(|decision| decision.to_string().contains("\"run-") == by_run).collect();
    // Inside of the other workflow it is the other's journal that says so; of a redirect no journal does.
    of_it.iter().all(|of_it| *of_it) && (!of_it.is_empty() || run["error"]["cause"].is_object())
}

#[tokio::test(flavor = "multi_thread")]
async fn harmless_flows_beside_labelled_data_are_let_through() {
    let world = World::start().await;
    let flows = cases("harmless.yaml");
    assert!(flows.len() >= 15);
    let mut wrong = Vec::new();
    for (number, case) in flows.iter().enumerate() {
        let (answer, run, _) = world.run(number, case).await;
        if answer.status != 200 || answer.body != case["output"] {
            wrong.push(format!("{}: {} {}\n{run}", case["name"], answer.status, answer.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn labelled_data_is_caught_on_every_way_out() {
    let world = World::start().await;
    let (others, leaks): (Vec<Value>, Vec<Value>) =
        cases("leaks.yaml").into_iter().partition(|case| case["workflow"].is_string());
    assert!(leaks.len() >= 100, "{}", leaks.len());
    for other in &others {
        world.publish(other["workflow"].as_str().unwrap(), other).await;
    }
    let mut wrong = Vec::new();
    for (number, case) in leaks.iter().enumerate() {
        let (answer, run, journal) = world.run(number, case).await;
        let caught = if case["kind"] == "respond" {
            refused_answer(&answer, &run)
        } else {
            refused_call(case, &run, &journal)
        };
        if !caught || answer.text.contains(NAME) {
            wrong.push(format!("{}: {}\n{run}", case["name"], answer.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    for said in [NAME, LEAKED] {
        assert!(!world.told_outside().contains(said), "{}", world.told_outside());
    }
    let names: BTreeSet<String> = leaks.iter().map(|case| case["name"].to_string()).collect();
    assert_eq!(names.len(), leaks.len());
}
