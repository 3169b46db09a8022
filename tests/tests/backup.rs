//! Backup and restore from outside: an archive of a running server, a data folder made from it, and a server that lets nothing
//! out before somebody confirms.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde_json::{Value, json};
use towpath_tests::{Http, PERMIT_ALL, Said, Seen, Serve, Stub, World, demo_binary, eventually};

/// A payment whose answer never ends, and a reading that is answered at once.
fn bank(seen: &Seen) -> Option<Response> {
    match seen.path.as_str() {
        "/slow" => Some(Response::new(Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>()))),
        "/quick" => Some(axum::Json(json!({ "receipt": "r" })).into_response()),
        _ => None,
    }
}

fn integration(stub: &Stub) -> String {
    let mut text = format!(
        "integration: bank\ntitle: Bank\nowner: it@acme.example\nkind: http\nconnection: {{ baseUrl: 'http://{}', \
         timeout: 100s }}\noperations:\n",
        stub.plain
    );
    for name in ["slow", "quick"] {
        text += &format!(
            "  {name}: {{ version: 1.0.0, title: Pay, effect: write, output: {{ type: object }}, request: {{ method: POST, \
             path: /{name} }} }}\n"
        );
    }
    text
}

fn workflow(name: &str, tasks: &str) -> String {
    format!("document: {{ dsl: 1.0.3, namespace: tests, name: {name}, version: 1.0.0 }}\ndo:\n{tasks}")
}

const SLOW: &str = "  - pay: { call: bank.slow:1.0.0@default }\n";
const LATER: &str = "  - pause: { wait: { seconds: 2 } }\n  - pay: { call: bank.quick:1.0.0@default }\n";

async fn server() -> World {
    let stub = Stub::start(&["bank.acme.example"], bank).await;
    let integration = integration(&stub);
    let world = World::beside(stub, &[&integration], &[PERMIT_ALL], &[]).await;
    let http = world.server.http();
    http.put_live("tests/slow", workflow("slow", SLOW)).await;
    http.put_live("tests/later", workflow("later", LATER)).await;
    http.put_live("tests/now", workflow("now", "  - a: { set: { done: true } }\n")).await;
    world
}

fn payments(world: &World, path: &str) -> usize {
    world.stub().seen().iter().filter(|seen| seen.path == path).count()
}

/// Makes a backup with the command; the archive.
fn back_up(world: &World) -> PathBuf {
    let said = world.server.http().cli(&["backup", "--json"]).ends(0).json();
    assert_eq!(said["state"], "done", "{said}");
    world.server.folder().join("data/backups").join(said["name"].as_str().unwrap())
}

fn restore(archive: &Path, data: &Path) -> Said {
    let mut command = Command::new(demo_binary());
    Said::of(command.arg("restore").arg(archive).arg("--data").arg(data))
}

/// Stops the server and gives it the data of an archive that was moved away before. It starts paused.
async fn replace_data(server: &Serve, archive: &Path) {
    server.stop();
    let (data, kept) = (server.folder().join("data"), server.folder().join("kept.tar.gz"));
    std::fs::copy(archive, &kept).unwrap();
    std::fs::rename(&data, server.folder().join("data.lost")).unwrap();
    restore(&kept, &data).ends(0).says(&["taken at", "restores confirm"]);
    server.start_again().await;
}

async fn list_of_runs(http: &Http) -> Value {
    let found = http.get("/v1/restore").await;
    assert_eq!((found.status, &found.body["state"]), (200, &json!("paused")), "{}", found.text);
    found.body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_sends_nothing_before_it_is_confirmed_and_no_write_twice() {
    let world = server().await;
    let http = world.server.http();
    let slow = http.start("tests/slow", &json!({})).await;
    eventually("the payment is under way", async || {
        (payments(&world, "/slow") == 1).then_some(()).ok_or("not yet")
    })
    .await;
    let later = http.start("tests/later", &json!({})).await;
    let also = http.start("tests/later", &json!({})).await;
    http.waiting(&later).await;
    http.waiting(&also).await;
    let archive = back_up(&world);
    Said::of(Command::new(demo_binary()).arg("restore").arg(&archive).arg("--check"))
        .ends(0)
        .says(&["nothing is wrong"]);
    // After the backup both payments are made, and a run starts that the backup does not know.
    http.ended(&later).await;
    http.ended(&also).await;
    let lost = http.start("tests/now", &json!({})).await;
    http.ended(&lost).await;
    assert_eq!(payments(&world, "/quick"), 2);

    replace_data(&world.server, &archive).await;
    let ready = http.get("/readyz").await;
    assert_eq!((ready.status, &ready.body["code"]), (503, &json!("TP4170")), "{}", ready.text);
    assert!(ready.text.contains("paused after restore"), "{}", ready.text);
    let refused = http.call("tests/now", &json!({})).await;
    assert_eq!((refused.status, &refused.body["code"]), (503, &json!("TP4170")), "{}", refused.text);
    assert_eq!(http.get(&format!("/v1/runs/{lost}")).await.status, 404);

    let shown = list_of_runs(&http).await;
    let run =
        |id: &str| shown["runs"].as_array().unwrap().iter().find(|run| run["id"] == id).unwrap().clone();
    assert_eq!(shown["unfinished"], 3, "{shown}");
    assert_eq!(run(&slow)["calls"], json!([{ "task": "/do/0/pay", "what": "bank.slow", "fate": "unknown" }]));
    assert_eq!(run(&later)["calls"][0]["fate"], "waits");
    http.cli(&["restores", "show"]).ends(0).says(&["paused", "bank.slow", "not sent again", &slow]);
    // A person cancels the run whose payment was made since.
    assert_eq!(http.post(&format!("/v1/runs/{also}/cancel"), "").await.status, 200);
    assert_eq!(payments(&world, "/slow") + payments(&world, "/quick"), 3, "nothing went out");
    http.cli(&["restores", "confirm", shown["digest"].as_str().unwrap()]).ends(1).says(&["TP4091"]);
    let digest = list_of_runs(&http).await["digest"].as_str().unwrap().to_owned();
    let operator = world.server.http();
    http.cli(&["restores", "confirm", &digest]).ends(0);

    assert_eq!(operator.get("/readyz").await.status, 200);
    let ended = http.ended(&slow).await;
    assert_eq!(ended["status"], "faulted", "{ended}");
    assert!(ended.to_string().contains("outcome-unknown"), "{ended}");
    assert_eq!(http.ended(&later).await["status"], "completed");
    assert_eq!(payments(&world, "/slow"), 1, "a write that is not repeatable is not sent again");
    assert_eq!(payments(&world, "/quick"), 3, "the run that nobody cancelled goes on");
    assert_eq!(http.call("tests/now", &json!({})).await.status, 200);

    // The audit log continues with its key, and has the pause and who ended it.
    let audit = http.get("/v1/audit?limit=200").await;
    for action in ["POST /v1/backups", "PAUSE /v1/restore", "POST /v1/restore/confirm"] {
        assert!(audit.text.contains(action), "{action}: {}", audit.text);
    }
    world.server.stop();
    let folder = world.server.folder().join("data");
    Said::of(Command::new(demo_binary()).arg("check-store").arg(&folder)).ends(0);
    Said::of(Command::new(demo_binary()).args(["audit", "verify"]).arg(folder.join("audit"))).ends(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_restore_leaves_no_data_folder() {
    let world = server().await;
    let archive = back_up(&world);
    let target = world.server.folder().join("restored");
    for after in [0, 1, 3, 10, 30, 100] {
        let mut command = Command::new(demo_binary());
        let mut child = command.arg("restore").arg(&archive).arg("--data").arg(&target).spawn().unwrap();
        towpath_tests::pause(std::time::Duration::from_millis(after), "it is killed at some moment").await;
        let _ = child.kill();
        let _ = child.wait();
        if target.exists() {
            // It was complete.
            Said::of(Command::new(demo_binary()).arg("check-store").arg(&target)).ends(0);
            std::fs::remove_dir_all(&target).unwrap();
        }
    }
    restore(&archive, &target).ends(0);
    Said::of(Command::new(demo_binary()).arg("check-store").arg(&target)).ends(0);
    restore(&archive, &target).ends(3).says(&["is not empty"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_without_a_server_is_backed_up_too() {
    let world = server().await;
    let http = world.server.http();
    assert_eq!(http.call("tests/now", &json!({})).await.status, 200);
    let data = world.server.folder().join("data");
    let archive = world.server.folder().join("cold.tar.gz");
    let back_up = || {
        let mut command = Command::new(demo_binary());
        Said::of(command.arg("backup").arg("--data").arg(&data).arg("--to").arg(&archive))
    };
    back_up().ends(3).says(&["TP6001"]);
    world.server.stop();
    back_up().ends(0);
    back_up().ends(3).says(&["exists already"]);
    let target = world.server.folder().join("restored");
    restore(&archive, &target).ends(0);
    Said::of(Command::new(demo_binary()).arg("check-store").arg(&target)).ends(0);
}
