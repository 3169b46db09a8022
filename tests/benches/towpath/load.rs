//! Over HTTP: a real, durable server compared with a bare axum handler that makes the same decision in Rust and stores nothing.
//! `wrk` calls both from the same machine.

use std::process::Command;

use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use towpath_tests::Demo;

use crate::decision;

const SECONDS: u32 = 8;
const PERMIT: &str = "policy: bench\ntitle: The benchmark may start\neffect: permit\nworkflow:\n  type: object\n  \
                      required: [namespace]\n  properties: { namespace: { const: bench } }\naccess:\n  type: object\n  \
                      required: [kind]\n  properties: { kind: { enum: [start, respond] } }\nreason: It is measured.\n";

pub(crate) async fn measure() -> Value {
    if Command::new("wrk").arg("--version").output().is_err() {
        return json!({ "leftOut": "wrk is not installed" });
    }
    let demo = Demo::start();
    let url = demo.ready["url"].as_str().unwrap_or_default().to_owned();
    let it = demo.as_role("it");
    for (method, path, body) in
        [("PUT", "/v1/policies/bench", PERMIT.to_owned()), ("POST", "/v1/policies/activate", String::new())]
    {
        let answer = it.send(method, path, Some(body.into()), &[]).await;
        assert!(answer.status < 300, "{path}: {}", answer.text);
    }
    let token = json!({ "name": "bench", "principal": "bench",
        "grants": [{ "role": "champion", "namespace": "bench" }, { "role": "app", "namespace": "bench" }] });
    let headers = [("Content-Type", "application/json")];
    let token = it.send("POST", "/v1/tokens", Some(token.to_string().into()), &headers).await;
    let token = token.body["token"].as_str().unwrap_or_else(|| panic!("{}", token.text)).to_owned();
    let champion = towpath_tests::Http::new(&url, &token);
    let saved = champion.put("/v1/workflows/bench/order/draft", decision::definition("order")).await;
    assert!(saved.status < 300, "{}", saved.text);
    let live = champion.post("/v1/workflows/bench/order/publish", "").await;
    assert!(live.status < 300, "{}", live.text);
    let path = "/v1/workflows/bench/order/runs";
    let once = champion.post(path, decision::input()).await;
    assert!(once.body["decision"] == "auto-approve", "{}", once.text);

    let bare = bare().await;
    let mut figures = Vec::new();
    for connections in [1, 32] {
        let plain = wrk(&format!("{bare}/decide"), "", connections);
        let ours = wrk(&format!("{url}{path}"), &token, connections);
        figures.push(json!({
            "connections": connections, "bareAxumPerSecond": plain, "towpathPerSecond": ours,
            "towpathToBare": ours / plain,
        }));
    }
    json!(figures)
}

/// The bare handler, on a port of its own.
async fn bare() -> String {
    let router = Router::new().route(
        "/decide",
        post(|Json(input): Json<decision::Input>| async move { Json(decision::native(&input)) }),
    );
    let Ok(listener) = tokio::net::TcpListener::bind("127.0.0.1:0").await else { panic!("a port") };
    let Ok(address) = listener.local_addr() else { panic!("an address") };
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Requests a second; fails when any answer is not 200.
fn wrk(url: &str, token: &str, connections: u32) -> f64 {
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let script = folder.path().join("post.lua");
    let text = format!(
        "wrk.method = 'POST'\nwrk.body = '{}'\nwrk.headers['Content-Type'] = 'application/json'\n\
         wrk.headers['Authorization'] = 'Bearer {token}'\n",
        decision::input()
    );
    assert!(std::fs::write(&script, text).is_ok());
    let output = Command::new("wrk")
        .args(["-t1", &format!("-c{connections}"), &format!("-d{SECONDS}s"), "-s"])
        .arg(&script)
        .arg(url)
        .output();
    let Ok(output) = output else { panic!("wrk does not run") };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("Non-2xx"), "{text}");
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")?.trim().parse().ok());
    rate.unwrap_or_else(|| panic!("{text}"))
}
