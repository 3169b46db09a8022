//! The audit log's heads, delivered to an HTTP address: in order, also after the address was away. The log is checked
//! against them. Only operators see that the address is away.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Http, Seen, Serve, Stub, World, demo_binary, eventually};

const HOST: &str = "heads.acme.example";
const TOKEN: &str = "anchor-token-4711";

/// What the address does: takes heads, answers with an error, or redirects.
static MODE: AtomicU8 = AtomicU8::new(TAKES);
const TAKES: u8 = 0;
const FAILS: u8 = 1;
const SENDS_ELSEWHERE: u8 = 2;
static HEADS: Mutex<Vec<Value>> = Mutex::new(Vec::new());

fn address(seen: &Seen) -> Option<Response> {
    if seen.headers.get("authorization").map(String::as_str) != Some("Bearer anchor-token-4711") {
        return Some(StatusCode::UNAUTHORIZED.into_response());
    }
    match (seen.method.as_str(), MODE.load(Ordering::SeqCst)) {
        ("GET", _) => {
            let lines = HEADS.lock().unwrap().iter().map(|head| format!("{head}\n")).collect::<String>();
            Some(lines.trim_end().to_owned().into_response())
        }
        ("POST", TAKES) => {
            HEADS.lock().unwrap().push(seen.body.clone());
            Some((StatusCode::OK, "\u{0}not json").into_response())
        }
        ("POST", FAILS) => Some((StatusCode::INTERNAL_SERVER_ERROR, "{".repeat(1 << 16)).into_response()),
        _ => Some((StatusCode::FOUND, [("location", "https://elsewhere.acme.example/")]).into_response()),
    }
}

async fn status(http: &Http, what: &str, is_there: impl Fn(&Value) -> bool) -> Value {
    eventually(what, async || {
        let found = http.get("/v1/audit/anchor").await;
        assert_eq!(found.status, 200, "{}", found.text);
        if is_there(&found.body) { Ok(found.body) } else { Err(found.text) }
    })
    .await
}

fn verify(server: &Serve, anchor: &[&str]) -> Output {
    let (folder, _) = server.audit();
    let command = ["audit", "verify", folder.to_str().unwrap(), "--json"];
    Command::new(demo_binary()).args(command).args(anchor).output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_are_handed_over_in_order_and_caught_up_with() {
    let stub = Stub::start(&[HOST, "localhost"], address).await;
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), format!("{TOKEN}\n")).unwrap();
    let url = format!("https://localhost:{}/towpath?key=hidden", stub.tls.port());
    let (secret, ca) = (secret.path().display().to_string(), stub.ca.path().display().to_string());
    let anchor: [&str; 6] =
        ["--audit-anchor", &url, "--audit-anchor-token-file", &secret, "--audit-anchor-ca", &ca];
    let world = World::with(&[], &[], &anchor).await;
    let it = world.server.http();
    let operator = world.person("operator@acme.example", &["operator"]).await;
    let caught_up = |status: &Value| status["waiting"] == 0 && status["error"].is_null();
    let first = status(&operator, "the heads are delivered", caught_up).await;
    assert!(first["delivered"].as_str().is_some_and(|link| link.contains(".jsonl#")), "{first}");
    assert!(!first.to_string().contains("hidden"), "{first}");

    // While the address is away everything goes on. Operators see what waits; nobody else does.
    for (mode, says) in [(FAILS, "it answered 500"), (SENDS_ELSEWHERE, "it answered 302")] {
        MODE.store(mode, Ordering::SeqCst);
        for _ in 0..3 {
            assert_eq!(it.put("/v1/policies/none", "policy: none\n").await.status, 422);
        }
        let failing = |status: &Value| status["failures"].as_u64() > Some(1);
        let away = status(&operator, "two deliveries fail", failing).await;
        assert!(away["waiting"].as_u64() > Some(3) && away["code"] == "TP4082", "{away}");
        assert!(away["error"].as_str().is_some_and(|error| error.contains(says)), "{away}");
        assert!(!away.to_string().contains(TOKEN), "{away}");
        MODE.store(TAKES, Ordering::SeqCst);
        status(&operator, "what waited is delivered", caught_up).await;
    }
    let app = world.person("app@acme.example", &["app"]).await;
    assert_eq!(app.get("/v1/audit/anchor").await.status, 403);
    assert_eq!(world.with_token("").get("/v1/audit/anchor").await.status, 401);
    assert!(!app.get("/readyz").await.text.contains("audit"));
    status(&operator, "everything is delivered", caught_up).await;
    let numbers: Vec<u64> =
        HEADS.lock().unwrap().iter().map(|head| head["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..numbers.len() as u64).collect::<Vec<_>>(), "in order, and none twice");
    assert!(numbers.len() > 10);

    let read = ["--anchor", &url, "--anchor-token-file", &secret, "--anchor-ca", &ca];
    let whole = verify(&world.server, &read);
    let report: Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert_eq!(
        (whole.status.code(), &report["ok"], &report["unanchored"]),
        (Some(0), &json!(true), &json!(0)),
        "{report}"
    );
    // A rewritten head is not signed by the server; a line that is no head is reported.
    HEADS.lock().unwrap()[1]["hash"] = json!("00");
    HEADS.lock().unwrap().push(json!("garbage"));
    let whole = verify(&world.server, &read);
    let text = String::from_utf8_lossy(&whole.stdout).into_owned();
    assert!(
        whole.status.code() == Some(1) && text.contains("is not signed") && text.contains("cannot be read"),
        "{text}"
    );
    let refused = verify(&world.server, &["--anchor", &url, "--anchor-ca", &ca]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        refused.status.code() == Some(3) && said.contains("it answered 401") && !said.contains("hidden"),
        "{said}"
    );
}

#[test]
fn a_token_is_sent_where_nobody_reads_it_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("token");
    std::fs::write(&secret, TOKEN).unwrap();
    let output = Command::new(demo_binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--audit-anchor", "http://heads.acme.example/", "--data"])
        .arg(folder.path().join("data"))
        .arg("--audit-anchor-token-file")
        .arg(&secret)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(3) && said.contains("over `https` only"), "{said}");
}
