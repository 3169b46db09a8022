//! Mappings with known keys.

use towpath_diagnostics::{Span, codes, did_you_mean};

use super::{At, Findings, foreign, missing};
use crate::{
    model::{Node, Spanned},
    words::{alternatives, quote},
};

/// A mapping whose keys mean something.
pub(crate) struct Fields<'a> {
    pub(crate) at: At<'a>,
    pub(crate) entries: &'a [(Spanned<String>, Node)],
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
        if found.is_none() {
            let message = format!("{} lacks the key `{key}`", self.at.subject());
            let diagnostic = self.at.error(codes::TP0202, message).at(self.place());
            findings.report(match missing::help(&self.at.pointer, key) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
        }
        found
    }

    /// Says that exactly one of these keys must be there, unless it is so.
    pub(crate) fn exactly_one(&self, keys: &[&str], findings: &mut Findings) -> Option<(&'a str, At<'a>)> {
        let mut present = self.entries.iter().filter(|(name, _)| keys.contains(&name.value.as_str()));
        let Some((first, value)) = present.next() else {
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
        for (name, value) in self.entries {
            if known().any(|key| key == name.value) {
                continue;
            }
            if findings.problems.is_full() {
                findings.problems.count();
                continue;
            }
            let message = format!("{} is not a key of {}", quote(name), self.at.subject());
            let elsewhere = foreign::help(&all, name);
            let code = match elsewhere {
                Some((_, true)) => codes::TP0226,
                _ => codes::TP0201,
            };
            let message = match elsewhere {
                Some((_, true)) => format!("{} is how version 0.x of the language wrote it", quote(name)),
                _ => message,
            };
            let help = match (elsewhere, did_you_mean(name, missing.iter().copied())) {
                (Some((help, _)), _) => help.to_owned(),
                (None, Some(key)) => format!("did you mean `{key}`?"),
                (None, None) => format!("possible here: {}", alternatives(known())),
            };
            let at = self.at.child(name, value);
            findings.report(at.error(code, message).at(name.span).help(help));
        }
    }

    /// A place for what is not there: the key before the mapping, or its first one.
    pub(crate) fn place(&self) -> Span {
        let first = || self.entries.first().map(|(name, _)| name.span);
        self.at.key.or_else(first).unwrap_or(self.at.node.span)
    }
}
