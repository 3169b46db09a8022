//! House rules that no lint knows: every file says what lives in it, and no file grows out of hand.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            sources(&path, found);
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
}

fn all() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["sdk", "policies", "engine", "tests"] {
        sources(&towpath_tests::root().join(folder), &mut found);
    }
    found
}

#[test]
fn every_file_says_what_lives_in_it() {
    let silent: Vec<_> = all()
        .into_iter()
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let first = text.lines().find(|line| !line.starts_with("#!["));
            !first.is_some_and(|line| line.starts_with("//!"))
        })
        .collect();
    assert!(silent.is_empty(), "without `//!` on top: {silent:#?}");
}

#[test]
fn no_file_is_longer_than_anybody_reads() {
    let long: Vec<_> = all()
        .into_iter()
        .filter_map(|path| {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            (lines > 600).then(|| format!("{} has {lines} lines", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "split along a seam: {long:#?}");
}

#[test]
fn no_drawer_for_everything() {
    let drawers: Vec<_> = all()
        .into_iter()
        .filter(|path| {
            path.components().any(|part| {
                let part = part.as_os_str().to_string_lossy();
                ["utils", "helpers", "common", "manager"].contains(&part.trim_end_matches(".rs"))
            })
        })
        .collect();
    assert!(drawers.is_empty(), "{drawers:#?}");
}
