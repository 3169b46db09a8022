//! `towpath check` on every example of the specification: accepted, or refused with the code of a construct that is not
//! available. It never crashes, and every place is inside the text.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use towpath_tests::{demo_binary, spec, tell};

#[test]
fn full_spec_examples_are_accepted_or_refused_with_a_code() {
    let Some(folder) = spec() else { return };
    let mut table = BTreeMap::new();
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    assert!(files.len() > 50);
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        let lines = source.lines().count();
        let output =
            std::process::Command::new(demo_binary()).arg("check").arg("--json").arg(&path).output().unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found: Vec<Value> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{name}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
        let errors: Vec<&Value> = found.iter().filter(|found| found["severity"] == "error").collect();
        match output.status.code() {
            Some(0) => assert!(errors.is_empty(), "{name}"),
            Some(1) => assert!(!errors.is_empty(), "{name}"),
            other => panic!("{name}: exit {other:?}"),
        }
        for error in &errors {
            let code = error["code"].as_str().unwrap();
            assert!(code.starts_with("TP03"), "{name}: {error}");
            let line = error["range"]["start"]["line"]
                .as_u64()
                .unwrap_or_else(|| panic!("{name}: no place: {error}"));
            assert!((line as usize) < lines, "{name}: {error}");
        }
        let codes: Vec<&str> = errors.iter().filter_map(|error| error["code"].as_str()).collect();
        table.insert(name, if codes.is_empty() { json!("accepted") } else { json!(codes) });
    }
    let accepted = table.values().filter(|value| value.is_string()).count();
    tell(&format!(
        "specification: {accepted} of {} examples accepted, the others refused with a code",
        table.len()
    ));
}
