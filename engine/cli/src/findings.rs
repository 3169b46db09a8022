//! What a server found in a definition, as diagnostics of the local text.

use towpath_client::{EvaluatedAccess, Report, Verdict};
use towpath_diagnostics::{Code, Diagnostic, LineIndex, Severity, Span, codes};

/// Everything a server found in `source`: its diagnostics, and an error for each access that policies refuse.
pub(crate) fn diagnostics_of_report(source: &str, report: &Report) -> Vec<Diagnostic> {
    let places = Places::new(source);
    let found = report.diagnostics.iter().map(|found| places.diagnostic(found));
    let denied = report.accesses.iter().filter(|access| access.verdict == Verdict::Denied);
    found.chain(denied.map(|access| places.denied(access))).collect()
}

/// Warnings and hints that a server gave beside its answer.
pub(crate) fn remarks_of_answer(source: &str, found: &[towpath_client::Diagnostic]) -> Vec<Diagnostic> {
    let places = Places::new(source);
    found.iter().map(|found| places.diagnostic(found)).collect()
}

/// Those of `more` that `shown` does not say already.
pub(crate) fn diagnostics_not_shown(shown: &[Diagnostic], more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_said = |one: &Diagnostic| {
        shown
            .iter()
            .any(|other| other.code == one.code && (other.span, &other.message) == (one.span, &one.message))
    };
    more.into_iter().filter(|one| !is_said(one)).collect()
}

/// An access in words: `crm.get-customer 1.0.0`, `GET api.acme.example`, `start`.
pub(crate) fn access_in_words(access: &serde_json::Value) -> String {
    let text = |key: &str| access.get(key).and_then(serde_json::Value::as_str);
    match (text("host"), text("integration"), text("operation")) {
        (Some(host), ..) => format!("{} {host}", text("method").unwrap_or("a request to")),
        (None, Some(integration), Some(operation)) => {
            format!("{integration}.{operation} {}", text("version").unwrap_or_default())
        }
        _ => text("kind").unwrap_or("an access").to_owned(),
    }
}

/// Byte offsets for the positions of one text.
struct Places<'a> {
    source: &'a str,
    lines: LineIndex<'a>,
}

impl<'a> Places<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, lines: LineIndex::new(source) }
    }

    fn diagnostic(&self, found: &towpath_client::Diagnostic) -> Diagnostic {
        let severity = match found.severity {
            towpath_client::Severity::Error => Severity::Error,
            towpath_client::Severity::Warning => Severity::Warning,
            towpath_client::Severity::Hint => Severity::Hint,
        };
        let shown = Diagnostic { severity, ..Diagnostic::error(code_of_text(&found.code), &found.message) };
        let span = found.range.map(|range| self.span(range));
        Diagnostic { span, pointer: found.pointer.clone(), help: found.help.clone(), ..shown }
    }

    fn denied(&self, access: &EvaluatedAccess) -> Diagnostic {
        let reason = access.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let message = format!("{} is not permitted{reason}", access_in_words(&access.access));
        let help = access.contact.as_ref().map(|contact| format!("ask {contact}"));
        let span = access.range.map(|range| self.span(range));
        let pointer = Some(access.task.clone()).filter(|task| !task.is_empty());
        Diagnostic { span, pointer, help, ..Diagnostic::error(codes::TP4018, message) }
    }

    fn span(&self, range: towpath_client::Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    /// The first byte whose place is not before `place`.
    fn offset(&self, place: towpath_client::Position) -> usize {
        let wanted = (place.line, place.character);
        let mut from = 0;
        let mut to = self.source.len();
        while from < to {
            let middle = from + (to - from) / 2;
            let found = self.lines.locate(middle);
            if (found.line, found.character) < wanted { from = middle + 1 } else { to = middle }
        }
        from
    }
}

/// A code that this binary need not know, if it is written like one: it is printed as it is.
fn code_of_text(text: &str) -> Code {
    let is_code = text
        .strip_prefix("TP")
        .is_some_and(|rest| (1..=8).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let read = is_code.then(|| serde_json::from_value(text.into()).ok()).flatten();
    read.unwrap_or(codes::TP0001)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_of_a_server_are_places_of_the_text() {
        let source = "a: é\nb: \u{1F600}x\n";
        let report = json!({
            "publishable": false,
            "diagnostics": [{ "code": "TP9999", "severity": "warning", "message": "odd",
                "range": { "start": { "line": 1, "character": 5 }, "end": { "line": 1, "character": 6 } } }],
            "accesses": [{ "task": "/do/0/a", "access": { "integration": "crm", "operation": "x", "version": "1.0.0" },
                "verdict": "denied", "rules": [], "reason": "Because.", "contact": "it@acme.example" }],
        });
        let Ok(report) = serde_json::from_value::<Report>(report) else { panic!("no report") };
        let found = diagnostics_of_report(source, &report);
        let at = source.find('x').unwrap_or_default();
        assert_eq!((found[0].code.as_str(), found[0].span), ("TP9999", Some(Span::new(at, at + 1))));
        assert!(!found[0].is_error() && found[1].is_error());
        assert_eq!(found[1].message, "crm.x 1.0.0 is not permitted: Because.");
        assert_eq!(found[1].help.as_deref(), Some("ask it@acme.example"));
        assert_eq!(diagnostics_not_shown(&found[..1], found.clone()).len(), 1);
        assert_eq!(
            [code_of_text("TP12"), code_of_text("TP\u{9b}2J")].map(|code| code.as_str().to_owned()),
            ["TP12", "TP0001"]
        );
    }
}
