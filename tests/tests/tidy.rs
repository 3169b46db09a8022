//! House rules that no lint knows: what stands on top of a file, how long files and functions may be, and how tests wait.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use towpath_tests::{root, rust_files};

/// The most lines of a file. It may only fall.
const FILE: usize = 510;
/// The most lines of a function, from `fn` to its closing brace. It may only fall.
const FUNCTION: usize = 80;

/// Functions that may be longer, and why.
const LONGER: &[(&str, &str)] = &[
    ("add", "one entry for each kind of the schema"),
    ("labels_follow_the_data", "a table of cases"),
    ("needs", "a row for each operation of the API"),
    ("numbers", "a table of cases"),
    ("of_engine", "one arm for each error of the engine"),
    ("secrets_pass_only_whole", "a table of cases"),
    ("errors_have_exact_places", "a table of cases"),
];

/// The files of tests that may call `sleep`: each has a function that takes the reason, or a deadline, or sleeps in simulated time.
const SLEEP: &[&str] =
    &["tests/src/eventually.rs", "engine/runtime/tests/engine/world.rs", "tests/tests/simulation/clock.rs"];

fn all() -> Vec<PathBuf> {
    ["sdk", "policies", "engine", "tests"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .collect()
}

/// The path within the project.
fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
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
fn no_file_is_too_long() {
    let long: Vec<_> = all()
        .into_iter()
        .filter_map(|path| {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            (lines > FILE).then(|| format!("{} has {lines} lines", short(&path)))
        })
        .collect();
    assert!(long.is_empty(), "more than {FILE} lines; split along a seam: {long:#?}");
}

#[test]
fn no_function_is_too_long() {
    let mut long = Vec::new();
    for path in all() {
        let text = std::fs::read_to_string(&path).unwrap();
        for (name, lines) in functions(&text) {
            if lines > FUNCTION && !LONGER.iter().any(|(longer, _)| *longer == name) {
                long.push(format!("`{name}` in {} has {lines} lines", short(&path)));
            }
        }
    }
    assert!(long.is_empty(), "more than {FUNCTION} lines: {long:#?}");
}

/// The functions of a formatted file, each with how many lines it has.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let (indent, words) = (&line[..line.len() - code.len()], code.split(' ').collect::<Vec<_>>());
        let Some(keyword) = words.iter().position(|word| *word == "fn") else { continue };
        let qualifiers = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe"];
        if !words[..keyword].iter().all(|word| qualifiers.contains(word)) || code.ends_with('}') {
            continue;
        }
        let name = words.get(keyword + 1).copied().unwrap_or_default();
        let name = name.split(['(', '<']).next().unwrap_or_default();
        // The line that opens the body has the indent of `fn`; a function without a body ends with `;` there.
        let is_outer = |line: &str| line.strip_prefix(indent).is_some_and(|rest| !rest.starts_with(' '));
        let opens = |line: &&&str| is_outer(line) && (line.ends_with('{') || line.ends_with(';'));
        let has_body = lines[at..].iter().find(opens).is_some_and(|line| line.ends_with('{'));
        let end = lines[at..].iter().position(|line| line.strip_prefix(indent) == Some("}"));
        if let (true, Some(count)) = (has_body, end) {
            found.push((name.to_owned(), count + 1));
        }
    }
    found
}

#[test]
fn functions_are_counted_from_their_head_to_the_brace() {
    let text = "trait A {\n    fn a(&self);\n    fn b(&self) {\n        c();\n    }\n}\n\npub(crate) async fn d<T>(\n    e: T,\n) -> T {\n    e\n}\n\nfn f() {}\n";
    assert_eq!(functions(text), [("b".to_owned(), 3), ("d".to_owned(), 5)]);
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

/// A test waits with `eventually`, which has a deadline and a message, or with `pause`, which has a reason.
#[test]
fn no_test_sleeps_without_a_reason() {
    let folders =
        ["tests/src", "tests/tests", "engine/runtime/tests", "engine/api/tests", "sdk/client/tests"];
    let mut blind = Vec::new();
    for folder in folders.iter().map(|folder| root().join(folder)).filter(|folder| folder.is_dir()) {
        for path in rust_files(&folder) {
            let name = short(&path);
            // These tests have a pace of their own.
            if SLEEP.contains(&name.as_str()) || name.starts_with("tests/tests/neighbours/") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let calls = ["time::sleep(", "time::sleep_until(", "thread::sleep("];
            if name != "tests/tests/tidy.rs" && calls.iter().any(|call| text.contains(call)) {
                blind.push(name);
            }
        }
    }
    assert!(blind.is_empty(), "use `eventually` or `pause` of `towpath_tests`: {blind:#?}");
}
