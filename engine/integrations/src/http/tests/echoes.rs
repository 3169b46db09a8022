//! Tests of redaction: secrets in responses.

use axum::Json;
use axum::response::IntoResponse as _;
use serde_json::json;

use super::{crm, server};
use crate::testing::{Hops, call, call_authorized_by, effect, failed_as, redirect, registry, with_secret};

#[tokio::test]
async fn a_secret_that_comes_back_is_redacted_and_told() {
    let (_server, base) = server(|arrived| {
        let key = arrived.headers["x-api-key"].to_str().unwrap().to_owned();
        match arrived.uri.contains("/away/") {
            true => redirect(302, format!("/crm/{key}")),
            false => {
                ([("x-echo", key.clone())], Json(json!({ "id": "1", key.clone(): [key] }))).into_response()
            }
        }
    })
    .await;
    let more = "redirects: 1, headers: { X-Api-Key: { secret: token } }";
    let hops = Hops::default();
    let closed = registry(&[&crm(&base, more)]).await;
    let get = |id: &str| effect("crm", "get-customer", json!({ "id": id }));
    let output = call_authorized_by(&closed, &get("1"), &hops).await.unwrap();
    assert_eq!(output.value.get(), r#"{"id":"1","***":["***"]}"#);
    assert_eq!(*hops.came_back.lock().unwrap(), [(vec!["token".to_owned()], 3)]);
    // A redirect to an address that contains the secret is not followed, and the message does not contain it.
    let hops = Hops::default();
    let away = registry(&[&crm(&base.replace("/crm/", "/away/"), more)]).await;
    let failure = call_authorized_by(&away, &get("1"), &hops).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3022".to_owned()));
    assert!(hops.authorized.lock().unwrap().is_empty());
    assert!(!format!("{failure:?}").contains("s3cret"), "{failure:?}");
    // The message about an output that does not fit does not contain keys of the response.
    let strict = crm(&base, more).replacen(
        "output: { type: object, required: [id]",
        "output: { type: object, additionalProperties: { type: string }, required: [id]",
        1,
    );
    let failure = call(&registry(&[&strict]).await, &get("1")).await.unwrap_err();
    assert!(failure.problem.detail.as_ref().unwrap().contains("`/*`"), "{failure:?}");
}

#[tokio::test]
async fn a_token_that_comes_back_is_redacted() {
    let (issuer, _) = server(|_| {
        Json(json!({ "access_token": "token-4711", "token_type": "bearer", "expires_in": 3600 }))
            .into_response()
    })
    .await;
    let (target, _) = server(|arrived| {
        let bearer = arrived.headers["authorization"].to_str().unwrap().to_owned();
        Json(json!({ "bearer": bearer })).into_response()
    })
    .await;
    let host = |port: u16| {
        format!(
            "{{host: 127.0.0.1, schemes: [http], ports: [{port}], secrets: [token], tokenPaths: [/token]}}"
        )
    };
    let hosts = format!("{}, {}", host(issuer.port), host(target.port));
    let web = registry(&[&format!("{{integration: web, kind: web, owner: it, hosts: [{hosts}]}}")]).await;
    let oauth2 = json!({
        "authority": format!("http://127.0.0.1:{}", issuer.port), "endpoints": { "token": "/token" },
        "grant": "client_credentials", "client": { "id": "towpath", "secret": null },
    });
    let arguments = json!({
        "method": "get", "endpoint": { "uri": format!("http://127.0.0.1:{}/", target.port) },
        "authentication": { "oauth2": oauth2 },
    });
    let call =
        with_secret(effect("web", "request", arguments), "/authentication/oauth2/client/secret", "token");
    let hops = Hops::default();
    let output = call_authorized_by(&web, &call, &hops).await.unwrap();
    assert_eq!(output.value.get(), r#"{"bearer":"Bearer ***"}"#);
    assert_eq!(*hops.came_back.lock().unwrap(), [(vec!["the access token".to_owned()], 1)]);
}
