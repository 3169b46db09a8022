//! Reads texts, booleans, numbers and words.

use towpath_diagnostics::{codes, did_you_mean};

use super::{At, Expected, Findings};
use crate::{
    model::{NodeKind, Spanned},
    words::{alternatives, quote},
};

impl At<'_> {
    /// Reads any text.
    pub(crate) fn text(&self, findings: &mut Findings) -> Option<Spanned<String>> {
        self.raw_text(Expected::Text, findings)
    }

    /// Reads a literal text, and refuses an expression, which would never be evaluated here.
    pub(crate) fn literal(&self, findings: &mut Findings) -> Option<Spanned<String>> {
        let text = self.raw_text(Expected::Text, findings)?;
        if text.trim_start().starts_with("${") {
            let message = format!("{} cannot be an expression", self.subject());
            let help = match self.pointer.rsplit('/').next() {
                Some("then") => "write the name of a task; to choose between tasks, use `switch`",
                Some("method") => "write a fixed value; to choose between requests, use `switch`",
                _ => "write a fixed value",
            };
            findings.report(self.error(codes::TP0218, message).help(help));
            return None;
        }
        Some(text)
    }

    /// Reads `true` or `false`.
    pub(crate) fn boolean(&self, findings: &mut Findings) -> Option<Spanned<bool>> {
        if let NodeKind::Bool(value) = self.node.kind {
            return Some(Spanned::new(value, self.node.span));
        }
        self.wrong_type(Expected::Boolean, findings);
        None
    }

    /// Reads a whole number from `least` to `most`.
    pub(crate) fn integer(&self, least: i64, most: i64, findings: &mut Findings) -> Option<Spanned<i64>> {
        let NodeKind::Int(value) = self.node.kind else {
            self.wrong_type(Expected::WholeNumber, findings);
            return None;
        };
        if (least..=most).contains(&value) {
            return Some(Spanned::new(value, self.node.span));
        }
        let range =
            if most == i64::MAX { format!("at least {least}") } else { format!("from {least} to {most}") };
        findings
            .report(self.error(codes::TP0204, format!("{} must be {range}, not `{value}`", self.subject())));
        None
    }

    /// Reads one of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)], findings: &mut Findings) -> Option<Spanned<T>> {
        let text = self.raw_text(Expected::Text, findings)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(Spanned::new(*value, text.span));
        }
        let known = words.iter().map(|(word, _)| *word);
        let message = format!("{} cannot be {}", self.subject(), quote(&text));
        let help = match did_you_mean(&text, known.clone()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("allowed here: {}", alternatives(known)),
        };
        findings.report(self.error(codes::TP0204, message).help(help));
        None
    }

    /// Reads one of a few words as text.
    pub(crate) fn word_text(&self, words: &[&str], findings: &mut Findings) -> Option<Spanned<String>> {
        let words: Vec<_> = words.iter().map(|word| (*word, *word)).collect();
        self.word(&words, findings).map(|word| Spanned::new(word.value.to_owned(), word.span))
    }

    pub(super) fn raw_text(&self, expected: Expected, findings: &mut Findings) -> Option<Spanned<String>> {
        let text = self.node.as_str().map(|text| Spanned::new(text.to_owned(), self.node.span));
        if text.is_none() {
            self.wrong_type(expected, findings);
        }
        text
    }
}
