//! Compares two definitions and their accesses, with data in folders: `before.yaml`, `after.yaml` and
//! `expected.txt` with one change per line. `TOWPATH_BLESS=1` rewrites the expected texts.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use towpath_access::{Reach, derive};
use towpath_dsl::{Workflow, diff};

fn read(path: &Path) -> Workflow {
    let (workflow, diagnostics) = towpath_dsl::read(&fs::read_to_string(path).unwrap());
    let wrong =
        diagnostics.iter().filter(|found| found.is_error() && !towpath_dsl::is_only_unavailable(found));
    assert_eq!(wrong.count(), 0, "{}: {diagnostics:#?}", path.display());
    workflow.unwrap()
}

fn folders(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

fn reach(before: &Workflow, after: &Workflow) -> Reach {
    Reach::between(&derive(before), &derive(after))
}

#[test]
fn differences() {
    let folders = folders("tests/diff");
    for folder in &folders {
        let (before, after) = (read(&folder.join("before.yaml")), read(&folder.join("after.yaml")));
        let mut text = String::new();
        for change in diff(&before, &after) {
            writeln!(text, "{}", serde_json::to_string(&change).unwrap()).unwrap();
        }
        let reach = reach(&before, &after);
        for one in &reach.gained {
            writeln!(text, "now also: {} at {}", one.what, one.task).unwrap();
        }
        for one in &reach.lost {
            writeln!(text, "no longer: {} at {}", one.what, one.task).unwrap();
        }
        let golden = folder.join("expected.txt");
        if std::env::var_os("TOWPATH_BLESS").is_some() {
            fs::write(&golden, &text).unwrap();
        }
        assert_eq!(fs::read_to_string(&golden).unwrap_or_default(), text, "{}", golden.display());
        let is_same = before.digest() == after.digest();
        assert_eq!(diff(&before, &after).is_empty(), is_same, "{}", folder.display());
    }
    assert!(folders.len() >= 6);
}

/// There is a change if and only if the digests differ, and the accesses gained in one direction are lost in
/// the other.
#[test]
fn any_two_examples() {
    let mut workflows = Vec::new();
    for folder in ["../../examples", "../../examples/refused"] {
        for folder in self::folders(folder) {
            let Ok(source) = fs::read_to_string(folder.join("workflow.yaml")) else { continue };
            let (workflow, diagnostics) = towpath_dsl::read(&source);
            let is_complete =
                diagnostics.iter().all(|found| !found.is_error() || towpath_dsl::is_only_unavailable(found));
            workflows.extend(workflow.filter(|_| is_complete));
        }
    }
    assert!(workflows.len() >= 20);
    for before in &workflows {
        for after in &workflows {
            let changes = diff(before, after);
            assert_eq!(changes.is_empty(), before.digest() == after.digest());
            let (there, back) = (reach(before, after), reach(after, before));
            assert_eq!(there.gained.len(), back.lost.len());
            assert_eq!(there.lost.len(), back.gained.len());
        }
    }
}
