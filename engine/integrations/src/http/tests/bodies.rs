//! Tests of bodies: every value stays in its place.

use ::http::StatusCode;
use axum::response::IntoResponse as _;
use serde_json::{Value, json};

use super::server;
use crate::IntegrationDocument;
use crate::testing::{call, effect, registry};

/// An operation that sends `body` with this content type, and these properties of `input`.
fn note(base: &str, content_type: &str, body: &str, properties: &str) -> String {
    format!(
        "{{integration: crm, owner: it, kind: http, connection: {{baseUrl: '{base}'}}, operations: {{note: {{
          version: 1.0.0, effect: write, input: {{type: object, additionalProperties: false,
          required: [amount, note], properties: {{amount: {{type: number}}, {properties}}}}},
          request: {{method: POST, path: /, {content_type} body: {body}}}}}}}}}"
    )
}

#[tokio::test]
async fn a_value_stays_in_its_place_of_a_body() {
    let (server, base) = server(|_| StatusCode::NO_CONTENT.into_response()).await;
    let evil = "x\", \"amount\": 99999, \"y\": \"</note><amount>9</amount>&amount=7\r\n";
    let header = |kind: &str| format!("headers: {{Content-Type: '{kind}'}},");
    let text = "note: {type: string}";
    for (kind, body) in [
        ("", r#"{amount: "{amount}", note: "for {note}"}"#),
        ("application/x-www-form-urlencoded", r#"{amount: "{amount}", note: "for {note}"}"#),
        ("text/xml; charset=utf-8", r#""<o amount='{amount}' n='{note}'><note>for {note}</note></o>""#),
        ("application/json", r#""{note}""#),
    ] {
        let kind = if kind.is_empty() { String::new() } else { header(kind) };
        let registry = registry(&[&note(&base, &kind, body, text)]).await;
        call(&registry, &effect("crm", "note", json!({ "amount": 5, "note": evil }))).await.unwrap();
    }
    let arrived: Vec<String> =
        server.arrived().iter().map(|one| String::from_utf8(one.body.clone()).unwrap()).collect();
    let value: Value = serde_json::from_str(&arrived[0]).unwrap();
    assert_eq!(value, json!({ "amount": 5, "note": format!("for {evil}") }));
    let pairs: Vec<_> = url::form_urlencoded::parse(arrived[1].as_bytes()).into_owned().collect();
    assert_eq!(pairs, [("amount".into(), "5".into()), ("note".into(), format!("for {evil}"))]);
    assert_eq!(arrived[2].matches('<').count(), 4, "{}", arrived[2]);
    assert!(arrived[2].starts_with("<o amount='5' n='x&quot;, &quot;amount"), "{}", arrived[2]);
    assert_eq!(serde_json::from_str::<Value>(&arrived[3]).unwrap(), evil);
}

#[test]
fn text_that_values_could_change_is_refused_with_the_line_to_write() {
    let json = r#"'{{"amount": {amount}, "note": "{note}"}}'"#;
    let value = r#"`body: {"amount":"{amount}","note":"{note}"}`"#;
    let (xml, form) =
        ("headers: {Content-Type: text/xml},", "headers: {Content-Type: application/x-www-form-urlencoded},");
    let text = "note: {type: string}";
    for (content_type, body, properties, message) in [
        ("", json, text, value),
        ("headers: {Content-Type: application/json},", json, text, value),
        ("headers: {Content-Type: text/csv},", "'{amount},{note}'", text, "give `note` a pattern"),
        ("", "'amount={amount}&note={note}'", text, "x-www-form-urlencoded"),
        (form, "'amount={amount}&note={note}'", text, value),
        ("", "'<n>{note}</n>'", text, "Content-Type: application/xml"),
        (xml, "'<{note}/>'", text, "only in the text of an element"),
        (xml, "{note: '{note}'}", text, "an XML body must be written as text"),
        ("headers: {Content-Type: '{note}'},", "'n={note}'", text, "pattern"),
        (
            "headers: {Content-Type: text/csv},",
            "'{amount},{note}'",
            "note: {type: string, pattern: '^.*$'}",
            "pattern",
        ),
    ] {
        let text = note("http://127.0.0.1:9", content_type, body, properties);
        let (document, found) = IntegrationDocument::parse(&text);
        let said = format!("{found:?}");
        assert!(document.is_none() && said.replace("\\\"", "\"").contains(message), "{body}: {said}");
    }
    for (content_type, body, properties) in [
        (
            "headers: {Content-Type: text/csv},",
            "'{amount},{note}'",
            "note: {type: string, pattern: '^[a-z ]*$'}",
        ),
        ("headers: {Content-Type: text/csv},", "'{note}'", text),
        ("", "'fixed'", text),
    ] {
        let text = note("http://127.0.0.1:9", content_type, body, properties);
        let (document, found) = IntegrationDocument::parse(&text);
        assert!(document.is_some(), "{body}: {found:?}");
    }
}
