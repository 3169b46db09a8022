//! Suspending, resuming and cancelling runs over HTTP, with a system behind them that answers when it is told to.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::world::{PAY, SLEEP, World};

/// A world whose payments go to this listener.
pub(crate) async fn paying() -> (World, TcpListener) {
    let world = World::new().await;
    world.govern().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let document =
        crate::world::PAYMENTS.replace("127.0.0.1:9", &at.to_string()).replace("timeout: 1s", "timeout: 60s");
    world.put(&world.it, "/v1/integrations/payments", &document).await.is(200);
    world.publish("pay", PAY).await;
    (world, listener)
}

/// A call that has arrived at the system and waits for its answer.
pub(crate) struct Call {
    connection: TcpStream,
    /// Head and body, as they came.
    pub(crate) request: String,
}

impl Call {
    /// Waits for the next call. Its body ends with the only brace.
    pub(crate) async fn arrives(listener: &TcpListener) -> Self {
        let (mut connection, _) = listener.accept().await.unwrap();
        let (mut read, mut piece) = (Vec::new(), [0; 1024]);
        while !String::from_utf8_lossy(&read).ends_with('}') {
            let length = connection.read(&mut piece).await.unwrap();
            assert_ne!(length, 0, "the request is not whole");
            read.extend_from_slice(&piece[..length]);
        }
        Self { connection, request: String::from_utf8(read).unwrap() }
    }

    pub(crate) async fn answer(&mut self, status: &str, body: &str) {
        let head = "content-type: application/json\r\nconnection: close\r\ncontent-length";
        let text = format!("HTTP/1.1 {status}\r\n{head}: {}\r\n\r\n{body}", body.len());
        self.connection.write_all(text.as_bytes()).await.unwrap();
    }

    /// Its idempotency key.
    pub(crate) fn key(&self) -> String {
        let mut lines = self.request.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(name, _)| name.eq_ignore_ascii_case("idempotency-key"));
        found.unwrap_or_else(|| panic!("no key: {}", self.request)).1.to_owned()
    }
}

/// Starts a run and returns its id and its write, which has arrived there.
async fn under_way(world: &World, listener: &TcpListener) -> (String, Call) {
    let started = world.post(&world.app, "/v1/workflows/support/pay/runs?wait=0", r#"{"amount":7}"#);
    let id = started.await.is(202).json()["id"].as_str().unwrap().to_owned();
    (id, Call::arrives(listener).await)
}

async fn read(world: &World, token: &str, id: &str) -> Value {
    world.get(token, &format!("/v1/runs/{id}")).await.is(200).json()
}

#[tokio::test]
async fn a_run_is_suspended_and_resumed_by_who_may_cancel_it() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sleep", SLEEP).await;
    let started =
        world.post(&world.app, "/v1/workflows/support/sleep/runs?wait=0", "{}").await.is(202).json();
    let path = format!("/v1/runs/{}", started["id"].as_str().unwrap());
    let (suspend, resume) = (format!("{path}/suspend"), format!("{path}/resume"));
    let reason = r#"{"reason":"the shop is closed"}"#;
    world.post(&world.other_app, &suspend, reason).await.problem(404, "TP4004");
    world.post(&world.auditor, &suspend, reason).await.problem(403, "TP4003");
    world.post(&world.operator, &suspend, r#"{"reason":" "}"#).await.problem(422, "TP4035");
    world.post(&world.operator, &suspend, r#"{"reason":"a\u0007b"}"#).await.problem(422, "TP4113");
    let run = world.post(&world.operator, &suspend, reason).await.is(200).json();
    assert_eq!((&run["status"], &run["waitsFor"]), (&json!("suspended"), &json!(null)), "{run}");
    assert_eq!(run["suspended"]["by"], "operator", "who may stop runs sees why they stand still");
    let seen = read(&world, &world.champion, started["id"].as_str().unwrap()).await;
    assert_eq!(
        (&seen["suspended"]["by"], &seen["suspended"]["reason"]),
        (&json!("operator"), &json!("the shop is closed"))
    );
    let listed = world.get(&world.champion, "/v1/runs?status=suspended").await.is(200).json();
    assert_eq!(listed["runs"][0]["suspended"]["by"], "operator");
    let of_app = world.get(&world.app, "/v1/runs?status=suspended").await.is(200).json();
    assert_eq!(
        (&of_app["runs"][0]["status"], &of_app["runs"][0]["suspended"]),
        (&json!("suspended"), &json!(null))
    );
    world.post(&world.auditor, &resume, "").await.problem(403, "TP4003");
    // What somebody else has stopped, the app does not set going again.
    world.post(&world.app, &resume, "").await.problem(403, "TP4003");
    let ask = json!({ "action": "resume", "dryRun": true }).to_string();
    assert_eq!(world.post(&world.app, "/v1/runs/bulk", &ask).await.is(200).json()["count"], 0);
    assert_eq!(world.post(&world.operator, &resume, "").await.is(200).json()["status"], "waiting");
    let own = world.post(&world.app, &suspend, reason).await.is(200).json();
    assert_eq!(own["status"], "suspended");
    assert_eq!(world.post(&world.app, &resume, "").await.is(200).json()["status"], "waiting");
    world.post(&world.app, &format!("{path}/cancel"), "").await.is(200);
    world.post(&world.app, &suspend, reason).await.problem(409, "TP4096");
    world.post(&world.app, &resume, "").await.problem(409, "TP4096");
}

#[tokio::test]
async fn a_call_under_way_ends_while_its_run_is_suspended() {
    let (world, listener) = paying().await;
    let (id, mut call) = under_way(&world, &listener).await;
    world.post(&world.app, &format!("/v1/runs/{id}/suspend"), r#"{"reason":"look"}"#).await.is(200);
    call.answer("200 OK", r#"{"paid":true}"#).await;
    let recorded = async || {
        let journal = world.get(&world.champion, &format!("/v1/runs/{id}/journal")).await.is(200).json();
        journal.to_string().contains(r#""completed":{"effect":1"#)
    };
    while !recorded().await {
        tokio::task::yield_now().await;
    }
    assert_eq!(read(&world, &world.app, &id).await["status"], "suspended", "its end waits");
    world.post(&world.app, &format!("/v1/runs/{id}/resume"), "").await.is(200);
    let run = world.get(&world.app, &format!("/v1/runs/{id}?wait=20")).await.is(200).json();
    assert_eq!((&run["status"], &run["output"]), (&json!("completed"), &json!({ "paid": true })), "{run}");
}

#[tokio::test]
async fn a_cancelled_run_says_whether_its_write_may_have_happened() {
    let (world, listener) = paying().await;
    let (id, _silent) = under_way(&world, &listener).await;
    let cancel = format!("/v1/runs/{id}/cancel");
    world.post(&world.champion, &cancel, r#"{"forced":true}"#).await.problem(400, "TP4008");
    let run = world.post(&world.champion, &cancel, r#"{"force":true}"#).await.is(200).json();
    let doubt = json!([{ "effect": 1, "task": "/do/0/pay", "operation": "payments.refund:1.0.0" }]);
    assert_eq!((&run["status"], &run["inDoubt"]), (&json!("cancelled"), &doubt), "{run}");
    let detail = run["error"]["detail"].as_str().unwrap();
    assert!(detail.contains("may have happened: `payments.refund:1.0.0` (effect 1, /do/0/pay)"), "{detail}");
    let of_app = read(&world, &world.app, &id).await;
    let detail = of_app["error"]["detail"].as_str().unwrap();
    assert!(detail.ends_with("a write was under way and may have happened"), "{detail}");
    assert_eq!(of_app["inDoubt"], json!(null), "the tasks are no business of the app");

    let (id, mut call) = under_way(&world, &listener).await;
    let cancel = format!("/v1/runs/{id}/cancel");
    let answers = async {
        // The cancel is on disk, and waits for the write.
        let journal = format!("/v1/runs/{id}/journal");
        while !world.get(&world.champion, &journal).await.is(200).json().to_string().contains("cancelling") {
            tokio::task::yield_now().await;
        }
        call.answer("200 OK", r#"{"paid":true}"#).await;
    };
    let (run, ()) = tokio::join!(world.post(&world.app, &cancel, ""), answers);
    let run = run.is(200).json();
    assert_eq!((&run["status"], &run["inDoubt"]), (&json!("cancelled"), &json!(null)), "{run}");
    assert_eq!(run["error"]["detail"], "the run was cancelled");
    let more = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
    assert!(more.is_err(), "nothing more is sent");
}
