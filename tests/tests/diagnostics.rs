//! Mistakes that people make, one folder each under `tests/diagnostics/`: the definition, and what `towpath check`
//! prints about it, to the letter. All are checked against the operations in `tests/diagnostics/operations.yaml`.
//!
//! `TOWPATH_BLESS=1` writes what is said now into the folders; read the difference as a champion would.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use towpath_diagnostics::{Diagnostic, LineIndex, render};
use towpath_tests::root;
use towpath_wire::{FunctionSignature, Load};

/// Fewer folders than this, and some were lost.
const LEAST: usize = 60;

/// A parser may recurse; see `check` in the CLI.
const STACK: usize = 512 << 20;

fn folder() -> PathBuf {
    root().join("tests/diagnostics")
}

fn operations() -> Vec<FunctionSignature> {
    let text = std::fs::read_to_string(folder().join("operations.yaml")).unwrap();
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{found:?}");
    serde_json::from_value(node.unwrap().to_json()).unwrap()
}

/// The folders' names, in order.
fn mistakes() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn source(name: &str) -> String {
    std::fs::read_to_string(folder().join(name).join("workflow.yaml")).unwrap()
}

fn check(source: String, functions: Vec<FunctionSignature>) -> Vec<Diagnostic> {
    let load = move || {
        towpath_runner::load(&Load { source, functions: Some(functions), resources: None }).0.diagnostics
    };
    std::thread::Builder::new().stack_size(STACK).spawn(load).unwrap().join().unwrap()
}

#[test]
fn each_mistake_is_told_in_the_words_that_stand_in_its_folder() {
    let bless = std::env::var_os("TOWPATH_BLESS").is_some_and(|bless| bless == "1");
    let operations = operations();
    let names = mistakes();
    assert!(names.len() >= LEAST, "there are {} mistakes", names.len());
    let mut wrong = Vec::new();
    for name in names {
        let source = source(&name);
        let said = render::terminal::render(
            "workflow.yaml",
            &source,
            &check(source.clone(), operations.clone()),
            false,
        );
        let path = folder().join(&name).join("expected.txt");
        if bless {
            std::fs::write(&path, &said).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if said != expected {
            wrong.push(format!("{name}\n--- expected\n{expected}--- said\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What holds of everything that is said: a place within the text, help, sorted, each once, and no word of Rust.
#[test]
fn whatever_is_said_has_its_place_and_its_help() {
    for name in mistakes() {
        let source = source(&name);
        let found = check(source.clone(), operations());
        assert!(!found.is_empty(), "{name} is no mistake");
        let mut sorted = found.clone();
        towpath_diagnostics::sort_and_deduplicate(&mut sorted);
        assert_eq!(found, sorted, "{name}");
        for diagnostic in &found {
            let span = diagnostic.span.unwrap_or_else(|| panic!("{name}: no place: {diagnostic:?}"));
            assert!(span.start <= span.end && span.end <= source.len(), "{name}: {diagnostic:?}");
            assert!(
                diagnostic.help.as_ref().is_some_and(|help| !help.is_empty()),
                "{name}: no help: {diagnostic:?}"
            );
            let first = diagnostic.message.chars().next().unwrap();
            assert!(!first.is_uppercase() && !diagnostic.message.ends_with('.'), "{name}: {diagnostic:?}");
            assert!(towpath_diagnostics::codes::page(diagnostic.code.as_str()).is_some(), "{name}");
        }
    }
}

/// The ranges of `--json` are those of editors: cutting them out of the lines gives the marked text again.
#[test]
fn json_ranges_are_zero_based_lines_and_utf16_columns() {
    for name in mistakes() {
        let source = source(&name);
        let found = check(source.clone(), operations());
        let told = render::json::render("workflow.yaml", &source, &found);
        let lines: Vec<Vec<u16>> = source.split('\n').map(|line| line.encode_utf16().collect()).collect();
        for (diagnostic, told) in found.iter().zip(&told) {
            let (span, range) = (diagnostic.span.unwrap(), told.range.unwrap());
            assert_eq!(range.start, LineIndex::new(&source).locate(span.start));
            if range.start.line == range.end.line {
                let cut = &lines[range.start.line][range.start.character..range.end.character];
                assert_eq!(String::from_utf16(cut).unwrap(), source[span.start..span.end], "{name}");
            }
        }
    }
}
