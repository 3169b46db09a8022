//! Data folders of earlier engines, each with a run under way: this engine opens each folder and finishes the run.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use towpath_tests::{Http, demo_binary, free_port, root, within};

/// Ends the server with the test, also after a panic.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

async fn finish(folder: &Path) {
    let about: Value = serde_json::from_slice(&std::fs::read(folder.join("fixture.json")).unwrap()).unwrap();
    let data = tempfile::tempdir().unwrap();
    copy(&folder.join("data"), data.path());
    let port = free_port();
    let server = Command::new(demo_binary())
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data.path())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _server = Server(server);
    let client = Http::new(&format!("http://127.0.0.1:{port}"), about["token"].as_str().unwrap());
    let path = format!("/v1/runs/{}", about["run"].as_str().unwrap());
    // A server that starts on old data compiles its runner first.
    within(Duration::from_secs(55), &format!("the run of {} ends", folder.display()), async || {
        let Ok(answer) = client.try_send("GET", &path, None, &[]).await else {
            return Err("no answer".to_owned());
        };
        assert_eq!(answer.status, 200, "{}: {}", folder.display(), answer.text);
        assert_ne!(answer.body["status"], "faulted", "{}", answer.text);
        if answer.body["status"] != "completed" {
            return Err(answer.text);
        }
        assert_eq!(answer.body["output"], about["output"], "{}", answer.text);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_earlier_data_folder_is_opened_and_its_run_finished() {
    let mut found = 0;
    for entry in std::fs::read_dir(root().join("tests/fixtures")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("fixture.json").exists() {
            finish(&folder).await;
            found += 1;
        }
    }
    assert!(found > 0, "no fixture was found");
}
