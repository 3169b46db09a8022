//! Writes that must not happen twice, inside `try` with `retry`: the peer's answer decides how many requests it gets.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use towpath_tests::{Serve, free_port};

/// An answer of the peer, and how many requests four attempts send.
struct Case {
    name: &'static str,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    requests: usize,
    /// The last part of the type of the error that the workflow ends with.
    error: &'static str,
}

const JSON: (&str, &str) = ("content-type", "application/json");

const fn case(
    name: &'static str,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    requests: usize,
    error: &'static str,
) -> Case {
    Case { name, status, headers, body, requests, error }
}

const CASES: &[Case] = &[
    case("misfit", 200, &[JSON], r#"{"ok":true}"#, 1, "validation"),
    case("html", 200, &[("content-type", "text/html")], "<p>paid</p>", 1, "validation"),
    case("text-json", 200, &[("content-type", "text/json")], r#"{"receipt":1}"#, 1, "validation"),
    case("broken-json", 200, &[JSON], r#"{"receipt":"#, 1, "communication"),
    case("empty-created", 201, &[JSON], "", 1, "validation"),
    case("no-content", 204, &[], "", 1, "validation"),
    case("compressed", 200, &[JSON, ("content-encoding", "br")], "??", 1, "communication"),
    case("timeout", 408, &[], "", 1, "outcome-unknown"),
    case("conflict", 409, &[], "", 1, "outcome-unknown"),
    case("early", 425, &[], "", 1, "outcome-unknown"),
    case("proxy-says-no", 403, &[("via", "1.1 edge")], "", 1, "outcome-unknown"),
    case("broken", 500, &[], "", 1, "outcome-unknown"),
    case("gateway", 502, &[], "", 1, "outcome-unknown"),
    case("unavailable", 503, &[], "", 1, "outcome-unknown"),
    case("elsewhere", 302, &[], "", 1, "outcome-unknown"),
    case("refused", 422, &[], "", 4, "communication"),
    case("too-many", 429, &[], "", 4, "communication"),
    case("narrowed", 404, &[], "", 1, "outcome-unknown"),
];

/// Counts the requests to each path, and answers as the case of that name says.
async fn peer() -> (u16, Arc<Mutex<BTreeMap<String, usize>>>) {
    let port = free_port();
    let seen: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
    let log = Arc::clone(&seen);
    let router = Router::new().fallback(move |request: Request| {
        let name = request.uri().path().trim_start_matches('/').to_owned();
        *log.lock().unwrap().entry(name.clone()).or_default() += 1;
        async move {
            let case = CASES.iter().find(|case| case.name == name).unwrap();
            let mut response = Response::new(Body::from(case.body));
            *response.status_mut() = StatusCode::from_u16(case.status).unwrap();
            for (name, value) in case.headers {
                response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            response
        }
    });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (port, seen)
}

fn integration(port: u16) -> String {
    let mut text = format!(
        "integration: pay\nowner: it@acme.example\nkind: http\nconnection: {{ baseUrl: 'http://127.0.0.1:{port}' }}\n\
         operations:\n"
    );
    for Case { name, .. } in CASES {
        let narrowed = if *name == "narrowed" { "    refusals: [422]\n" } else { "" };
        text += &format!(
            "  {name}:\n    version: 1.0.0\n    effect: write\n{narrowed}    \
             output: {{ type: object, required: [receipt], properties: {{ receipt: {{ type: string }} }} }}\n    \
             request: {{ method: POST, path: /{name} }}\n"
        );
    }
    text
}

const POLICY: &str = "policy: all\ntitle: Tests\neffect: permit\nreason: Tests.\n\
                      access: { properties: { kind: { enum: [start, call, respond] } } }\n";

async fn publish(server: &Serve, name: &str, operation: &str) {
    let retry = json!({ "delay": { "milliseconds": 1 }, "limit": { "attempt": { "count": 3 } } });
    let definition = json!({
        "document": { "dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0" },
        "do": [
            { "once": { "try": [
                { "retried": {
                    "try": [{ "write": { "call": operation, "with": {} } }],
                    "catch": { "retry": retry },
                } },
            ], "catch": { "as": "problem", "do": [{ "told": { "set": { "error": "${ $problem }" } } }] } } },
        ],
    });
    let path = format!("/v1/workflows/tests/{name}");
    let saved = server.http().put(&format!("{path}/draft"), definition.to_string()).await;
    assert!(saved.status < 300, "{name}: {}", saved.text);
    let live = server.http().post(&format!("{path}/publish"), "").await;
    assert!(live.status < 300, "{name}: {}", live.text);
}

async fn error_of(server: &Serve, name: &str) -> Value {
    let path = format!("/v1/workflows/tests/{name}/runs");
    let answer = server.http().send("POST", &path, Some("{}".into()), &[("Prefer", "wait=20")]).await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.text);
    answer.body["error"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_goes_out_again_only_where_the_answer_proves_that_it_was_refused() {
    let (port, seen) = peer().await;
    let server = Serve::start(&[("pay.yaml", integration(port))], &[("all.yaml", POLICY.to_owned())]).await;
    let mut wrong = Vec::new();
    for Case { name, requests, error, .. } in CASES {
        publish(&server, name, &format!("pay.{name}:1.0.0@default")).await;
        let told = error_of(&server, name).await;
        let kind = told["type"].as_str().unwrap_or_default().to_owned();
        let count = seen.lock().unwrap().get(*name).copied().unwrap_or_default();
        if count != *requests || !kind.ends_with(error) {
            wrong.push(format!("{name}: {count} requests instead of {requests}; {told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_whose_result_is_not_what_was_promised_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut database = options.connect().await.unwrap();
    sqlx::raw_sql("create table log (id integer primary key, n integer)")
        .execute(&mut database)
        .await
        .unwrap();
    let text = format!(
        "integration: db\nowner: it@acme.example\nkind: sql\nconnection: {{ sqlite: {} }}\noperations:\n  add:\n    \
         version: 1.0.0\n    effect: write\n    rows: one\n    \
         output: {{ type: object, properties: {{ id: {{ type: string }} }} }}\n    \
         statement: insert into log(n) values (1) returning id, n\n",
        path.display()
    );
    let server = Serve::start(&[("db.yaml", text)], &[("all.yaml", POLICY.to_owned())]).await;
    publish(&server, "add", "db.add:1.0.0@default").await;
    let told = error_of(&server, "add").await;
    assert!(told["detail"].as_str().unwrap_or_default().contains("rolled back"), "{told}");
    let rows = sqlx::query("select count(*) from log").fetch_one(&mut database).await.unwrap();
    assert_eq!(rows.get::<i64, _>(0), 0);
    database.close().await.unwrap();
}

/// Two equal starts at the same moment are one run, and neither caller gets a 404.
#[tokio::test(flavor = "multi_thread")]
async fn equal_starts_at_the_same_moment_are_one_run() {
    let (port, _) = peer().await;
    let refused = "policy: none\ntitle: Tests\neffect: forbid\nreason: Tests.\n\
                   workflow: { properties: { name: { const: refused } } }\n\
                   access: { properties: { kind: { const: start } } }\n";
    let policies = [("all.yaml", POLICY.to_owned())];
    let server = Serve::start(&[("pay.yaml", integration(port))], &policies).await;
    for name in ["quick", "refused"] {
        let path = format!("/v1/workflows/tests/{name}");
        let text = format!(
            "document: {{ dsl: 1.0.3, namespace: tests, name: {name}, version: 1.0.0 }}\ndo:\n  - a: {{ set: {{ b: 1 }} }}\n"
        );
        assert!(server.http().put(&format!("{path}/draft"), text).await.status < 300);
        assert!(server.http().post(&format!("{path}/publish"), "").await.status < 300);
    }
    server.http().put("/v1/policies/none", refused).await;
    assert_eq!(server.http().activate().await.status, 200);
    let large = format!("{{\"filler\":\"{}\"}}", "x".repeat(620_000));
    for (name, body, pairs) in [("quick", "{}", 60), ("quick", large.as_str(), 20), ("refused", "{}", 30)] {
        for pair in 0..pairs {
            let start = || {
                let (http, body) = (server.http(), body.to_owned());
                let key = format!("{name}-{}-{pair}", body.len());
                tokio::spawn(async move {
                    let path = format!("/v1/workflows/tests/{name}/runs");
                    http.send("POST", &path, Some(body.into()), &[("Idempotency-Key", key.as_str())]).await
                })
            };
            let (one, other) = (start(), start());
            let (one, other) = (one.await.unwrap(), other.await.unwrap());
            let expected = if name == "refused" { 403 } else { 200 };
            assert_eq!((one.status, other.status), (expected, expected), "{} {}", one.text, other.text);
            assert_eq!(one.run, other.run, "{name} {pair}");
        }
    }
}

/// Requests for tokens by `authentication` of a definition: an address that IT has not named gets none, a draft run sends
/// none, and a published version records them in its journal before they leave.
#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_asked_for_only_where_it_says_so_and_never_by_a_draft() {
    let port = free_port();
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&seen);
    let router = Router::new().fallback(move |request: Request| {
        let path = request.uri().path().to_owned();
        log.lock().unwrap().push(format!("{} {path}", request.method()));
        async move {
            axum::Json(json!({ "access_token": "t", "token_type": "bearer", "expires_in": 1, "path": path }))
        }
    });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let web = format!(
        "integration: web\nowner: it@acme.example\nkind: web\nhosts:\n  \
         - {{ host: 127.0.0.1, schemes: [http], ports: [{port}], tokenPaths: [/oauth2/token] }}\n"
    );
    let server = Serve::start(&[("web.yaml", web)], &[("all.yaml", POLICY.to_owned())]).await;
    let posts = || seen.lock().unwrap().iter().filter(|one| one.starts_with("POST")).count();
    for (name, endpoints) in [("squats", json!({ "token": "/pay/refunds" })), ("asks", json!({}))] {
        let oauth2 = json!({
            "authority": format!("http://127.0.0.1:{port}"), "endpoints": endpoints, "grant": "client_credentials",
            "client": { "id": "${ .amount | tostring }", "authentication": "none" },
        });
        let with = json!({
            "method": "get",
            "endpoint": { "uri": format!("http://127.0.0.1:{port}/x"), "authentication": { "oauth2": oauth2 } },
        });
        let retry = json!({ "delay": { "milliseconds": 1 }, "limit": { "attempt": { "count": 3 } } });
        let definition = json!({
            "document": { "dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0" },
            "do": [{ "get": { "try": [{ "go": { "call": "http", "with": with } }], "catch": { "retry": retry } } }],
        });
        let path = format!("/v1/workflows/tests/{name}");
        let saved = server.http().put(&format!("{path}/draft"), definition.to_string()).await;
        assert!(saved.status < 300, "{name}: {}", saved.text);
        let input = json!({ "input": { "amount": 7 }, "reads": "real" }).to_string();
        let tried = server
            .http()
            .send("POST", &format!("{path}/draft/runs"), Some(input.into()), &[("Prefer", "wait=20")])
            .await;
        assert!(tried.status >= 400, "{name}: a draft has no token: {}", tried.text);
        assert!(seen.lock().unwrap().is_empty(), "{name}: a draft sent {:?}", seen.lock().unwrap());
        let live = server.http().post(&format!("{path}/publish"), "").await;
        assert!(live.status < 300, "{name}: {}", live.text);
    }
    let start = async |name: &str| {
        let path = format!("/v1/workflows/tests/{name}/runs");
        server.http().send("POST", &path, Some("{\"amount\":7}".into()), &[("Prefer", "wait=20")]).await
    };
    let squats = start("squats").await;
    assert!(squats.status >= 400 && squats.text.contains("tokenPaths"), "{}", squats.text);
    assert_eq!(posts(), 0, "{:?}", seen.lock().unwrap());
    let asks = start("asks").await;
    assert_eq!((asks.status, posts()), (200, 1), "{}", asks.text);
    let journal = server.http().get(&format!("/v1/runs/{}/journal", asks.run.unwrap())).await;
    let token = journal.body["records"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|entry| entry["record"]["intent"].get("token"))
        .unwrap();
    assert_eq!(token["access"]["path"], "/oauth2/token", "{token}");
    assert_eq!(token["access"]["effect"], "write", "{token}");
    assert_eq!(token["decision"]["outcome"], "allow", "{token}");
}
