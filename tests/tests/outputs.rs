//! Output: a full disk behind stdout, colours in files, requests that match no route, a hold that nobody releases.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "outputs/champion.rs"]
mod champion;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::{Http, Serve, demo_binary};

/// Runs a command whose stdout is a full disk.
fn into_nowhere(arguments: &[&str]) -> Output {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    Command::new(demo_binary()).args(arguments).stdin(Stdio::null()).stdout(full).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_cannot_be_written_is_no_success() {
    for arguments in
        [&["schema"][..], &["explain", "TP4001"], &["--help"], &["--version"], &["runs", "--help"]]
    {
        let output = into_nowhere(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(said.contains("cannot write"), "{arguments:?}: {said}");
    }
    // A closed pipe is no error.
    let mut child = Command::new(demo_binary()).arg("schema").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_could_not_be_printed_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let create = ["tokens", "create", "lost", "--role", "app", "--data", data];
    let output = into_nowhere(&create);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("it is revoked again"), "{}", text(&output.stderr));
    // A closed pipe is an error here: nobody reads the token.
    let mut child = Command::new(demo_binary()).args(create).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(3));
    let listed = Command::new(demo_binary()).args(["tokens", "list", "--data", data]).output().unwrap();
    let listed = text(&listed.stdout);
    assert!(listed.lines().count() == 2 && listed.lines().all(|line| line.ends_with("revoked")), "{listed}");

    let server = Serve::start(&[], &[]).await;
    let create =
        ["tokens", "create", "lost", "--role", "app", "--url", &server.url, "--token", &server.token];
    let output = into_nowhere(&create);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let tokens = server.http().get("/v1/tokens").await.body;
    let lost =
        tokens["tokens"].as_array().unwrap().iter().find(|token| token["principal"] == "lost").unwrap();
    assert!(lost["revokedAt"].is_string(), "{lost}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_a_file_has_no_colours_unless_they_are_asked_for() {
    for (flags, is_coloured) in [(&["--verbose"][..], false), (&["--verbose", "--colour", "always"], true)] {
        let server = Serve::start_with(&[], &[], flags).await;
        let refused = Http::new(&server.url, "tp_nobody").get("/v1/runs?x=\u{202e}").await;
        assert_eq!(refused.status, 401);
        let log = server.log();
        assert!(log.contains("TP4002"), "{log}");
        assert_eq!(log.contains('\u{1b}'), is_coloured, "{log:?}");
    }
}

/// Sends bytes over a connection and reads to its end: the status, the headers, the document.
fn raw(server: &Serve, request: &[u8]) -> (u16, String, Value) {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // The server may answer before everything is sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let mut block = [0; 4096];
    while let Ok(read) = stream.read(&mut block) {
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&block[..read]);
    }
    let answer = text(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    assert_eq!(length, Some(body.len()), "{head}");
    (status, head.to_lowercase(), serde_json::from_str(body).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_route_sees_is_answered_with_a_problem_too() {
    let server = Serve::start(&[], &[]).await;
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(70_000));
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "a: b\r\n".repeat(200));
    let large = format!("GET / HTTP/1.1\r\nHost: x\r\na: {}\r\n\r\n", "b".repeat(1 << 20));
    let cases: [(&str, &[u8], u16, &str); 8] = [
        ("a long address", long.as_bytes(), 414, "TP4118"),
        ("many headers", many.as_bytes(), 431, "TP4119"),
        ("large headers", large.as_bytes(), 431, "TP4119"),
        ("no HTTP", b"hello there\r\n\r\n", 400, "TP4117"),
        ("a control character", b"GET /v1/runs HTTP/1.1\r\nHost: x\r\na: \x01\r\n\r\n", 400, "TP4117"),
        (
            "two lengths",
            b"POST /v1/events HTTP/1.1\r\nHost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            400,
            "TP4117",
        ),
        ("a version", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400, "TP4117"),
        ("an address that is none", b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 400, "TP4117"),
    ];
    for (what, request, status, code) in cases {
        let (told, head, problem) = raw(&server, request);
        assert_eq!(
            (told, &problem["code"], &problem["status"]),
            (status, &json!(code), &json!(status)),
            "{what}: {head}"
        );
        assert!(head.contains("content-type: application/problem+json"), "{what}: {head}");
    }
    // The answer of a route is unchanged, and the connection stays open.
    let (status, _, problem) = raw(&server, b"GET /v1/runs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!((status, &problem["code"]), (401, &json!("TP4001")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_nobody_releases_in_time_is_a_refusal_with_a_code() {
    let permit = "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";
    let hold = "policy: held\ntitle: Events are held\neffect: hold\napprovers: { role: approver }\nhold: { timeoutS: 1 }
access: { properties: { kind: { const: emit } } }\nreason: Tests.\n";
    let policies = [("all.yaml", permit.to_owned()), ("hold.yaml", hold.to_owned())];
    let server = Serve::start(&[], &policies).await;
    let http = server.http();
    let workflow = "document: { dsl: 1.0.3, namespace: support, name: tell, version: 1.0.0 }
do: [ { tell: { emit: { event: { with: { type: told, data: { a: 1 } } } } } } ]\n";
    assert_eq!(http.put("/v1/workflows/support/tell/draft", workflow).await.status, 200);
    assert_eq!(http.post("/v1/workflows/support/tell/publish", "").await.status, 201);
    let app =
        http.post("/v1/tokens", r#"{"name":"shop","grants":[{"role":"app","namespace":"support"}]}"#).await;
    for token in [&server.token, app.body["token"].as_str().unwrap()] {
        let ended = Http::new(&server.url, token).post("/v1/workflows/support/tell/runs?wait=20", "").await;
        let problem = &ended.body;
        assert_eq!(
            (ended.status, &problem["status"], &problem["code"]),
            (403, &json!(403), &json!("TP1120")),
            "{}",
            ended.text
        );
        assert_eq!(problem["title"], "nobody released the call in time");
        assert!(problem["detail"].as_str().unwrap().contains("nobody released it in time"), "{problem}");
    }
    let runs = http.get("/v1/runs?limit=1").await.body;
    let run = http.get(&format!("/v1/runs/{}", runs["runs"][0]["id"].as_str().unwrap())).await.body;
    assert_eq!((&run["error"]["code"], &run["error"]["status"]), (&json!("TP1120"), &json!(403)), "{run}");
}
