#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests of digest, OAuth2 and OpenID Connect with local servers.

mod digests;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::http::StatusCode;
use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_wire::{CallEffect, CarriedOut, problem_types};

use crate::Registry;
use crate::testing::{
    Arrived, Hops, Server, call, call_authorized_by, call_of, closed_port, effect, failed_as, redirect,
    registry, with_secret,
};

/// A registry that may reach these hosts, each with both secrets.
async fn web(ports: &[u16]) -> Registry {
    let host = |port: &u16| {
        format!(
            "{{host: 127.0.0.1, schemes: [http], ports: [{port}], secrets: [token, other], tokenPaths: ['/realms/acme/oauth2/token', '/realms/acme/t', /token]}}"
        )
    };
    let hosts: Vec<String> = ports.iter().map(host).collect();
    registry(&[&format!("{{integration: web, kind: web, owner: it, hosts: [{}]}}", hosts.join(","))]).await
}

fn request(method: &str, port: u16, path: &str, authentication: &Value) -> CallEffect {
    let uri = format!("http://127.0.0.1:{port}{path}");
    let arguments = json!({
        "method": method, "endpoint": { "uri": uri }, "authentication": authentication,
        "redirect": true, "output": "response",
    });
    let mut call = effect("web", "request", arguments);
    if method == "post" {
        call = effect(
            "web",
            "request",
            json!({
                "method": method, "endpoint": { "uri": uri }, "authentication": authentication, "body": "x",
            }),
        );
    }
    call
}

/// Returns the credentials of the request, reversed, because unchanged credentials would be redacted.
fn echo(arrived: &Arrived) -> Json<Value> {
    let asked = arrived.headers.get("authorization").map(|value| backwards(value.to_str().unwrap()));
    Json(json!(asked))
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

fn form(arrived: &Arrived) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(&arrived.body).into_owned().collect()
}

/// An authority that returns `token-1`, `token-2` and so on, each for `expires` seconds.
async fn authority(expires: u64) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |_| {
        let count = count.fetch_add(1, Ordering::SeqCst) + 1;
        Json(json!({ "access_token": format!("token-{count}"), "token_type": "bearer", "expires_in": expires }))
    })
    .await
}

fn client_credentials(port: u16, more: &Value) -> Value {
    let mut oauth2 = json!({
        "authority": format!("http://127.0.0.1:{port}/realms/acme"), "grant": "client_credentials",
        "client": { "id": "towpath", "secret": null },
    });
    oauth2.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "oauth2": oauth2 })
}

const CLIENT_SECRET: &str = "/authentication/oauth2/client/secret";

#[tokio::test]
async fn a_token_is_asked_for_once_and_never_shown() {
    let (issuer, target) = (authority(3600).await, Server::start(echo).await);
    let registry = web(&[issuer.port, target.port]).await;
    let written = client_credentials(issuer.port, &json!({ "scopes": ["a", "b"], "audiences": ["x", "y"] }));
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    let hops = Hops::default();
    for _ in 0..2 {
        let output = call_authorized_by(&registry, &one, &hops).await.unwrap();
        let output: Value = serde_json::from_str(output.value.get()).unwrap();
        assert_eq!(output["content"], backwards("Bearer token-1"));
        assert_eq!(output["request"]["headers"], json!({}));
    }
    let asked = issuer.arrived();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].method.as_str(), asked[0].uri.as_str()), ("POST", "/realms/acme/oauth2/token"));
    let body = String::from_utf8(asked[0].body.clone()).unwrap();
    assert_eq!(
        body,
        "grant_type=client_credentials&scope=a+b&client_id=towpath&client_secret=s3cret-token&audience=x&audience=y"
    );
    // The access of the token request is authorized each time, without the arguments of the call.
    let authorized = hops.authorized.lock().unwrap().clone();
    assert_eq!(authorized.len(), 2);
    assert_eq!(
        (authorized[1].method.as_deref(), authorized[1].path.as_deref()),
        (Some("POST"), Some("/realms/acme/oauth2/token"))
    );
    assert!(authorized[1].arguments.as_ref().unwrap().get("authentication").is_none());
    // Another scope is another token.
    let written = client_credentials(issuer.port, &json!({ "scopes": ["a"] }));
    let other = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    assert_eq!(call(&registry, &other).await.unwrap()["content"], backwards("Bearer token-2"));
}

#[tokio::test]
async fn a_token_that_is_about_to_expire_is_asked_for_anew() {
    let (issuer, target) = (authority(20).await, Server::start(echo).await);
    let registry = web(&[issuer.port, target.port]).await;
    let written = client_credentials(issuer.port, &json!({}));
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    for token in ["Bearer token-1", "Bearer token-2"] {
        assert_eq!(call(&registry, &one).await.unwrap()["content"], backwards(token));
    }
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_forgotten() {
    let issuer = authority(3600).await;
    let target =
        Server::start(|arrived: &Arrived| match arrived.headers["authorization"] == "Bearer token-1" {
            true => StatusCode::UNAUTHORIZED.into_response(),
            false => echo(arrived).into_response(),
        })
        .await;
    let registry = web(&[issuer.port, target.port]).await;
    let written = client_credentials(issuer.port, &json!({}));
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    assert_eq!(call(&registry, &one).await.unwrap_err().problem.status, 401);
    assert_eq!(call(&registry, &one).await.unwrap()["content"], backwards("Bearer token-2"));
}

#[tokio::test]
async fn clients_and_grants_are_told_as_they_should_be() {
    let target = Server::start(echo).await;
    for (more, pointer, header, body) in [
        (
            json!({ "client": { "id": "a b", "secret": null, "authentication": "client_secret_basic" } }),
            "/client/secret",
            // Each part is percent-encoded, see RFC 6749, 2.3.1.
            Some("Basic YStiOnMzY3JldC10b2tlbg=="),
            "grant_type=client_credentials",
        ),
        (
            json!({ "client": { "authentication": "none" }, "grant": "password", "username": "ana", "password": null }),
            "/password",
            None,
            "grant_type=password&username=ana&password=s3cret-token",
        ),
        (
            json!({ "client": { "id": "c", "assertion": null, "authentication": "private_key_jwt" } }),
            "/client/assertion",
            None,
            "grant_type=client_credentials&client_id=c\
             &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
             &client_assertion=s3cret-token",
        ),
        (
            json!({ "client": { "id": "c" }, "grant": "refresh_token", "subject": { "token": null, "type": "r" } }),
            "/subject/token",
            None,
            "grant_type=refresh_token&refresh_token=s3cret-token&client_id=c",
        ),
        (
            json!({
                "client": { "id": "c" }, "grant": "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject": { "token": null, "type": "s" }, "actor": { "token": "act", "type": "a" },
            }),
            "/subject/token",
            None,
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&client_id=c\
             &subject_token=s3cret-token&subject_token_type=s&actor_token=act&actor_token_type=a",
        ),
    ] {
        let issuer = authority(3600).await;
        let registry = web(&[issuer.port, target.port]).await;
        let written = client_credentials(issuer.port, &more);
        let place = format!("/authentication/oauth2{pointer}");
        let one = with_secret(request("get", target.port, "/x", &written), &place, "token");
        assert_eq!(call(&registry, &one).await.unwrap()["content"], backwards("Bearer token-1"));
        let asked = &issuer.arrived()[0];
        assert_eq!(asked.headers.get("authorization").map(|value| value.to_str().unwrap()), header);
        assert_eq!(String::from_utf8(asked.body.clone()).unwrap(), body);
    }
}

#[tokio::test]
async fn a_request_may_be_json() {
    let (issuer, target) = (authority(3600).await, Server::start(echo).await);
    let registry = web(&[issuer.port, target.port]).await;
    let more = json!({ "request": { "encoding": "application/json" }, "audiences": ["x", "y", "z"], "endpoints": { "token": "/t" } });
    let written = client_credentials(issuer.port, &more);
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    call(&registry, &one).await.unwrap();
    let asked = &issuer.arrived()[0];
    assert_eq!(
        (asked.uri.as_str(), &asked.headers["content-type"]),
        ("/realms/acme/t", &"application/json".parse().unwrap())
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&asked.body).unwrap(),
        json!({
            "grant_type": "client_credentials", "client_id": "towpath", "client_secret": "s3cret-token",
            "audience": ["x", "y", "z"],
        })
    );
}

#[tokio::test]
async fn a_rotated_refresh_token_replaces_the_one_it_came_from() {
    let count = AtomicUsize::new(0);
    let issuer = Server::start(move |_| {
        let count = count.fetch_add(1, Ordering::SeqCst);
        Json(json!({ "access_token": "t", "token_type": "Bearer", "expires_in": 1, "refresh_token": format!("r-{count}") }))
    })
    .await;
    let target = Server::start(echo).await;
    let registry = web(&[issuer.port, target.port]).await;
    let more = json!({ "grant": "refresh_token", "subject": { "token": "first", "type": "r" }, "client": { "id": "c" } });
    let one = request("get", target.port, "/x", &client_credentials(issuer.port, &more));
    for _ in 0..3 {
        call(&registry, &one).await.unwrap();
    }
    let shown: Vec<String> = issuer.arrived().iter().map(|one| form(one)["refresh_token"].clone()).collect();
    assert_eq!(shown, ["first", "r-0", "r-1"]);
}

#[tokio::test]
async fn nothing_is_sent_where_no_token_is_given() {
    let target = Server::start(echo).await;
    let json = |status: u16, body: Value| (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
    let answers: [(fn(u16) -> Response, &str); 6] = [
        (|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), "TP3027"),
        (|_| Json(json!({ "token": "s3cret-x" })).into_response(), "TP3027"),
        (|_| Json(json!({ "access_token": "s3cret-x", "token_type": "mac" })).into_response(), "TP3032"),
        (|_| (StatusCode::BAD_REQUEST, Json(json!({ "error": "s3cret-x" }))).into_response(), "TP3032"),
        (|_| redirect(307, "/elsewhere"), "TP3027"),
        (|port| redirect(302, format!("http://127.0.0.1:{port}/")), "TP3027"),
    ];
    for (answer, code) in answers {
        let port = target.port;
        let issuer = Server::start(move |_| answer(port)).await;
        let registry = web(&[issuer.port, target.port]).await;
        let written = client_credentials(issuer.port, &json!({}));
        let one = with_secret(request("post", target.port, "/x", &written), CLIENT_SECRET, "token");
        let failure = call(&registry, &one).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("not sent", code.to_owned()));
        assert!(!format!("{failure:?}").contains("s3cret"), "{failure:?}");
        assert_eq!(issuer.arrived().len(), 1);
    }
    let issuer = Server::start(move |_| json(401, json!({ "error": "invalid_client" }))).await;
    let registry = web(&[issuer.port, target.port]).await;
    let written = client_credentials(issuer.port, &json!({}));
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    let failure = call(&registry, &one).await.unwrap_err();
    let problem = failure.problem;
    assert_eq!((problem.kind.as_str(), problem.status), (problem_types::AUTHENTICATION, 401));
    assert!(problem.detail.as_ref().unwrap().ends_with("its error is `invalid_client`"));
    let nowhere = client_credentials(closed_port().await, &json!({ "client": { "id": "c" } }));
    let failure = call(&registry, &request("get", target.port, "/x", &nowhere)).await.unwrap_err();
    // The authority must be listed like every other host.
    assert_eq!(failure.problem.code.as_deref(), Some("TP3020"));
    assert!(target.arrived().is_empty());
}

#[tokio::test]
async fn who_may_not_ask_gets_no_token_that_others_asked_for() {
    let (issuer, target) = (authority(3600).await, Server::start(echo).await);
    let registry = web(&[issuer.port, target.port]).await;
    let written = client_credentials(issuer.port, &json!({}));
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    call(&registry, &one).await.unwrap();
    let refusing = Hops { refused: Some("127.0.0.1"), ..Hops::default() };
    let failure = call_authorized_by(&registry, &one, &refusing).await.unwrap_err();
    assert!(
        failure.carried_out == CarriedOut::NotSent
            && failure.problem.detail.as_deref() == Some("a policy says no")
    );
    assert_eq!((issuer.arrived().len(), target.arrived().len()), (1, 1));
}

#[tokio::test]
async fn secrets_go_to_no_authority_that_does_not_list_them() {
    let (issuer, target) = (authority(3600).await, Server::start(echo).await);
    let text = format!(
        "{{integration: web, kind: web, owner: it, hosts: [
            {{host: 127.0.0.1, schemes: [http], ports: [{}], secrets: [token]}},
            {{host: 127.0.0.1, schemes: [http], ports: [{}], secrets: [other], tokenPaths: ['/realms/acme/oauth2/token']}}]}}",
        target.port, issuer.port
    );
    let registry = registry(&[&text]).await;
    let written = client_credentials(issuer.port, &json!({}));
    let one = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "token");
    assert_eq!(failed_as(&call(&registry, &one).await.unwrap_err()), ("not sent", "TP3014".to_owned()));
    // A value derived from a secret counts as the secret, so the target must list it as well.
    let other = with_secret(request("get", target.port, "/x", &written), CLIENT_SECRET, "other");
    assert_eq!(registry.prepare(&other).unwrap_err().code.as_deref(), Some("TP3014"));
    assert!(issuer.arrived().is_empty());
}

/// An issuer with a discovery document, and tokens that name it.
async fn issuer(named: &'static str) -> Server {
    Server::start(move |arrived: &Arrived| {
        let host = format!("http://{}", arrived.headers["host"].to_str().unwrap());
        let named = if named.is_empty() { format!("{host}/realms/acme") } else { named.to_owned() };
        match arrived.uri.as_str() {
            "/realms/acme/.well-known/openid-configuration" => {
                Json(json!({ "issuer": named, "token_endpoint": format!("{host}/token"), "jwks_uri": "x" }))
            }
            // {"iss":"https://acme.example"}
            _ => Json(json!({ "access_token": "h.eyJpc3MiOiJodHRwczovL2FjbWUuZXhhbXBsZSJ9.s", "token_type": "Bearer", "expires_in": 60 })),
        }
    })
    .await
}

#[tokio::test]
async fn discovery_says_where_tokens_are() {
    let (issuer, target) = (issuer("").await, Server::start(echo).await);
    let registry = web(&[issuer.port, target.port]).await;
    for (path, more) in
        [("/realms/acme", json!({})), ("/realms/acme/.well-known/openid-configuration", json!({}))]
    {
        let mut oidc = json!({
            "authority": format!("http://127.0.0.1:{}{path}", issuer.port), "grant": "client_credentials",
            "client": { "id": "towpath", "secret": null },
        });
        oidc.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let call = request("get", target.port, "/x", &json!({ "oidc": oidc }));
        let one = with_secret(call, "/authentication/oidc/client/secret", "token");
        let hops = Hops::default();
        let output = call_authorized_by(&registry, &one, &hops).await.unwrap();
        assert!(output.value.get().contains(&backwards("Bearer h.eyJ")));
        let authorized = hops.authorized.lock().unwrap();
        let methods: Vec<_> = authorized.iter().map(|one| one.method.as_deref().unwrap()).collect();
        assert_eq!(methods, ["GET", "POST"]);
    }
    let asked: Vec<String> = issuer.arrived().iter().map(|one| one.uri.clone()).collect();
    assert_eq!(asked, ["/realms/acme/.well-known/openid-configuration", "/token"]);
}

#[tokio::test]
async fn issuers_must_be_the_ones_that_are_meant() {
    let target = Server::start(echo).await;
    for (named, issuers, works) in [
        ("https://acme.example", json!(["https://acme.example"]), true),
        ("https://acme.example", json!([]), false),
        ("https://evil.example", json!(["https://acme.example"]), false),
        ("https://other.example", json!(["https://other.example"]), false),
    ] {
        let issuer = issuer(named).await;
        let registry = web(&[issuer.port, target.port]).await;
        let oidc = json!({
            "authority": format!("http://127.0.0.1:{}/realms/acme", issuer.port), "issuers": issuers,
            "grant": "client_credentials", "client": { "id": "towpath" },
        });
        let result = call(&registry, &request("get", target.port, "/x", &json!({ "oidc": oidc }))).await;
        match works {
            true => assert!(result.is_ok(), "{result:?}"),
            false => {
                assert_eq!(
                    failed_as(&result.unwrap_err()),
                    ("not sent", "TP3032".to_owned()),
                    "{named} {issuers}"
                )
            }
        }
    }
    // OAuth2 cannot find the issuer of a token that is not readable.
    let issuer = authority(60).await;
    let registry = web(&[issuer.port, target.port]).await;
    let written = client_credentials(issuer.port, &json!({ "issuers": ["x"], "client": { "id": "c" } }));
    let failure = call(&registry, &request("get", target.port, "/x", &written)).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("not sent", "TP3032".to_owned()));
}

/// Fault 46: a discovery document that was checked for one grant was accepted for all other grants.
#[tokio::test]
async fn a_document_that_is_at_hand_is_checked_for_each_grant() {
    let (issuer, target) = (issuer("https://acme.example").await, Server::start(echo).await);
    let registry = web(&[issuer.port, target.port]).await;
    let asked = |issuers: &[&str]| {
        let authority = format!("http://127.0.0.1:{}/realms/acme", issuer.port);
        let oidc = json!({
            "authority": authority, "issuers": issuers, "grant": "client_credentials", "client": { "id": "towpath" },
        });
        request("get", target.port, "/x", &json!({ "oidc": oidc }))
    };
    let documents = || issuer.arrived().iter().filter(|one| one.uri.contains("well-known")).count();
    let hops = Hops::default();
    let (good, none, other) =
        (asked(&["https://acme.example"]), asked(&[]), asked(&["https://other.example"]));
    assert!(call_of(&registry, &good, &hops, "a").await.is_ok());
    for (namespace, wrong) in [("a", &none), ("a", &other), ("b", &none), ("b", &other)] {
        let failure = call_of(&registry, wrong, &hops, namespace).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("not sent", "TP3032".to_owned()), "{namespace}");
    }
    // Namespace `a` read it once. For `b`, the document was not accepted and not cached.
    assert_eq!(documents(), 3);
    for namespace in ["a", "b", "b"] {
        assert!(call_of(&registry, &good, &hops, namespace).await.is_ok());
    }
    assert_eq!(documents(), 4, "one more, and that for `b`");
}

#[tokio::test]
async fn one_secret_may_hold_all_properties() {
    let server = Server::start(echo).await;
    let text = format!(
        "{{integration: web, kind: web, owner: it, hosts: [{{host: 127.0.0.1, schemes: [http], ports: [{}], secrets: [all, token]}}]}}",
        server.port
    );
    let secrets = crate::MapSecrets::from_iter([
        ("all", r#"{"username": "me", "password": "s3cret"}"#),
        ("token", "s3cret"),
    ]);
    let document = crate::IntegrationDocument::parse(&text).0.unwrap();
    let registry = Registry::build(vec![document], std::sync::Arc::new(secrets)).await.unwrap();
    let written = json!({ "basic": null });
    let one = |secret: &str| {
        with_secret(request("get", server.port, "/", &written), "/authentication/basic", secret)
    };
    assert_eq!(call(&registry, &one("all")).await.unwrap()["content"], backwards("Basic bWU6czNjcmV0"));
    let failure = call(&registry, &one("token")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("not sent", "TP3015".to_owned()));
    assert!(!format!("{failure:?}").contains("s3cret"));
}
