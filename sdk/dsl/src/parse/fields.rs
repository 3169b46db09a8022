//! Mappings with known keys.

use std::cell::RefCell;
use std::collections::BTreeSet;

use towpath_diagnostics::{Span, codes, did_you_mean};

use super::{At, Findings, foreign, missing, own};
use crate::{
    model::{Node, NodeKind, Spanned, escape},
    words::{alternatives, quote},
};

/// Keys under which other keys stand, indented further.
const HOLLOW: &[&str] = &[
    "document", "metadata", "use", "do", "with", "set", "for", "try", "catch", "errors", "retry", "raise",
    "error", "input", "output", "export", "schema", "wait", "emit", "listen", "run", "fork", "switch",
    "timeout", "schedule", "endpoint", "headers", "query", "body",
];

/// A mapping whose keys mean something.
pub(crate) struct Fields<'a> {
    pub(crate) at: At<'a>,
    pub(crate) entries: &'a [(Spanned<String>, Node)],
    /// Keys that were refused.
    pub(super) unknown: RefCell<Vec<String>>,
}

impl<'a> Fields<'a> {
    /// The value of `key`, if it is there.
    pub(crate) fn get(&self, key: &str) -> Option<At<'a>> {
        self.at.get(key)
    }

    /// The key itself as it stands.
    pub(crate) fn key(&self, key: &str) -> Option<&'a Spanned<String>> {
        self.entries.iter().map(|(name, _)| name).find(|name| name.value == key)
    }

    /// The value of `key`, which must be there.
    pub(crate) fn required(&self, key: &str, findings: &mut Findings) -> Option<At<'a>> {
        let found = self.get(key);
        let is_outside =
            self.at.pointer == "/document" && findings.outside.iter().any(|outside| outside == key);
        if found.is_none() && !is_outside && !self.was_refused_as(key) {
            let message = format!("{} lacks the key `{key}`", self.at.subject());
            let diagnostic = self.at.error(codes::TP0202, message).at(self.place());
            findings.report(match missing::help(&self.at.pointer, key) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
        }
        found
    }

    /// Whether a key that was refused was said to be this one.
    fn was_refused_as(&self, key: &str) -> bool {
        let is_it = |unknown: &String| {
            foreign::stands_for(unknown).contains(&key) || did_you_mean(unknown, [key]).is_some()
        };
        self.unknown.borrow().iter().any(is_it)
    }

    /// Says that exactly one of these keys must be there, unless it is so.
    pub(crate) fn exactly_one(&self, keys: &[&str], findings: &mut Findings) -> Option<(&'a str, At<'a>)> {
        let mut present = self.entries.iter().filter(|(name, _)| keys.contains(&name.value.as_str()));
        let Some((first, value)) = present.next() else {
            if keys.iter().any(|key| self.was_refused_as(key)) {
                return None;
            }
            let message =
                format!("{} lacks one of the keys {}", self.at.subject(), alternatives(keys.iter().copied()));
            let help = keys.first().and_then(|key| missing::help(&self.at.pointer, key));
            let diagnostic = self.at.error(codes::TP0202, message).at(self.place());
            findings.report(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            return None;
        };
        for (other, _) in present {
            let message = format!("{} cannot stand beside `{}`", quote(other), first.value);
            let diagnostic = self.at.error(codes::TP0217, message).at(other.span);
            findings.report(diagnostic.related(first.span, "already decided here").help("keep one of them"));
        }
        Some((&first.value, self.at.child(first, value)))
    }

    /// Says which keys are not known here.
    pub(crate) fn refuse_unknown(&self, known: &[&[&str]], findings: &mut Findings) {
        let all: Vec<&str> = known.iter().flat_map(|keys| keys.iter().copied()).collect();
        let known = || all.iter().copied();
        // A key that is there already cannot have been meant.
        let missing: Vec<&str> = known().filter(|key| self.get(key).is_none()).collect();
        let mut told = BTreeSet::new();
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
                // What follows it was to stand there as well, and is corrected with it.
                if findings.hollow.insert(format!("{}/{}", self.at.pointer, escape(empty))) {
                    let message = format!("{} stands beside {}, not inside of it", quote(name), quote(empty));
                    let is_alone =
                        self.entries.get(at + 1).is_none_or(|(next, _)| known().any(|key| key == next.value));
                    let what = if is_alone { "it" } else { "it, and what belongs there below it," };
                    let help = format!("indent {what} further than {}", quote(empty));
                    let at = self.at.child(name, value);
                    findings.report(at.error(codes::TP0201, message).at(name.span).help(help));
                }
                continue;
            }
            let elsewhere = foreign::help(&all, name);
            let is_told =
                |found: foreign::Elsewhere| foreign::is_once(found.help) && !told.insert(found.help);
            if elsewhere.is_some_and(is_told) {
                continue;
            }
            let (code, message) = match elsewhere {
                Some(found) if found.is_old => {
                    (codes::TP0226, format!("{} is a word of version 0.x of the language", quote(name)))
                }
                _ => (codes::TP0201, format!("{} is not a key of {}", quote(name), self.at.subject())),
            };
            let help = match (elsewhere, did_you_mean(name, missing.iter().copied())) {
                (Some(found), _) => own::help(found, self, name, value),
                (None, Some(key)) => format!("did you mean `{key}`?"),
                (None, None) => format!("possible here: {}", alternatives(possible.iter().copied())),
            };
            let at = self.at.child(name, value);
            findings.report(at.error(code, message).at(name.span).help(help));
        }
    }

    /// The key without a value before the entry `at`, if nothing that is known here stands between them.
    fn hollow_before(&self, at: usize, known: &[&str]) -> Option<&'a str> {
        let (key, value) =
            self.entries[..at].iter().rev().find(|(key, _)| known.contains(&key.value.as_str()))?;
        let is_hollow = matches!(value.kind, NodeKind::Null) && HOLLOW.contains(&key.value.as_str());
        is_hollow.then_some(key.value.as_str())
    }

    /// A place for what is not there: the key before the mapping, or its first one.
    pub(crate) fn place(&self) -> Span {
        let first = || self.entries.first().map(|(name, _)| name.span);
        self.at.key.or_else(first).unwrap_or(self.at.node.span)
    }
}
