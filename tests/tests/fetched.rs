//! Functions by URL, from outside: policies decide whether they are fetched, once, at publishing. What they do is evaluated
//! like the workflow's own tasks, and later changes of the file have no effect.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicBool, Ordering};

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, Seen, Serve, Stub};

const FILES: &str = "files.acme.example";
const ORDERS: &str = "orders.acme.example";

/// The owner of the file changes it.
static CHANGED: AtomicBool = AtomicBool::new(false);

/// As people write it: with errors that strict parsing refuses, and 3 MB that no call uses.
fn openapi() -> String {
    let unused: String = (0..30_000)
        .map(|at| format!("  unused{at}: {{type: integer, maximum: 18446744073709551616, example: 007}}\n"))
        .collect();
    format!(
        "openapi: 3.0\nservers: [{{url: 'https://{ORDERS}'}}]\npaths:\n  /else: {{$ref: 'else.yaml'}}\n  /refunds:\n    post:\n      operationId: refund\n      parameters: [{{name: ids, in: query}}]\n      responses: {{'409': {{content: {{application/problem+json: {{}}}}}}}}\nx-unused:\n{unused}"
    )
}

fn outside(seen: &Seen) -> Option<Response> {
    if seen.host == ORDERS && seen.path == "/refunds" {
        let body = Json(json!({ "code": "E7", "query": seen.query }));
        return Some((axum::http::StatusCode::CONFLICT, body).into_response());
    }
    if seen.host == ORDERS {
        return Some(Json(json!({ "state": "sent", "method": seen.method })).into_response());
    }
    let find = |method: &str| {
        format!("call: http\nwith: {{ method: {method}, endpoint: 'https://{ORDERS}/orders/{{id}}' }}\n")
    };
    let text = match seen.path.as_str() {
        "/catalog/functions/find/1.0.0/function.yaml" if CHANGED.load(Ordering::SeqCst) => find("delete"),
        "/catalog/functions/find/1.0.0/function.yaml" => find("get"),
        "/cancel.yaml" => find("delete"),
        "/openapi.yaml" => openapi(),
        "/broken.yaml" => "set:\n  a: ${ .b | nosuch }\n".to_owned(),
        "/large.yaml" => format!("set: {{ a: {} }}\n", "x".repeat(2 << 20)),
        _ => return None,
    };
    Some(([("content-type", "application/yaml")], text).into_response())
}

fn policy(name: &str, access: &str) -> (String, String) {
    let text = format!("policy: {name}\ntitle: {name}\neffect: permit\naccess: {access}\nreason: Tests.\n");
    (format!("{name}.yaml"), text)
}

async fn start(stub: &Stub, policies: &[(String, String)]) -> Serve {
    let ca = stub.ca.path().display();
    let host = |host| format!("  - {{ host: {host}, resolve: '{}', ca: {ca} }}\n", stub.tls);
    let web = format!(
        "integration: web\nowner: it@acme.example\nkind: web\nhosts:\n{}{}",
        host(FILES),
        host(ORDERS)
    );
    let policies: Vec<(&str, String)> =
        policies.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    Serve::start(&[("web.yaml", web)], &policies).await
}

/// Publishes a workflow that calls this function.
async fn publish(http: &Http, name: &str, call: &str) -> Answer {
    let catalogs = json!({ "shared": { "endpoint": format!("https://{FILES}/catalog") } });
    let definition = json!({
        "document": { "dsl": "1.0.3", "namespace": "tests", "name": name, "version": "1.0.0" },
        "use": { "catalogs": catalogs },
        "do": [{ "find": { "call": call, "with": { "id": "${ .id }" } } }],
    });
    let path = format!("/v1/workflows/tests/{name}");
    let saved = http.put(&format!("{path}/draft"), definition.to_string()).await;
    assert!(saved.status < 300, "{}", saved.text);
    http.post(&format!("{path}/publish"), "").await
}

async fn call(http: &Http, name: &str) -> Value {
    let answer = http.post(&format!("/v1/workflows/tests/{name}/runs"), json!({ "id": 7 }).to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

fn fetches(stub: &Stub) -> usize {
    stub.seen().iter().filter(|seen| seen.host == FILES).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_from_elsewhere_are_fetched_once_and_evaluated() {
    let stub = Stub::start(&[FILES, ORDERS], outside).await;
    let only_reads = "{ properties: { kind: { const: call }, effect: { const: read } } }";
    let policies = [
        policy("start", "{ properties: { kind: { enum: [start, respond] } } }"),
        policy("fetch", "{ properties: { kind: { const: fetch }, host: { const: files.acme.example } } }"),
        policy("read", only_reads),
    ];
    let server = start(&stub, &policies).await;
    let http = server.http();

    let live = publish(&http, "orders", "find:1.0.0@shared").await;
    assert!(live.status < 300, "{}", live.text);
    assert_eq!(fetches(&stub), 1);
    assert_eq!(call(&http, "orders").await, json!({ "state": "sent", "method": "GET" }));

    // The file has changed. The live version has the old one.
    CHANGED.store(true, Ordering::SeqCst);
    assert_eq!(call(&http, "orders").await, json!({ "state": "sent", "method": "GET" }));
    assert_eq!(publish(&http, "orders", "find:1.0.0@shared").await.body["unchanged"], true);
    assert_eq!(fetches(&stub), 1, "nothing is fetched again");

    // Fetching the function is permitted; what it does is not.
    let refused = publish(&http, "changed", "find:1.0.0@shared").await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert!(refused.text.contains("DELETE"), "{}", refused.text);
    let refused = publish(&http, "cancels", &format!("https://{FILES}/cancel.yaml")).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert!(stub.seen().iter().all(|seen| seen.method == "GET"), "nothing was written");

    for (name, file, code, says) in [
        ("broken", "broken.yaml", "TP0402", "there is no function `nosuch`"),
        ("large", "large.yaml", "TP0102", "bytes long"),
        ("missing", "missing.yaml", "TP1119", "404"),
    ] {
        let refused = publish(&http, name, &format!("https://{FILES}/{file}")).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        let found = &refused.body["diagnostics"][0];
        assert_eq!(found["code"], code, "{}", refused.text);
        assert!(found["message"].as_str().unwrap().contains(says), "{}", refused.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_fetched_is_not_asked_for() {
    let stub = Stub::start(&[FILES, ORDERS], outside).await;
    let all_but_fetch = policy("calls", "{ properties: { kind: { enum: [start, respond, call] } } }");
    let server = start(&stub, &[all_but_fetch]).await;
    let refused = publish(&server.http(), "orders", &format!("https://{FILES}/cancel.yaml")).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert_eq!(stub.seen().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_document_is_read_as_far_as_it_is_used_and_says_what_failed_answers_are() {
    let stub = Stub::start(&[FILES, ORDERS], outside).await;
    let server =
        start(&stub, &[policy("all", "{ properties: { kind: { enum: [start, respond, call, fetch] } } }")])
            .await;
    let http = server.http();
    let with = json!({
        "document": { "endpoint": format!("https://{FILES}/openapi.yaml") },
        "operationId": "refund",
        "parameters": { "ids": "${ [1, null, 2] }" },
    });
    let definition = json!({
        "document": { "dsl": "1.0.3", "namespace": "tests", "name": "refund", "version": "1.0.0" },
        "do": [{ "ask": {
            "try": [{ "refund": { "call": "openapi", "with": with } }],
            "catch": { "as": "e", "do": [{ "tell": { "set": { "status": "${ $e.status }", "said": "${ $e.details }" } } }] },
        } }],
    });
    assert!(openapi().len() > 2 << 20);
    let saved = http.put("/v1/workflows/tests/refund/draft", definition.to_string()).await;
    assert!(saved.status < 300, "{}", saved.text);
    let live = http.post("/v1/workflows/tests/refund/publish", "").await;
    assert!(live.status < 300, "{}", live.text);
    assert_eq!(
        call(&http, "refund").await,
        json!({ "status": 409, "said": { "code": "E7", "query": "ids=1&ids=2" } })
    );
}
