//! The specification's conformance tests, through the real HTTP API and the real integrations. The hosts that they call are
//! configured in the instance `web`, as IT would do it.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use cucumber::{World as _, gherkin::Step, given, then, when};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use towpath_tests::{Answer, Seen, Serve, Stub, keep_result, spec, tell};

const PERMIT: &str = "policy: all\ntitle: Everything in `default`\neffect: permit\nworkflow:\n  properties: { namespace: \
                      { const: default } }\naccess: {}\nreason: Conformance tests call what they like.\n";

/// Server and stub, for all scenarios.
static SERVERS: OnceCell<(Serve, Stub)> = OnceCell::const_new();

async fn servers() -> &'static (Serve, Stub) {
    SERVERS
        .get_or_init(|| async {
            let stub = Stub::start(&["petstore.swagger.io", "httpbin.org"], outside).await;
            let ca = stub.ca.path().display();
            let host = |name: &str| format!("  - {{ host: {name}, resolve: '{}', ca: {ca} }}\n", stub.tls);
            let web = format!(
                "integration: web\nowner: it@acme.example\nkind: web\nhosts:\n{}{}",
                host("petstore.swagger.io"),
                host("httpbin.org")
            );
            let server = Serve::start(&[("web.yaml", web)], &[("all.yaml", PERMIT.to_owned())]).await;
            (server, stub)
        })
        .await
}

/// What petstore and httpbin answer, as far as the tests need it.
fn outside(seen: &Seen) -> Option<Response> {
    let pet = |id: i64| json!({ "id": id, "name": format!("pet {id}"), "status": "available" });
    let parts: Vec<&str> = seen.path.trim_matches('/').split('/').collect();
    let body = match (seen.host.as_str(), seen.method.as_str(), parts.as_slice()) {
        ("petstore.swagger.io", "GET", ["v2", "swagger.json"]) => petstore(),
        ("petstore.swagger.io", "GET", ["v2", "pet", "findByStatus"]) if seen.query == "status=available" => {
            json!([pet(1), pet(2)])
        }
        ("petstore.swagger.io", "GET", ["v2", "pet", id]) => pet(id.parse().ok()?),
        ("httpbin.org", "GET", ["basic-auth", user, password]) => {
            use base64::Engine as _;
            let wanted = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
            if seen.headers.get("authorization")? != &format!("Basic {wanted}") {
                return Some(axum::http::StatusCode::UNAUTHORIZED.into_response());
            }
            json!({ "authenticated": true, "user": user })
        }
        _ => return None,
    };
    Some(Json(body).into_response())
}

/// The part of a Swagger 2.0 document that the tests call.
fn petstore() -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "Pets", "version": "1.0.0" },
        "host": "petstore.swagger.io",
        "basePath": "/v2",
        "schemes": ["https"],
        "paths": {
            "/pet/findByStatus": { "get": {
                "operationId": "findPetsByStatus",
                "produces": ["application/json"],
                "parameters": [{ "name": "status", "in": "query", "required": true, "type": "array",
                    "items": { "type": "string" }, "collectionFormat": "multi" }],
                "responses": { "200": { "description": "pets" } },
            } },
            "/pet/{petId}": { "get": {
                "operationId": "getPetById",
                "parameters": [{ "name": "petId", "in": "path", "required": true, "type": "integer" }],
                "responses": { "200": { "description": "a pet" } },
            } },
        },
    })
}

/// One scenario.
#[derive(Debug, Default, cucumber::World)]
struct Conformance {
    definition: String,
    input: Value,
    answer: Option<Answer>,
    journal: Value,
}

impl Conformance {
    fn output(&self) -> &Value {
        let answer = self.answer.as_ref().unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text);
        &answer.body
    }

    /// Tasks in the order in which they began, each once.
    fn begun(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let records = self.journal["records"].as_array().unwrap();
        let told = records.iter().filter_map(|entry| entry["record"]["tasks"].as_array()).flatten();
        for event in told.filter(|event| event["phase"] == "started") {
            let name = event["task"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

fn yaml(step: &Step) -> Value {
    let text = step.docstring.as_deref().unwrap();
    let (node, found) = towpath_dsl::yaml::parse(docstring(text), towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{found:?}");
    node.unwrap().to_json()
}

/// The text after its media type.
fn docstring(text: &str) -> &str {
    let text = text.trim_start_matches('\n');
    text.strip_prefix("yaml").unwrap_or(text)
}

#[given("a workflow with definition:")]
fn a_workflow(world: &mut Conformance, step: &Step) {
    world.definition = docstring(step.docstring.as_deref().unwrap()).to_owned();
}

#[given("given the workflow input is:")]
fn the_input(world: &mut Conformance, step: &Step) {
    world.input = yaml(step);
}

#[when("the workflow is executed")]
async fn executed(world: &mut Conformance) {
    let http = servers().await.0.http();
    // Scenarios share names and versions; each is published under a version of its own.
    static VERSION: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let version = VERSION.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let (node, _) = towpath_dsl::yaml::parse(&world.definition, towpath_dsl::yaml::Limits::default());
    let mut definition = node.unwrap().to_json();
    definition["document"]["version"] = json!(format!("1.0.{version}"));
    let name = definition["document"]["name"].as_str().unwrap().to_owned();
    let path = format!("/v1/workflows/default/{name}");
    let saved = http.put(&format!("{path}/draft"), definition.to_string()).await;
    assert!(saved.status < 300, "{}", saved.text);
    let live = http.post(&format!("{path}/publish"), "").await;
    assert!(live.status < 300, "{}", live.text);
    let input = if world.input.is_null() { json!({}) } else { world.input.clone() };
    let answer = http.post(&format!("{path}/runs?version=1.0.{version}"), input.to_string()).await;
    let run = answer.run.clone().unwrap_or_else(|| panic!("{}", answer.text));
    world.journal = http.get(&format!("/v1/runs/{run}/journal")).await.body;
    world.answer = Some(answer);
}

#[then("the workflow should complete")]
fn completes(world: &mut Conformance) {
    world.output();
}

#[then("the workflow should complete with output:")]
fn completes_with(world: &mut Conformance, step: &Step) {
    assert_eq!(world.output(), &yaml(step));
}

#[then("the workflow should fault")]
fn faults(world: &mut Conformance) {
    let answer = world.answer.as_ref().unwrap();
    assert!(answer.status >= 400, "{}", answer.text);
}

#[then("the workflow should fault with error:")]
fn faults_with(world: &mut Conformance, step: &Step) {
    let answer = world.answer.as_ref().unwrap();
    for (name, value) in yaml(step).as_object().unwrap() {
        assert_eq!(&answer.body[name], value, "{name}: {}", answer.text);
    }
}

#[then(regex = r"^the workflow output should have properties (.+)$")]
fn has_properties(world: &mut Conformance, names: String) {
    for name in names.split(',') {
        let path = name.trim().trim_matches('\'');
        assert!(!property(world.output(), path).is_null(), "{path}: {}", world.output());
    }
}

#[then(regex = r"^the workflow output should have a '(.+)' property with value:$")]
fn has_value(world: &mut Conformance, path: String, step: &Step) {
    assert_eq!(property(world.output(), &path), &yaml(step));
}

#[then(regex = r"^the workflow output should have a '(.+)' property containing (\d+) items$")]
fn has_items(world: &mut Conformance, path: String, count: usize) {
    assert_eq!(property(world.output(), &path).as_array().unwrap().len(), count);
}

#[then(regex = r"^(\w+) should run first$")]
fn runs_first(world: &mut Conformance, task: String) {
    assert_eq!(world.begun().first(), Some(&task));
}

#[then(regex = r"^(\w+) should run last$")]
fn runs_last(world: &mut Conformance, task: String) {
    assert_eq!(world.begun().last(), Some(&task));
}

#[then(regex = r"^(\w+) should run after (\w+)$")]
fn runs_after(world: &mut Conformance, task: String, other: String) {
    let begun = world.begun();
    let place = |name: &String| begun.iter().position(|one| one == name).unwrap();
    assert!(place(&task) > place(&other), "{begun:?}");
}

fn property<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, name| &value[name])
}

#[tokio::test(flavor = "multi_thread")]
async fn full_ctk_every_scenario_passes() {
    use cucumber::writer::Stats as _;
    let Some(folder) = spec() else { return };
    let writer = Conformance::cucumber()
        .max_concurrent_scenarios(1)
        .fail_on_skipped()
        .with_default_cli()
        .run(folder.join("ctk/features"))
        .await;
    if let Some((server, _)) = SERVERS.get() {
        server.stop();
    }
    let (passed, failed, skipped) = (writer.passed_steps(), writer.failed_steps(), writer.skipped_steps());
    let scenarios = writer.scenarios_stats();
    tell(&format!("conformance: {} scenarios, {passed} steps passed, {failed} failed", scenarios.total()));
    assert!(!writer.execution_has_failed(), "{failed} steps failed, {skipped} were skipped");
    assert_eq!((scenarios.total(), scenarios.passed), (21, 21));
    keep_result("ctk", &json!({ "scenarios": 21, "passed": 21, "steps": passed }));
}
