//! Holds the crate graph against the map: arrows only run down.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Every crate and what it may depend on, as ARCHITECTURE.md draws it.
const ALLOWED: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("dsl", &["diagnostics"]),
    ("access", &["diagnostics", "dsl"]),
    ("client", &["diagnostics"]),
    ("policies", &["access", "diagnostics", "dsl"]),
    ("wire", &["access", "diagnostics"]),
    ("runner", &["access", "diagnostics", "dsl", "wire"]),
    ("runner-wasm", &["runner", "wire"]),
    ("sandbox", &["wire"]),
    ("journal", &["wire"]),
    ("store-embedded", &["diagnostics", "journal"]),
    ("integrations", &["access", "diagnostics", "dsl", "wire"]),
    ("identity", &["access", "journal"]),
    ("audit", &[]),
    (
        "runtime",
        &["access", "diagnostics", "identity", "integrations", "journal", "policies", "sandbox", "wire"],
    ),
    (
        "api",
        &[
            "access",
            "audit",
            "diagnostics",
            "dsl",
            "identity",
            "integrations",
            "journal",
            "policies",
            "runtime",
            "wire",
        ],
    ),
];

#[test]
fn arrows_only_run_down() {
    let metadata = MetadataCommand::new()
        .manifest_path(towpath_tests::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let name = package.name.as_str().trim_start_matches("towpath-").to_owned();
        // The binary names every part, and the tests look at whatever they need.
        if name == "cli" || name == "tests" {
            continue;
        }
        let Some(allowed) = allowed.get(name.as_str()) else {
            wrong.push(format!("`{name}` is not on the map"));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|found| found.kind == DependencyKind::Normal) {
            let Some(on) = dependency.name.strip_prefix("towpath-") else { continue };
            if !allowed.contains(&on) {
                wrong.push(format!("`{name}` must not depend on `{on}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What outsiders compile against stays free of I/O and threads.
#[test]
fn the_sdk_stays_light() {
    let metadata = MetadataCommand::new()
        .manifest_path(towpath_tests::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    for package in &metadata.packages {
        if !["towpath-diagnostics", "towpath-dsl", "towpath-access", "towpath-wire", "towpath-runner"]
            .contains(&package.name.as_str())
        {
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
