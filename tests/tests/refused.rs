//! Every way of being refused, one folder each under `examples/refused/`: exactly what `towpath check` prints, and what
//! `publish` answers where only a policy refuses.
//!
//! `TOWPATH_BLESS=1` writes the present output into the folders. Read the difference as a champion would.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::json;
use towpath_diagnostics::codes;
use towpath_tests::{Demo, demo_binary, root};

const FOLDER: &str = "examples/refused";

/// Folders whose definition is correct and is refused by a policy at publishing.
const BY_POLICY: &str = "by-policy-";

/// Codes of definitions without a folder.
const NOT_HERE: &[(&str, &[&str])] = &[
    ("a definition that shows it would be too long to read", &["TP0102", "TP0114", "TP0200", "TP0404"]),
    ("told while a run computes", &["TP0410", "TP0411", "TP0412", "TP0413", "TP0414", "TP0415", "TP0416"]),
    ("told of what a server fetches at publishing", &["TP0307", "TP0608", "TP0609"]),
    (
        "shown under `tests/diagnostics`",
        &["TP0115", "TP0116", "TP0215", "TP0225", "TP0226", "TP0408", "TP0409", "TP0524"],
    ),
    (
        "shown in `tests/returns`",
        &[
            "TP0117", "TP0118", "TP0119", "TP0227", "TP0228", "TP0229", "TP0230", "TP0231", "TP0232",
            "TP0233", "TP0417", "TP0418", "TP0420", "TP0422", "TP0423", "TP0424", "TP0425",
        ],
    ),
    ("shown in `sdk/dsl/tests/problems.rs`", &["TP0120", "TP0303"]),
    ("told of data", &["TP0501", "TP0502", "TP0503", "TP0510", "TP0511", "TP0522", "TP0523"]),
];

/// The folders' names, in order.
fn folders() -> Vec<String> {
    let entries = std::fs::read_dir(root().join(FOLDER)).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The exit code and standard error, with paths relative to the project's folder.
fn check(name: &str) -> (Option<i32>, String) {
    let output = std::process::Command::new(demo_binary())
        .args(["check", "--colour", "never", &format!("{FOLDER}/{name}/workflow.yaml")])
        .args(["--integrations", "examples/acme/integrations"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.stdout.is_empty(), "{name}: something on stdout");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// The codes of lines such as `error[TP0201]: …`.
fn codes_of(said: &str, severity: &str) -> BTreeSet<String> {
    let prefix = format!("{severity}[");
    said.lines().filter_map(|line| Some(line.strip_prefix(&prefix)?.split_once(']')?.0.to_owned())).collect()
}

/// Returns how `actual` differs from the file, or writes it into the file.
fn compare(path: &Path, actual: &str) -> Option<String> {
    if std::env::var_os("TOWPATH_BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    let shown = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    (expected != actual).then(|| format!("{shown}\n--- expected\n{expected}--- said\n{actual}"))
}

/// The codes that the table of the README promises for each folder.
fn promised() -> BTreeMap<String, BTreeSet<String>> {
    let readme = std::fs::read_to_string(root().join(FOLDER).join("README.md")).unwrap();
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| [`")?.split(" | ");
        let name = cells.next()?.split_once('`')?.0.to_owned();
        let codes = cells.last()?.trim_end_matches(" |").split(", ");
        Some((name, codes.map(|code| code.trim_matches('`').to_owned()).collect()))
    };
    readme.lines().filter_map(row).collect()
}

#[test]
fn each_folder_is_refused_with_the_words_that_stand_in_it() {
    let (mut shown, mut wrong) = (BTreeSet::new(), Vec::new());
    let promised = promised();
    for name in folders().iter().filter(|name| !name.starts_with(BY_POLICY)) {
        let (exit, said) = check(name);
        let errors = codes_of(&said, "error");
        assert!(exit == Some(1) && !errors.is_empty(), "{name} is not refused: exit {exit:?}\n{said}");
        shown.extend(errors);
        shown.extend(codes_of(&said, "warning"));
        let missing = promised[name].iter().find(|code| !said.contains(&format!("[{code}]: ")));
        wrong.extend(missing.map(|code| format!("{name} does not show {code}, as the README says:\n{said}")));
        wrong.extend(compare(&root().join(FOLDER).join(name).join("expected.txt"), &said));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));

    let elsewhere: BTreeSet<&str> = NOT_HERE.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
    let all = codes::pages().iter().map(|(code, _)| *code).filter(|code| ("TP01".."TP07").contains(code));
    let amiss: Vec<_> = all.filter(|code| shown.contains(*code) == elsewhere.contains(code)).collect();
    assert!(amiss.is_empty(), "neither in a folder nor in `NOT_HERE`, or in both: {amiss:?}");
}

#[test]
fn the_readme_lists_each_folder() {
    let listed: Vec<String> = promised().into_keys().collect();
    assert_eq!(listed, folders());
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_refuse_to_publish_what_is_in_order_otherwise() {
    let demo = Demo::start();
    let champion = demo.as_role("champion");
    let (mut seen, mut wrong) = (0, Vec::new());
    for name in folders().iter().filter(|name| name.starts_with(BY_POLICY)) {
        let (exit, said) = check(name);
        assert_eq!(exit, Some(0), "{name}: only a policy should refuse it\n{said}");
        let folder = root().join(FOLDER).join(name);
        let source = std::fs::read_to_string(folder.join("workflow.yaml")).unwrap();
        let document = towpath_dsl::read(&source).0.unwrap().document;
        let path = format!("/v1/workflows/{}/{}", document.namespace.value, document.name.value);

        let saved = champion.put(&format!("{path}/draft"), source).await;
        assert!(saved.status < 300 && saved.body["publishable"] == false, "{name}: {}", saved.text);
        let answer = champion.post(&format!("{path}/publish"), "").await;
        assert_eq!(answer.content_type, "application/problem+json", "{name}: {}", answer.text);
        let body = &answer.body;
        assert!(body["status"] == answer.status && body["reason"].is_string(), "{name}: {}", answer.text);
        assert!(promised()[name].contains(body["code"].as_str().unwrap()), "{name}: {}", answer.text);
        let told = json!({ "code": body["code"], "reason": body["reason"], "status": body["status"] });
        let told = format!("{}\n", serde_json::to_string_pretty(&told).unwrap());
        wrong.extend(compare(&folder.join("expected.json"), &told));

        let live = champion.get(&path).await;
        assert_eq!(live.status, 404, "{name} was published all the same: {}", live.text);
        seen += 1;
    }
    assert!(seen >= 3, "only {seen} folders begin with `{BY_POLICY}`");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
