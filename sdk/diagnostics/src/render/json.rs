//! Diagnostics as JSON for editors and scripts, with positions as in the Language Server Protocol.

use serde::Serialize;

use crate::{Code, Diagnostic, LineColumn, LineIndex, Severity, Span};

/// One diagnostic as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonDiagnostic<'a> {
    /// The file name that the caller gave.
    pub file: &'a str,
    /// The stable code.
    pub code: &'a Code,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// The range in the text, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// The JSON pointer into the document, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<&'a str>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<JsonRelated<'a>>,
}

/// A second place as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonRelated<'a> {
    /// Where.
    pub range: Range,
    /// What is there.
    pub message: &'a str,
}

/// A half-open range of a text: zero-based lines, columns in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// First place.
    pub start: LineColumn,
    /// One past the last place.
    pub end: LineColumn,
}

/// `diagnostics` of `source`, which was read from `file`, in their order. Serialize the list with `serde_json`.
pub fn render<'a>(file: &'a str, source: &str, diagnostics: &'a [Diagnostic]) -> Vec<JsonDiagnostic<'a>> {
    let index = LineIndex::new(source);
    let range =
        |span: Span| Range { start: index.locate(span.start), end: index.locate(span.end.max(span.start)) };
    diagnostics
        .iter()
        .map(|diagnostic| JsonDiagnostic {
            file,
            code: &diagnostic.code,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            range: diagnostic.span.map(range),
            pointer: diagnostic.pointer.as_deref(),
            help: diagnostic.help.as_deref(),
            related: (diagnostic.related.iter())
                .map(|related| JsonRelated { range: range(related.span), message: &related.message })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codes;

    #[test]
    fn places_are_lines_and_utf16_columns() -> Result<(), serde_json::Error> {
        let source = "a: 1\n😀b: 2\n";
        let diagnostics = [Diagnostic::error(codes::TP0001, "odd")
            .at(Span::new(9, 10))
            .related(Span { start: 99, end: 0 }, "there")
            .pointer("/b")
            .help("be even")];
        let expected = json!([{
            "file": "a.yaml",
            "code": "TP0001",
            "severity": "error",
            "message": "odd",
            "range": {"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 3}},
            "pointer": "/b",
            "help": "be even",
            "related": [{
                "range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 0}},
                "message": "there",
            }],
        }]);
        assert_eq!(serde_json::to_value(render("a.yaml", source, &diagnostics))?, expected);
        Ok(())
    }
}
