//! Tests of testing a connection: what is sent, where to, and what is said about it.

use std::time::Duration;

use ::http::{Method, StatusCode};
use axum::response::IntoResponse as _;

use super::{crm, server};
use crate::testing::{Names, answer_bytes, closed_port, redirect, registry, registry_with};
use crate::{Found, NotTested, Registry};

async fn found(registry: &Registry) -> Found {
    registry.test("crm").await.unwrap().found
}

fn code(found: &Found) -> &str {
    found.problem.as_ref().and_then(|problem| problem.code.as_deref()).unwrap_or_default()
}

#[tokio::test]
async fn one_harmless_request_with_the_credentials_of_the_connection() {
    let (crm_server, base) = server(|_| StatusCode::NOT_FOUND.into_response()).await;
    let more =
        "headers: { X-Api-Key: { secret: token } }, authentication: { bearer: { token: { secret: other } } }";
    let registry = registry(&[&crm(&base, more)]).await;
    let tested = found(&registry).await;
    assert_eq!((tested.is_reachable, tested.status, tested.problem), (true, Some(404), None));
    assert_eq!(tested.target, format!("http://127.0.0.1:{}", crm_server.port));
    let arrived = crm_server.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].method, Method::HEAD);
    assert_eq!(arrived[0].headers["x-api-key"], "s3cret-token");
    assert_eq!(arrived[0].headers["authorization"], "Bearer s3cret-other");
    assert!(arrived[0].body.is_empty());
}

#[tokio::test]
async fn what_answers_may_be_wrong_all_the_same() {
    for (status, wrong) in
        [(200, ""), (204, ""), (405, ""), (401, "TP3025"), (403, "TP3025"), (503, "TP3025")]
    {
        let (_server, base) = server(move |_| StatusCode::from_u16(status).unwrap().into_response()).await;
        let tested = found(&registry(&[&crm(&base, "")]).await).await;
        assert_eq!((tested.is_reachable, tested.status), (true, Some(status)));
        assert_eq!(code(&tested), wrong, "{status}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed_and_nothing_of_an_answer_is_shown() {
    let (elsewhere, _) = server(|_| StatusCode::OK.into_response()).await;
    let away = format!("http://127.0.0.1:{}/", elsewhere.port);
    let (_server, base) = server(move |arrived| {
        let key = arrived.headers["x-api-key"].to_str().unwrap().to_owned();
        let mut response = redirect(302, &away);
        response.headers_mut().insert("x-echo", key.parse().unwrap());
        response
    })
    .await;
    let more = format!(
        "redirects: 3, allow: ['127.0.0.1:{}'], headers: {{ X-Api-Key: {{ secret: token }} }}",
        elsewhere.port
    );
    let tested = found(&registry(&[&crm(&base, &more)]).await).await;
    assert_eq!((tested.is_reachable, tested.status), (true, Some(302)));
    assert!(elsewhere.arrived().is_empty(), "a redirect was followed");
    assert!(!format!("{tested:?}").contains("s3cret"), "{tested:?}");
}

#[tokio::test]
async fn what_does_not_answer_is_not_reachable() {
    let closed = format!("http://127.0.0.1:{}", closed_port().await);
    let silent = format!("http://127.0.0.1:{}", answer_bytes("", Duration::from_secs(5)).await);
    let names = || Names::new([("zero.acme.example", &["0.0.0.0"])]);
    for (base, more, wrong) in [
        (closed.as_str(), "", "TP3023"),
        (&silent, "", "TP3024"),
        ("http://nowhere.acme.example", "", "TP3023"),
        ("http://zero.acme.example", "", "TP3021"),
        (&closed, "headers: { X-Api-Key: { secret: absent } }", "TP3015"),
    ] {
        let tested = found(&registry_with(&[&crm(base, more)], names()).await).await;
        assert_eq!((tested.is_reachable, tested.status), (false, None), "{base} {more}");
        assert_eq!(code(&tested), wrong, "{base} {more}");
    }
}

#[tokio::test]
async fn only_what_has_a_connection_is_tested() {
    let registry = registry(&[]).await;
    assert_eq!(registry.test("crm").await, Err(NotTested::Unknown));
    assert_eq!(registry.test("web").await, Err(NotTested::NoConnection));
}
