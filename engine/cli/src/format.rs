//! Formatting of documents: layout changes, meaning and comments never do.
//!
//! The layout is `pretty_yaml`'s. It is trusted with nothing: a text whose meaning or comments would change is left
//! as it is.

use pretty_yaml::config::FormatOptions;
use towpath_diagnostics::Diagnostic;
use towpath_dsl::model::{Node, NodeKind, escape};
use towpath_dsl::yaml;

/// Lines are broken, where they can be, before they get longer than this.
const WIDTH: usize = 120;

/// Most times that a text is laid out anew; nearly all settle at once.
const ROUNDS: usize = 3;

/// Why a text was not formatted.
#[derive(Debug)]
pub(crate) enum Unformatted {
    /// It cannot be read.
    Broken(Vec<Diagnostic>),
    /// It can be read, but not laid out anew without changing what it says.
    Unsafe(String),
}

/// `source` in the one layout; the same text when it has it already.
pub(crate) fn format_definition(source: &str) -> Result<String, Unformatted> {
    let before = read(source)?;
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(source).is_ok();
    let text = if is_json { json(&before) } else { settle_layout(source)? };
    let after =
        read(&text).map_err(|_| Unformatted::Unsafe("the formatted text cannot be read".to_owned()))?;
    if before.digest() != after.digest() {
        let place = first_difference(&before, &after, "").unwrap_or_default();
        return Err(Unformatted::Unsafe(format!("the value at `{place}` would change")));
    }
    if !is_json && comments_of_text(source) != comments_of_text(&text) {
        return Err(Unformatted::Unsafe("a comment would change".to_owned()));
    }
    Ok(text)
}

fn read(source: &str) -> Result<Node, Unformatted> {
    let (node, diagnostics) = yaml::parse(source, yaml::Limits::default());
    match node {
        Some(node) if !diagnostics.iter().any(Diagnostic::is_error) => Ok(node),
        _ => Err(Unformatted::Broken(diagnostics)),
    }
}

fn json(node: &Node) -> String {
    // INVARIANT: a document is made of texts and finite numbers, which always serialize.
    let mut text = serde_json::to_string_pretty(&node.to_json()).unwrap_or_default();
    text.push('\n');
    text
}

/// The layout that stays as it is when it is laid out again.
fn settle_layout(source: &str) -> Result<String, Unformatted> {
    let mut text = lay_out(source)?;
    for _ in 0..ROUNDS {
        let again = lay_out(&text)?;
        if again == text {
            return Ok(text);
        }
        text = again;
    }
    Err(Unformatted::Unsafe("the formatter does not come to an end with it".to_owned()))
}

/// Most columns that a text may be indented by: the formatter counts them in the bits of one number.
const DEEPEST: usize = 100;

fn lay_out(source: &str) -> Result<String, Unformatted> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-', '?', '\t']).len();
    if source.lines().any(|line| indent(line) > DEEPEST) {
        return Err(Unformatted::Unsafe(format!("a line is indented by more than {DEEPEST} columns")));
    }
    let mut options = FormatOptions::default();
    options.layout.print_width = WIDTH;
    pretty_yaml::format_text(source, &options)
        .map_err(|_| Unformatted::Unsafe("the formatter does not understand this YAML".to_owned()))
}

/// The comments of a text in order, without the spaces around them.
fn comments_of_text(source: &str) -> Option<Vec<String>> {
    let tree = yaml_parser::parse(source).ok()?;
    let tokens = tree.descendants_with_tokens().filter_map(|element| element.into_token());
    let comments = tokens.filter(|token| token.kind() == yaml_parser::SyntaxKind::COMMENT);
    Some(comments.map(|comment| comment.text().trim().to_owned()).collect())
}

/// JSON pointer of the first place where two documents differ.
fn first_difference(before: &Node, after: &Node, pointer: &str) -> Option<String> {
    match (&before.kind, &after.kind) {
        (NodeKind::Object(a), NodeKind::Object(b)) if a.len() == b.len() => {
            a.iter().find_map(|(key, value)| {
                let pointer = format!("{pointer}/{}", escape(&key.value));
                match after.get(&key.value) {
                    Some(other) => first_difference(value, other, &pointer),
                    None => Some(pointer),
                }
            })
        }
        (NodeKind::Array(a), NodeKind::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(at, (a, b))| first_difference(a, b, &format!("{pointer}/{at}")))
        }
        _ => (before.to_json() != after.to_json()).then(|| pointer.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::path::{Path, PathBuf};

    use super::*;

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "json") {
                found.push(path);
            }
        }
    }

    /// Every readable file is formatted, and the formatted text is left as it is.
    fn check(folder: &Path, at_least: usize) {
        let mut found = Vec::new();
        files(folder, &mut found);
        let mut formatted = 0;
        for path in found {
            let source = std::fs::read_to_string(&path).unwrap();
            match format_definition(&source) {
                Ok(once) => {
                    formatted += 1;
                    assert_eq!(format_definition(&once).unwrap(), once, "{} is not settled", path.display());
                    let digest = |text: &str| read(text).unwrap().digest();
                    assert_eq!(digest(&once), digest(&source), "{}", path.display());
                }
                Err(Unformatted::Broken(diagnostics)) => {
                    let is_slip = path.to_string_lossy().contains("refused/text-");
                    assert!(is_slip && !diagnostics.is_empty(), "{}: {diagnostics:#?}", path.display());
                }
                Err(Unformatted::Unsafe(why)) => panic!("{}: {why}", path.display()),
            }
        }
        assert!(formatted >= at_least, "only {formatted} files below {}", folder.display());
    }

    #[test]
    fn every_example_settles_at_once() {
        check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"), 70);
    }

    #[test]
    fn every_example_of_the_specification_settles_at_once() {
        let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/open-workflow");
        let folder = std::env::var_os("TOWPATH_SPEC").map_or(default, PathBuf::from).join("examples");
        if !folder.is_dir() {
            let missing = format!("NOT TESTED: no examples at {}; set TOWPATH_SPEC", folder.display());
            assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
            crate::output::say(&missing);
            return;
        }
        check(&folder, 60);
    }

    /// Pairs of files, `NAME.in.yaml` and `NAME.out.yaml`; where `out` is missing, nothing may be formatted and
    /// `NAME.why` says why.
    #[test]
    fn cases() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some((name, ending)) = name.split_once(".in.") else { continue };
            count += 1;
            let found = match format_definition(&std::fs::read_to_string(&path).unwrap()) {
                Ok(text) => (format!("{name}.out.{ending}"), text),
                Err(Unformatted::Unsafe(why)) => (format!("{name}.why"), why + "\n"),
                Err(Unformatted::Broken(found)) => {
                    let codes: Vec<_> = found.iter().map(|found| found.code.as_str()).collect();
                    (format!("{name}.why"), codes.join(" ") + "\n")
                }
            };
            let expected = path.with_file_name(&found.0);
            if std::env::var_os("TOWPATH_BLESS").is_some() {
                std::fs::write(&expected, &found.1).unwrap();
            }
            let text = std::fs::read_to_string(&expected).unwrap_or_default();
            assert_eq!(found.1, text, "{}", expected.display());
        }
        assert!(count >= 5, "only {count} cases");
    }
}
