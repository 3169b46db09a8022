//! Derives the profile of each definition and compares it with the lines `# expect: …` in the definition.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use serde_json::Value;
use towpath_access::{Profile, ProfiledAccess, derive};
use towpath_diagnostics::LineIndex;

#[test]
fn profiles() {
    let mut wrong = Vec::new();
    let mut files = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# expect: ")).collect();
        assert!(!expected.is_empty(), "{} expects nothing", path.display());
        let (workflow, diagnostics) = towpath_dsl::read(&text);
        let workflow = workflow.unwrap_or_else(|| panic!("{}: {diagnostics:#?}", path.display()));
        let profile = derive(&workflow);
        assert_eq!(profile, derive(&workflow), "{}: another time another profile", path.display());
        let stored = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&stored).unwrap(), profile);
        let found = lines(&text, &profile);
        if found != expected {
            wrong.push(format!(
                "{}\nfound\n  {}\nexpected\n  {}",
                path.display(),
                found.join("\n  "),
                expected.join("\n  ")
            ));
        }
        files += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files > 0);
}

fn lines(text: &str, profile: &Profile) -> Vec<String> {
    let index = LineIndex::new(text);
    let mut lines = Vec::new();
    for profiled in &profile.accesses {
        lines.push(line(&index, profiled));
        if profiled.arguments_schema != Value::Bool(true) {
            lines.push(format!("  {}", profiled.arguments_schema));
        }
    }
    if !profile.secrets.is_empty() {
        lines.push(format!("secrets {}", profile.secrets.join(" ")));
    }
    lines
}

/// One access: kind, effect, known fields, task and place.
fn line(index: &LineIndex<'_>, profiled: &ProfiledAccess) -> String {
    let access = &profiled.access;
    let mut words = vec![access.kind.as_str().to_owned(), access.effect.as_str().to_owned()];
    if let Some(operation) = &access.operation {
        let integration = access.integration.as_deref().unwrap_or("-");
        words.push(format!("{integration}.{operation}:{}", access.version.as_deref().unwrap_or("-")));
    }
    words.extend(access.method.clone());
    words.extend(access.host.clone());
    words.extend(access.path.clone());
    words.extend(profiled.dynamic_host.then(|| "dynamic".to_owned()));
    if let Some(span) = profiled.span {
        let place = index.locate(span.start);
        words.extend(Some(profiled.task.clone()).filter(|task| !task.is_empty()));
        words.push(format!("{}:{}", place.line + 1, place.character + 1));
    }
    words.join(" ")
}
