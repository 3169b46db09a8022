//! A restart undoes no decision: documents of folders, and everything that the demo sets up.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use serde_json::{Value, json};
use towpath_tests::{Demo, Serve, demo_binary};

const PERMIT: &str = "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";
const FORBID: &str = "policy: no-emits\ntitle: No events\neffect: forbid
access: { properties: { kind: { const: emit } } }\nreason: Tests.\n";
const SHOP: &str = "integration: shop
title: Shop
owner: it@acme.example
kind: http
connection: { baseUrl: 'http://127.0.0.1:9/shop', timeout: 1s }
operations:
  list: { version: 1.0.0, title: List, effect: read, output: { type: array }, request: { method: GET, path: /list } }
";

async fn started() -> Serve {
    let policies =
        [("all.yaml", PERMIT), ("no-emits.yaml", FORBID)].map(|(name, text)| (name, text.to_owned()));
    Serve::start(&[("shop.yaml", SHOP.to_owned())], &policies).await
}

/// The names of the policies in force.
async fn in_force(server: &Serve) -> Vec<String> {
    let active = server.http().get("/v1/policies/active").await.body;
    let policies = active["policies"].as_array().unwrap();
    policies.iter().map(|policy| policy["name"].as_str().unwrap().to_owned()).collect()
}

/// The entries of starts in the audit log for this path, newest first: verb, phase, status.
async fn starts(server: &Serve, path: &str) -> Vec<(String, String, Value)> {
    let found = server.http().get(&format!("/v1/audit?who=command-line&limit=1000&text={path}")).await.body;
    let entries = found["entries"].as_array().unwrap().iter().filter(|entry| entry["target"] == path);
    let told = entries.map(|entry| {
        let verb = entry["action"].as_str().unwrap().split(' ').next().unwrap().to_owned();
        (verb, entry["phase"].as_str().unwrap().to_owned(), entry["status"].clone())
    });
    told.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_does_not_bring_back_what_somebody_took_out() {
    let server = started().await;
    assert_eq!(in_force(&server).await, ["all", "no-emits"]);
    let path = "/v1/policies/no-emits";
    let applied = [("APPLY", "done", json!(200)), ("APPLY", "asked", json!(null))];
    let applied = applied.map(|(verb, phase, status)| (verb.to_owned(), phase.to_owned(), status));
    assert_eq!(starts(&server, path).await, applied);

    let http = server.http();
    assert_eq!(http.send("DELETE", path, None, &[]).await.status, 204);
    assert_eq!(http.activate().await.status, 200);
    assert_eq!(http.send("DELETE", "/v1/integrations/shop", None, &[]).await.status, 204);
    let off = PERMIT.replace("Everything here", "Everything here, for now");
    assert_eq!(http.put("/v1/policies/all", off.clone()).await.status, 200);
    assert_eq!(http.activate().await.status, 200);
    // A saved draft: a start does not put it in force.
    let draft = "policy: draft\ntitle: A draft\neffect: forbid\naccess: { properties: { kind: { const: listen } } }\n";
    assert_eq!(http.put("/v1/policies/draft", draft).await.status, 200);

    server.restart().await;
    assert_eq!(in_force(&server).await, ["all"]);
    assert_eq!(http.get("/v1/integrations/shop").await.status, 404);
    assert_eq!(http.get("/v1/policies/all").await.body["source"], off);
    let log = server.log();
    for said in [
        "policy `no-emits` was deleted on this server",
        "integration `shop` was deleted on this server",
        "policy `all` was changed on this server by tests",
    ] {
        assert!(log.contains(said), "{said}: {log}");
    }
    assert!(log.contains("policies/no-emits.yaml` is not applied") && log.contains("TP4121"), "{log}");
    let kept = ("KEEP".to_owned(), "done".to_owned(), json!(409));
    for path in [path, "/v1/policies/all", "/v1/integrations/shop"] {
        assert_eq!(starts(&server, path).await.first(), Some(&kept), "{path}");
    }

    // Only a file that changed is applied, and the log says so.
    let changed = FORBID.replace("No events", "No events at all");
    std::fs::write(server.folder().join("policies/no-emits.yaml"), &changed).unwrap();
    std::fs::write(server.folder().join("policies/all.yaml"), PERMIT.replace("Tests.", "More tests."))
        .unwrap();
    server.restart().await;
    assert_eq!(in_force(&server).await, ["all", "no-emits"], "and no draft of somebody else");
    assert_eq!(http.get(path).await.body["source"], changed);
    assert!(server.log().contains("applied over policy `all`, which tests had changed"), "{}", server.log());
    assert_eq!(starts(&server, path).await.first(), applied.first());
    let entries = starts(&server, path).await.len();
    server.restart().await;
    assert_eq!(starts(&server, path).await.len(), entries, "nothing changed, nothing is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_sets_up_nothing_twice() {
    let mut demo = Demo::start();
    let it = demo.as_role("it");
    let policies = it.get("/v1/policies").await.body;
    let name = policies["policies"][0]["name"].as_str().unwrap().to_owned();
    let path = format!("/v1/policies/{name}");
    assert_eq!(it.send("DELETE", &path, None, &[]).await.status, 204);
    let activated = it.activate().await;
    assert_eq!(activated.status, 200, "{}", activated.text);
    // A token that IT revoked stays revoked, and one that works stays the same.
    let tokens = it.get("/v1/tokens").await.body;
    let tokens = tokens["tokens"].as_array().unwrap();
    let app = tokens.iter().find(|token| token["principal"] == "shop@acme.example").unwrap();
    let revoked = format!("/v1/tokens/{}", app["id"].as_str().unwrap());
    assert_eq!(it.send("DELETE", &revoked, None, &[]).await.status, 204);
    let before = demo.token("it").to_owned();

    demo.kill_engine();
    demo.start_engine();
    assert_eq!(demo.token("it"), before);
    let it = demo.as_role("it");
    assert_eq!(it.get(&path).await.status, 404, "{name} is back");
    assert_eq!(demo.as_role("app").get("/v1/me").await.status, 401);
    assert_eq!(it.get("/v1/tokens").await.body["tokens"].as_array().unwrap().len(), tokens.len());
    let kept = it.get(&format!("/v1/audit?who=command-line&text={path}")).await.body;
    assert!(kept["entries"][0]["action"].as_str().unwrap().starts_with("KEEP "), "{kept}");
}

/// Fault 25: `towpath check-store` finds a flipped byte in an older frame and names its place.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_byte_of_the_log_is_found_and_named() {
    let server = started().await;
    let data = server.audit().0.parent().unwrap().to_owned();
    let check = || {
        let output = Command::new(demo_binary()).args(["check-store", "--json"]).arg(&data).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), report, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, _, told) = check();
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("TP6001") || told.contains("has it open") || told.contains("(pid "), "{told}");
    server.stop();
    let (code, report, _) = check();
    assert_eq!((code, &report["findings"]), (Some(0), &json!([])), "{report}");
    let segment = data.join("log/0000000001.seg");
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let (code, report, _) = check();
    assert_eq!(code, Some(1), "{report}");
    assert_eq!(report["findings"][0]["place"], "log/0000000001.seg", "{report}");
    let no_store = Command::new(demo_binary()).args(["check-store", "/proc"]).output().unwrap();
    assert_eq!(no_store.status.code(), Some(3));
}
