//! Diagnostics as text for terminals, each with its source lines.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
    renderer::DecorStyle,
};

use crate::{Diagnostic, Severity, Span};

/// Maximum width of a line, in columns.
const WIDTH: usize = 120;

/// Largest part of the text that is shown, in bytes. A larger part is only named by line and column. The
/// library folds the lines between places that are far apart.
const LARGEST_PART: usize = 256 << 10;

/// Renders `diagnostics` of `source`, which was read from `file`, in their order, with an empty line after
/// each.
///
/// `colour` adds ANSI colours. The caller decides whether the terminal supports them.
pub fn render(file: &str, source: &str, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(file, source, diagnostic)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(file: &'a str, source: &'a str, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title =
        level.primary_title(normalize_untrusted_str(&diagnostic.message)).id(diagnostic.code.as_str());
    let group = match diagnostic.span {
        Some(span) => match snippet_with_places(file, source, span, diagnostic) {
            Some(snippet) => Group::with_title(title).element(snippet),
            None => Group::with_title(title).element(origin_of_span(file, source, span)),
        },
        None => Group::with_title(title).element(Origin::path(file)),
    };
    let place =
        diagnostic.pointer.as_deref().filter(|pointer| diagnostic.span.is_none() && !pointer.is_empty());
    let place = place.map(|pointer| Level::NOTE.with_name("at").message(normalize_untrusted_str(pointer)));
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(normalize_untrusted_str(help)));
    group.elements(place).elements(help)
}

/// The lines around all places of one diagnostic.
fn snippet_with_places<'a>(
    file: &'a str,
    source: &'a str,
    span: Span,
    diagnostic: &'a Diagnostic,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let primary = first_line(source, span);
    let related: Vec<(Span, &str)> = diagnostic
        .related
        .iter()
        .map(|related| (first_line(source, related.span), related.message.as_str()))
        .collect();
    let places = || related.iter().map(|(span, _)| *span).chain([primary]);
    let start = places().map(|span| span.start).min().unwrap_or_default();
    let end = places().map(|span| span.end).max().unwrap_or_default();
    let start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source[end..].find('\n').map_or(source.len(), |newline| end + newline);
    if end - start > LARGEST_PART {
        return None;
    }
    let line = source[..start].matches('\n').count() + 1;
    let within = |span: Span| span.start - start..span.end - start;
    let context = related.into_iter().map(|(span, message)| {
        AnnotationKind::Context.span(within(span)).label(normalize_untrusted_str(message))
    });
    Some(
        Snippet::source(&source[start..end])
            .path(file)
            .line_start(line)
            .annotation(AnnotationKind::Primary.span(within(primary)))
            .annotations(context),
    )
}

/// The place as line and column, for lines that are too long to show.
fn origin_of_span<'a>(file: &'a str, source: &str, span: Span) -> Origin<'a> {
    let at = first_line(source, span).start;
    let line_start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = source[..at].matches('\n').count() + 1;
    Origin::path(file).line(line).char_column(source[line_start..at].chars().count() + 1)
}

/// The part of a span on its first line, within the text and on character boundaries. Underlining a whole
/// mapping would be hard to read.
fn first_line(source: &str, span: Span) -> Span {
    let floor = |at: usize| {
        let at = at.min(source.len());
        (0..=at).rev().find(|at| source.is_char_boundary(*at)).unwrap_or_default()
    };
    let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
    let line_end = source[start..end].find('\n').map_or(end, |newline| start + newline);
    let trimmed = source[start..line_end].trim_end().len();
    Span::new(start, start + trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    const SOURCE: &str = "do:\n  - größe:\n      set: { a: 1 }\n  - größe:\n      set: { b: 2 }\n";

    #[test]
    fn a_diagnostic_shows_its_lines_its_related_place_and_its_help() {
        let first = SOURCE.find("größe").map(|at| Span::new(at, at + 7)).unwrap_or_default();
        let second = SOURCE.rfind("größe").map(|at| Span::new(at, at + 7)).unwrap_or_default();
        let diagnostic =
            Diagnostic::error(codes::TP0001, "there is already a task called `größe` in this list")
                .at(second)
                .related(first, "first defined here")
                .help("rename one of them");
        let expected = "\
error[TP0001]: there is already a task called `größe` in this list
 --> shop.yaml:4:5
  |
2 |   - größe:
  |     ----- first defined here
3 |       set: { a: 1 }
4 |   - größe:
  |     ^^^^^
  |
  = help: rename one of them

";
        assert_eq!(render("shop.yaml", SOURCE, &[diagnostic], false), expected);
    }

    #[test]
    fn without_a_span_the_file_and_the_pointer_are_named() {
        let diagnostic = Diagnostic::warning(codes::TP0001, "odd").pointer("/do/0");
        let expected = "warning[TP0001]: odd\n--> a.yaml\n = at: /do/0\n\n";
        assert_eq!(render("a.yaml", SOURCE, &[diagnostic], false), expected);
    }

    #[test]
    fn long_spans_are_cut_to_their_first_line() {
        let diagnostic = Diagnostic::error(codes::TP0001, "x").at(Span::new(6, SOURCE.len()));
        let text = render("a", SOURCE, &[diagnostic], false);
        assert!(text.contains("2 |   - größe:\n  |   ^^^^^^^^\n"), "{text}");
        assert!(!text.contains("set"), "{text}");
    }

    #[test]
    fn colours_only_on_request() {
        let diagnostic = Diagnostic::error(codes::TP0001, "x").at(Span::new(0, 2));
        assert!(render("a", SOURCE, std::slice::from_ref(&diagnostic), true).contains('\u{1b}'));
        assert!(!render("a", SOURCE, &[diagnostic], false).contains('\u{1b}'));
    }

    #[test]
    fn no_span_makes_it_panic() {
        let sources =
            ["", "\n", "é", "a\r\nb\r\n", "\t\tx\u{7}\u{1b}[31m", "\u{200b}\u{feff}\u{202e}é😀\n\n", SOURCE];
        for source in sources {
            for start in 0..source.len() + 3 {
                for end in 0..source.len() + 3 {
                    let diagnostic = Diagnostic::error(codes::TP0001, "x\n\u{1b}[0m")
                        .at(Span { start, end })
                        .related(Span { start: end, end: start }, "y")
                        .help("z\nz");
                    let text = render("a", source, std::slice::from_ref(&diagnostic), false);
                    assert!(!text.contains('\u{1b}'), "{text:?}");
                    crate::render::json::render("a", source, &[diagnostic]);
                }
            }
        }
    }

    #[test]
    fn huge_lines_are_not_shown() {
        let source = "x".repeat(1 << 20);
        let diagnostics = vec![Diagnostic::error(codes::TP0001, "x").at(Span::new(70_000, 70_001)); 100];
        let text = render("a", &source, &diagnostics, false);
        assert!(text.contains("a:1:70001"), "{}", &text[..200]);
        assert!(text.len() < 100_000);
    }
}
