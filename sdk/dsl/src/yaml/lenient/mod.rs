//! Lenient parser for external documents (an OpenAPI document or a JSON Schema at a URL). Unused parts are
//! not parsed, so they cannot cause errors.
//!
//! Only the syntax of the whole text must be valid. The last of duplicate keys wins, merge keys (`<<`) are
//! followed, tags and further documents are ignored, and a number out of range becomes the nearest one.
//! Definitions, policies and integrations use the strict parser, [`super::parse`].

mod events;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use saphyr_parser::ScalarStyle;
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use super::json::{self, Entries, Items};
use super::scalar::is_decimal;
use events::{Content, Node};

/// Maximum nesting; deeper values are `null`.
const DEPTH: usize = 100;
/// Maximum number of values in one part, with aliases expanded.
const VALUES: usize = 500_000;

/// A part of a text, which is parsed only when it is used.
#[derive(Debug, Clone)]
pub struct Part<'a>(Inner<'a>);

#[derive(Debug, Clone)]
enum Inner<'a> {
    Json(Rc<Json<'a>>),
    Yaml(Rc<Node<'a>>),
}

/// A part of a JSON text. Its content is parsed once, on first use.
#[derive(Debug)]
struct Json<'a> {
    raw: &'a RawValue,
    inside: OnceCell<Inside<'a>>,
}

#[derive(Debug)]
enum Inside<'a> {
    Members(Vec<(String, Part<'a>)>),
    Items(Vec<Part<'a>>),
    Nothing,
}

impl<'a> Json<'a> {
    fn part(raw: &'a RawValue) -> Part<'a> {
        Part(Inner::Json(Rc::new(Self { raw, inside: OnceCell::new() })))
    }

    fn inside(&self) -> &Inside<'a> {
        self.inside.get_or_init(|| match self.raw.get().as_bytes().first() {
            Some(b'{') => {
                let Ok(Entries(entries)) = serde_json::from_str(self.raw.get()) else {
                    return Inside::Nothing;
                };
                let entries = entries.into_iter().map(|(key, value)| (text_of(key), Self::part(value)));
                Inside::Members(last_wins(entries.collect()))
            }
            Some(b'[') => {
                let Ok(Items(items)) = serde_json::from_str(self.raw.get()) else { return Inside::Nothing };
                Inside::Items(items.into_iter().map(Self::part).collect())
            }
            _ => Inside::Nothing,
        })
    }
}

/// Reads a JSON or YAML text.
///
/// # Errors
/// The parser's message if the text is neither.
pub fn read(text: &str) -> Result<Part<'_>, String> {
    let text = text.trim_start_matches('\u{feff}');
    if !json::looks_like_json(text) {
        return events::read_first_document(text).map(|node| Part(Inner::Yaml(node)));
    }
    match serde_json::from_str(text) {
        Ok(raw) => Ok(Json::part(raw)),
        Err(error) => match events::read_first_document(text) {
            Ok(node) => Ok(Part(Inner::Yaml(node))),
            Err(_) if json::is_probably_json(text) => Err(format!("this is not valid JSON: {error}")),
            Err(other) => Err(other),
        },
    }
}

impl<'a> Part<'a> {
    /// The members of a mapping, with unique keys in source order. `None` for other types.
    pub fn members(&self) -> Option<Vec<(String, Self)>> {
        match &self.0 {
            Inner::Json(json) => match json.inside() {
                Inside::Members(members) => Some(members.clone()),
                Inside::Items(_) | Inside::Nothing => None,
            },
            Inner::Yaml(node) => match &node.content {
                Content::Map(entries) => Some(
                    entries
                        .iter()
                        .map(|(key, value)| (key.to_string(), Self(Inner::Yaml(Rc::clone(value)))))
                        .collect(),
                ),
                Content::List(_) | Content::Scalar { .. } => None,
            },
        }
    }

    /// The items of a list. `None` for other types.
    pub fn items(&self) -> Option<Vec<Self>> {
        match &self.0 {
            Inner::Json(json) => match json.inside() {
                Inside::Items(items) => Some(items.clone()),
                Inside::Members(_) | Inside::Nothing => None,
            },
            Inner::Yaml(node) => match &node.content {
                Content::List(items) => {
                    Some(items.iter().map(|item| Self(Inner::Yaml(Rc::clone(item)))).collect())
                }
                Content::Map(_) | Content::Scalar { .. } => None,
            },
        }
    }

    /// The member of a mapping called `key`.
    pub fn get(&self, key: &str) -> Option<Self> {
        match &self.0 {
            Inner::Json(json) => {
                let Inside::Members(members) = json.inside() else { return None };
                members.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
            }
            Inner::Yaml(node) => {
                let Content::Map(entries) = &node.content else { return None };
                let (_, value) = entries.iter().find(|(name, _)| **name == *key)?;
                Some(Self(Inner::Yaml(Rc::clone(value))))
            }
        }
    }

    /// The text of a scalar as written, for any type: `2.0` is `"2.0"`. `None` for `null`, lists and
    /// mappings.
    pub fn text(&self) -> Option<String> {
        match &self.0 {
            Inner::Json(json) => (!json.raw.get().starts_with(['{', '[', 'n'])).then(|| text_of(json.raw)),
            Inner::Yaml(node) => match &node.content {
                Content::Scalar { text, .. } if !scalar(node).is_null() => Some(text.to_string()),
                _ => None,
            },
        }
    }

    /// The value at a JSON pointer. `None` below the maximum nesting.
    pub fn pointer(&self, pointer: &str) -> Option<Self> {
        if pointer.is_empty() {
            return Some(self.clone());
        }
        if pointer.matches('/').count() > DEPTH {
            return None;
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self.clone(), |part, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match part.items() {
                Some(items) => items.into_iter().nth(token.parse().ok()?),
                None => part.get(&token),
            }
        })
    }

    /// Converts the whole part to JSON.
    ///
    /// # Errors
    /// The part is too large with aliases expanded.
    pub fn to_json(&self) -> Result<Value, String> {
        let mut left = VALUES;
        self.value(0, &mut left).ok_or_else(|| format!("a part of it has more than {VALUES} values"))
    }

    /// `None` if there are too many values.
    fn value(&self, depth: usize, left: &mut usize) -> Option<Value> {
        *left = left.checked_sub(1)?;
        let is_nested = match &self.0 {
            Inner::Json(json) => json.raw.get().starts_with(['{', '[']),
            Inner::Yaml(node) => !matches!(node.content, Content::Scalar { .. }),
        };
        if is_nested && depth == DEPTH {
            return Some(Value::Null);
        }
        if let Some(items) = self.items() {
            return items
                .iter()
                .map(|item| item.value(depth + 1, left))
                .collect::<Option<_>>()
                .map(Value::Array);
        }
        if let Some(members) = self.members() {
            let mut object = Map::with_capacity(members.len());
            for (key, member) in members {
                object.insert(key, member.value(depth + 1, left)?);
            }
            return Some(Value::Object(object));
        }
        Some(match &self.0 {
            Inner::Json(json) => match json.raw.get().as_bytes().first() {
                Some(b'"') => Value::String(text_of(json.raw)),
                Some(b'-' | b'0'..=b'9') => number(json.raw.get()),
                _ => serde_json::from_str(json.raw.get()).unwrap_or_default(),
            },
            Inner::Yaml(node) => scalar(node),
        })
    }
}

/// Removes duplicate keys. The last value is kept, at the position of the first.
fn last_wins<K: Ord + Clone, V>(entries: Vec<(K, V)>) -> Vec<(K, V)> {
    let mut places: BTreeMap<K, usize> = BTreeMap::new();
    let mut kept: Vec<(K, V)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match places.get(&key).and_then(|place| kept.get_mut(*place)) {
            Some(earlier) => earlier.1 = value,
            None => {
                places.insert(key.clone(), kept.len());
                kept.push((key, value));
            }
        }
    }
    kept
}

/// The value of a JSON string. A string with an unpaired surrogate is not valid text, so its source form is
/// kept.
fn text_of(raw: &RawValue) -> String {
    let written = raw.get().trim_matches('"');
    match written.contains('\\') {
        true => serde_json::from_str(raw.get()).unwrap_or_else(|_| written.to_owned()),
        false => written.to_owned(),
    }
}

/// A scalar in the YAML 1.2 core schema. Quotes and `!!str` make it a text; other tags are ignored.
fn scalar(node: &Node<'_>) -> Value {
    let Content::Scalar { text, style, is_text } = &node.content else { return Value::Null };
    if *is_text || *style != ScalarStyle::Plain {
        return Value::String(text.to_string());
    }
    match &**text {
        "" | "~" | "null" | "Null" | "NULL" | ".nan" | ".NaN" | ".NAN" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => largest(false),
        "-.inf" | "-.Inf" | "-.INF" => largest(true),
        text if is_decimal(text) => number(text),
        text => {
            let based = |prefix: &str, base| u64::from_str_radix(text.strip_prefix(prefix)?, base).ok();
            let based = based("0x", 16).or_else(|| based("0o", 8));
            based.map_or_else(|| Value::String(text.to_owned()), Value::from)
        }
    }
}

/// A decimal number: exact if possible, otherwise the nearest one.
fn number(text: &str) -> Value {
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(whole) = text.parse::<i64>() {
        return whole.into();
    }
    if let Ok(whole) = text.parse::<u64>() {
        return whole.into();
    }
    let number = text.parse::<f64>().ok().and_then(Number::from_f64);
    number.map_or_else(|| largest(text.starts_with('-')), Value::Number)
}

/// No stored value is larger, so as a bound this number has the same effect as the written one.
fn largest(negative: bool) -> Value {
    (if negative { f64::MIN } else { f64::MAX }).into()
}
