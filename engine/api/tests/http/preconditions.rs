//! Conditions of requests, what is read sent back, and encodings.

use axum::http::Method;
use serde_json::json;

use crate::world::{ECHO, World, definition};

const DRAFT: &str = "/v1/workflows/support/echo/draft";

#[tokio::test]
async fn any_revision_must_be_there_and_a_known_one_is_not_sent_again() {
    let world = World::new().await;
    let text = definition("echo", "1.0.0", ECHO);
    let put = async |path: &str, text: &str, tag: &str| {
        let token = if path == DRAFT { &world.champion } else { &world.it };
        let ask = world.ask(token, Method::PUT, path).header("if-match", tag);
        ask.header("content-type", "text/yaml").send(text.to_owned()).await
    };
    let policy =
        "policy: night\ntitle: Night\neffect: forbid\naccess: { properties: { kind: { const: emit } } }\n";
    for (path, text) in [(DRAFT, text.as_str()), ("/v1/policies/night", policy)] {
        let problem = put(path, text, "*").await.problem(412, "TP4013");
        assert_eq!(problem["revision"], 0);
        let token = if path == DRAFT { &world.champion } else { &world.it };
        world.put(token, path, text).await.is(200);
        assert_eq!(put(path, text, "*").await.is(200).header("etag"), Some("\"2\""));

        let get =
            async |tag: &str| world.ask(token, Method::GET, path).header("if-none-match", tag).send(()).await;
        for known in ["\"2\"", "W/\"2\"", "\"1\", \"2\"", "*"] {
            let same = get(known).await.is(304);
            assert_eq!((same.bytes.len(), same.header("etag")), (0, Some("\"2\"")), "{known}");
        }
        get("\"1\"").await.is(200);
    }
    let delete = world.ask(&world.it, Method::DELETE, "/v1/policies/night").header("if-match", "*");
    delete.send(()).await.is(204);
}

#[tokio::test]
async fn what_is_read_can_be_sent_back() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    for path in ["/v1/workflows/support/echo/switch", "/v1/integrations/payments/switch"] {
        world
            .post_put(&world.it, path, &json!({ "on": false, "reason": "an incident" }).to_string())
            .await
            .is(200);
        let read = world.get(&world.it, path).await.is(200);
        assert_eq!(read.json()["by"], "it");
        let text = String::from_utf8(read.bytes.to_vec()).unwrap();
        assert_eq!(world.post_put(&world.it, path, &text).await.is(200).json()["on"], false);
        world.post_put(&world.it, path, "{\"on\":true}").await.is(200);
    }
    let owners = "/v1/workflows/support/echo/owners";
    let read = world.get(&world.it, owners).await.is(200);
    world.post_put(&world.it, owners, std::str::from_utf8(&read.bytes).unwrap()).await.is(200);
}

#[tokio::test]
async fn only_utf_8_is_taken() {
    let world = World::new().await;
    let send = async |method: Method, path: &str, token: &str, media: &str| {
        world.ask(token, method, path).header("content-type", media).send("{}").await
    };
    let tokens = "/v1/tokens";
    for media in [
        "application/json; charset=utf-16",
        "application/json; Charset=\"UTF-16LE\"",
        "application/json;charset=latin1",
    ] {
        let problem = send(Method::POST, tokens, &world.it, media).await.problem(415, "TP4010");
        assert!(problem["detail"].as_str().unwrap().contains("send it as UTF-8"), "{problem}");
    }
    send(Method::PUT, DRAFT, &world.champion, "text/yaml; charset=utf-16").await.problem(415, "TP4010");
    let events = "application/cloudevents+json; charset=utf-16";
    send(Method::POST, "/v1/events", &world.app, events).await.problem(415, "TP4010");
    for media in
        ["application/json; charset=UTF-8", "application/json; charset=\"utf-8\"; a=b", "application/json"]
    {
        send(Method::POST, tokens, &world.it, media).await.problem(400, "TP4008");
    }
}

impl World {
    /// Puts a small JSON body.
    async fn post_put(&self, token: &str, path: &str, json: &str) -> crate::world::Answer {
        let ask = self.ask(token, Method::PUT, path).header("content-type", "application/json");
        ask.send(json.to_owned()).await
    }
}
