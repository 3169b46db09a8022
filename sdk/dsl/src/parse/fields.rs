//! Mappings with known keys, and the report of unknown ones.

use std::cell::RefCell;
use std::collections::BTreeSet;

use towpath_diagnostics::{Span, codes, did_you_mean};

use super::{At, Findings, help_with_values, missing, other_tools};
use crate::{
    model::{Node, NodeKind, Spanned, escape},
    words::{alternatives, quote},
};

/// Keys whose value is a mapping with further keys.
const HOLLOW: &[&str] = &[
    "document", "metadata", "use", "do", "with", "set", "for", "try", "catch", "errors", "retry", "raise",
    "error", "input", "output", "export", "schema", "wait", "emit", "listen", "run", "fork", "switch",
    "timeout", "schedule", "endpoint", "headers", "query", "body",
];

/// A mapping with known keys.
pub(crate) struct Fields<'a> {
    pub(crate) at: At<'a>,
    pub(crate) entries: &'a [(Spanned<String>, Node)],
    /// Keys that were refused.
    pub(super) unknown: RefCell<Vec<String>>,
}

impl<'a> Fields<'a> {
    /// The value of `key`, if present.
    pub(crate) fn get(&self, key: &str) -> Option<At<'a>> {
        self.at.get(key)
    }

    /// The key itself with its place.
    pub(crate) fn key(&self, key: &str) -> Option<&'a Spanned<String>> {
        self.entries.iter().map(|(name, _)| name).find(|name| name.value == key)
    }

    /// The value of the required `key`.
    pub(crate) fn required(&self, key: &str, findings: &mut Findings) -> Option<At<'a>> {
        let found = self.get(key);
        let is_outside =
            self.at.pointer == "/document" && findings.outside.iter().any(|outside| outside == key);
        if found.is_none() && !is_outside && !self.was_refused_as(key) {
            let message = format!("{} lacks the key `{key}`", self.at.subject());
            let diagnostic = self.at.error(codes::TP0202, message).at(self.place());
            findings.report(match missing::help_for_missing_key(&self.at.pointer, key) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
        }
        found
    }

    /// Whether the report of an unknown key already suggested this key.
    fn was_refused_as(&self, key: &str) -> bool {
        let is_it = |unknown: &String| {
            other_tools::stands_for(unknown).contains(&key) || did_you_mean(unknown, [key]).is_some()
        };
        self.unknown.borrow().iter().any(is_it)
    }

    /// Reports an error unless exactly one of these keys is present.
    pub(crate) fn exactly_one(&self, keys: &[&str], findings: &mut Findings) -> Option<(&'a str, At<'a>)> {
        let mut present = self.entries.iter().filter(|(name, _)| keys.contains(&name.value.as_str()));
        let Some((first, value)) = present.next() else {
            if keys.iter().any(|key| self.was_refused_as(key)) {
                return None;
            }
            let message =
                format!("{} lacks one of the keys {}", self.at.subject(), alternatives(keys.iter().copied()));
            let help = keys.first().and_then(|key| missing::help_for_missing_key(&self.at.pointer, key));
            let diagnostic = self.at.error(codes::TP0202, message).at(self.place());
            findings.report(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            return None;
        };
        for (other, _) in present {
            let message = format!("{} cannot be combined with `{}`", quote(other), first.value);
            let diagnostic = self.at.error(codes::TP0217, message).at(other.span);
            findings.report(diagnostic.related(first.span, "the first one is here").help("keep one of them"));
        }
        Some((&first.value, self.at.child(first, value)))
    }

    /// Reports the unknown keys.
    pub(crate) fn refuse_unknown(&self, known: &[&[&str]], findings: &mut Findings) {
        let all: Vec<&str> = known.iter().flat_map(|keys| keys.iter().copied()).collect();
        let known = || all.iter().copied();
        // A key that is already present is not suggested.
        let missing: Vec<&str> = known().filter(|key| self.get(key).is_none()).collect();
        let mut given = BTreeSet::new();
        let mut possible: Vec<&str> = Vec::new();
        known().for_each(|key| {
            if !possible.contains(&key) {
                possible.push(key);
            }
        });
        for (at, (name, value)) in self.entries.iter().enumerate() {
            if known().any(|key| key == name.value) {
                continue;
            }
            if findings.problems.is_full() {
                findings.problems.count();
                continue;
            }
            self.unknown.borrow_mut().push(name.value.clone());
            if let Some(empty) = self.hollow_before(at, &possible) {
                // The keys that follow belong there too, and are part of the same correction.
                if findings.hollow.insert(format!("{}/{}", self.at.pointer, escape(empty))) {
                    let message = format!("{} is beside {}, not inside it", quote(name), quote(empty));
                    let is_alone =
                        self.entries.get(at + 1).is_none_or(|(next, _)| known().any(|key| key == next.value));
                    let what = if is_alone { "it" } else { "it, and the keys below it that belong there," };
                    let help = format!("indent {what} further than {}", quote(empty));
                    let at = self.at.child(name, value);
                    findings.report(at.error(codes::TP0201, message).at(name.span).help(help));
                }
                continue;
            }
            let mistake = other_tools::help_for_unknown_key(&all, name);
            if mistake.is_some_and(|found| found.is_once && !given.insert(found.help)) {
                continue;
            }
            let (code, message) = match mistake {
                Some(found) if found.is_old => {
                    (codes::TP0226, format!("{} is a keyword of version 0.x of the language", quote(name)))
                }
                _ => (codes::TP0201, format!("{} is not a key of {}", quote(name), self.at.subject())),
            };
            let help = match (mistake, did_you_mean(name, missing.iter().copied())) {
                (Some(found), _) => help_with_values::help_with_written_values(found, self, name, value),
                (None, Some(key)) => format!("did you mean `{key}`?"),
                (None, None) => format!("allowed here: {}", alternatives(possible.iter().copied())),
            };
            let at = self.at.child(name, value);
            findings.report(at.error(code, message).at(name.span).help(help));
        }
    }

    /// The key without a value before the entry `at`, if there is no known key between them.
    fn hollow_before(&self, at: usize, known: &[&str]) -> Option<&'a str> {
        let (key, value) =
            self.entries[..at].iter().rev().find(|(key, _)| known.contains(&key.value.as_str()))?;
        let is_hollow = matches!(value.kind, NodeKind::Null) && HOLLOW.contains(&key.value.as_str());
        is_hollow.then_some(key.value.as_str())
    }

    /// The place to report a missing key at: the key of the mapping, or its first entry.
    pub(crate) fn place(&self) -> Span {
        let first = || self.entries.first().map(|(name, _)| name.span);
        self.at.key.or_else(first).unwrap_or(self.at.node.span)
    }
}
