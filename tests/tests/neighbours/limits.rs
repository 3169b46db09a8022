//! Limits of a server as the operator sets them: connections, rates of a token, quotas of a namespace.

use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use towpath_tests::{Http, Serve};

use crate::EVERYTHING;

const DEADLINE: Duration = Duration::from_secs(60);

/// A server with this configuration; the folder holds its file.
async fn configured(text: &str) -> (Serve, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("towpath.yaml");
    std::fs::write(&file, text).unwrap();
    let policies = [("everything.yaml", EVERYTHING.to_owned())];
    let server = Serve::start_with(&[], &policies, &["--config", file.to_str().unwrap()]).await;
    (server, folder)
}

async fn half_a_head(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /v1/me HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_connections_are_closed_and_keep_nobody_out() {
    let (server, _folder) = configured("connections: { most: 40, perAddress: 30, headerS: 2 }\n").await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(half_a_head(&address).await);
    }
    // The address has as many as it may; the one that waited longest made room.
    assert_eq!(server.http().get("/v1/me").await.status, 200);
    for mut stream in silent {
        let mut answer = Vec::new();
        let read = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut answer)).await;
        assert!(read.is_ok() && answer.is_empty(), "a silent connection stays open");
    }
    // A connection that has said everything is kept for the next request.
    let mut kept = half_a_head(&address).await;
    for _ in 0..2 {
        kept.write_all(b"\r\n").await.unwrap();
        let mut head = [0; 12];
        kept.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 401");
        let mut rest = vec![0; 64 << 10];
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            let read = kept.read(&mut rest).await.unwrap();
            assert!(read > 0, "the connection is closed");
            answer.extend_from_slice(&rest[..read]);
        }
        kept.write_all(b"GET /v1/me HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    }
}

/// Entries of the audit log about a path, once they stand for so many requests.
async fn folded(server: &Serve, path: &str, requests: u64) -> Vec<Value> {
    let end = Instant::now() + DEADLINE;
    loop {
        let found = server.http().get(&format!("/v1/audit?limit=1000&text={path}")).await.body;
        let entries = found["entries"].as_array().cloned().unwrap_or_default();
        let done = entries.iter().filter(|entry| entry["phase"] == "done");
        if done.map(|entry| entry["count"].as_u64().unwrap_or(1)).sum::<u64>() >= requests {
            return entries;
        }
        assert!(Instant::now() < end, "not every refusal is counted: {found}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_refusals_are_one_entry_and_too_many_are_refused() {
    let (server, _folder) = configured("quotas: { perMinute: { refused: 40 } }\n").await;
    let app = server.app_of("good").await;
    let path = "/v1/policies/mine";
    let mut answered = std::collections::BTreeMap::<u16, usize>::new();
    for _ in 0..400 {
        *answered.entry(app.put(path, EVERYTHING).await.status).or_default() += 1;
    }
    assert!(answered[&403] >= 40 && answered[&429] > 100, "{answered:?}");
    let entries = folded(&server, path, 400).await;
    assert!(entries.len() < 40, "{} entries", entries.len());
    // Some may have become free again by now.
    let mut refused = app.put(path, EVERYTHING).await;
    for _ in 0..100 {
        if refused.status == 429 {
            break;
        }
        refused = app.put(path, EVERYTHING).await;
    }
    assert_eq!((refused.status, &refused.body["code"]), (429, &"TP4143".into()));
    // What others may is untouched.
    assert!(server.http().put(path, EVERYTHING.replace("everything", "mine")).await.status < 300);
}

async fn draft(http: &Http, name: &str) -> (u16, Value) {
    let text = format!(
        "document: {{ dsl: 1.0.3, namespace: good, name: {name}, version: 1.0.0 }}\ndo:\n  - a: {{ set: {{ a: 1 }} }}\n"
    );
    let answer = http.put(&format!("/v1/workflows/good/{name}/draft"), text).await;
    (answer.status, answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn quotas_hold_and_are_shown() {
    let quotas = "quotas: { drafts: 2, versions: 1, runs: 1, perMinute: { drafts: 5 } }\n";
    let (server, _folder) = configured(quotas).await;
    let http = server.http();
    let publish = async |name: &str| http.post(&format!("/v1/workflows/good/{name}/publish"), "").await;
    assert_eq!((draft(&http, "a").await.0, draft(&http, "b").await.0), (200, 200));
    let (status, body) = draft(&http, "c").await;
    assert_eq!((status, &body["code"], &body["limit"]), (429, &"TP4143".into(), &2.into()));
    assert_eq!(draft(&http, "a").await.0, 200, "a draft that is there is saved");
    assert_eq!(publish("a").await.status, 201);
    assert_eq!(publish("b").await.body["code"], "TP4143");
    // The bucket fills a little while it is emptied.
    let mut over = draft(&http, "a").await;
    for _ in 0..50 {
        if over.0 == 429 {
            break;
        }
        over = draft(&http, "a").await;
    }
    assert_eq!((over.0, &over.1["code"], &over.1["limit"]), (429, &"TP4143".into(), &5.into()));
    let shown = http.get("/v1/quotas").await.body;
    let namespace = shown["namespaces"].as_array().unwrap().iter().find(|one| one["namespace"] == "good");
    let quotas = namespace.unwrap()["quotas"].as_array().unwrap();
    let of = |what: &str| quotas.iter().find(|quota| quota["what"] == what).unwrap();
    assert_eq!((&of("drafts")["used"], &of("drafts")["most"]), (&2.into(), &2.into()));
    assert_eq!((&of("versions")["used"], &of("versions")["most"]), (&1.into(), &1.into()));
    assert_eq!(shown["token"][0]["what"], "drafts");
    assert!(shown["token"][0]["left"].as_u64().unwrap() < 5);
    // An app sees those of its namespace, and of no other.
    let app = server.app_of("good").await;
    assert_eq!(app.get("/v1/quotas?namespace=other").await.status, 403);
    assert_eq!(app.get("/v1/quotas").await.body["namespaces"].as_array().unwrap().len(), 1);
}
