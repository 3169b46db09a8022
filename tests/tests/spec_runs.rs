//! Every example of the specification runs offline to the expected result, or is refused with a code and a reason.
//! `tests/spec/examples.json` has the inputs and the results by file. `TOWPATH_BLESS=1` writes the results anew; read them
//! before committing them.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};
use towpath_tests::{Http, Seen, Serve, Stub, demo_binary, eventually, keep_result, pause, root, spec, tell};

const SECURE: &[&str] = &[
    "petstore.swagger.io",
    "swapi.dev",
    "fake.com",
    "superbet-casinos.com",
    "fake-hospital.com",
    "hospital.example.com",
    "fake-chat-api.com",
    "external-service.example.com",
    "example.com",
    "virtual-wf-powered-race.com",
    "raw.githubusercontent.com",
];
const PLAIN: &[&str] = &["keycloak", "myorg.io"];

const PERMIT: &str = "policy: all\ntitle: Examples call what they like\neffect: permit\naccess: {}\nreason: They are examples.\n";

/// What the workflow of `run-subflow` starts.
const SUBFLOW: &str = "document: { dsl: 1.0.3, namespace: test, name: register-customer, version: 0.1.0 }\ndo:\n  \
                       - register: { set: { registered: '${ .customer }' } }\n";

fn outside(seen: &Seen) -> Option<Response> {
    let pet =
        |id: &str| json!({ "id": id.parse::<i64>().unwrap_or(7), "name": "Milou", "status": "available" });
    let parts: Vec<&str> = seen.path.trim_matches('/').split('/').collect();
    Some(
        Json(match (seen.host.as_str(), parts.as_slice()) {
            ("petstore.swagger.io", ["v2", "swagger.json"]) => document(
                "petstore.swagger.io",
                "https",
                &[("/pet/findByStatus", "findPetsByStatus", "status")],
            ),
            ("petstore.swagger.io", ["v2", "pet", "findByStatus"]) => json!([pet("1"), pet("2")]),
            // One of two that compete fails, so that the winner is certain.
            ("fake-hospital.com", ["api", "v3", "alert", "doctor"]) => return None,
            ("petstore.swagger.io", ["v2", "pet", "404"]) => return None,
            ("petstore.swagger.io", ["v2", "pet", id]) => pet(id),
            ("petstore.swagger.io", ["v2", "pet", "getPetByName", name]) => json!({ "name": name }),
            ("swapi.dev", ["api", "people", _]) if parts.len() == 3 => {
                json!({ "name": "Luke", "homeworld": "https://swapi.dev/api/planets/1" })
            }
            ("myorg.io", ["ordersservices.json"]) => document(
                "myorg.io",
                "http",
                &[("/readings", "logreading", ""), ("/report", "produceReport", "")],
            ),
            ("keycloak", [.., ".well-known", "openid-configuration"]) => json!({
                "issuer": "http://keycloak/realms/fake-authority",
                "token_endpoint": "http://keycloak/realms/fake-authority/token",
                "authorization_endpoint": "http://keycloak/realms/fake-authority/auth",
                "jwks_uri": "http://keycloak/realms/fake-authority/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }),
            ("keycloak", [.., "token"]) => {
                json!({ "access_token": "let-me-in", "token_type": "Bearer", "expires_in": 300 })
            }
            ("raw.githubusercontent.com", [.., "function.yaml"]) => {
                let function = "set:\n  logged: ${ \"[\\(.level)] \\(.message)\" }\n";
                return Some(([("content-type", "application/yaml")], function).into_response());
            }
            _ => json!({ "method": seen.method, "path": seen.path, "query": seen.query, "body": seen.body }),
        })
        .into_response(),
    )
}

/// A Swagger 2.0 document with these `GET` operations: path, id, a query parameter.
fn document(host: &str, scheme: &str, operations: &[(&str, &str, &str)]) -> Value {
    let mut paths = Map::new();
    for (path, id, parameter) in operations {
        let parameters = match *parameter {
            "" => json!([]),
            name => json!([{ "name": name, "in": "query", "type": "string" }]),
        };
        let responses = json!({ "200": { "description": "fine" } });
        paths.insert(
            (*path).to_owned(),
            json!({ "get": { "operationId": id, "parameters": parameters, "responses": responses } }),
        );
    }
    let base = if host == "petstore.swagger.io" { "/v2" } else { "/" };
    json!({ "swagger": "2.0", "info": { "title": host, "version": "1" }, "host": host, "basePath": base,
        "schemes": [scheme], "paths": paths })
}

/// Where the authority of the examples issues tokens.
const TOKEN_PATHS: &str = "/realms/fake-authority/token, /realms/fake-authority/auth/token, \
                           /realms/fake-authority/oauth2/token";

/// The documents of IT: every host of the examples, found on loopback.
fn web(stub: &Stub) -> String {
    let ca = stub.ca.path().display();
    let secure = SECURE.iter().map(|host| {
        format!("  - {{ host: {host}, resolve: '{}', ca: {ca}, secrets: [mySecret], allowInPath: [emptySegments] }}\n", stub.tls)
    });
    let plain = PLAIN.iter().map(|host| {
        format!(
            "  - {{ host: {host}, schemes: [http], resolve: '{}', secrets: [mySecret], allowInPath: [emptySegments], tokenPaths: [{TOKEN_PATHS}] }}\n",
            stub.plain
        )
    });
    let hosts: String = secure.chain(plain).collect();
    format!("integration: web\nowner: it@acme.example\nkind: web\nhosts:\n{hosts}")
}

/// The inputs and the result of one example, by the file's name.
type Cases = Map<String, Value>;

fn table() -> PathBuf {
    root().join("tests/spec/examples.json")
}

struct Runner {
    server: Serve,
    stub: Stub,
    documents: tempfile::TempDir,
    default: Value,
}

impl Runner {
    async fn start(default: Value) -> Self {
        let stub = Stub::start(SECURE, outside).await;
        let integrations = [("web.yaml", web(&stub))];
        let policies = [("all.yaml", PERMIT.to_owned())];
        let server = Serve::start(&integrations, &policies).await;
        let documents = tempfile::tempdir().unwrap();
        for (folder, files) in [("integrations", &integrations[..]), ("policies", &policies[..])] {
            std::fs::create_dir_all(documents.path().join(folder)).unwrap();
            for (name, text) in files {
                std::fs::write(documents.path().join(folder).join(name), text).unwrap();
            }
        }
        let http = server.http();
        publish(&http, SUBFLOW).await.unwrap();
        let answer = http.put("/v1/secrets/mySecret", json!({ "value": secret() }).to_string()).await;
        assert!(answer.status < 300, "{}", answer.text);
        Self { server, stub, documents, default }
    }

    /// The result of an example.
    async fn result(&self, path: &Path, case: &Value, number: usize) -> Value {
        let checked = Command::new(demo_binary()).arg("check").arg("--json").arg(path).output().unwrap();
        let found: Vec<Value> = serde_json::from_slice(&checked.stdout).unwrap();
        let of = |severity: &str| {
            let found = found.iter().filter(|found| found["severity"] == severity);
            found.map(|found| found["code"].clone()).collect::<Vec<Value>>()
        };
        let errors = of("error");
        if !errors.is_empty() {
            return json!({ "refused": errors });
        }
        let before = self.stub.seen().len();
        let input = case.get("input").unwrap_or(&self.default).to_string();
        let mut result = if of("warning").contains(&json!("TP0303")) {
            self.tried(path, &input)
        } else {
            self.published(path, case, &input, number).await
        };
        let asked: Vec<String> = self.stub.seen()[before..]
            .iter()
            .filter(|seen| !seen.path.ends_with(".json"))
            .map(|seen| {
                let query = if seen.query.is_empty() { String::new() } else { format!("?{}", seen.query) };
                let auth =
                    seen.headers.get("authorization").map(|auth| format!(" [{auth}]")).unwrap_or_default();
                format!("{} {}{}{query}{auth}", seen.method, seen.host, seen.path)
            })
            .collect();
        if !asked.is_empty() && case.get("race").is_none() {
            result["asked"] = json!(asked);
        }
        result
    }

    /// By `towpath run`: a definition with a schedule is not published.
    fn tried(&self, path: &Path, input: &str) -> Value {
        let folder = self.documents.path();
        let output = Command::new(demo_binary())
            .args(["run", "--json", "--input", input])
            .arg(path)
            .arg("--integrations")
            .arg(folder.join("integrations"))
            .arg("--policies")
            .arg(folder.join("policies"))
            .output()
            .unwrap();
        let told: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}: {}", path.display(), String::from_utf8_lossy(&output.stderr)));
        json!({ "status": told["status"], "output": told["output"] })
    }

    async fn published(&self, path: &Path, case: &Value, input: &str, number: usize) -> Value {
        let http = self.server.http();
        let source = std::fs::read_to_string(path).unwrap();
        let (node, _) = towpath_dsl::yaml::parse(&source, towpath_dsl::yaml::Limits::default());
        let mut definition = node.unwrap().to_json();
        // Examples share names; each gets a version of its own.
        definition["document"]["version"] = json!(format!("1.{number}.0"));
        let (namespace, name) = match publish(&http, &definition.to_string()).await {
            Ok(place) => place,
            Err(problem) => return json!({ "notPublished": problem }),
        };
        let start = format!("/v1/workflows/{namespace}/{name}/runs?version=1.{number}.0");
        let started =
            http.send("POST", &start, Some(input.to_owned().into()), &[("Prefer", "respond-async")]).await;
        assert_eq!(started.status, 202, "{name}: {}", started.text);
        let run = format!("/v1/runs/{}", started.body["id"].as_str().unwrap());
        let events = case["events"].as_array().cloned().unwrap_or_default();
        let mut rests = rest(&http, &run).await;
        for (at, event) in events.iter().enumerate() {
            let mut event = event.clone();
            event["specversion"] = json!("1.0");
            event["id"] = json!(format!("{name}-{number}-{at}"));
            event["source"].as_str().is_none().then(|| event["source"] = json!("tests"));
            let headers = [("Content-Type", "application/cloudevents+json")];
            let sent = http.send("POST", "/v1/events", Some(event.to_string().into()), &headers).await;
            assert_eq!(sent.status, 202, "{name}: {}", sent.text);
            pause(Duration::from_millis(300), "an event may change nothing that could be waited for").await;
            rests = rest(&http, &run).await;
        }
        if case["result"]["status"] != "waiting" {
            let path = format!("{run}?wait=5");
            rests = http.get(&path).await.body;
        }
        let status = rests["status"].clone();
        if status == "waiting" {
            let cancelled = http.post(&format!("{run}/cancel"), "").await;
            assert!(cancelled.status < 300, "{name}: {}", cancelled.text);
        }
        let mut result = json!({ "status": status });
        if let Some(output) = rests.get("output") {
            result["output"] = masked(output);
        }
        if let Some(error) = rests.get("error") {
            let instance = error["instance"].as_str().unwrap_or_default();
            let instance = if instance.starts_with("/v1/runs/") { "/v1/runs/…" } else { instance };
            result["error"] =
                json!({ "type": error["type"], "status": error["status"], "instance": instance });
        }
        result
    }
}

/// Replaces what differs between runs: ids and times.
fn masked(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let changes = matches!(name.as_str(), "time" | "id")
                    && value.as_str().is_some_and(|text| text.len() > 19);
                (name.clone(), if changes { json!("…") } else { masked(value) })
            })
            .collect(),
        Value::Array(items) => items.iter().map(masked).collect(),
        other => other.clone(),
    }
}

fn secret() -> String {
    json!({
        "username": "ada", "password": "secret", "token": "t",
        "authority": "http://keycloak/realms/fake-authority", "grant": "client_credentials",
        "client": { "id": "workflow-runtime-id", "secret": "workflow-runtime-secret" },
    })
    .to_string()
}

/// Waits until the run has ended, or only waits.
async fn rest(http: &Http, run: &str) -> Value {
    eventually(&format!("{run} ends or waits"), async || {
        let answer = http.get(run).await;
        if answer.body["status"] == "running" { Err(answer.text) } else { Ok(answer.body) }
    })
    .await
}

async fn publish(http: &Http, source: &str) -> Result<(String, String), Value> {
    let (node, _) = towpath_dsl::yaml::parse(source, towpath_dsl::yaml::Limits::default());
    let document = node.unwrap().to_json()["document"].clone();
    let text = |name: &str| document[name].as_str().unwrap().to_owned();
    let (namespace, name) = (text("namespace"), text("name"));
    let path = format!("/v1/workflows/{namespace}/{name}");
    let saved = http.put(&format!("{path}/draft"), source.to_owned()).await;
    assert!(saved.status < 300, "{}", saved.text);
    let live = http.post(&format!("{path}/publish"), "").await;
    if live.status < 300 { Ok((namespace, name)) } else { Err(live.body["diagnostics"][0]["code"].clone()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn full_spec_examples_run_to_the_expected_result_or_are_refused() {
    let Some(folder) = spec() else { return };
    let written: Value = serde_json::from_str(&std::fs::read_to_string(table()).unwrap()).unwrap();
    let cases: &Cases = written["examples"].as_object().unwrap();
    let runner = Runner::start(written["input"].clone()).await;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    let (mut now, mut differ, mut ran) = (Cases::new(), Vec::new(), 0);
    for (number, path) in files.iter().enumerate() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut case = cases.get(&name).cloned().unwrap_or_else(|| json!({}));
        let result = runner.result(path, &case, number).await;
        ran += usize::from(result.get("status").is_some());
        if case["result"] != result {
            differ.push(format!("{name}\n  expected {}\n  got      {result}", case["result"]));
        }
        if result.get("refused").is_some() {
            assert!(
                case["why"].as_str().is_some_and(|why| !why.is_empty()) || bless(),
                "{name}: says no `why`"
            );
        }
        case["result"] = result;
        now.insert(name, case);
    }
    if bless() {
        let text = json!({ "input": written["input"], "examples": now });
        std::fs::write(table(), format!("{}\n", serde_json::to_string_pretty(&text).unwrap())).unwrap();
    } else {
        assert!(differ.is_empty(), "{}\n{}", differ.join("\n"), runner.server.log());
        assert_eq!(cases.len(), now.len(), "the table has files that are not there");
    }
    tell(&format!(
        "specification: {ran} of {} examples run, the others are refused with a reason",
        now.len()
    ));
    assert!(ran >= 48 || bless(), "{ran} examples run");
    keep_result("spec", &json!({ "run": ran, "files": now }));
}

fn bless() -> bool {
    std::env::var("TOWPATH_BLESS").as_deref() == Ok("1")
}
