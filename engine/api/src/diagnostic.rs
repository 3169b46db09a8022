//! Diagnostics as editors want them: places as lines and columns, the code's page one request away.

use serde::Serialize;
use towpath_diagnostics::{Diagnostic, LineColumn, LineIndex, Span};
use utoipa::ToSchema;

/// One thing wrong, or worth knowing, in a document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DiagnosticBody {
    /// The stable code; `GET /v1/codes/{code}` explains it.
    pub code: String,
    /// `error`, `warning` or `hint`.
    #[schema(value_type = String)]
    pub severity: towpath_diagnostics::Severity,
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Where in the document: a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub related: Vec<RelatedBody>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A second place that explains a diagnostic.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedBody {
    /// Where in the text.
    pub range: Range,
    /// What is there.
    pub message: String,
}

/// A range of a text, as the Language Server Protocol counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Range {
    /// First place.
    pub start: Position,
    /// One past the last place.
    pub end: Position,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Position {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0, in UTF-16 code units.
    pub character: usize,
}

impl From<LineColumn> for Position {
    fn from(place: LineColumn) -> Self {
        Self { line: place.line, character: place.character }
    }
}

impl Range {
    pub(crate) fn new(lines: &LineIndex<'_>, span: Span) -> Self {
        Self { start: lines.locate(span.start).into(), end: lines.locate(span.end).into() }
    }
}

/// Diagnostics for callers. `source` is the text they are about, where it is at hand.
pub(crate) fn bodies(diagnostics: &[Diagnostic], source: Option<&str>) -> Vec<DiagnosticBody> {
    let lines = source.map(LineIndex::new);
    diagnostics.iter().map(|diagnostic| body(diagnostic, lines.as_ref())).collect()
}

fn body(diagnostic: &Diagnostic, lines: Option<&LineIndex<'_>>) -> DiagnosticBody {
    let range = |span| lines.map(|lines| Range::new(lines, span));
    DiagnosticBody {
        code: diagnostic.code.to_string(),
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        range: diagnostic.span.and_then(range),
        pointer: diagnostic.pointer.clone(),
        related: diagnostic
            .related
            .iter()
            .filter_map(|related| {
                Some(RelatedBody { range: range(related.span)?, message: related.message.clone() })
            })
            .collect(),
        help: diagnostic.help.clone(),
    }
}

#[cfg(test)]
mod tests {
    use towpath_diagnostics::codes;

    use super::*;

    #[test]
    fn places_are_lines_and_columns() {
        let found = [Diagnostic::error(codes::TP0001, "wrong").at(Span::new(5, 8)).pointer("/do")];
        let told = bodies(&found, Some("do:\n  foo: 1\n"));
        let place = |character| Position { line: 1, character };
        assert_eq!(told[0].range, Some(Range { start: place(1), end: place(4) }));
        assert_eq!(bodies(&found, None)[0].range, None);
    }
}
