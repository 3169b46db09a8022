//! Reads documents field by field, to find all problems at once, each with its place.
//!
//! It knows shapes (a text, a duration, one of several words), not the meaning of fields.

use std::time::Duration;

use serde_json::{Map, Value};
use towpath_diagnostics::{Code, Diagnostic, Span, codes, did_you_mean};
use towpath_dsl::model::Node;

use crate::json::join_pointer;

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<(Diagnostic, About)>,
}

/// The part of the text that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The value at its pointer.
    Value,
    /// The key of the value at its pointer.
    Key,
}

impl Findings {
    /// All findings, with places in the text of `root`.
    pub(crate) fn located(self, root: &Node) -> Vec<Diagnostic> {
        let locate = |(diagnostic, about): (Diagnostic, About)| {
            let pointer = diagnostic.pointer.clone().unwrap_or_default();
            let key = || {
                let (parent, _) = pointer.rsplit_once('/')?;
                let entries = root.pointer(parent)?.as_object()?;
                let entry = entries.iter().find(|(key, _)| join_pointer(parent, &key.value) == pointer)?;
                Some(entry.0.span)
            };
            let value = || {
                // A pointer may go deeper than the text. Then the nearest ancestor is shown.
                let mut pointer = pointer.as_str();
                loop {
                    if let Some(node) = root.pointer(pointer) {
                        return node.span;
                    }
                    pointer = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                }
            };
            let start = Span::new(root.span.start, root.span.start);
            let span = match about {
                About::Key if pointer.is_empty() => start,
                About::Key => key().unwrap_or_else(value),
                About::Value => value(),
            };
            diagnostic.at(span)
        };
        self.found.into_iter().map(locate).collect()
    }

    /// An error at `pointer`.
    pub(crate) fn error(&mut self, code: Code, pointer: &str, message: impl Into<String>) {
        self.found.push((Diagnostic::error(code, message).pointer(pointer), About::Value));
    }

    /// An error at `pointer`, with help.
    pub(crate) fn error_with(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push((Diagnostic::error(code, message).pointer(pointer).help(help), About::Value));
    }

    /// An error about the key at `pointer`, not about its value.
    pub(crate) fn key_error(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let diagnostic = Diagnostic { help, ..Diagnostic::error(code, message).pointer(pointer) };
        self.found.push((diagnostic, About::Key));
    }

    /// A warning at `pointer`.
    pub(crate) fn warning(&mut self, code: Code, pointer: &str, message: impl Into<String>) {
        self.found.push((Diagnostic::warning(code, message).pointer(pointer), About::Value));
    }

    /// A warning at `pointer`, with help.
    pub(crate) fn warning_with(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push((Diagnostic::warning(code, message).pointer(pointer).help(help), About::Value));
    }

    /// An error: the field must be `expected`.
    pub(crate) fn wrong(&mut self, pointer: &str, expected: &str) {
        let name = pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
        let name = if name.is_empty() { "the document".to_owned() } else { format!("`{name}`") };
        self.error(codes::TP3001, pointer, format!("{name} must be {expected}"));
    }
}

/// An object and its place.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    pointer: String,
}

impl<'a> Fields<'a> {
    /// Reads `value` as an object. Keys that are not in `known` are errors.
    pub(crate) fn closed(
        value: &'a Value,
        pointer: &str,
        known: &[&str],
        findings: &mut Findings,
    ) -> Option<Self> {
        let fields = Self::open(value, pointer, findings)?;
        for key in fields.map.keys().filter(|key| !known.contains(&key.as_str())) {
            let help = match did_you_mean(key, known.iter().copied()) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("known here: {}", list_in_backticks(known)),
            };
            let place = join_pointer(pointer, key);
            findings.key_error(codes::TP3001, &place, format!("unknown key `{key}`"), Some(help));
        }
        Some(fields)
    }

    /// Reads `value` as an object with any keys.
    pub(crate) fn open(value: &'a Value, pointer: &str, findings: &mut Findings) -> Option<Self> {
        let Some(map) = value.as_object() else {
            findings.wrong(pointer, "an object");
            return None;
        };
        Some(Self { map, pointer: pointer.to_owned() })
    }

    /// The place of the object itself.
    pub(crate) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The place of a field.
    pub(crate) fn at(&self, key: &str) -> String {
        join_pointer(&self.pointer, key)
    }

    /// All fields, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Value, String)> + '_ {
        self.map.iter().map(|(key, value)| (key.as_str(), value, self.at(key)))
    }

    /// A field.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key)
    }

    /// A required field.
    pub(crate) fn required(&self, key: &str, findings: &mut Findings) -> Option<&'a Value> {
        let value = self.map.get(key);
        if value.is_none() {
            findings.key_error(codes::TP3001, &self.pointer, format!("`{key}` is missing"), None);
        }
        value
    }

    /// A text.
    pub(crate) fn text(&self, key: &str, findings: &mut Findings) -> Option<&'a str> {
        let text = self.get(key)?.as_str();
        if text.is_none() {
            findings.wrong(&self.at(key), "text");
        }
        text
    }

    /// A required text.
    pub(crate) fn required_text(&self, key: &str, findings: &mut Findings) -> Option<&'a str> {
        self.required(key, findings)?;
        self.text(key, findings)
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self, key: &str, findings: &mut Findings) -> Option<bool> {
        let truth = self.get(key)?.as_bool();
        if truth.is_none() {
            findings.wrong(&self.at(key), "`true` or `false`");
        }
        truth
    }

    /// A whole number from `least` to `most`.
    pub(crate) fn number(&self, key: &str, least: u64, most: u64, findings: &mut Findings) -> Option<u64> {
        let number = self.get(key)?.as_u64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            findings.wrong(&self.at(key), &format!("a whole number from {least} to {most}"));
        }
        number
    }

    /// A duration such as `500ms`, `5s` or `2m`, more than zero and at most `most`.
    pub(crate) fn duration(&self, key: &str, most: Duration, findings: &mut Findings) -> Option<Duration> {
        let duration = self.get(key)?.as_str().and_then(read_duration);
        let duration = duration.filter(|duration| !duration.is_zero() && *duration <= most);
        if duration.is_none() {
            let most = most.as_secs();
            findings.wrong(&self.at(key), &format!("a duration such as `500ms` or `5s`, at most `{most}s`"));
        }
        duration
    }

    /// One of `words`.
    pub(crate) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)], findings: &mut Findings) -> Option<T> {
        let found = self.get(key)?.as_str().unwrap_or_default();
        let value = words.iter().find(|(word, _)| *word == found).map(|(_, value)| *value);
        if value.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            findings.wrong(&self.at(key), &format!("one of {}", list_in_backticks(&words)));
        }
        value
    }

    /// The items of a list with their places; nothing if there is no list.
    pub(crate) fn items(&self, key: &str, findings: &mut Findings) -> Vec<(&'a Value, String)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let pointer = self.at(key);
        let Some(items) = value.as_array() else {
            findings.wrong(&pointer, "a list");
            return Vec::new();
        };
        items.iter().enumerate().map(|(at, item)| (item, join_pointer(&pointer, &at.to_string()))).collect()
    }

    /// A list of texts that `check` accepts.
    pub(crate) fn texts(
        &self,
        key: &str,
        expected: &str,
        check: impl Fn(&str) -> bool,
        findings: &mut Findings,
    ) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for (item, pointer) in self.items(key, findings) {
            match item.as_str().filter(|text| check(text)) {
                Some(text) => texts.push((text.to_owned(), pointer)),
                None => findings.error(codes::TP3001, &pointer, format!("this must be {expected}")),
            }
        }
        texts
    }
}

/// Joins words in backticks with commas.
pub(crate) fn list_in_backticks(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn read_duration(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text[..digits].parse().ok()?;
    match &text[digits..] {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    }
}

/// Whether `text` is an RFC 1123 label: lower-case letters, digits and dashes, at most 63.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether `text` is a semantic version, such as `1.0.0` or `1.0.0-beta.2`.
pub(crate) fn is_version(text: &str) -> bool {
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let number = |part: &str| {
        part.parse::<u64>().is_ok() && !part.starts_with('+') && (part == "0" || !part.starts_with('0'))
    };
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| {
            pre.split('.').all(|part| {
                !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(read_duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(read_duration("5s"), Some(Duration::from_secs(5)));
        assert_eq!(read_duration("2m"), Some(Duration::from_secs(120)));
        for text in ["", "5", "s", "-1s", "5 s", "99999999999999999999s", "5h", "ü"] {
            assert_eq!(read_duration(text), None, "{text}");
        }
    }

    #[test]
    fn versions_and_labels() {
        assert!(["1.0.0", "0.1.20", "1.0.0-beta.2"].into_iter().all(is_version));
        assert!(
            !["1", "1.0", "1.0.0.0", "01.0.0", "1.0.x", "v1.0.0", "1.0.0-", "1.+0.0"]
                .into_iter()
                .any(is_version)
        );
        assert!(["crm", "get-customer", "a1"].into_iter().all(is_label));
        assert!(!["", "-a", "a-", "A", "a_b", "a.b", "ä"].into_iter().any(is_label));
    }
}
