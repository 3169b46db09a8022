//! Regular expressions: linear-time ones only, by the `regex` crate. No look-around, no back-references.

use std::cell::RefCell;
use std::rc::Rc;

use jaq_core::ValR;
use jaq_core::native::{bome, v};
use regex::{Captures, Regex, RegexBuilder};

use super::super::{fault, val};
use super::{Entries, two};
use crate::value::track::read;
use crate::value::{Kind, Labels, Map, Value};

pub(super) fn entries() -> Entries {
    Box::new([
        ("__matches", v(2), |mut cv| {
            let (pattern, flags) = two(&mut cv);
            bome(Wanted::of(&cv.1, &pattern, &flags).map(|wanted| wanted.matches()))
        }),
        ("__parts", v(2), |mut cv| {
            let (pattern, flags) = two(&mut cv);
            bome(Wanted::of(&cv.1, &pattern, &flags).map(|wanted| wanted.parts()))
        }),
        ("__test", v(2), |mut cv| {
            let (pattern, flags) = two(&mut cv);
            bome(Wanted::of(&cv.1, &pattern, &flags).and_then(|wanted| super::truth(wanted.any())))
        }),
    ])
}

/// Most bytes a compiled pattern may take.
const SIZE: usize = 1 << 20;

/// Compiled patterns kept for the next call.
const KEPT: usize = 8;

thread_local! {
    static CACHE: RefCell<Vec<(String, Rc<Regex>)>> = const { RefCell::new(Vec::new()) };
}

#[derive(Default)]
struct Flags {
    global: bool,
    skip_empty: bool,
    /// As `regex` writes them.
    inline: String,
}

impl Flags {
    fn of(value: &Value) -> ValR<Self, Value> {
        let mut flags = Self::default();
        let text = match value.kind() {
            Kind::Null => return Ok(flags),
            Kind::Str(text) => text,
            _ => return Err(fault::about(value, "is not a string")),
        };
        for flag in text.chars() {
            match flag {
                'g' => flags.global = true,
                'n' => flags.skip_empty = true,
                'i' | 'x' => flags.inline.push(flag),
                // jq's `s` makes `^` and `$` match at the very ends only, which they do anyway.
                's' | 'l' => {}
                // jq's "single line", by Oniguruma's name: `.` matches line ends too.
                'p' => flags.inline.push('s'),
                _ => {
                    return Err(fault::fault(
                        format!("{text} is not a valid modifier string"),
                        "this is not a valid modifier string",
                    ));
                }
            }
        }
        Ok(flags)
    }
}

/// A text, and what is looked for in it.
struct Wanted<'a> {
    text: &'a str,
    regex: Rc<Regex>,
    flags: Flags,
    labels: Labels,
}

impl<'a> Wanted<'a> {
    fn of(input: &'a Value, pattern: &Value, flags: &Value) -> ValR<Self, Value> {
        let labels = input.labels() | pattern.labels() | flags.labels();
        read(labels);
        let text =
            input.as_str().ok_or_else(|| fault::about(input, "cannot be matched, as it is not a string"))?;
        let Some(source) = pattern.as_str() else {
            return Err(fault::about(pattern, "cannot be matched, as it is not a string"));
        };
        let flags = Flags::of(flags)?;
        let regex = compiled(source, &flags.inline)?;
        Ok(Self { text, regex, flags, labels })
    }

    fn found(&self) -> Vec<Captures<'a>> {
        let skip_empty = self.flags.skip_empty;
        let all = self.regex.captures_iter(self.text);
        let all = all.filter(|found| !(skip_empty && found.get_match().is_empty()));
        all.take(if self.flags.global { usize::MAX } else { 1 }).collect()
    }

    fn any(&self) -> bool {
        match self.flags.skip_empty {
            false => self.regex.is_match(self.text),
            true => !self.found().is_empty(),
        }
    }

    /// All matches as jq's `match` gives them.
    fn matches(&self) -> Value {
        let mut characters = Characters { text: self.text, byte: 0, count: 0 };
        val::list(self.found().iter().map(|found| self.object(found, &mut characters)).collect())
    }

    /// The text cut at the matches: texts and matches in turn, beginning and ending with a text.
    fn parts(&self) -> Value {
        let mut characters = Characters { text: self.text, byte: 0, count: 0 };
        let mut parts = Vec::new();
        let mut end = 0;
        for found in self.found() {
            let whole = found.get_match();
            parts.push(val::text(&self.text[end..whole.start()]));
            parts.push(self.object(&found, &mut characters));
            end = whole.end();
        }
        parts.push(val::text(&self.text[end..]));
        val::list(parts)
    }

    fn object(&self, found: &Captures<'_>, characters: &mut Characters<'_>) -> Value {
        let whole = found.get_match();
        let mut object = self.place(Some(whole), characters);
        let names = self.regex.capture_names().enumerate().skip(1);
        let captures = names.map(|(at, name)| {
            // Groups may come in any order within the match, so each counts from its start.
            let mut within = Characters { ..*characters };
            let mut capture = self.place(found.get(at), &mut within);
            let name = name.map_or(Kind::Null, |name| Kind::Str(name.into()));
            capture.insert("name".into(), Value::from(name).with_labels(self.labels));
            val::object(capture, Labels::NONE)
        });
        let captures = val::list(captures.collect());
        object.insert("captures".into(), captures);
        val::object(object, Labels::NONE)
    }

    fn place(&self, found: Option<regex::Match<'_>>, characters: &mut Characters<'_>) -> Map {
        let (offset, length, string) = match found {
            Some(found) => {
                let offset = characters.count_to(found.start());
                let text = found.as_str();
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

/// Counts characters up to ever later bytes.
#[derive(Clone, Copy)]
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    count: i64,
}

impl Characters<'_> {
    fn count_to(&mut self, byte: usize) -> i64 {
        if let Some(between) = self.text.get(self.byte..byte) {
            self.count += between.chars().count() as i64;
            self.byte = byte;
        }
        self.count
    }
}

fn compiled(source: &str, inline: &str) -> ValR<Rc<Regex>, Value> {
    let key = format!("{inline}:{source}");
    let kept = CACHE.with(|cache| {
        let cache = cache.borrow();
        cache.iter().find(|(known, _)| *known == key).map(|(_, regex)| regex.clone())
    });
    if let Some(regex) = kept {
        return Ok(regex);
    }
    let mut builder = RegexBuilder::new(source);
    builder.size_limit(SIZE).dfa_size_limit(SIZE).nest_limit(100);
    builder.case_insensitive(inline.contains('i'));
    builder.ignore_whitespace(inline.contains('x')).dot_matches_new_line(inline.contains('s'));
    let regex = Rc::new(builder.build().map_err(|_| {
        fault::fault(
            format!("{source} (at offset 0) is not a valid regex"),
            "this is not a regular expression this engine knows (no look-around, no back-references)",
        )
    })?);
    CACHE.with(|cache| {
        let mut cache = cache.borrow_mut();
        if cache.len() == KEPT {
            cache.remove(0);
        }
        cache.push((key, regex.clone()));
    });
    Ok(regex)
}
