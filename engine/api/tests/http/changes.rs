//! Changes as server-sent events: who hears what, going on after a break, and when a stream ends. And who looks at a draft.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request, StatusCode};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use towpath_audit::{AuditLog, Options};

use crate::world::{ECHO, World, definition};

const DRAFT: &str = "/v1/workflows/support/echo/draft";
/// Longest that a test waits for an event.
const PATIENCE: Duration = Duration::from_secs(10);

/// A stream, read event by event.
struct Stream {
    body: BodyDataStream,
    buffer: String,
    id: Option<String>,
}

impl Stream {
    async fn open(world: &World, token: &str, query: &str, after: Option<&str>) -> Self {
        let mut request = Request::builder().uri(format!("/v1/changes{query}"));
        request = request.header("authorization", format!("Bearer {token}"));
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        let response = world.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let body = response.into_body().into_data_stream();
        let mut stream = Self { body, buffer: String::new(), id: None };
        // The first one says that it is there, and where.
        let first = stream.block().await.unwrap();
        assert!(first.contains(": connected"), "{first}");
        stream
    }

    /// The next block; `None` at the end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.buffer.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.buffer = rest;
                if let Some(id) = block.lines().find_map(|line| line.strip_prefix("id: ")) {
                    self.id = Some(id.to_owned());
                }
                return Some(block);
            }
            let piece = tokio::time::timeout(PATIENCE, self.body.next()).await.unwrap()?;
            self.buffer.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }

    /// The next event that is no sign of life: its name and its data.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            let block = self.block().await?;
            let field =
                |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
            if let (Some(name), Some(data)) = (field("event: "), field("data: ")) {
                return Some((name, serde_json::from_str(&data).unwrap()));
            }
        }
    }

    /// The next change of this topic.
    async fn of(&mut self, topic: &str) -> Value {
        loop {
            let (name, data) = self.next().await.unwrap();
            assert_eq!(name, "change", "{data}");
            if data["topic"] == topic {
                return data;
            }
        }
    }
}

async fn save(world: &World, version: &str) {
    world.put(&world.champion, DRAFT, &definition("echo", version, ECHO)).await.is(200);
}

#[tokio::test]
async fn people_hear_what_they_may_see() {
    let world = World::new().await;
    let mut champion = Stream::open(&world, &world.champion, "", None).await;
    let mut app = Stream::open(&world, &world.app, "", None).await;
    let mut other = Stream::open(&world, &world.other_app, "", None).await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let started = world.post(&world.app, "/v1/workflows/support/echo/runs", r#"{"id":1}"#).await.is(200);
    let run = started.header("towpath-run").unwrap().to_owned();
    let draft = champion.of("drafts").await;
    assert_eq!((&draft["namespace"], &draft["workflow"]), (&json!("support"), &json!("echo")));
    assert!(draft["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(champion.of("runs").await["id"], run.as_str());
    // An app hears of the versions that it may call and of its own runs, and of nothing else.
    let mut heard = Vec::new();
    loop {
        let (_, data) = app.next().await.unwrap();
        heard.push(data["topic"].as_str().unwrap().to_owned());
        if data["topic"] == "runs" {
            assert_eq!(data["id"], run.as_str());
            break;
        }
    }
    assert!(heard.iter().all(|topic| topic == "workflows" || topic == "runs"), "{heard:?}");
    assert!(heard.contains(&"workflows".to_owned()));
    // What it may not see does not arrive: the next thing that it hears is its own run.
    let started =
        world.post(&world.other_app, "/v1/workflows/support/echo/runs", r#"{"id":1}"#).await.is(200);
    assert_eq!(other.of("runs").await["id"], started.header("towpath-run").unwrap());
}

#[tokio::test]
async fn topics_workflows_and_runs_are_chosen() {
    let world = World::new().await;
    let mut drafts = Stream::open(&world, &world.champion, "?topics=drafts,presence", None).await;
    let mut elsewhere = Stream::open(&world, &world.champion, "?workflow=support/other", None).await;
    world.govern().await;
    save(&world, "1.0.0").await;
    let name = "/v1/workflows/support/other/draft";
    world.put(&world.champion, name, &definition("other", "1.0.0", ECHO)).await.is(200);
    assert_eq!(drafts.next().await.unwrap().1["workflow"], "echo");
    assert_eq!(drafts.next().await.unwrap().1["workflow"], "other");
    assert_eq!(elsewhere.of("drafts").await["workflow"], "other");
    for wrong in ["?topics=weather", "?workflow=support", "?workflow=a/b/c", "?color=red"] {
        world.get(&world.champion, &format!("/v1/changes{wrong}")).await.problem(400, "TP4007");
    }
    world.get("", "/v1/changes").await.problem(401, "TP4001");
}

#[tokio::test]
async fn a_stream_goes_on_where_it_broke_and_says_when_it_cannot() {
    let world = World::new().await;
    let mut first = Stream::open(&world, &world.champion, "?topics=drafts", None).await;
    save(&world, "1.0.0").await;
    first.of("drafts").await;
    let id = first.id.clone().unwrap();
    drop(first);
    save(&world, "1.0.1").await;
    let mut again = Stream::open(&world, &world.champion, "?topics=drafts", Some(&id)).await;
    again.of("drafts").await;
    // Of another start of a server.
    let world = World::new().await;
    let mut stream = Stream::open(&world, &world.champion, "?topics=drafts", Some(&id)).await;
    assert_eq!(stream.next().await, Some(("reset".to_owned(), json!({ "reason": "restarted" }))));
    assert_ne!(stream.id, Some(id));
    save(&world, "1.0.0").await;
    stream.of("drafts").await;
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let world = World::new().await;
    let mut stream = Stream::open(&world, &world.champion, "", None).await;
    let tokens = world.tokens.list().await.unwrap();
    let token = tokens.iter().find(|token| token.principal == "champion").unwrap();
    world.delete(&world.it, &format!("/v1/tokens/{}", token.id)).await.is(204);
    assert_eq!(stream.block().await, None);
}

#[tokio::test]
async fn a_principal_has_so_many_streams() {
    let world = World::new().await;
    let mut streams = Vec::new();
    for _ in 0..16 {
        streams.push(Stream::open(&world, &world.app, "", None).await);
    }
    world.get(&world.app, "/v1/changes").await.problem(429, "TP4125");
    streams.pop();
    world.get(&world.app, "/v1/changes").await.is(200);
}

#[tokio::test]
async fn people_in_one_draft_see_each_other() {
    let world = World::new().await;
    let mut stream = Stream::open(&world, &world.it, "?topics=presence", None).await;
    let path = "/v1/workflows/support/echo/draft/presence";
    let look = async |token: &str, body: Value| {
        let ask = world.ask(token, Method::PUT, path).header("content-type", "application/json");
        ask.send(body.to_string()).await
    };
    look(&world.champion, json!({ "tab": "a", "task": "/do/0/find" })).await.is(200);
    assert_eq!(stream.of("presence").await["workflow"], "echo");
    let here = look(&world.it, json!({ "tab": "b" })).await.is(200).json();
    let items = here["items"].as_array().unwrap();
    assert_eq!((&items[0]["principal"], &items[0]["task"]), (&json!("champion"), &json!("/do/0/find")));
    assert_eq!((&items[0]["isMe"], &items[1]["isMe"]), (&json!(false), &json!(true)));
    world.delete(&world.champion, &format!("{path}?tab=a")).await.is(204);
    let here = look(&world.it, json!({ "tab": "b" })).await.is(200).json();
    assert_eq!(here["items"].as_array().unwrap().len(), 1);
    for wrong in [json!({ "tab": "" }), json!({ "tab": "a b" }), json!({ "tab": "a", "task": "find" })] {
        look(&world.it, wrong).await.problem(400, "TP4007");
    }
    world.delete(&world.it, path).await.problem(400, "TP4007");
    look(&world.app, json!({ "tab": "a" })).await.problem(403, "TP4003");
}

#[tokio::test]
async fn entries_of_the_audit_log_and_tokens_are_heard_by_who_may_read_them() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { folder: folder.path().to_owned(), anchor: None, now: 1 };
    let world = World::audited(Arc::new(AuditLog::open(&options).unwrap())).await;
    let mut auditor = Stream::open(&world, &world.auditor, "?topics=audit,tokens", None).await;
    let mut champion = Stream::open(&world, &world.champion, "?topics=audit,tokens,drafts", None).await;
    world.post(&world.it, "/v1/tokens", r#"{"name":"x","grants":[{"role":"app"}]}"#).await.is(201);
    // The entry and the token arrive in either order.
    let mut heard = std::collections::BTreeMap::new();
    while heard.len() < 2 {
        let (_, change) = auditor.next().await.unwrap();
        heard.insert(change["topic"].as_str().unwrap().to_owned(), change);
    }
    assert!(heard.contains_key("audit") && heard["tokens"]["id"].is_string(), "{heard:?}");
    save(&world, "1.0.0").await;
    assert_eq!(champion.next().await.unwrap().1["topic"], "drafts");
}
