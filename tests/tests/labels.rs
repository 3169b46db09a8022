//! Labelled data on its way out: each flow of `tests/guardrails/leaks.yaml` is refused at its place, none of `harmless.yaml`
//! is. Both run on a server, and what reached the systems outside is checked too.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, PERMIT_ALL, Seen, Stub, World, root};

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

/// The customer's name, and nothing else's.
const NAME: &str = "Quillfeather";

/// What a flow sends to a system that may get nothing.
const LEAKED: &str = "leaked";

/// Where a host redirects a request for this path.
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

fn integrations(stub: &Stub) -> Vec<String> {
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
        server("crm", "customer-data", &crm),
        server("models", "", &operation("ask", "write", &body("/ask"), "text", facts)),
        server("tracker", "", &operation("ping", "write", &body("/ping"), "text", text)),
        server("shop", "", &order),
        web,
    ]
}

fn policies() -> Vec<String> {
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
        PERMIT_ALL.to_owned(),
        forbid("outside", &format!("integration: {{ enum: [models, web] }}, {labelled}")),
        forbid("answers", &kind("respond")) + "caller: { properties: { kind: { enum: [app, champion] } } }\n",
        forbid("events", &format!("{}, {public}", kind("emit"))),
        // The names of those that look at what the run has received start with `run-`.
        forbid("run-tracker", &format!("integration: {{ const: tracker }}, {received}")),
        forbid("run-spy", &format!("host: {{ const: spy.acme.example }}, {received}")),
    ]
}

/// A server with these rules, and the systems around it.
struct Flows {
    world: World,
}

impl Flows {
    async fn start() -> Self {
        let stub = Stub::start(HOSTS, outside).await;
        let (integrations, policies) = (integrations(&stub), policies());
        let world = World::beside(stub, &texts(&integrations), &texts(&policies), &[]).await;
        let flows = Self { world };
        let asker =
            json!([{ "ask": { "call": "models.ask:1.0.0@default", "with": { "text": "${ .text }" } } }]);
        let looker =
            json!([{ "look": { "call": "crm.get-customer:1.0.0@default", "with": { "id": "${ .id }" } } }]);
        flows.publish("asker", &json!({ "do": asker })).await;
        flows.publish("looker", &json!({ "do": looker })).await;
        flows
    }

    fn http(&self) -> Http {
        self.world.server.http()
    }

    async fn publish(&self, name: &str, case: &Value) {
        let definition = json!({
            "document": { "dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0" },
            "use": { "functions": or_empty(&case["functions"], json!({})), "extensions": or_empty(&case["extensions"], json!([])) },
            "do": case["do"],
        });
        self.http().put_live(&format!("tests/{name}"), definition.to_string()).await;
    }

    /// Publishes and calls a case, after its listeners listen. Gives the answer, and the run that is checked with its
    /// journal: its own, that of its last listener, or the newest of the workflow that the case names.
    async fn run(&self, number: usize, case: &Value) -> (Answer, Value, Value) {
        let name = format!("case-{number}");
        let input = json!({ "id": "c-1", "words": "hello" });
        let mut checked = case["in"].as_str().unwrap_or(&name).to_owned();
        for (at, tasks) in case["listeners"].as_array().into_iter().flatten().enumerate() {
            checked = format!("{name}-hears-{at}");
            self.publish(&checked, &json!({ "do": tasks })).await;
            let run = self.http().start(&format!("tests/{checked}"), &input).await;
            self.http().waiting(&run).await;
        }
        self.publish(&name, case).await;
        let answer = self.http().call(&format!("tests/{name}"), &input).await;
        let run = self.newest(&checked).await;
        let run = self.http().ended(&run).await;
        let id = run["id"].as_str().unwrap_or_default();
        let journal = self.http().get(&format!("/v1/runs/{id}/journal")).await;
        (answer, run, journal.body)
    }

    /// The newest run of a workflow.
    async fn newest(&self, name: &str) -> String {
        let runs = self.http().get(&format!("/v1/runs?namespace=tests&workflow={name}")).await;
        let id = runs.body["runs"][0]["id"].as_str();
        id.unwrap_or_else(|| panic!("{name}: {}", runs.text)).to_owned()
    }

    /// Everything that reached a system other than the CRM.
    fn told_outside(&self) -> String {
        let seen = self.world.stub().seen().into_iter().filter(|seen| seen.host != "crm.acme.example");
        seen.map(|seen| {
            format!("{} {}?{} {:?} {}\n", seen.host, seen.path, seen.query, seen.headers, seen.body)
        })
        .collect()
    }
}

fn texts(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
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
    // Each policy looks at one field, so the policy's name says which one.
    let by_run = case["by"] == "runLabels";
    let records = journal["records"].as_array().unwrap();
    let intents = records.iter().map(|record| &record["record"]["intent"]);
    // Either the call is refused or the request for its token.
    let decisions = intents.flat_map(|intent| [&intent["decision"], &intent["token"]["decision"]]);
    let refused = decisions.filter(|decision| decision["outcome"] == "deny");
    let of_it: Vec<bool> =
        refused.map(|decision| decision.to_string().contains("\"run-") == by_run).collect();
    // A refusal inside the other workflow is in the other's journal; one of a redirect is in none.
    of_it.iter().all(|of_it| *of_it) && (!of_it.is_empty() || run["error"]["cause"].is_object())
}

#[tokio::test(flavor = "multi_thread")]
async fn harmless_flows_beside_labelled_data_are_let_through() {
    let flows = Flows::start().await;
    let harmless = cases("harmless.yaml");
    assert!(harmless.len() >= 15);
    let mut wrong = Vec::new();
    for (number, case) in harmless.iter().enumerate() {
        let (answer, run, _) = flows.run(number, case).await;
        if answer.status != 200 || answer.body != case["output"] {
            wrong.push(format!("{}: {} {}\n{run}", case["name"], answer.status, answer.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn labelled_data_is_caught_on_every_way_out() {
    let flows = Flows::start().await;
    let (others, leaks): (Vec<Value>, Vec<Value>) =
        cases("leaks.yaml").into_iter().partition(|case| case["workflow"].is_string());
    assert!(leaks.len() >= 100, "{}", leaks.len());
    for other in &others {
        flows.publish(other["workflow"].as_str().unwrap(), other).await;
    }
    let mut wrong = Vec::new();
    for (number, case) in leaks.iter().enumerate() {
        let (answer, run, journal) = flows.run(number, case).await;
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
        assert!(!flows.told_outside().contains(said), "{}", flows.told_outside());
    }
    let names: BTreeSet<String> = leaks.iter().map(|case| case["name"].to_string()).collect();
    assert_eq!(names.len(), leaks.len());
}
