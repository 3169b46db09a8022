//! A grammar as data, and values made by it. What it says stands in `tests/generate/*.yaml`.
//!
//! A rule is a list of alternatives; the first of each rule is the one that leads no deeper. In a text, `<rule>` is
//! replaced: by a value where the text is nothing else, by its text otherwise. A key that ends in `?` is there half the
//! time, in `?20` in 20 of 100 cases; the entries of the mapping under `+` join the mapping it stands in.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// How deep rules lead before they take their first alternative.
const DEPTH: usize = 9;

/// Rules by name.
#[derive(Debug)]
pub struct Grammar(BTreeMap<String, Vec<Value>>);

impl Grammar {
    /// The rules in these texts together.
    ///
    /// # Panics
    /// When one is not readable.
    pub fn new(texts: &[&str]) -> Self {
        let mut rules = BTreeMap::new();
        for text in texts {
            let (node, found) = towpath_dsl::yaml::parse(text, towpath_dsl::yaml::Limits::default());
            let Some(Value::Object(entries)) = node.map(|node| node.to_json()) else {
                panic!("the grammar is not readable: {found:?}")
            };
            for (name, alternatives) in entries {
                let Value::Array(alternatives) = alternatives else { panic!("`{name}` is no list") };
                rules.insert(name, alternatives);
            }
        }
        Self(rules)
    }

    /// Makes values; `faults` of 1,000 expressions fail.
    pub fn maker<'a>(&'a self, random: &'a mut Random, faults: usize) -> Maker<'a> {
        Maker { rules: &self.0, random, faults, named: 0, depth: 0 }
    }
}

/// Makes values by a grammar.
#[derive(Debug)]
pub struct Maker<'a> {
    rules: &'a BTreeMap<String, Vec<Value>>,
    random: &'a mut Random,
    faults: usize,
    /// How many tasks have a name.
    named: usize,
    depth: usize,
}

/// Rules whose place a failing expression may take.
const EXPRESSIONS: &[&str] = &["number", "text", "list", "condition", "mapping", "any"];

impl Maker<'_> {
    /// A value of this rule.
    ///
    /// # Panics
    /// When there is no such rule.
    pub fn make(&mut self, rule: &str) -> Value {
        let rule =
            if EXPRESSIONS.contains(&rule) && self.random.chance(self.faults) { "fault" } else { rule };
        if rule == "tasks" {
            return self.tasks();
        }
        let Some(alternatives) = self.rules.get(rule) else { panic!("there is no rule `{rule}`") };
        let at = if self.depth >= DEPTH { 0 } else { self.random.below(alternatives.len()) };
        let Some(alternative) = alternatives.get(at) else { panic!("`{rule}` has no alternative") };
        self.depth += 1;
        let made = self.fill(alternative);
        self.depth -= 1;
        made
    }

    /// A list of tasks, each with a name of its own.
    fn tasks(&mut self) -> Value {
        let count = match self.depth {
            0..=2 => 2 + self.random.below(5),
            3..=5 => 1 + self.random.below(2),
            _ => 1,
        };
        let first = self.named;
        self.named += count;
        let tasks = (first..first + count).map(|at| {
            let mut task = self.make("task");
            // Only forwards: a loop is one of the rules, and counts its passes.
            if at + 2 < first + count && self.random.chance(160) {
                task["then"] = json!(format!("t{}", at + 1 + self.random.below(first + count - at - 1)));
            }
            json!({ format!("t{at}"): task })
        });
        Value::Array(tasks.collect())
    }

    fn fill(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.fill(item)).collect()),
            Value::Object(entries) => {
                let mut filled = Map::new();
                for (key, value) in entries {
                    let (key, percent) = key.split_once('?').unwrap_or((key, "100"));
                    let percent = if percent.is_empty() { 50 } else { percent.parse().unwrap_or(50) };
                    if !self.random.chance(percent * 10) {
                        continue;
                    }
                    match (key, self.fill(value)) {
                        ("+", Value::Object(entries)) => filled.extend(entries),
                        (key, value) => drop(filled.insert(key.to_owned(), value)),
                    }
                }
                Value::Object(filled)
            }
            other => other.clone(),
        }
    }

    fn text(&mut self, text: &str) -> Value {
        let mut made = String::new();
        let mut rest = text;
        while let Some((before, rule, after)) = hole(rest) {
            if before.is_empty() && after.is_empty() && made.is_empty() {
                return self.make(rule);
            }
            made.push_str(before);
            match self.make(rule) {
                Value::String(text) => made.push_str(&text),
                other => made.push_str(&other.to_string()),
            }
            rest = after;
        }
        made.push_str(rest);
        Value::String(made)
    }
}

/// The first `<rule>` of a text: what is before it, its name, what is after it.
fn hole(text: &str) -> Option<(&str, &str, &str)> {
    for (start, _) in text.match_indices('<') {
        let inside = &text[start + 1..];
        let Some(end) = inside.find(|c: char| !c.is_ascii_lowercase() && c != '-') else { continue };
        if end > 0 && inside[end..].starts_with('>') {
            return Some((&text[..start], &inside[..end], &inside[end + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_by_value_or_by_text() {
        let grammar =
            Grammar::new(&["a: [{ one: '<b>', two: '1 < <b>>', three?0: x, +: { four: 4 } }]\nb: [7]"]);
        let mut random = Random::new(1);
        let made = grammar.maker(&mut random, 0).make("a");
        assert_eq!(made, json!({ "one": 7, "two": "1 < 7>", "four": 4 }));
    }
}
