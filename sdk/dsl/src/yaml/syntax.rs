//! Rewords the errors of the YAML scanner for authors.

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::{layout, snippets};

/// Parts of the scanner's messages, with our message and help. The first match counts.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "unknown anchor",
        "text that begins with `*` must be in quotes",
        "put it in quotes; to repeat a value, define it first as `&name`",
    ),
    (
        "mapping values are not allowed",
        "a `:` is not allowed here",
        "put text that contains `: ` in quotes; align the keys of a mapping",
    ),
    (
        "expect ':'",
        "this line is neither a key nor a part of the text above",
        "end a key with `:`, or put text in quotes",
    ),
    ("quoted scalar, found unexpected end", "this quote is never closed", "add the closing quote"),
    (
        "unknown escape",
        "this quoted text has an unknown escape",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    ("quoted scalar", "this quoted text cannot be read", "indent the lines that continue the text"),
    (
        "flow sequence",
        "this list is never closed",
        "add `,` between the items and `]` after them; put text with brackets in quotes",
    ),
    (
        "flow mapping",
        "this mapping is never closed",
        "add `,` between the entries and `}` after them; put text with braces in quotes",
    ),
    ("misplaced bracket", "this bracket closes nothing", "put text that begins with a bracket in quotes"),
    (
        "expected '-' indicator",
        "a list item is expected here",
        "begin the line with `- `, or indent it like the lines it belongs to",
    ),
    ("expected key", "a key is expected here", "indent the line like the other keys of its mapping"),
    ("unexpected character", "text cannot begin with this character", "put it in quotes"),
    ("recursion limit", "lists and mappings are nested too deeply", "move the inner parts out"),
    (
        "indentation",
        "the indentation of this line matches no line above",
        "indent it like the lines it belongs to",
    ),
    (
        "comments must be separated",
        "a comment needs a space before its `#`",
        "add a space, or put the text in quotes",
    ),
];

/// The diagnostic for a scanner error at byte `at`.
pub(super) fn explain_scanner_error(text: &str, at: usize, said: &str) -> Diagnostic {
    let (at, line) = position_of_error(text, at);
    if said.contains("tabs") {
        return report_tab(text, at, line);
    }
    if let Some(found) = report_layout_mistake(text, at, line, said) {
        return found;
    }
    if said.contains("unknown anchor") && [" &", "\n&"].iter().any(|anchor| text.contains(anchor)) {
        let name: String =
            text[at..].chars().skip(1).take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
        return Diagnostic::error(codes::TP0101, format!("no value above is named `&{name}`"))
            .at(Span::new(at, at + 1))
            .help(format!(
                "put text that begins with `*` in quotes, or name a value as `&{name}` further up"
            ));
    }
    let span =
        Span::new(at, at + text[at..].chars().next().filter(|next| *next != '\n').map_or(0, char::len_utf8));
    let (message, help) = WORDS.iter().find(|(part, ..)| said.contains(part)).map_or_else(
        || (format!("this is not valid YAML: {said}"), None),
        |(_, message, help)| ((*message).to_owned(), Some(*help)),
    );
    let diagnostic = Diagnostic::error(codes::TP0101, message).at(span);
    let diagnostic = match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    };
    snippets::add_corrected_line(text, line, said, diagnostic)
}

/// Reports a layout mistake in the line, or in the line before it.
fn report_layout_mistake(text: &str, at: usize, line: &str, said: &str) -> Option<Diagnostic> {
    let start = (line.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let parts = [
        "expect ':'",
        "mapping values",
        "expected '-' indicator",
        "expected key",
        "indentation",
        "block end",
    ];
    if !parts.iter().any(|part| said.contains(part)) {
        return None;
    }
    let before = layout::line_before(text, start);
    let lines = || std::iter::once((start, line)).chain(before);
    if let Some(found) = lines().find_map(|(start, line)| layout::find_lookalike_indent(line, start)) {
        return Some(found);
    }
    let missing = lines().find_map(|(start, line)| Some((start, layout::missing_space(line)?)));
    if let Some((start, missing)) = missing {
        return Some(missing.explain(start));
    }
    // If a text on the same line contains the `:`, it needs quotes instead.
    let is_key = !text[start..at].contains(": ") && !text[start..at].contains(['"', '\'']);
    let is_continued = !said.contains("mapping values") || text[at..].starts_with(':');
    (is_key && is_continued).then(|| layout::report_misaligned_key(text, start, line)).flatten()
}

/// Reports a tab in the indentation of the line, or at the scanner's position.
fn report_tab(text: &str, at: usize, line: &str) -> Diagnostic {
    let start = (line.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let indented = line.len() - line.trim_start().len();
    let at = match line[..indented].find('\t') {
        Some(tab) => start + tab,
        None => at - usize::from(text[..at].ends_with('\t')),
    };
    let rest = line.trim_start().trim_start_matches(['-', ' ', '\t']);
    let key = rest.split([':', ' ']).next().filter(|key| !key.is_empty() && key.len() <= 40);
    let help = match key {
        Some(key) => format!("replace the tab before `{key}` with spaces"),
        None => "indent with spaces".to_owned(),
    };
    let end = at + usize::from(text[at..].starts_with('\t'));
    Diagnostic::error(codes::TP0101, "a tab is part of the indentation").at(Span::new(at, end)).help(help)
}

/// The position, or the end of the text if it is after the last line; and its line.
fn position_of_error(text: &str, at: usize) -> (usize, &str) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if text[at..].trim().is_empty() {
        at = text[..at].trim_end().len();
    }
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    (at, line)
}
