//! Sets of policies, as data: redundant policies, and delegated policies.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use towpath_diagnostics::Diagnostic;
use towpath_dsl::yaml;
use towpath_policies::{CompiledSet, PolicyDocument, lint_set, narrows};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The policies in force.
    policies: Vec<Value>,
    /// The expected warnings, `policy: CODE /pointer message`.
    #[serde(default)]
    expect: Vec<String>,
    /// Delegated policies with the expected diagnostics.
    #[serde(default)]
    children: Vec<Child>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Child {
    name: String,
    policy: Value,
    /// `CODE /pointer message`; empty if it only narrows.
    #[serde(default)]
    expect: Vec<String>,
}

fn read(value: &Value) -> PolicyDocument {
    let (document, diagnostics) = PolicyDocument::from_value(value);
    document.unwrap_or_else(|| panic!("{value}: {diagnostics:#?}"))
}

fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.pointer.clone().unwrap_or_default();
    format!("{} {place} {}", diagnostic.code, diagnostic.message)
}

#[test]
fn policies_beside_each_other() {
    let mut wrong = Vec::new();
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sets")).unwrap();
    for path in entries.map(|entry| entry.unwrap().path()) {
        let (node, problems) = yaml::parse(&fs::read_to_string(&path).unwrap(), yaml::Limits::default());
        assert!(problems.is_empty(), "{}: {problems:?}", path.display());
        let case: Case = serde_json::from_value(node.unwrap().to_json()).unwrap();
        let set = CompiledSet::compile(case.policies.iter().map(read).collect()).unwrap();
        let mut compare = |name: &str, found: Vec<String>, expected: &[String]| {
            if found != expected {
                wrong.push(format!("{}: {name}\nfound {found:#?}\nexpected {expected:#?}", path.display()));
            }
        };
        let found = lint_set(&set);
        let found = found.iter().map(|(policy, one)| format!("{policy}: {}", line(one))).collect();
        compare("the set", found, &case.expect);
        for child in &case.children {
            let found = narrows(&set, &read(&child.policy)).err().unwrap_or_default();
            compare(&child.name, found.iter().map(line).collect(), &child.expect);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
