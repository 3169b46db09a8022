//! Common mistakes, one folder each under `tests/diagnostics/`: the definition, and exactly what `towpath check` prints. All
//! are checked against the operations in `tests/diagnostics/operations.yaml`.
//!
//! `TOWPATH_BLESS=1` writes the present output into the folders. Read the difference as a champion would.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use towpath_diagnostics::{Diagnostic, LineIndex, render};
use towpath_tests::root;
use towpath_wire::{FunctionSignature, Load};

/// The least number of folders: with fewer, some were lost.
const LEAST: usize = 60;

/// A parser may recurse; see `check` in the CLI.
const STACK: usize = 512 << 20;

fn folder() -> PathBuf {
    root().join("tests/diagnostics")
}

fn operations() -> Vec<FunctionSignature> {
    serde_json::from_value(read("tests/diagnostics/operations.yaml")).unwrap()
}

/// A file of the project, in YAML.
fn read(file: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(root().join(file)).unwrap();
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{file}: {found:?}");
    node.unwrap().to_json()
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
        towpath_runner::load(&Load {
            source,
            functions: Some(functions),
            resources: None,
            settings: None,
            evaluate: None,
        })
        .0
        .diagnostics
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

/// Rules for all messages: a place within the text, help, in order, no duplicates, no Rust type names.
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

/// The ranges of `--json` are those of editors: they select the marked text.
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

/// The pieces in backticks of a help that are lines of a definition, or expressions as such a line has them.
fn offered(help: &str) -> Vec<&str> {
    let is_key = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let is_offered = |piece: &&str| {
        let line = piece.strip_prefix("- ").unwrap_or(piece);
        let is_line = line.split_once(": ").is_some_and(|(key, _)| !key.is_empty() && is_key(key));
        (is_line || piece.starts_with("'${")) && !piece.contains('…')
    };
    help.split('`').skip(1).step_by(2).filter(is_offered).collect()
}

/// Everything that a help offers to copy is YAML, in block form and inside `{ }`.
#[test]
fn what_a_help_offers_can_be_read_in_both_layouts() {
    let mut seen = 0;
    for name in mistakes() {
        for diagnostic in check(source(&name), operations()) {
            let help = diagnostic.help.unwrap_or_default();
            for piece in offered(&help) {
                let line = if piece.starts_with("'${") { format!("x: {piece}") } else { piece.to_owned() };
                let inside = format!("[{{ {} }}, x]", line.strip_prefix("- ").unwrap_or(&line));
                for text in [&line, &inside] {
                    let found = towpath_dsl::yaml::parse(text, towpath_dsl::yaml::Limits::default()).1;
                    assert!(found.is_empty(), "{name}: {text}\n{found:#?}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "only {seen} pieces were offered");
}

/// The definition after the first line of a help has replaced the line that it is about, and which line that is.
/// `None` where the help is about another line.
fn corrected(source: &str, diagnostic: &Diagnostic) -> Option<(String, usize)> {
    let help = diagnostic.help.as_ref()?;
    let piece = *offered(help).first().filter(|_| !help.contains("inside "))?;
    let number = LineIndex::new(source).locate(diagnostic.span?.start).line;
    let mut lines: Vec<String> = source.split('\n').map(str::to_owned).collect();
    let line = lines[number].clone();
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let key = |text: &str| text.split_once(':').map(|(key, _)| key.to_owned());
    let marked = source.get(diagnostic.span?.start..diagnostic.span?.end)?;
    let is_renamed = key(&line[start..]).as_deref() == Some(marked) && help.starts_with("write `");
    if key(&line[start..]) != key(piece) && !is_renamed {
        return None;
    }
    lines[number] = format!("{}{piece}", &line[..start]);
    Some((lines.join("\n"), number))
}

/// Folders whose help offers a line that is correct in place of the mistake.
const CORRECTED: &[&str] = &[
    "arguments-of-the-wrong-type",
    "braces-forgotten",
    "catch-without-with",
    "condition-in-other-words",
    "expression-inside-of-a-text",
    "expression-printed-quotes",
    "expression-question-mark-and-colon",
    "expression-single-quotes",
    "if-and-else-on-a-task",
    "retry-is-a-number",
    "transition-in-other-words",
    "transition-instead-of-then",
    "waits-that-are-no-durations",
    "yaml-brace-never-closed",
    "yaml-colon-in-text",
    "yaml-condition-begins-with-a-quote",
    "yaml-double-braces",
    "yaml-double-quotes-inside-of-double-quotes",
    "yaml-expression-cut-by-a-comment",
    "yaml-mustache-without-quotes",
    "yaml-star-in-text",
    "yaml-text-behind-a-quote",
];

#[test]
fn what_a_help_offers_is_accepted_where_the_mistake_was() {
    let mut seen = std::collections::BTreeSet::new();
    for name in mistakes() {
        let source = source(&name);
        for diagnostic in check(source.clone(), operations()) {
            let Some((corrected, line)) = corrected(&source, &diagnostic) else { continue };
            let index = LineIndex::new(&corrected);
            let is_here =
                |found: &Diagnostic| found.span.is_some_and(|span| index.locate(span.start).line == line);
            // That the input has no schema is reported once, for the first condition.
            let left = check(corrected.clone(), operations()).into_iter();
            let left: Vec<_> = left
                .filter(|found| is_here(found) && found.code != towpath_diagnostics::codes::TP0419)
                .collect();
            assert!(left.is_empty(), "{name}: {:?} leads to\n{corrected}\n{left:#?}", diagnostic.help);
            seen.insert(name.clone());
        }
    }
    let missing: Vec<_> = CORRECTED.iter().filter(|name| !seen.contains(**name)).collect();
    assert!(missing.is_empty(), "nothing was corrected in {missing:?}, of {seen:?}");
}

/// The lines in the folders of [`returns`], at least.
const NATURAL: usize = 30;

/// The workflow and the mistakes that champions make in it: see `tests/returns/README.md`.
#[test]
fn each_natural_mistake_of_a_champion_is_told_with_the_line_to_write() {
    let returns = std::fs::read_to_string(root().join("tests/returns/workflow.yaml")).unwrap();
    let operations: Vec<FunctionSignature> =
        serde_json::from_value(read("tests/returns/operations.yaml")).unwrap();
    let found = check(returns.clone(), operations.clone());
    assert!(found.is_empty(), "the workflow itself is in order: {found:#?}");
    let mistakes = read("tests/returns/mistakes.yaml");
    let mistakes = mistakes.as_array().unwrap();
    assert!(mistakes.len() >= NATURAL, "there are {} mistakes", mistakes.len());
    let wrong: Vec<String> = mistakes
        .iter()
        .filter_map(|mistake| {
            let said = natural(&returns, mistake, &operations).err()?;
            Some(format!("{}: {said}", mistake["name"]))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with the message for a mistake.
fn natural(
    returns: &str,
    mistake: &serde_json::Value,
    operations: &[FunctionSignature],
) -> Result<(), String> {
    let text = |key: &str| mistake[key].as_str().unwrap_or_default();
    let (right, slip) = (text("instead-of"), text("write"));
    if returns.matches(right).count() != 1 {
        return Err(format!("`{right}` is not once in the workflow"));
    }
    let source = returns.replacen(right, slip, 1);
    let found = check(source.clone(), operations.to_vec());
    let marked = |found: &Diagnostic| found.span.and_then(|span| source.get(span.start..span.end));
    let told =
        found.iter().find(|found| found.code.as_str() == text("code") && marked(found) == Some(text("at")));
    let Some(told) = told else { return Err(format!("nothing with this code at this place: {found:#?}")) };
    let also: Vec<&str> =
        mistake["also"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
    let other = found.iter().find(|found| {
        let code = found.code.as_str();
        code != text("code") && !also.contains(&code)
    });
    if let Some(other) = other {
        return Err(format!("something else is said: {other:#?}"));
    }
    let help = told.help.clone().unwrap_or_default();
    let offers = text("offers");
    if !help
        .split('`')
        .skip(1)
        .step_by(2)
        .any(|piece| piece == offers || piece.starts_with(&format!("{offers} ")))
    {
        return Err(format!("`{offers}` is not offered: {help}"));
    }
    if mistake["elsewhere"] == true {
        return Ok(());
    }
    // The line of the mistake, and the line that is offered instead.
    let number = LineIndex::new(&source).locate(told.span.unwrap().start).line;
    let mut lines: Vec<String> = source.split('\n').map(str::to_owned).collect();
    let line = lines[number].replace('\u{a0}', " ");
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    lines[number] = format!("{}{offers}", &line[..start]);
    let corrected = lines.join("\n");
    let index = LineIndex::new(&corrected);
    let left = check(corrected.clone(), operations.to_vec()).into_iter();
    let left: Vec<_> =
        left.filter(|found| found.span.is_none_or(|span| index.locate(span.start).line == number)).collect();
    if left.is_empty() { Ok(()) } else { Err(format!("what is offered leads to {left:#?}")) }
}
