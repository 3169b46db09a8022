#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests of kind `http` with local servers.

mod answers;
mod bodies;
mod echoes;
mod probes;

use std::time::{Duration, Instant};

use ::http::StatusCode;
use axum::Json;
use axum::response::IntoResponse as _;
use serde_json::{Value, json};
use towpath_access::Effect;
use towpath_wire::{CarriedOut, REFUSALS, problem_types};

use crate::testing::{
    Arrived, Hops, Names, Server, answer_bytes, call, call_authorized_by, closed_port, effect, failed_as,
    redirect, registry, registry_with,
};
use crate::{CallContext, CallFailure, Idempotent, IntegrationDocument};

/// A document with the operations that the tests call.
fn crm(base: &str, more: &str) -> String {
    format!(
        r#"
integration: crm
owner: it@acme.example
kind: http
labels: [customer-data]
connection: {{ baseUrl: "{base}", timeout: 2s, maxResponseBytes: 1000, {more} }}
operations:
  get-customer:
    version: 1.0.0
    effect: read
    labels: [contact]
    input:
      type: object
      additionalProperties: false
      required: [id]
      properties: {{ id: {{ type: string }}, fields: {{ type: array, items: {{ type: string }} }}, lang: {{ type: string }} }}
    output: {{ type: object, required: [id], properties: {{ id: {{ type: string }} }} }}
    request:
      method: GET
      path: /customers/{{id}}/card
      query: {{ field: "{{fields}}", fixed: 1 }}
      headers: {{ Accept-Language: "{{lang}}" }}
  pay:
    version: 1.0.0
    effect: write
    idempotent: key
    idempotencyHeader: X-Once
    input: &pay
      type: object
      additionalProperties: false
      required: [id, amount]
      properties: {{ id: {{ type: string }}, amount: {{ type: number }}, note: {{ type: string }} }}
    request: {{ method: POST, path: /pay, body: {{ ref: "order {{id}}", amount: "{{amount}}", note: "{{note}}" }} }}
  pay-once:
    version: 1.0.0
    effect: write
    input: *pay
    request: {{ method: POST, path: /pay, body: arguments }}
"#
    )
}

async fn server(
    answer: impl Fn(&Arrived) -> axum::response::Response + Send + Sync + 'static,
) -> (Server, String) {
    let server = Server::start(answer).await;
    let base = format!("http://127.0.0.1:{}/crm/", server.port);
    (server, base)
}

fn pay(operation: &str) -> towpath_wire::CallEffect {
    effect("crm", operation, json!({ "id": "7", "amount": 12.5 }))
}

#[tokio::test]
async fn templates_become_requests_and_secrets_go_along() {
    let (server, base) = server(|_| Json(json!({ "id": "a/b", "more": true })).into_response()).await;
    let more =
        "headers: { X-Api-Key: { secret: token } }, authentication: { bearer: { token: { secret: other } } }";
    let registry = registry(&[&crm(&base, more)]).await;
    let get = effect("crm", "get-customer", json!({ "id": "a b?c", "fields": ["x", "y&z"], "lang": "de" }));
    let prepared = registry.prepare(&get).unwrap();
    assert_eq!(prepared.access.host.as_deref(), Some("127.0.0.1"));
    assert_eq!(prepared.access.method.as_deref(), Some("GET"));
    assert_eq!(prepared.access.path.as_deref(), Some("/crm/customers/a%20b%3Fc/card"));
    assert_eq!((prepared.access.effect, prepared.idempotent), (Effect::Read, Idempotent::Natural));
    assert_eq!(prepared.access.query.as_deref(), Some("field=x&field=y%26z&fixed=1"));
    assert_eq!(prepared.access.arguments.as_ref().unwrap()["id"], "a b?c");
    let output = call_authorized_by(&registry, &get, &Hops::default()).await.unwrap();
    assert_eq!(output.labels, ["contact", "customer-data"]);
    assert_eq!(output.value.get(), r#"{"id":"a/b","more":true}"#);
    let arrived = &server.arrived()[0];
    assert_eq!(arrived.uri, "/crm/customers/a%20b%3Fc/card?field=x&field=y%26z&fixed=1");
    assert_eq!(arrived.headers["accept-language"], "de");
    assert_eq!(arrived.headers["x-api-key"], "s3cret-token");
    assert_eq!(arrived.headers["authorization"], "Bearer s3cret-other");
    assert!(!arrived.headers.contains_key("x-once"));
}

#[tokio::test]
async fn a_slash_stays_in_its_segment_where_it_is_allowed() {
    let (server, base) = server(|_| Json(json!({ "id": "1" })).into_response()).await;
    let registry = registry(&[&crm(&base, "allowInPath: [encodedSlashes]")]).await;
    call(&registry, &effect("crm", "get-customer", json!({ "id": "a/b" }))).await.unwrap();
    assert_eq!(server.arrived()[0].uri, "/crm/customers/a%2Fb/card?fixed=1");
    let climbing = registry.prepare(&effect("crm", "get-customer", json!({ "id": "a/../b" })));
    assert_eq!(climbing.unwrap_err().code.as_deref(), Some("TP3029"));
}

#[test]
fn a_header_is_there_once() {
    for more in [
        "headers: { X-Key: a, x-key: b }",
        "headers: { X-Key: a, X_Key: { secret: token } }",
        "allowInPath: [dots]",
    ] {
        let (document, found) = IntegrationDocument::parse(&crm("http://127.0.0.1:9", more));
        assert!(document.is_none() && found.iter().any(|one| one.is_error()), "{more}: {found:?}");
    }
}

#[tokio::test]
async fn bodies_keep_types_and_writes_carry_their_key() {
    let (server, base) = server(|_| StatusCode::NO_CONTENT.into_response()).await;
    let registry = registry(&[&crm(&base, "")]).await;
    assert_eq!(call(&registry, &pay("pay")).await.unwrap(), Value::Null);
    assert_eq!(call(&registry, &pay("pay-once")).await.unwrap(), Value::Null);
    let arrived = server.arrived();
    assert_eq!(arrived[0].body, br#"{"ref":"order 7","amount":12.5}"#);
    assert_eq!(arrived[0].headers["x-once"], "key-1");
    assert_eq!(arrived[0].headers["content-type"], "application/json");
    assert_eq!(arrived[1].body, br#"{"id":"7","amount":12.5}"#);
    assert!(!arrived[1].headers.contains_key("x-once"));
}

#[tokio::test]
async fn arguments_are_checked_before_anything_else() {
    let (server, base) = server(|_| StatusCode::OK.into_response()).await;
    let registry = registry(&[&crm(&base, "")]).await;
    let code = |arguments: &str| {
        let mut call = effect("crm", "get-customer", json!({}));
        call.arguments = towpath_wire::Json::parse(arguments.to_owned()).unwrap();
        registry.prepare(&call).unwrap_err().code.unwrap()
    };
    assert_eq!(code(r#"{"id":"1","id":"2"}"#), "TP3011");
    assert_eq!(code(r#"{"id":9223372036854775808}"#), "TP3011");
    assert_eq!(code(r#"{"id":1e400}"#), "TP3011");
    assert_eq!(code(r#"{"id":1}"#), "TP3012");
    assert_eq!(code(r#"{"id":"1","admin":true}"#), "TP3012");
    assert_eq!(code(r#"{}"#), "TP3012");
    for climbing in ["..", ".", "", "a/../b", "a\\..\\b", "a\nb", "a/b", "a\\b", "..;", "%2e%2e", "a%2fb"] {
        assert_eq!(code(&json!({ "id": climbing }).to_string()), "TP3029", "{climbing:?}");
    }
    assert_eq!(code(r#"{"id":"1","lang":"de\r\nX-Admin: 1"}"#), "TP3029");
    for (integration, operation, version) in
        [("crn", "get-customer", "1.0.0"), ("crm", "get-custmer", "1.0.0"), ("crm", "get-customer", "2.0.0")]
    {
        let mut call = effect(integration, operation, json!({ "id": "1" }));
        call.version = version.to_owned();
        assert_eq!(registry.prepare(&call).unwrap_err().code.as_deref(), Some("TP3010"));
    }
    let secret =
        crate::testing::with_secret(effect("crm", "get-customer", json!({ "id": null })), "/id", "token");
    assert!(registry.prepare(&secret).is_err());
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn a_slow_answer_ends_in_time() {
    let port = answer_bytes("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{", Duration::from_secs(30)).await;
    let registry = registry(&[&crm(&format!("http://127.0.0.1:{port}"), "")]).await;
    for (effect, way) in
        [(pay("pay-once"), "done"), (effect("crm", "get-customer", json!({ "id": "1" })), "refused")]
    {
        let start = Instant::now();
        let prepared = registry.prepare(&effect).unwrap();
        let deadline = Some(start + Duration::from_millis(200));
        let context =
            CallContext { idempotency_key: None, namespace: "acme", authorize: &Hops::default(), deadline };
        let failure = registry.call(&prepared, context).await.unwrap_err();
        assert_eq!(failed_as(&failure), (way, "TP3024".to_owned()));
        assert_eq!(failure.problem.kind, problem_types::TIMEOUT);
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

#[tokio::test]
async fn what_never_left_is_told_so() {
    let port = closed_port().await;
    let refused = registry(&[&crm(&format!("http://127.0.0.1:{port}"), "")]).await;
    let failure = call(&refused, &pay("pay-once")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("not sent", "TP3023".to_owned()));
    let nameless = registry(&[&crm("http://crm.acme.example", "")]).await;
    let failure = call(&nameless, &pay("pay-once")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("not sent", "TP3023".to_owned()));
    // A missing secret is only a warning at first, and only calls that need it fail.
    let text = crm("http://127.0.0.1:9", "headers: { X-Key: { secret: missing } }");
    let without = registry(&[&text]).await;
    assert!(without.warnings("crm").any(|one| one.message.contains("`missing`")));
    let failure = call(&without, &pay("pay-once")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("not sent", "TP3015".to_owned()));
    // A required key is missing.
    let prepared = refused.prepare(&pay("pay")).unwrap();
    let context =
        CallContext { idempotency_key: None, namespace: "acme", authorize: &Hops::default(), deadline: None };
    assert!(matches!(
        refused.call(&prepared, context).await,
        Err(CallFailure { carried_out: CarriedOut::NotSent, .. })
    ));
}

#[tokio::test]
async fn names_of_the_document_may_be_private_and_are_looked_up_once() {
    let (server, _) = server(|_| Json(json!({ "id": "1" })).into_response()).await;
    let names = Names::new([("crm.acme.example", &["127.0.0.1"])]);
    let base = format!("http://crm.acme.example:{}", server.port);
    let registry = registry_with(&[&crm(&base, "")], names.clone()).await;
    let get = effect("crm", "get-customer", json!({ "id": "1" }));
    call(&registry, &get).await.unwrap();
    assert_eq!(names.asked(), 1);
    assert_eq!(server.arrived()[0].headers["host"], format!("crm.acme.example:{}", server.port));
    // The document has the address, so there is no lookup.
    let pinned =
        registry_with(&[&crm(&base, "resolve: { crm.acme.example: 127.0.0.1 }")], names.clone()).await;
    call(&pinned, &get).await.unwrap();
    assert_eq!(names.asked(), 1);
}

#[tokio::test]
async fn redirects_stay_within_the_document_and_are_authorized() {
    let get = effect("crm", "get-customer", json!({ "id": "1" }));
    let (other, other_base) = server(|_| Json(json!({ "id": "other" })).into_response()).await;
    let target = other_base.clone();
    let (server, base) = server(move |arrived| match arrived.uri.as_str() {
        "/crm/inside" => Json(json!({ "id": "inside" })).into_response(),
        uri if uri.contains("/out/") => redirect(302, &target),
        _ => redirect(302, "/crm/inside"),
    })
    .await;
    let more = "redirects: 2, headers: { X-Api-Key: { secret: token } }, authentication: { bearer: { token: { secret: other } } }";
    let closed = registry(&[&crm(&base, more)]).await;
    let hops = Hops::default();
    let output = call_authorized_by(&closed, &get, &hops).await.unwrap();
    assert_eq!(output.value.get(), r#"{"id":"inside"}"#);
    assert_eq!(hops.authorized.lock().unwrap()[0].path.as_deref(), Some("/crm/inside"));
    assert_eq!(server.arrived()[1].headers["x-api-key"], "s3cret-token");
    // A refused hop is not sent.
    let failure = call_authorized_by(&closed, &get, &Hops { refused: Some("127.0.0.1"), ..Hops::default() })
        .await
        .unwrap_err();
    assert_eq!(failure.carried_out, CarriedOut::RefusedThere);
    assert_eq!(server.arrived().len(), 3);
    // A redirect to another host is followed only if the document lists the host, and without credentials.
    let outward = crm(&base.replace("/crm/", "/out/"), more);
    let failure = call(&registry(&[&outward]).await, &get).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3020".to_owned()));
    assert!(other.arrived().is_empty());
    let allowed =
        outward.replace("redirects: 2", &format!("redirects: 2, allow: [\"127.0.0.1:{}\"]", other.port));
    assert_eq!(call(&registry(&[&allowed]).await, &get).await.unwrap(), json!({ "id": "other" }));
    let arrived = &other.arrived()[0];
    assert!(!arrived.headers.contains_key("authorization") && !arrived.headers.contains_key("x-api-key"));
}

#[tokio::test]
async fn a_write_behind_a_redirect_is_never_called_undone() {
    // The write was carried out, but reading its result failed, so it must not be repeated.
    let (_server, base) = server(|arrived| match arrived.uri.as_str() {
        "/crm/pay" => redirect(303, "/crm/receipt"),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    })
    .await;
    let failure = call(&registry(&[&crm(&base, "redirects: 1")]).await, &pay("pay-once")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("unknown", "TP3025".to_owned()));
    assert!(!failure.answered, "the answer is not that of the write");
    // A redirected write is sent to the same origin, but not to another one.
    let (server, base) = server(|arrived| match arrived.uri.as_str() {
        "/crm/pay" => redirect(307, "/crm/pay2"),
        _ => Json(json!({ "paid": true })).into_response(),
    })
    .await;
    assert_eq!(
        call(&registry(&[&crm(&base, "redirects: 1")]).await, &pay("pay")).await.unwrap(),
        json!({ "paid": true })
    );
    let arrived = server.arrived();
    assert_eq!((&arrived[1].method, &arrived[1].body), (&arrived[0].method, &arrived[0].body));
    assert_eq!(arrived[1].headers["x-once"], "key-1");
    let (_server, base) = super::tests::server(|_| redirect(307, "http://127.0.0.1:9/")).await;
    let text = crm(&base, "redirects: 1, allow: [\"127.0.0.1:9\"]");
    let failure = call(&registry(&[&text]).await, &pay("pay-once")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3022".to_owned()));
}

#[tokio::test]
async fn redirects_have_an_end() {
    let (server, base) = server(|_| redirect(302, "/crm/again")).await;
    let failure = call(
        &registry(&[&crm(&base, "redirects: 3")]).await,
        &effect("crm", "get-customer", json!({ "id": "1" })),
    )
    .await
    .unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3022".to_owned()));
    assert_eq!(server.arrived().len(), 4);
}

#[tokio::test]
async fn a_kept_connection_that_closes_does_not_make_a_write_unknown() {
    // A server that answers once per connection and then closes it without notice.
    let port = answer_bytes(
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}",
        Duration::ZERO,
    )
    .await;
    let registry = registry(&[&crm(&format!("http://127.0.0.1:{port}"), "")]).await;
    for _ in 0..20 {
        assert_eq!(call(&registry, &pay("pay-once")).await.unwrap(), json!({}));
    }
}

#[test]
fn every_problem_of_a_document_is_told_with_its_place() {
    let text = r#"integration: Crm
kind: http
conection: {}
connection:
  baseUrl: ftp://crm.acme.example
  timeout: 5 parsecs
  headers: { Host: x }
  authentication: { digest: {} }
operations:
  get:
    version: "1"
    effect: look
    input: { type: object, properties: { id: { title: x } } }
    request: { method: GOT, path: "x/{ide}", headers: { A: "{" } }
"#;
    let (document, found) = IntegrationDocument::parse(text);
    assert!(document.is_none());
    let message: Vec<String> = found
        .iter()
        .map(|one| {
            let span = one.span.unwrap();
            format!("{} {}", one.code, &text[span.start..span.end].lines().next().unwrap_or_default())
        })
        .collect();
    for expected in [
        "TP3001 Crm",
        "TP3001 conection",
        "TP3007 ftp://crm.acme.example",
        "TP3001 5 parsecs",
        "TP3008 Host",
        "TP3001 digest",
        "TP3001 \"1\"",
        "TP3001 look",
        "TP3004 { type: object, properties: { id: { title: x",
        "TP3004 { title: x",
        "TP3001 GOT",
        "TP3006 \"x/{ide}\"",
        "TP3006 \"{\"",
    ] {
        assert!(message.iter().any(|one| one.starts_with(expected)), "{expected} is not in {message:#?}");
    }
    let misspelt = found.iter().find(|one| one.message.contains("conection")).unwrap();
    assert_eq!(misspelt.help.as_deref(), Some("did you mean `connection`?"));
}

#[test]
fn requests_of_documents_are_checked() {
    let check = |operation: &str| -> Vec<String> {
        let text = format!(
            "{{integration: crm, owner: it, kind: http, connection: {{baseUrl: 'http://a.example/v1'}}, operations: {{get: {{version: 1.0.0, {operation}}}}}}}"
        );
        IntegrationDocument::parse(&text).1.into_iter().map(|one| one.code.as_str().to_owned()).collect()
    };
    let input = "input: {type: object, additionalProperties: false, required: [id], properties: {id: {type: string}, opt: {type: string}}}";
    let request = |request: &str| check(&format!("effect: write, {input}, request: {request}"));
    let none: Vec<String> = Vec::new();
    assert_eq!(
        request("{method: POST, path: '/a/{id}', query: {q: '{opt}'}, body: {a: '{opt}', b: 'x {id}'}}"),
        none
    );
    assert_eq!(request("{method: POST, path: '/a/{opt}'}"), ["TP3006"]);
    assert_eq!(request("{method: POST, path: '/a/{nope}'}"), ["TP3006"]);
    assert_eq!(request("{method: POST, path: '/a', body: {a: 'x {opt}'}}"), ["TP3006"]);
    assert_eq!(request("{method: POST, path: '/a', body: ['{opt}']}"), ["TP3006"]);
    for path in ["a", "/a?x=1", "/a#b", "/a/../b", "/a b", "/ü", "/a/%2e%2e/b", "/a/{id", "//{id}/../.."] {
        assert_eq!(request(&format!("{{method: POST, path: '{path}'}}")), ["TP3006"], "{path}");
    }
    assert_eq!(request("{method: POST, path: /a, headers: {Content-Length: '1'}}"), ["TP3008"]);
    assert_eq!(request("{method: GET, path: /a, body: arguments}"), ["TP3001"]);
    assert_eq!(check(&format!("effect: read, {input}, request: {{method: DELETE, path: /a}}")), ["TP3001"]);
    assert_eq!(check("effect: read, idempotent: no, request: {method: GET, path: /a}"), ["TP3001"]);
    assert_eq!(
        check("effect: write, idempotencyHeader: X-Once, request: {method: POST, path: /a}"),
        ["TP3001"]
    );
    assert_eq!(check("effect: read, output: {type: strong}, request: {method: GET, path: /a}"), ["TP3005"]);
    assert_eq!(
        check("effect: read, output: {$ref: 'https://a.example/s'}, request: {method: GET, path: /a}"),
        ["TP3005"]
    );
}

#[test]
fn operations_have_versions_side_by_side() {
    let text = |second: &str| {
        format!(
            "{{integration: crm, owner: it, kind: http, connection: {{baseUrl: 'http://a.example'}}, operations: {{
               get: {{version: 1.0.0, effect: read, request: {{method: GET, path: /a}}}},
               {second}: {{effect: read, request: {{method: GET, path: /b}}}}}}}}"
        )
    };
    let document = IntegrationDocument::parse(&text("'get:2.0.0'")).0.unwrap();
    let versions: Vec<&str> = document.operations().map(|operation| operation.version()).collect();
    assert_eq!(versions, ["1.0.0", "2.0.0"]);
    let found = IntegrationDocument::parse(&text("'get:1.0.0'")).1;
    assert_eq!(found[0].code.as_str(), "TP3003");
}
