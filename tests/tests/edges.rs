//! Holds the crates against the table in ARCHITECTURE.md, and the rooms of the runtime against their arrows: both only run
//! down.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use towpath_tests::{root, rust_files};

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap()
}

/// The names between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What a table of ARCHITECTURE.md allows: each name of the first column may use the names in the last one.
fn allowed(head: &str) -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once(head).unwrap_or_else(|| panic!("ARCHITECTURE.md has no table `{head}`"));
    let mut found = BTreeMap::new();
    for row in table.lines().skip(2).map_while(|line| line.strip_prefix('|')?.strip_suffix('|')) {
        let (first, last) = (row.split('|').next().unwrap(), row.rsplit('|').next().unwrap());
        for name in quoted(first) {
            let before = found.insert(name.clone(), quoted(last));
            assert!(before.is_none(), "`{name}` has two rows in ARCHITECTURE.md");
        }
    }
    assert!(found.len() > 5, "the table `{head}` was not understood: {found:?}");
    found
}

fn crates() -> BTreeMap<String, Vec<String>> {
    allowed("| crate | may depend on |")
}

fn rooms() -> BTreeMap<String, Vec<String>> {
    allowed("| room | what it has | may use |")
}

#[test]
fn crates_depend_on_what_the_table_allows() {
    let (allowed, metadata) = (crates(), metadata());
    let mut wrong = Vec::new();
    let mut members = BTreeSet::new();
    for package in &metadata.packages {
        let name = package.name.as_str().trim_start_matches("towpath-").to_owned();
        members.insert(name.clone());
        // The binary assembles every part, and the tests look at all of them.
        if name == "cli" || name == "tests" {
            continue;
        }
        let Some(allowed) = allowed.get(&name) else {
            wrong.push(format!("`{name}` has no row in the table of ARCHITECTURE.md"));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|found| found.kind == DependencyKind::Normal) {
            let Some(on) = dependency.name.strip_prefix("towpath-") else { continue };
            if !allowed.iter().any(|name| name == on) {
                wrong.push(format!("`{name}` must not depend on `{on}`"));
            }
        }
    }
    let named = allowed.iter().flat_map(|(name, on)| std::iter::once(name).chain(on));
    wrong.extend(
        named.filter(|name| !members.contains(*name)).map(|name| format!("there is no crate `{name}`")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_tables_have_no_circle() {
    assert_eq!((circle(&crates()), circle(&rooms())), (None, None));
}

/// What outsiders compile against stays free of I/O and threads.
#[test]
fn the_sdk_stays_light() {
    let light = ["diagnostics", "dsl", "access", "api-types", "wire", "runner"];
    for package in &metadata().packages {
        if !light.contains(&package.name.as_str().trim_start_matches("towpath-")) {
            continue;
        }
        for heavy in ["tokio", "reqwest", "axum", "wasmtime", "sled", "sqlx"] {
            assert!(
                !package.dependencies.iter().any(|found| found.name == heavy),
                "`{}` must not depend on `{heavy}`",
                package.name
            );
        }
    }
}

/// The rooms are the folders of the runtime. A file of one, its tests left out, names others by `crate::room`.
#[test]
fn rooms_of_the_runtime_use_only_those_below() {
    let (rooms, runtime) = (rooms(), root().join("engine/runtime/src"));
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&runtime).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        // `engine` only passes calls on to the rooms.
        if entry.path().is_dir() && name != "engine" && !rooms.contains_key(&name) {
            wrong.push(format!("`{name}` has no row in the table of ARCHITECTURE.md"));
        }
    }
    for (room, below) in &rooms {
        for file in rust_files(&runtime.join(room)) {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let used = code.split("crate::").skip(1).map(|rest| {
                rest.chars().take_while(|next| next.is_alphanumeric() || *next == '_').collect::<String>()
            });
            let against =
                used.filter(|name| name != room && rooms.contains_key(name) && !below.contains(name));
            wrong.extend(
                against.map(|name| format!("{} uses `{name}`, which is not below `{room}`", file.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A name that can be reached from itself.
fn circle(arrows: &BTreeMap<String, Vec<String>>) -> Option<String> {
    arrows.keys().find(|start| reached(arrows, start).contains(*start)).cloned()
}

/// Everything that arrows lead to from here.
fn reached(arrows: &BTreeMap<String, Vec<String>>, start: &str) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), vec![start.to_owned()]);
    while let Some(next) = open.pop() {
        let further = arrows.get(&next).into_iter().flatten();
        open.extend(further.filter(|name| found.insert((*name).clone())).cloned());
    }
    found
}
