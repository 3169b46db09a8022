//! Regular expressions. The `regex` crate handles the patterns that it supports, in linear time.
//! `fancy-regex` handles look-around, back-references and other Oniguruma features, with a bounded number of
//! backtracking steps.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use jaq_core::ValR;
use jaq_core::native::{bome, v};
use regex::{Regex, RegexBuilder};

use super::super::{fault, val};
use super::{Entries, two_arguments};
use crate::value::track::record_read;
use crate::value::{Kind, Labels, Map, Value};

pub(super) fn entries() -> Entries {
    Box::new([
        ("__matches", v(2), |mut cv| {
            let (pattern, flags) = two_arguments(&mut cv);
            bome(Wanted::of(&cv.1, &pattern, &flags).and_then(|wanted| wanted.matches()))
        }),
        ("__parts", v(2), |mut cv| {
            let (pattern, flags) = two_arguments(&mut cv);
            bome(Wanted::of(&cv.1, &pattern, &flags).and_then(|wanted| wanted.parts()))
        }),
        ("__test", v(2), |mut cv| {
            let (pattern, flags) = two_arguments(&mut cv);
            bome(Wanted::of(&cv.1, &pattern, &flags).and_then(|wanted| super::boolean_result(wanted.any()?)))
        }),
        ("__joined", v(0), |cv| bome(join_replacements(&cv.1))),
    ])
}

/// Maximum size of a compiled pattern, in bytes.
const SIZE: usize = 1 << 20;

/// Number of cached compiled patterns.
const KEPT: usize = 8;

/// Maximum number of backtracking steps of one search. Exceeding it is an error.
const MAX_BACKTRACKS: usize = 250_000;

thread_local! {
    static CACHE: RefCell<Vec<(String, Rc<Engine>)>> = const { RefCell::new(Vec::new()) };
}

enum Engine {
    Linear(Regex),
    GoingBack(fancy_regex::Regex),
}

/// The byte ranges of a match and its groups. The first one is the whole match.
type Groups = Vec<Option<Range<usize>>>;

impl Engine {
    fn search(&self, text: &str, start: usize) -> ValR<Option<Groups>, Value> {
        match self {
            Self::Linear(regex) => Ok(regex
                .captures_at(text, start)
                .map(|found| found.iter().map(|group| group.map(|group| group.range())).collect())),
            Self::GoingBack(regex) => {
                let found = regex.captures_from_pos(text, start).map_err(|_| too_long())?;
                Ok(found.map(|found| found.iter().map(|group| group.map(|group| group.range())).collect()))
            }
        }
    }

    fn any(&self, text: &str) -> ValR<bool, Value> {
        match self {
            Self::Linear(regex) => Ok(regex.is_match(text)),
            Self::GoingBack(regex) => regex.is_match(text).map_err(|_| too_long()),
        }
    }

    fn names(&self) -> Vec<Option<&str>> {
        match self {
            Self::Linear(regex) => regex.capture_names().collect(),
            Self::GoingBack(regex) => regex.capture_names().collect(),
        }
    }
}

fn too_long() -> fault::Error {
    fault::plain_error("Regex failure: this regular expression needs too many steps on this text")
}

#[derive(Default)]
struct Flags {
    global: bool,
    skip_empty: bool,
    /// In the notation of `regex`.
    inline: String,
}

impl Flags {
    fn of(value: &Value) -> ValR<Self, Value> {
        let mut flags = Self::default();
        let text = match value.kind() {
            Kind::Null => return Ok(flags),
            Kind::Str(text) => text,
            _ => return Err(fault::error_about_value(value, "is not a string")),
        };
        for flag in text.chars() {
            match flag {
                'g' => flags.global = true,
                'n' => flags.skip_empty = true,
                'i' | 'x' => flags.inline.push(flag),
                // jq's `s` makes `^` and `$` match only at the ends of the text, which they do anyway.
                's' | 'l' => {}
                // Oniguruma's "multi line": `.` also matches line ends.
                'm' | 'p' => flags.inline.push('s'),
                _ => {
                    return Err(fault::masked_error(
                        format!("{text} is not a valid modifier string"),
                        "this is not a valid modifier string",
                    ));
                }
            }
        }
        Ok(flags)
    }
}

/// A text, and the pattern to search for.
struct Wanted<'a> {
    text: &'a str,
    engine: Rc<Engine>,
    flags: Flags,
    labels: Labels,
}

impl<'a> Wanted<'a> {
    fn of(input: &'a Value, pattern: &Value, flags: &Value) -> ValR<Self, Value> {
        let labels = input.labels() | pattern.labels() | flags.labels();
        record_read(labels);
        let text = input
            .as_str()
            .ok_or_else(|| fault::error_about_value(input, "cannot be matched, as it is not a string"))?;
        let Some(source) = pattern.as_str() else {
            return Err(fault::error_about_value(pattern, "cannot be matched, as it is not a string"));
        };
        let flags = Flags::of(flags)?;
        let engine = compiled(source, &flags.inline, text.ends_with('\n'))?;
        Ok(Self { text, engine, flags, labels })
    }

    fn found(&self) -> ValR<Vec<Groups>, Value> {
        let mut all = Vec::new();
        let mut start = 0;
        while start <= self.text.len() {
            let Some(groups) = self.engine.search(self.text, start)? else { break };
            let whole = range_of_match(&groups);
            let next = self.text[whole.end..].chars().next().map_or(1, char::len_utf8);
            start = if whole.is_empty() { whole.end + next } else { whole.end };
            if self.flags.skip_empty && whole.is_empty() {
                continue;
            }
            all.push(groups);
            if !self.flags.global {
                break;
            }
        }
        Ok(all)
    }

    fn any(&self) -> ValR<bool, Value> {
        match self.flags.skip_empty {
            false => self.engine.any(self.text),
            true => Ok(!self.found()?.is_empty()),
        }
    }

    /// All matches in the format of jq's `match`.
    fn matches(&self) -> ValR<Value> {
        let mut characters = Characters { text: self.text, byte: 0, count: 0 };
        let names = self.engine.names();
        let found = self.found()?;
        Ok(val::list_with_labels(
            found.iter().map(|found| self.object(found, &names, &mut characters)).collect(),
        ))
    }

    /// The text split at the matches: texts and matches alternate, beginning and ending with a text.
    fn parts(&self) -> ValR<Value> {
        let mut characters = Characters { text: self.text, byte: 0, count: 0 };
        let names = self.engine.names();
        let mut parts = Vec::new();
        let mut end = 0;
        for found in self.found()? {
            let whole = range_of_match(&found);
            parts.push(val::text_with_labels(&self.text[end..whole.start]));
            parts.push(self.object(&found, &names, &mut characters));
            end = whole.end;
        }
        parts.push(val::text_with_labels(&self.text[end..]));
        Ok(val::list_with_labels(parts))
    }

    fn object(&self, found: &Groups, names: &[Option<&str>], characters: &mut Characters<'_>) -> Value {
        let mut object = self.place(Some(range_of_match(found)), characters);
        let captures = names.iter().zip(found).skip(1).map(|(name, group)| {
            // Groups can be in any order within the match, so each one is counted from the start of the
            // match.
            let mut within = Characters { ..*characters };
            let mut capture = self.place(group.clone(), &mut within);
            let name = name.map_or(Kind::Null, |name| Kind::Str(name.into()));
            capture.insert("name".into(), Value::from(name).with_labels(self.labels));
            val::object_with_labels(capture, Labels::NONE)
        });
        let captures = val::list_with_labels(captures.collect());
        object.insert("captures".into(), captures);
        val::object_with_labels(object, Labels::NONE)
    }

    fn place(&self, found: Option<Range<usize>>, characters: &mut Characters<'_>) -> Map {
        let (offset, length, string) = match found {
            Some(found) => {
                let offset = characters.count_to(found.start);
                let text = &self.text[found];
                (offset, text.chars().count() as i64, Kind::Str(text.into()))
            }
            None => (-1, 0, Kind::Null),
        };
        let place = [("offset", Kind::Int(offset)), ("length", Kind::Int(length)), ("string", string)];
        place
            .into_iter()
            .map(|(key, kind)| (key.into(), Value::from(kind).with_labels(self.labels)))
            .collect()
    }
}

/// The range of the whole match.
fn range_of_match(groups: &Groups) -> Range<usize> {
    groups.first().cloned().flatten().unwrap_or_default()
}

/// Counts characters up to increasing byte positions.
#[derive(Clone, Copy)]
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    count: i64,
}

impl Characters<'_> {
    fn count_to(&mut self, byte: usize) -> i64 {
        match self.text.get(self.byte..byte) {
            Some(between) => self.count += between.chars().count() as i64,
            // A group in a look-behind begins before the match.
            None => self.count = self.text[..byte].chars().count() as i64,
        }
        self.byte = byte;
        self.count
    }
}

fn compiled(source: &str, inline: &str, ends_with_line: bool) -> ValR<Rc<Engine>, Value> {
    let source_ours = translate_oniguruma(source, ends_with_line);
    let key = format!("{inline}:{source_ours}");
    let kept = CACHE.with(|cache| {
        let cache = cache.borrow();
        cache.iter().find(|(known, _)| *known == key).map(|(_, engine)| engine.clone())
    });
    if let Some(engine) = kept {
        return Ok(engine);
    }
    let engine = Rc::new(engine(&source_ours, inline).ok_or_else(|| {
        fault::masked_error(
            format!("Regex failure: {source} is no regular expression"),
            "this is not a valid regular expression",
        )
    })?);
    CACHE.with(|cache| {
        let mut cache = cache.borrow_mut();
        if cache.len() == KEPT {
            cache.remove(0);
        }
        cache.push((key, engine.clone()));
    });
    Ok(engine)
}

fn engine(source: &str, inline: &str) -> Option<Engine> {
    let mut linear = RegexBuilder::new(source);
    linear.size_limit(SIZE).dfa_size_limit(SIZE).nest_limit(100);
    linear.case_insensitive(inline.contains('i'));
    linear.ignore_whitespace(inline.contains('x')).dot_matches_new_line(inline.contains('s'));
    if let Ok(regex) = linear.build() {
        return Some(Engine::Linear(regex));
    }
    let mut going_back = fancy_regex::RegexBuilder::new(source);
    going_back.oniguruma_mode(true).backtrack_limit(MAX_BACKTRACKS);
    going_back.delegate_size_limit(SIZE).delegate_dfa_size_limit(SIZE);
    going_back.case_insensitive(inline.contains('i'));
    going_back.ignore_whitespace(inline.contains('x')).dot_matches_new_line(inline.contains('s'));
    going_back.build().ok().map(Engine::GoingBack)
}

/// Converts an Oniguruma pattern for our engines: a `{` that is not a quantifier is a character, and `$` also
/// matches before a line end at the end of the text, which matters only if the text `ends_with_line`.
fn translate_oniguruma(source: &str, ends_with_line: bool) -> Cow<'_, str> {
    let ends = ends_with_line && source.contains('$');
    if !ends && !source.contains('{') {
        return source.into();
    }
    let mut out = String::with_capacity(source.len() + 8);
    let mut in_class = 0_usize;
    let mut rest = source.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                out.push(c);
                let Some(escaped) = rest.next() else { break };
                out.push(escaped);
                if "pPxukgo".contains(escaped)
                    && let Some(end) = rest.as_str().strip_prefix('{').and_then(|name| name.find('}'))
                {
                    out.extend(rest.by_ref().take(end + 2));
                }
            }
            '[' => {
                in_class += 1;
                out.push(c);
                for first in ["^", "]"] {
                    if in_class == 1 && rest.as_str().starts_with(first) {
                        out.extend(rest.next());
                    }
                }
            }
            ']' => {
                in_class = in_class.saturating_sub(1);
                out.push(c);
            }
            '{' if in_class == 0 && !is_quantifier(rest.as_str()) => out.push_str("\\{"),
            '$' if in_class == 0 && ends_with_line => out.push_str("(?=\\n?\\z)"),
            _ => out.push(c),
        }
    }
    out.into()
}

/// Whether the text after a `{` makes it a quantifier.
fn is_quantifier(rest: &str) -> bool {
    let Some((count, _)) = rest.split_once('}') else { return false };
    let (least, most) = count.split_once(',').unwrap_or((count, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(least) && digits(most) && !(least.is_empty() && most.is_empty())
}

/// Joins texts and lists of replacements: first with the first replacement of each list, then with the second
/// ones, and so on. Empty if there is no replacement.
fn join_replacements(parts: &Value) -> ValR<Value> {
    record_read(parts.shape());
    let mut results: Vec<String> = Vec::new();
    let mut gap = "";
    for part in parts.as_array().unwrap_or_default() {
        record_read(part.shape());
        match part.kind() {
            Kind::Str(text) => gap = text,
            Kind::Arr(replacements) => {
                for (at, replacement) in replacements.items.iter().enumerate() {
                    record_read(replacement.labels());
                    if at == results.len() {
                        results.push(String::new());
                    }
                    results[at].push_str(gap);
                    match replacement.kind() {
                        Kind::Str(text) => results[at].push_str(text),
                        Kind::Null => {}
                        _ => {
                            let so_far = Value::str(results[at].as_str());
                            return Err(fault::error_about_operands(&so_far, replacement, "cannot be added"));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for result in &mut results {
        result.push_str(gap);
    }
    Ok(val::list_with_labels(results.into_iter().map(val::text_with_labels).collect()))
}
