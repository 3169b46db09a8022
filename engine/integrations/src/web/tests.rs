#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests of raw HTTP with local servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::http::StatusCode;
use axum::Json;
use axum::response::IntoResponse as _;
use serde_json::{Value, json};
use towpath_access::Effect;
use towpath_wire::{CallEffect, CarriedOut, problem_types};

use crate::testing::{
    Arrived, Hops, Names, Server, answer_bytes, call, call_authorized_by, effect, failed_as, redirect,
    registry, registry_with, with_secret,
};
use crate::{CallFailure, Idempotent, IntegrationDocument};

fn hosts(hosts: &str) -> String {
    format!("{{integration: web, kind: web, owner: it@acme.example, labels: [outside], hosts: [{hosts}]}}")
}

/// One local host.
fn local(port: u16, more: &str) -> String {
    hosts(&format!("{{host: 127.0.0.1, schemes: [http], ports: [{port}], {more}}}"))
}

fn get(uri: impl std::fmt::Display) -> CallEffect {
    effect("web", "request", json!({ "method": "get", "endpoint": { "uri": uri.to_string() } }))
}

fn request(arguments: Value) -> CallEffect {
    effect("web", "request", arguments)
}

#[tokio::test]
async fn no_host_is_reached_unless_it_is_listed() {
    let server = Server::start(|_| "hi").await;
    let uri = format!("http://127.0.0.1:{}/x", server.port);
    for document in [
        None,
        Some(hosts("")),
        Some(local(server.port.wrapping_add(1), "")),
        Some(hosts("{host: 127.0.0.1}")),
    ] {
        let documents: Vec<&str> = document.as_deref().into_iter().collect();
        let refused = registry(&documents).await.prepare(&get(&uri)).unwrap_err();
        assert_eq!(refused.code.as_deref(), Some("TP3020"));
        assert_eq!((refused.kind.as_str(), refused.status), (problem_types::AUTHORIZATION, 403));
    }
    let listed = registry(&[&local(server.port, "")]).await;
    assert_eq!(call(&listed, &get(&uri)).await.unwrap(), json!("hi"));
    // The same host in another spelling is the same host.
    let odd = uri.replace("127.0.0.1", "0x7f.1");
    let prepared = listed.prepare(&get(&odd)).unwrap();
    assert_eq!(prepared.access.host.as_deref(), Some("127.0.0.1"));
    assert!(listed.signatures().is_empty());
    assert!(listed.operation("web", "request", "1.0.0").is_some());
}

#[tokio::test]
async fn private_addresses_are_refused_whatever_the_name_says() {
    let server = Server::start(|_| "hi").await;
    let names = Names::new([
        ("loop.acme.example", &["127.0.0.1"]),
        ("mixed.acme.example", &["93.184.216.34", "10.0.0.1"]),
        ("meta.acme.example", &["169.254.169.254"]),
        ("mapped.acme.example", &["::ffff:127.0.0.1"]),
        ("open.acme.example", &["127.0.0.1"]),
        ("zero.acme.example", &["0.0.0.0"]),
    ]);
    let port = server.port;
    let text = hosts(&format!(
        "{{host: '*.acme.example', schemes: [http], ports: [{port}]}},
         {{host: open.acme.example, schemes: [http], ports: [{port}], private: true}},
         {{host: zero.acme.example, schemes: [http], ports: [{port}], private: true}},
         {{host: pinned.acme.example, schemes: [http], ports: [{port}], resolve: 127.0.0.1}}"
    ));
    let registry = registry_with(&[&text], names.clone()).await;
    for name in ["loop", "mixed", "meta", "mapped", "zero"] {
        let failure = call(&registry, &get(format!("http://{name}.acme.example:{port}/"))).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("not sent", "TP3021".to_owned()), "{name}");
        assert_eq!(failure.problem.kind, problem_types::AUTHORIZATION);
        assert!(
            !failure.problem.detail.as_ref().unwrap().contains("127.0.0.1"),
            "the address itself is not shown"
        );
    }
    assert!(server.arrived().is_empty());
    for name in ["open", "pinned"] {
        assert_eq!(
            call(&registry, &get(format!("http://{name}.acme.example:{port}/"))).await.unwrap(),
            json!("hi")
        );
    }
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_refused_by_the_address_it_has() {
    // Each lookup returns another address: a check with a separate lookup would check another address than the
    // one that is connected to.
    struct Rebinding(AtomicUsize);
    #[async_trait::async_trait]
    impl crate::Lookup for Rebinding {
        async fn lookup(&self, _: &str) -> std::io::Result<Vec<std::net::IpAddr>> {
            let before = self.0.fetch_add(1, Ordering::SeqCst);
            Ok(vec![if before == 0 { [127, 0, 0, 1].into() } else { [10, 0, 0, 1].into() }])
        }
    }
    let server = Server::start(|_| "hi").await;
    for (private, lookups) in [(true, 1), (false, 1)] {
        let lookup = Arc::new(Rebinding(AtomicUsize::new(0)));
        let text = format!(
            "{{host: shop.acme.example, schemes: [http], ports: [{}], private: {private}}}",
            server.port
        );
        let registry = registry_with(&[&hosts(&text)], lookup.clone()).await;
        let result = call(&registry, &get(format!("http://shop.acme.example:{}/", server.port))).await;
        match private {
            // It connected to the address that was checked.
            true => assert_eq!(result.unwrap(), json!("hi")),
            false => assert_eq!(failed_as(&result.unwrap_err()), ("not sent", "TP3021".to_owned())),
        }
        assert_eq!(lookup.0.load(Ordering::SeqCst), lookups, "one lookup for a connection, no more");
    }
    assert_eq!(server.arrived().len(), 1);
}

#[tokio::test]
async fn the_request_is_what_was_authorized() {
    let server = Server::start(|_| StatusCode::CREATED).await;
    let registry = registry(&[&local(server.port, "labels: [partner]")]).await;
    let post = request(json!({
        "method": "post",
        "endpoint": { "uri": format!("http://127.0.0.1:{}/orders?x=1", server.port) },
        "query": { "q": "a b" },
        "headers": { "X-Trace": "7" },
        "body": { "amount": 12.5 },
    }));
    let prepared = registry.prepare(&post).unwrap();
    assert_eq!(prepared.access.integration.as_deref(), Some("web"));
    assert_eq!(prepared.access.operation.as_deref(), Some("request"));
    assert_eq!(prepared.access.method.as_deref(), Some("POST"));
    assert_eq!(prepared.access.path.as_deref(), Some("/orders"));
    assert_eq!((prepared.access.effect, prepared.idempotent), (Effect::Write, Idempotent::No));
    let output = call_authorized_by(&registry, &post, &Hops::default()).await.unwrap();
    assert_eq!(
        (output.value.get(), output.labels),
        ("null", vec!["outside".to_owned(), "partner".to_owned()])
    );
    let arrived = &server.arrived()[0];
    assert_eq!((arrived.method.as_str(), arrived.uri.as_str()), ("POST", "/orders?x=1&q=a+b"));
    assert_eq!(arrived.body, br#"{"amount":12.5}"#);
    assert_eq!(arrived.headers["x-trace"], "7");
    let head = request(
        json!({ "method": "HEAD", "endpoint": { "uri": format!("http://127.0.0.1:{}/", server.port) } }),
    );
    let prepared = registry.prepare(&head).unwrap();
    assert_eq!((prepared.access.effect, prepared.idempotent), (Effect::Read, Idempotent::Natural));
}

#[tokio::test]
async fn output_has_three_forms() {
    let server = Server::start(|_| ([("x-a", "1"), ("set-cookie", "c")], Json(json!({ "id": 7 })))).await;
    let more = "secrets: [token]";
    let registry = registry(&[&local(server.port, more)]).await;
    let with = |output: &str| {
        let arguments = json!({
            "method": "get", "output": output, "headers": { "X-Mine": "1", "Cookie": "s3cret-cookie" },
            "endpoint": { "uri": format!("http://127.0.0.1:{}/x", server.port) },
            "authentication": { "bearer": { "token": null } },
        });
        with_secret(request(arguments), "/authentication/bearer/token", "token")
    };
    assert_eq!(call(&registry, &with("content")).await.unwrap(), json!({ "id": 7 }));
    assert_eq!(call(&registry, &with("raw")).await.unwrap(), json!("eyJpZCI6N30="));
    let response = call(&registry, &with("response")).await.unwrap();
    assert_eq!(response["statusCode"], 200);
    assert_eq!(response["content"], json!({ "id": 7 }));
    assert_eq!(response["headers"]["x-a"], "1");
    assert_eq!(response["headers"].get("set-cookie"), None);
    assert_eq!(response["request"]["method"], "GET");
    assert_eq!(response["request"]["uri"], format!("http://127.0.0.1:{}/x", server.port));
    assert_eq!(response["request"]["headers"], json!({ "x-mine": "1" }));
    assert!(!response.to_string().contains("s3cret"));
    assert_eq!(server.arrived()[0].headers["authorization"], "Bearer s3cret-token");
}

#[tokio::test]
async fn a_failed_answer_says_what_an_openapi_document_describes() {
    let server =
        Server::start(|_| (StatusCode::CONFLICT, Json(json!({ "code": "E7" }))).into_response()).await;
    let registry = registry(&[&local(server.port, "labels: [theirs]")]).await;
    let uri = format!("http://127.0.0.1:{}/x", server.port);
    for (described, details) in [
        (vec!["409"], Some(json!({ "code": "E7" }))),
        (vec!["404", "4xx"], Some(json!({ "code": "E7" }))),
        (vec!["default"], Some(json!({ "code": "E7" }))),
        (vec!["404", "5XX"], None),
        (vec![], None),
    ] {
        let mut effect = get(&uri);
        effect.described = described.iter().map(|one| (*one).to_owned()).collect();
        let failure = call(&registry, &effect).await.unwrap_err();
        assert_eq!(failure.problem.details, details, "{described:?}");
        // Errors from a host have the labels of the host.
        assert_eq!(failure.problem.labels, ["theirs"], "{described:?}");
    }
}

#[tokio::test]
async fn secrets_go_only_where_they_may() {
    let server = Server::start(|_| "ok").await;
    let more = "secrets: [token], secretHeaders: [X-Api-Key]";
    let registry = registry(&[&local(server.port, more)]).await;
    let uri = format!("http://127.0.0.1:{}/", server.port);
    let with = |extra: Value, pointer: &str, secret: &str| {
        let mut arguments = json!({ "method": "get", "endpoint": { "uri": uri } });
        arguments.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        with_secret(request(arguments), pointer, secret)
    };
    let bearer = json!({ "authentication": { "bearer": { "token": null } } });
    let basic = json!({ "authentication": { "basic": { "username": "me", "password": null } } });
    for (call, code) in [
        (with(json!({ "query": { "k": null } }), "/query/k", "token"), "TP3014"),
        (with(json!({ "body": { "k": null } }), "/body/k", "token"), "TP3014"),
        (with(json!({ "headers": { "X-Other": null } }), "/headers/X-Other", "token"), "TP3014"),
        (with(bearer.clone(), "/authentication/bearer/token", "other"), "TP3014"),
        (with(bearer.clone(), "/authentication/bearer/nothing", "token"), "TP3014"),
        (with(json!({ "headers": { "X-Api-Key": "plain" } }), "/headers/X-Api-Key", "token"), "TP3014"),
    ] {
        assert_eq!(registry.prepare(&call).unwrap_err().code.as_deref(), Some(code), "{call:?}");
    }
    let key = with(json!({ "headers": { "X-Api-Key": null } }), "/headers/X-Api-Key", "token");
    let prepared = registry.prepare(&key).unwrap();
    assert_eq!(prepared.secrets(), ["token"]);
    assert_eq!(prepared.access.arguments.as_ref().unwrap()["headers"], json!({ "x-api-key": null }));
    for one in [key, with(basic, "/authentication/basic/password", "token")] {
        call(&registry, &one).await.unwrap();
    }
    let arrived = server.arrived();
    assert_eq!(arrived[0].headers["x-api-key"], "s3cret-token");
    assert_eq!(arrived[1].headers["authorization"], "Basic bWU6czNjcmV0LXRva2Vu");
    // The token is missing.
    let empty = request(
        json!({ "method": "get", "endpoint": { "uri": uri }, "authentication": { "bearer": { "token": null } } }),
    );
    assert!(matches!(
        call(&registry, &empty).await,
        Err(CallFailure { carried_out: CarriedOut::NotSent, .. })
    ));
}

#[tokio::test]
async fn redirects_are_followed_where_the_call_says_so_and_authorized_each() {
    let target = Server::start(|_| Json(json!("end"))).await;
    let to = format!("http://localhost:{}/end", target.port);
    let server = Server::start(move |arrived: &Arrived| match arrived.uri.as_str() {
        "/302" => redirect(302, &to),
        "/307" => redirect(307, &to),
        "/304" => StatusCode::NOT_MODIFIED.into_response(),
        _ => redirect(302, "http://evil.acme.example/"),
    })
    .await;
    let text = hosts(&format!(
        "{{host: 127.0.0.1, schemes: [http], ports: [{}], secrets: [token], labels: [first]}},
         {{host: localhost, schemes: [http], ports: [{}], labels: [second]}}",
        server.port, target.port
    ));
    let registry = registry_with(&[&text], Names::new([("localhost", &["127.0.0.1"])])).await;
    let with = |method: &str, path: &str, redirect: bool| {
        let arguments = json!({
            "method": method, "endpoint": { "uri": format!("http://127.0.0.1:{}{path}", server.port) },
            "redirect": redirect, "headers": { "X-Mine": "data" }, "authentication": { "bearer": { "token": null } },
        });
        with_secret(request(arguments), "/authentication/bearer/token", "token")
    };
    let failure = call(&registry, &with("get", "/302", false)).await.unwrap_err();
    assert_eq!((failed_as(&failure), failure.problem.status), (("refused", "TP3025".to_owned()), 302));
    let hops = Hops::default();
    let output = call_authorized_by(&registry, &with("get", "/302", true), &hops).await.unwrap();
    assert_eq!(output.value.get(), "\"end\"");
    assert_eq!(output.labels, ["first", "outside", "second"]);
    let authorized = hops.authorized.lock().unwrap()[0].clone();
    assert_eq!((authorized.host.as_deref(), authorized.path.as_deref()), (Some("localhost"), Some("/end")));
    let arrived = &target.arrived()[0];
    assert!(!arrived.headers.contains_key("authorization") && !arrived.headers.contains_key("x-mine"));
    let before = target.arrived().len();
    let refusing = Hops { refused: Some("localhost"), ..Hops::default() };
    let failure = call_authorized_by(&registry, &with("get", "/302", true), &refusing).await.unwrap_err();
    assert_eq!(failure.problem.detail.as_deref(), Some("a policy says no"));
    for (method, path, code) in [("get", "/evil", "TP3020"), ("post", "/307", "TP3022")] {
        assert_eq!(
            failed_as(&call(&registry, &with(method, path, true)).await.unwrap_err()),
            ("refused", code.to_owned())
        );
    }
    assert_eq!(target.arrived().len(), before);
    // With `redirect: true`, a redirection without a target is a successful response.
    assert_eq!(call(&registry, &with("get", "/304", true)).await.unwrap(), Value::Null);
    // After a `302` for a write, the result is read with GET.
    assert_eq!(call(&registry, &with("post", "/302", true)).await.unwrap(), json!("end"));
    assert_eq!(target.arrived().last().unwrap().method.as_str(), "GET");
}

#[tokio::test]
async fn what_leaks_into_errors_is_nothing() {
    let port = answer_bytes(
        "HTTP/1.1 500 s3cret-reason\r\ncontent-length: 6\r\n\r\ns3cret",
        std::time::Duration::ZERO,
    )
    .await;
    let registry = registry(&[&local(port, "secrets: [token]")]).await;
    let arguments = json!({
        "method": "get", "endpoint": { "uri": format!("http://127.0.0.1:{port}/?iban=s3cret-iban") },
        "authentication": { "bearer": { "token": null } },
    });
    let failure = call(&registry, &with_secret(request(arguments), "/authentication/bearer/token", "token"))
        .await
        .unwrap_err();
    assert_eq!(failure.problem.status, 500);
    assert!(!format!("{failure:?}").contains("s3cret"), "{failure:?}");
}

#[test]
fn documents_are_checked() {
    let check = |entry: &str| -> Vec<String> {
        IntegrationDocument::parse(&hosts(entry)).1.iter().map(|one| one.code.as_str().to_owned()).collect()
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(
        check("{host: api.acme.example, timeout: 5s, redirects: 0, secrets: [a.b], secretHeaders: [X-Key]}"),
        none
    );
    assert_eq!(check("{host: '*'}"), ["TP3007"]);
    assert_eq!(check("{host: 'a:80'}"), ["TP3007"]);
    assert_eq!(check("{host: '*.acme.example', private: true}"), ["TP3007"]);
    assert_eq!(check("{host: a.example, resolve: 224.0.0.1}"), ["TP3007"]);
    assert_eq!(check("{host: a.example, resolve: a.example}"), ["TP3007"]);
    assert_eq!(check("{host: a.example, ports: [0]}"), ["TP3007"]);
    assert_eq!(check("{host: a.example, schemes: [ftp]}"), ["TP3001"]);
    assert_eq!(check("{host: a.example, secretHeaders: [Host]}"), ["TP3008"]);
    assert_eq!(check("{host: a.example, prots: [1]}"), ["TP3001"]);
    let named = IntegrationDocument::parse("{integration: other, kind: web, owner: it}").1;
    assert_eq!(named[0].code.as_str(), "TP3001");
}

#[tokio::test]
async fn documents_are_fetched_where_raw_http_may_go_and_authorized_hop_by_hop() {
    let server = Server::start(|arrived: &Arrived| match arrived.uri.as_str() {
        "/spec.yaml?v=1" => "openapi: 3.1.0".into_response(),
        "/moved" => redirect(301, "/spec.yaml?v=1"),
        "/evil" => redirect(302, "http://evil.acme.example/"),
        "/large" => "x".repeat(2_000_001).into_response(),
        "/bytes" => vec![0xff_u8].into_response(),
        "/latin" => {
            ([("content-type", "application/yaml; charset=iso-8859-1")], vec![b'a', 0xfc]).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;
    let registry = registry(&[&local(server.port, "maxResponseBytes: 2000000, secrets: [token]")]).await;
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);
    let hops = Hops::default();
    assert_eq!(registry.fetch(&at("/moved#x"), &hops).await.as_deref(), Ok("openapi: 3.1.0"));
    let authorized: Vec<_> = hops.authorized.lock().unwrap().clone();
    assert_eq!(
        authorized.iter().map(|one| one.path.as_deref().unwrap()).collect::<Vec<_>>(),
        ["/moved", "/spec.yaml"]
    );
    for access in authorized {
        assert_eq!((access.kind, access.effect), (towpath_access::Kind::Fetch, Effect::Read));
        assert_eq!((access.host.as_deref(), access.method.as_deref()), (Some("127.0.0.1"), Some("GET")));
        assert_eq!((access.integration, access.arguments), (None, None));
    }
    assert_eq!(registry.fetch(&at("/latin"), &hops).await.as_deref(), Ok("aü"));
    for (path, code) in [("/evil", "TP3020"), ("/large", "TP3026"), ("/bytes", "TP3027"), ("/no", "TP3025")] {
        let problem = registry.fetch(&at(path), &hops).await.unwrap_err();
        assert_eq!(problem.code.as_deref(), Some(code), "{path}");
    }
    for uri in ["file:///etc/passwd", "spec.yaml", "https://u:p@a.example/"] {
        assert_eq!(registry.fetch(uri, &hops).await.unwrap_err().code.as_deref(), Some("TP3028"), "{uri}");
    }
    assert_eq!(
        registry.fetch("https://a.example/", &hops).await.unwrap_err().code.as_deref(),
        Some("TP3020")
    );
    let before = server.arrived().len();
    let refusing = Hops { refused: Some("127.0.0.1"), ..Hops::default() };
    let problem = registry.fetch(&at("/spec.yaml?v=1"), &refusing).await.unwrap_err();
    assert_eq!(problem.detail.as_deref(), Some("a policy says no"));
    assert_eq!(server.arrived().len(), before);
}
