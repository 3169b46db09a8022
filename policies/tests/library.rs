//! Checks the policies of the library, which people copy: no diagnostics, passing tests, and a complete page.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use towpath_diagnostics::codes;
use towpath_policies::{CompiledSet, PolicyDocument, lint, lint_set, test};

fn library() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("library")
}

/// The policies of a folder, with their files.
fn read(folder: &Path) -> Vec<(PathBuf, PolicyDocument)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    let document = |path: &PathBuf| {
        let (document, diagnostics) = PolicyDocument::read(&fs::read_to_string(path).unwrap());
        assert!(diagnostics.is_empty(), "{}: {diagnostics:#?}", path.display());
        document.unwrap()
    };
    files.into_iter().map(|path| (path.clone(), document(&path))).collect()
}

#[test]
fn each_policy_is_worth_copying() {
    let found = read(&library());
    assert!(found.len() >= 12);
    for (path, document) in &found {
        let place = path.display();
        assert_eq!(Some(document.policy.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        assert!(document.reason.is_some() && document.contact.is_some(), "{place}: no reason or contact");
        assert!(document.tests.len() >= 2 || document.limits.is_some(), "{place}: too few tests");
        let mut problems = lint(document, None, None);
        // People who copy a policy set its expiry.
        problems.retain(|one| one.code != codes::TP2030);
        assert_eq!(problems, [], "{place}");
        for result in test(document).unwrap() {
            assert!(result.passed(), "{place}: {result:#?}");
        }
    }
    CompiledSet::compile(found.into_iter().map(|(_, document)| document).collect()).unwrap();
}

#[test]
fn each_policy_has_a_page_and_stands_in_the_list() {
    let list = fs::read_to_string(library().join("README.md")).unwrap();
    for (path, document) in read(&library()) {
        let name = &document.policy;
        let page = fs::read_to_string(path.with_extension("md")).unwrap_or_default();
        for part in [
            "# ",
            "**What it does.**",
            "**When to use it.**",
            "**What to change.**",
            "**What it does not cover.**",
        ] {
            assert!(page.contains(part), "{name}.md has no {part}");
        }
        let rules = if document.labels.is_some() { "labels" } else { "limits" };
        let effect = document.effect.map_or(rules, |effect| effect.as_str());
        assert!(list.contains(&format!("| [{name}]({name}.md) | {effect} |")), "{name} is not in the list");
    }
}

/// No policy of a set is redundant in the set.
#[test]
fn each_set_goes_together() {
    for set in ["careful", "balanced", "open"] {
        let documents: Vec<PolicyDocument> =
            read(&library().join("sets").join(set)).into_iter().map(|(_, document)| document).collect();
        let found = lint_set(&CompiledSet::compile(documents).unwrap());
        assert!(found.is_empty(), "{set}: {found:#?}");
    }
}
