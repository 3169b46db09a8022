//! Compares definitions with their charts: `draw/NAME.yaml` with `draw/NAME.mmd`. `TOWPATH_BLESS=1` rewrites
//! the charts.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use towpath_dsl::model::TaskList;

fn drawn(path: &Path) -> String {
    let (workflow, diagnostics) = towpath_dsl::read(&fs::read_to_string(path).unwrap());
    let workflow = workflow.unwrap_or_else(|| panic!("{}: {diagnostics:#?}", path.display()));
    let wrong: Vec<_> = diagnostics
        .iter()
        .filter(|found| found.is_error() && !towpath_dsl::is_only_unavailable(found))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    let picture = towpath_dsl::draw(&workflow);
    assert_eq!(picture, towpath_dsl::draw(&workflow), "{}: another time another picture", path.display());
    // For any definition, every box and arrow is one line, and every frame is closed.
    let lines = || picture.lines().map(str::trim);
    assert_eq!(
        lines().filter(|line| line.starts_with("subgraph ")).count(),
        lines().filter(|line| *line == "end").count()
    );
    for line in lines() {
        assert_eq!(line.matches('"').count() % 2, 0, "{}: {line}", path.display());
    }
    for name in names(&workflow.tasks) {
        // The box of the task, or the frame around its tasks.
        let is_there =
            [format!("\"{name}\""), format!("\"{name}<br/>")].iter().any(|label| picture.contains(label));
        assert!(is_there, "{}: `{name}` is not there", path.display());
    }
    picture
}

/// The names of all tasks that need no escaping; the charts cover the others.
fn names(list: &TaskList) -> Vec<String> {
    let mut names = Vec::new();
    for task in &list.tasks {
        let name = &task.name.value;
        names.extend(name.chars().all(char::is_alphanumeric).then(|| name.clone()));
        names.extend(task.kind.lists().into_iter().flat_map(self::names));
    }
    names
}

#[test]
fn pictures() {
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/draw")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        count += 1;
        let picture = drawn(&path);
        let golden = path.with_extension("mmd");
        if std::env::var_os("TOWPATH_BLESS").is_some() {
            fs::write(&golden, &picture).unwrap();
        }
        assert_eq!(fs::read_to_string(&golden).unwrap_or_default(), picture, "{}", golden.display());
    }
    assert!(count >= 6, "only {count} pictures");
}

#[test]
fn every_example_can_be_drawn() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    for name in ["order-status", "refund-triage", "lead-routing", "complaint-intake"] {
        drawn(&examples.join(name).join("workflow.yaml"));
    }
    let refused: Vec<PathBuf> =
        fs::read_dir(examples.join("refused")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut count = 0;
    for folder in refused.iter().filter(|path| path.to_string_lossy().contains("unavailable-")) {
        drawn(&folder.join("workflow.yaml"));
        count += 1;
    }
    // The number decreases as the engine supports more constructs.
    assert!(count > 0);
}
