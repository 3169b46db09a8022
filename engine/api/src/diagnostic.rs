//! Diagnostics as editors use them: byte spans become lines and columns.

use towpath_api_types as api;
use towpath_diagnostics::{Diagnostic, LineColumn, LineIndex, Span};

use crate::convert::IntoApi as _;

/// Diagnostics for callers. `source` is the text they are about, where it is at hand.
pub(crate) fn diagnostics(found: &[Diagnostic], source: Option<&str>) -> Vec<api::Diagnostic> {
    let lines = source.map(LineIndex::new);
    found.iter().map(|diagnostic| one(diagnostic, lines.as_ref())).collect()
}

fn one(diagnostic: &Diagnostic, lines: Option<&LineIndex<'_>>) -> api::Diagnostic {
    let range = |span| lines.map(|lines| range_in_lines(lines, span));
    api::Diagnostic {
        code: diagnostic.code.to_string(),
        severity: diagnostic.severity.into_api(),
        message: diagnostic.message.clone(),
        range: diagnostic.span.and_then(range),
        pointer: diagnostic.pointer.clone(),
        related: diagnostic
            .related
            .iter()
            .filter_map(|related| {
                Some(api::Related { range: range(related.span)?, message: related.message.clone() })
            })
            .collect(),
        help: diagnostic.help.clone(),
    }
}

/// A byte span as a range of lines and columns.
pub(crate) fn range_in_lines(lines: &LineIndex<'_>, span: Span) -> api::Range {
    api::Range { start: position(lines.locate(span.start)), end: position(lines.locate(span.end)) }
}

fn position(place: LineColumn) -> api::Position {
    api::Position { line: place.line, character: place.character }
}

#[cfg(test)]
mod tests {
    use towpath_diagnostics::codes;

    use super::*;

    #[test]
    fn places_are_lines_and_columns() {
        let found = [Diagnostic::error(codes::TP0001, "wrong").at(Span::new(5, 8)).pointer("/do")];
        let shown = diagnostics(&found, Some("do:\n  foo: 1\n"));
        let place = |character| api::Position { line: 1, character };
        assert_eq!(shown[0].range, Some(api::Range { start: place(1), end: place(4) }));
        assert_eq!(diagnostics(&found, None)[0].range, None);
    }
}
