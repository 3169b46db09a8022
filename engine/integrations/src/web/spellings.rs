#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests with spellings of URLs and headers, as data: a server gets byte for byte what was evaluated.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use towpath_dsl::yaml;
use towpath_wire::Problem;

use crate::Registry;
use crate::testing::{Hops, call_authorized_by, effect, registry};

fn table() -> Value {
    let (node, found) = yaml::parse(include_str!("spellings.yaml"), yaml::Limits::default());
    assert!(found.is_empty(), "{found:#?}");
    node.unwrap().to_json()
}

/// A server that records the head of each request. `/go/…` redirects to the `n`th of its addresses.
struct Wire {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Wire {
    async fn start(addresses: impl Fn(u16) -> Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (heads, addresses) = (Arc::new(Mutex::new(Vec::new())), Arc::new(addresses(port)));
        let log = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (log, addresses) = (Arc::clone(&log), Arc::clone(&addresses));
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else { return };
                        head.push(byte);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let wanted = head.strip_prefix("GET /go/").and_then(|rest| rest.split(' ').next());
                    let answer = match wanted.and_then(|wanted| wanted.parse::<usize>().ok()) {
                        Some(wanted) => format!("302 Found\r\nlocation: {}", addresses[wanted]),
                        None => "200 OK".to_owned(),
                    };
                    log.lock().unwrap().push(head);
                    let text = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    let _ = stream.write_all(text.as_bytes()).await;
                });
            }
        });
        Self { port, heads }
    }

    /// The heads that arrived since the last call of this function.
    fn arrived(&self) -> Vec<String> {
        std::mem::take(&mut *self.heads.lock().unwrap())
    }

    async fn registry(&self) -> Registry {
        let text = format!(
            "{{integration: web, kind: web, owner: it@acme.example,
               hosts: [{{host: 127.0.0.1, schemes: [http], ports: [{}]}}]}}",
            self.port
        );
        registry(&[&text]).await
    }
}

fn located(uri: &str, port: u16) -> String {
    uri.replace("HOST", &format!("127.0.0.1:{port}")).replace("PORT", &port.to_string())
}

fn is_told(problem: &Problem, row: &Value) -> bool {
    let message = problem.detail.as_deref().unwrap_or_default();
    ["refused", "or"].iter().filter_map(|key| row[*key].as_str()).any(|part| message.contains(part))
}

/// The expected request line.
fn line(path: &str, query: &str) -> String {
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("GET {path}{query} HTTP/1.1\r\n")
}

#[tokio::test]
async fn a_url_is_authorized_as_it_is_sent() {
    let table = table();
    let rows = table["urls"].as_array().unwrap();
    assert!(rows.len() >= 60, "{}", rows.len());
    let written = |port| rows.iter().map(|row| located(row["uri"].as_str().unwrap(), port)).collect();
    let wire = Wire::start(written).await;
    let registry = wire.registry().await;
    for (at, row) in rows.iter().enumerate() {
        let uri = located(row["uri"].as_str().unwrap(), wire.port);
        let mut arguments = json!({ "method": "get", "endpoint": { "uri": uri } });
        if let Some(query) = row.get("with") {
            arguments["query"] = query.clone();
        }
        let call = effect("web", "request", arguments);
        let expected = row["path"].as_str().map(|path| (path, row["query"].as_str().unwrap_or_default()));
        match (registry.prepare(&call), expected) {
            (Ok(prepared), Some((path, query))) => {
                let access = &prepared.access;
                assert_eq!(
                    (access.path.as_deref(), access.query.as_deref()),
                    (Some(path), Some(query)),
                    "{row}"
                );
                assert_eq!(access.host.as_deref(), Some("127.0.0.1"), "{row}");
                call_authorized_by(&registry, &call, &Hops::default()).await.unwrap();
                let arrived = wire.arrived();
                assert_eq!(arrived.len(), 1, "{row}");
                assert!(arrived[0].starts_with(&line(path, query)), "{row}: {}", arrived[0]);
            }
            (Err(problem), None) => {
                assert!(is_told(&problem, row), "{row}: {problem:?}");
                assert!(wire.arrived().is_empty(), "{row}");
            }
            (outcome, _) => panic!("{row}: {:?}", outcome.map(|prepared| prepared.access)),
        }
        // A header cannot contain control characters, and blanks around an address are trimmed.
        if row.get("with").is_none() && uri.is_ascii() && uri.trim() == uri && !uri.contains('\t') {
            redirected(&registry, &wire, at, row, expected).await;
        }
    }
}

/// Sends the same by a redirect.
async fn redirected(
    registry: &Registry,
    wire: &Wire,
    at: usize,
    row: &Value,
    expected: Option<(&str, &str)>,
) {
    let go = format!("http://127.0.0.1:{}/go/{at}", wire.port);
    let arguments = json!({ "method": "get", "endpoint": { "uri": go }, "redirect": true });
    let hops = Hops::default();
    let answer = call_authorized_by(registry, &effect("web", "request", arguments), &hops).await;
    let (arrived, authorized) = (wire.arrived(), hops.authorized.lock().unwrap());
    match expected {
        Some((path, query)) => {
            assert!(answer.is_ok(), "{row}: {answer:?}");
            let access = authorized.last().unwrap();
            assert_eq!((access.path.as_deref(), access.query.as_deref()), (Some(path), Some(query)), "{row}");
            assert!(arrived[1].starts_with(&line(path, query)), "{row}: {}", arrived[1]);
        }
        None => {
            assert!(answer.is_err() && authorized.is_empty() && arrived.len() == 1, "{row}: {arrived:?}");
        }
    }
}

#[tokio::test]
async fn a_header_is_authorized_as_it_is_sent() {
    let table = table();
    let rows = table["headers"].as_array().unwrap();
    assert!(rows.len() >= 30, "{}", rows.len());
    let wire = Wire::start(|_| Vec::new()).await;
    let registry = wire.registry().await;
    for row in rows {
        let uri = format!("http://127.0.0.1:{}/", wire.port);
        let arguments = json!({ "method": "get", "endpoint": { "uri": uri }, "headers": row["headers"] });
        let call = effect("web", "request", arguments);
        match (registry.prepare(&call), row["sent"].as_object()) {
            (Ok(prepared), Some(sent)) => {
                let authorized = &prepared.access.arguments.as_ref().unwrap()["headers"];
                assert_eq!(authorized, &row["sent"], "{row}");
                call_authorized_by(&registry, &call, &Hops::default()).await.unwrap();
                let arrived = wire.arrived().remove(0);
                for (name, value) in sent {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let alike = |line: &&str| {
                        let found = line.split(':').next().unwrap_or_default();
                        found.eq_ignore_ascii_case(name)
                    };
                    let lines: Vec<&str> = arrived.lines().filter(alike).collect();
                    assert_eq!(lines, [format!("{name}: {text}")], "{row}");
                }
            }
            (Err(problem), None) => {
                assert!(is_told(&problem, row), "{row}: {problem:?}");
                assert!(wire.arrived().is_empty(), "{row}");
            }
            (outcome, _) => panic!("{row}: {:?}", outcome.map(|prepared| prepared.access)),
        }
    }
}
