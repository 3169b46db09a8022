//! Spellings of OpenAPI calls, from outside: what policies decided on is, byte for byte, what the system gets. The table is
//! `tests/spellings/openapi.yaml`.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};
use towpath_dsl::yaml;
use towpath_tests::{Http, PERMIT_ALL, Seen, Stub, World};

const FILES: &str = "files.acme.example";
const SHOP: &str = "shop.acme.example";

fn table() -> Value {
    let (node, found) = yaml::parse(include_str!("../spellings/openapi.yaml"), yaml::Limits::default());
    assert!(found.is_empty(), "{found:#?}");
    node.unwrap().to_json()
}

fn outside(seen: &Seen) -> Option<Response> {
    let answer = if seen.host == FILES { table()["document"].clone() } else { json!({ "ok": true }) };
    Some(Json(answer).into_response())
}

async fn world() -> World {
    let stub = Stub::start(&[FILES, SHOP], outside).await;
    let ca = stub.ca.path().display();
    let host = |host: &str| format!("  - {{ host: {host}, resolve: '{}', ca: {ca} }}\n", stub.tls);
    let web =
        format!("integration: web\nowner: it@acme.example\nkind: web\nhosts:\n{}{}", host(FILES), host(SHOP));
    World::beside(stub, &[&web], &[PERMIT_ALL], &[]).await
}

/// A workflow that makes this call with the parameters in its input.
async fn publish(http: &Http, workflow: &str, row: &Value) {
    let given = row["parameters"].as_object().unwrap().keys();
    let parameters: Map<String, Value> =
        given.map(|name| (name.clone(), format!("${{ .[{}] }}", json!(name)).into())).collect();
    let with = json!({
        "document": { "endpoint": format!("https://{FILES}/openapi.json") },
        "operationId": row["operation"],
        "parameters": parameters,
    });
    let definition = json!({
        "document": { "dsl": "1.0.3", "namespace": "tests", "name": workflow, "version": "1.0.0" },
        "do": [{ "ask": { "call": "openapi", "with": with } }],
    });
    http.put_live(&format!("tests/{workflow}"), definition.to_string()).await;
}

/// The accesses that were evaluated, in order.
async fn evaluated(http: &Http, run: &str) -> Vec<Value> {
    let journal = http.get(&format!("/v1/runs/{run}/journal")).await;
    let records = journal.body["records"].as_array().unwrap_or_else(|| panic!("{}", journal.text)).clone();
    let accesses = records.iter().map(|record| &record["record"]["intent"]["access"]);
    accesses.filter(|access| !access.is_null()).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_openapi_call_is_authorized_as_it_is_sent() {
    let (table, world) = (table(), world().await);
    let http = world.server.http();
    let calls = table["calls"].as_array().unwrap();
    assert!(calls.len() >= 40, "{}", calls.len());
    let mut problems = Vec::new();
    for (at, row) in calls.iter().enumerate() {
        let workflow = format!("call-{at}");
        publish(&http, &workflow, row).await;
        let before = world.stub().seen().len();
        let answer = http.call(&format!("tests/{workflow}"), &row["parameters"]).await;
        let run = answer.run.clone().unwrap_or_else(|| panic!("{row}: {}", answer.text));
        let (accesses, sent) = (evaluated(&http, &run).await, world.stub().seen().split_off(before));
        problems.extend(otherwise(row, answer.status, &answer.text, &accesses, &sent));
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

/// What is otherwise than the row says.
fn otherwise(row: &Value, status: u16, text: &str, accesses: &[Value], sent: &[Seen]) -> Option<String> {
    if let Some(why) = row["refused"].as_str() {
        let is_told = status == 500 && text.contains(why) && accesses.is_empty() && sent.is_empty();
        return (!is_told).then(|| format!("{row}: {status} {text} {accesses:?} {sent:?}"));
    }
    let (path, query) = (row["path"].as_str().unwrap(), row["query"].as_str().unwrap_or_default());
    let ([access], [seen]) = (accesses, sent) else {
        return Some(format!("{row}: {status} {text} {accesses:?} {sent:?}"));
    };
    let authorized = [&access["host"], &access["path"], &access["query"]].map(|field| field.as_str());
    let arrived = [seen.host.as_str(), seen.path.as_str(), seen.query.as_str()];
    let has_headers = row["headers"]
        .as_object()
        .into_iter()
        .flatten()
        .all(|(name, value)| seen.headers.get(name).map(String::as_str) == value.as_str());
    let is_same =
        status == 200 && arrived == [SHOP, path, query] && authorized == arrived.map(Some) && has_headers;
    (!is_same).then(|| format!("{row}: {status}, authorized {authorized:?}, arrived {seen:?}"))
}
