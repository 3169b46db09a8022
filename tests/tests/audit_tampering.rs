//! The audit log of a stopped server is changed. What `audit verify` finds with and without an anchor, and when a server
//! refuses to start.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use towpath_tests::{Serve, demo_binary};

fn verify(folder: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let command = ["audit", "verify", folder.to_str().unwrap(), "--json"];
    let output = Command::new(demo_binary()).args(command).args(more).output().unwrap();
    let told = serde_json::from_slice(&output.stdout);
    (
        output.status.code(),
        told.unwrap_or_else(|_| Value::from(String::from_utf8_lossy(&output.stderr).as_ref())),
    )
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    files
}

/// A server that was started `times` times and changed something each time.
async fn started(times: usize) -> Serve {
    let server = Serve::start(&[], &[]).await;
    for again in 0..times {
        if again > 0 {
            server.restart().await;
        }
        assert_eq!(server.http().put("/v1/policies/none", "policy: none\n").await.status, 422);
    }
    server.stop();
    server
}

/// Fault 45, on the real server: each kind of change to a file in the middle, without an anchor.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_out_of_the_middle_is_found_without_an_anchor() {
    let server = started(4).await;
    let (folder, anchor) = server.audit();
    let (code, report) = verify(&folder, &[]);
    assert_eq!((code, &report["ok"]), (Some(0), &Value::from(true)), "{report}");
    assert!(report["unseen"][0].as_str().unwrap().contains("newer files that were removed"), "{report}");
    let logs = files(&folder);
    assert!(logs.len() >= 4, "a start is a file");
    let middle = &logs[logs.len() - 3];
    let whole = fs::read(middle).unwrap();
    let first_line = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let tampered: [(&str, Option<Vec<u8>>); 5] = [
        ("removed", None),
        ("emptied", Some(Vec::new())),
        ("its first link alone", Some(whole[..first_line].to_vec())),
        ("cut inside its last link", Some(whole[..whole.len() - 9].to_vec())),
        ("a torn end added", Some([&whole[..], b"{\"hash\":\"0"].concat())),
    ];
    for (how, bytes) in tampered {
        match bytes {
            None => fs::remove_file(middle).unwrap(),
            Some(bytes) => fs::write(middle, bytes).unwrap(),
        }
        let (code, report) = verify(&folder, &[]);
        assert_eq!((code, &report["ok"]), (Some(1), &Value::from(false)), "{how}: {report}");
        let name = middle.file_name().unwrap().to_str().unwrap();
        assert!(report["checks"][0]["wrong"].to_string().contains(name), "{how}: {report}");
        fs::write(middle, &whole).unwrap();
        assert_eq!(verify(&folder, &[]).0, Some(0), "{how}, put back");
    }
    // A change of the newest file is found with the anchor. An empty anchor finds nothing and does not pass.
    let newest = logs.last().unwrap();
    let kept = fs::read(newest).unwrap();
    fs::remove_file(newest).unwrap();
    assert_eq!(verify(&folder, &[]).0, Some(0));
    assert_eq!(verify(&folder, &["--anchor", anchor.to_str().unwrap()]).0, Some(1));
    fs::write(newest, kept).unwrap();
    assert_eq!(verify(&folder, &["--anchor", anchor.to_str().unwrap()]).0, Some(0));
    let empty = anchor.with_extension("empty");
    fs::write(&empty, "").unwrap();
    let (code, report) = verify(&folder, &["--anchor", empty.to_str().unwrap()]);
    assert!(code == Some(1) && report.to_string().contains("has no head"), "{report}");
    // A key of small order, and an anchor that is a pipe.
    let (code, said) = verify(&folder, &["--key", &format!("01{}", "0".repeat(62))]);
    assert!(code == Some(2) && said.to_string().contains("proves nothing"), "{said}");
    let pipe = anchor.with_extension("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (code, said) = verify(&folder, &["--anchor", pipe.to_str().unwrap()]);
    assert!(code == Some(3) && said.to_string().contains("is a pipe"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_was_killed_while_it_wrote_is_told_by_the_next() {
    let server = started(2).await;
    let (folder, anchor) = server.audit();
    let newest = files(&folder).pop().unwrap();
    let whole = fs::read_to_string(&newest).unwrap();
    let last = whole.lines().last().unwrap();
    // A part of the last link: a killed server leaves that.
    fs::write(&newest, &whole[..whole.len() - last.len() / 2]).unwrap();
    let (code, report) = verify(&folder, &[]);
    assert!(code == Some(0) && report["notes"][0].to_string().contains("was killed"), "{report}");
    // The head was delivered before the end was cut: the anchor has it.
    assert_eq!(verify(&folder, &["--anchor", anchor.to_str().unwrap()]).0, Some(1));
    server.restart().await;
    server.stop();
    assert_eq!(verify(&folder, &[]).0, Some(0));
    let next = files(&folder).pop().unwrap();
    assert!(fs::read_to_string(next).unwrap().contains("\"torn\":{\"bytes\":"));
    fs::write(&newest, whole).unwrap();
    let (code, report) = verify(&folder, &[]);
    assert!(code == Some(1) && report.to_string().contains("was written after"), "{report}");
}

fn serve(data: &Path, umask: &str) -> Output {
    // A missing folder of policies ends the start, after the audit log was opened.
    let script =
        format!("umask {umask}; exec \"$0\" serve --listen 127.0.0.1:0 --data \"$1\" --policies \"$1/none\"");
    Command::new("sh")
        .args(["-c", &script])
        .arg(demo_binary())
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn the_log_is_its_owners_alone_whatever_the_umask() {
    let top = tempfile::tempdir().unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for umask in ["000", "022", "077", "027"] {
        let data = top.path().join(umask);
        assert_eq!(serve(&data, umask).status.code(), Some(3));
        let audit = data.join("audit");
        assert_eq!(
            [mode(audit.clone()), mode(audit.join("key")), mode(audit.join("salt"))],
            [0o700, 0o600, 0o600]
        );
        fs::set_permissions(audit.join("key"), fs::Permissions::from_mode(0o644)).unwrap();
        let refused = serve(&data, umask);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(3) && said.contains("has the mode 0644"), "{said}");
        assert!(said.contains("chmod 600"), "{said}");
    }
}
