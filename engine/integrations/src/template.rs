//! Templates in IT's documents: text and JSON with `{name}` in the places of arguments.
//!
//! A value fills only its own place. The caller checks whether a value may stand in its place (a path segment, a header,
//! JSON). Of HTTP this file knows only the encoding of path segments.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Text with places. `{{` and `}}` are single braces.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Text(String),
    Argument(String),
}

/// Why a value cannot stand in its place. It names the argument, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CannotStand {
    /// The argument.
    pub(crate) argument: String,
    /// Why.
    pub(crate) why: &'static str,
}

impl Template {
    /// Parses `text`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push_str(brace);
                rest = after;
                continue;
            }
            let Some((name, after)) = rest.split_once('}').filter(|_| brace == "{") else {
                return Err(format!("a single `{brace}`; write `{brace}{brace}` for the character itself"));
            };
            if name.is_empty()
                || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
            {
                return Err(format!("`{{{name}}}` is not the name of an argument"));
            }
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Argument(name.to_owned()));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// Its parts, in order.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The arguments in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Argument(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The argument, if the template is exactly one argument.
    pub(crate) fn whole(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Argument(name)] => Some(name),
            _ => None,
        }
    }

    /// The text with all arguments filled in.
    pub(crate) fn fill(&self, arguments: &Value) -> Result<String, CannotStand> {
        self.fill_with(arguments, |_, text| Ok(text))
    }

    /// The text as a URL path. Each value is percent-encoded, and refused if it could change the path.
    pub(crate) fn fill_path(&self, arguments: &Value) -> Result<String, CannotStand> {
        let path = self.fill_with(arguments, path_value)?;
        // The written text and a value must not form a dot segment together.
        if path.split('/').any(is_dot_segment) {
            let argument = self.names().next().unwrap_or_default().to_owned();
            return Err(CannotStand { argument, why: "it would change the path" });
        }
        Ok(path)
    }

    /// The text with all arguments filled in, each encoded by `place`.
    pub(crate) fn fill_with(
        &self,
        arguments: &Value,
        place: impl Fn(&str, String) -> Result<String, CannotStand>,
    ) -> Result<String, CannotStand> {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Argument(name) => {
                    filled.push_str(&place(name, text_of_scalar(arguments.get(name), name)?)?)
                }
            }
        }
        Ok(filled)
    }
}

/// The text of a scalar value.
pub(crate) fn text_of_scalar(value: Option<&Value>, argument: &str) -> Result<String, CannotStand> {
    match value {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(Value::Bool(truth)) => Ok(truth.to_string()),
        _ => Err(CannotStand { argument: argument.to_owned(), why: "it is not a single value" }),
    }
}

/// Encodes a value for one path segment. Some servers decode `%2F` before they split the path, and remove encoded dot
/// segments too. So a value that could leave its segment is refused, not encoded.
fn path_value(argument: &str, text: String) -> Result<String, CannotStand> {
    let refuse = |why| Err(CannotStand { argument: argument.to_owned(), why });
    if text.is_empty() {
        return refuse("it is empty, which would change the path");
    }
    if text.chars().any(char::is_control) {
        return refuse("it has control characters");
    }
    if text.split(['/', '\\']).any(|segment| segment == "." || segment == "..") {
        return refuse("it would change the path");
    }
    Ok(encode_segment(&text))
}

/// Percent-encodes all characters except the unreserved ones of RFC 3986.
pub(crate) fn encode_segment(text: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Whether a URL parser reads `segment` as `.` or `..`.
fn is_dot_segment(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    segment == "." || segment == ".."
}

/// A JSON value with places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum JsonTemplate {
    /// A value without places.
    Literal(Value),
    /// `"{name}"`: the JSON value of the argument.
    Whole(String),
    /// Text with places.
    Text(Template),
    /// An array.
    List(Vec<JsonTemplate>),
    /// An object. A member whose whole value is an absent argument is left out.
    Map(Vec<(String, JsonTemplate)>),
}

impl JsonTemplate {
    /// Parses `value`. An error has a pointer into it.
    pub(crate) fn parse(value: &Value, pointer: &str) -> Result<Self, (String, String)> {
        Ok(match value {
            Value::String(text) => {
                let template = Template::parse(text).map_err(|why| (pointer.to_owned(), why))?;
                match template.whole() {
                    Some(name) => Self::Whole(name.to_owned()),
                    None => Self::Text(template),
                }
            }
            Value::Array(items) => {
                let item =
                    |(at, item)| Self::parse(item, &crate::json::join_pointer(pointer, &format!("{at}")));
                Self::List(items.iter().enumerate().map(item).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let member = |(key, member): (&String, &Value)| {
                    Ok::<_, (String, String)>((
                        key.clone(),
                        Self::parse(member, &crate::json::join_pointer(pointer, key))?,
                    ))
                };
                Self::Map(members.iter().map(member).collect::<Result<_, _>>()?)
            }
            other => Self::Literal(other.clone()),
        })
    }

    /// The arguments in it: those that may be absent, and those that must be present.
    pub(crate) fn names(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let (mut optional, mut needed) = (BTreeSet::new(), BTreeSet::new());
        self.collect_names(&mut optional, &mut needed);
        (optional, needed)
    }

    fn collect_names<'a>(&'a self, optional: &mut BTreeSet<&'a str>, needed: &mut BTreeSet<&'a str>) {
        match self {
            Self::Literal(_) => {}
            Self::Whole(name) => {
                needed.insert(name);
            }
            Self::Text(template) => needed.extend(template.names()),
            Self::List(items) => items.iter().for_each(|item| item.collect_names(optional, needed)),
            Self::Map(members) => {
                for (_, member) in members {
                    match member {
                        Self::Whole(name) => {
                            optional.insert(name);
                        }
                        member => member.collect_names(optional, needed),
                    }
                }
            }
        }
    }

    /// The value with all arguments filled in.
    pub(crate) fn fill(&self, arguments: &Value) -> Result<Value, CannotStand> {
        Ok(match self {
            Self::Literal(value) => value.clone(),
            Self::Whole(name) => arguments.get(name).cloned().unwrap_or(Value::Null),
            Self::Text(template) => Value::String(template.fill(arguments)?),
            Self::List(items) => {
                Value::Array(items.iter().map(|item| item.fill(arguments)).collect::<Result<_, _>>()?)
            }
            Self::Map(members) => {
                let mut object = Map::new();
                for (key, member) in members {
                    if matches!(member, Self::Whole(name) if arguments.get(name).is_none()) {
                        continue;
                    }
                    object.insert(key.clone(), member.fill(arguments)?);
                }
                Value::Object(object)
            }
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(template: &str, arguments: Value) -> Result<String, &'static str> {
        Template::parse(template).unwrap().fill_path(&arguments).map_err(|error| error.why)
    }

    #[test]
    fn braces_are_checked() {
        assert!(Template::parse("/a/{b").unwrap_err().contains("single `{`"));
        assert!(Template::parse("/a/b}").unwrap_err().contains("single `}`"));
        assert!(Template::parse("/{a b}").unwrap_err().contains("not the name"));
        assert!(Template::parse("/{}").unwrap_err().contains("not the name"));
        assert_eq!(Template::parse("{{x}}").unwrap().fill(&json!({})).unwrap(), "{x}");
    }

    #[test]
    fn a_value_never_leaves_its_segment() {
        assert_eq!(
            path("/c/{id}", json!({ "id": "a b/c?d#e%2F;ü" })).unwrap(),
            "/c/a%20b%2Fc%3Fd%23e%252F%3B%C3%BC"
        );
        assert_eq!(path("/c/{id}/x", json!({ "id": 42 })).unwrap(), "/c/42/x");
        assert_eq!(path("/c/{id}.json", json!({ "id": "." })), Err("it would change the path"));
        for climbing in ["..", ".", "../x", "x/../y", "..\\x", "a/.."] {
            assert_eq!(
                path("/c/{id}", json!({ "id": climbing })),
                Err("it would change the path"),
                "{climbing}"
            );
        }
        assert_eq!(path("/c/{id}", json!({ "id": "" })), Err("it is empty, which would change the path"));
        assert_eq!(path("/c/{id}", json!({ "id": "a\r\nb" })), Err("it has control characters"));
        assert_eq!(path("/c/{id}", json!({ "id": ["a"] })), Err("it is not a single value"));
        assert_eq!(path("/c/{id}", json!({})), Err("it is not a single value"));
        assert_eq!(path("/c/.{id}", json!({ "id": "x" })).unwrap(), "/c/.x");
    }

    #[test]
    fn two_places_together_cannot_climb() {
        // A dot in the template and a dot in the value form one segment.
        assert!(path("/c/.{id}", json!({ "id": "." })).is_err());
        let parsed = url::Url::parse("http://acme.example/c/%2e%2e/d").unwrap();
        assert_eq!(parsed.path(), "/d", "encoded dots leave the path, so they are refused");
    }

    #[test]
    fn json_keeps_types_and_leaves_absent_members_out() {
        let template = JsonTemplate::parse(
            &json!({ "amount": "{amount}", "note": "for {id}", "why": "{why}", "n": [1, "{id}"], "{id}": true }),
            "",
        )
        .unwrap();
        assert_eq!(
            template.fill(&json!({ "amount": 12.5, "id": "\"}, {\"x\": 1" })).unwrap(),
            json!({ "amount": 12.5, "note": "for \"}, {\"x\": 1", "n": [1, "\"}, {\"x\": 1"], "{id}": true })
        );
        let (optional, needed) = template.names();
        assert_eq!(optional.into_iter().collect::<Vec<_>>(), ["amount", "why"]);
        assert_eq!(needed.into_iter().collect::<Vec<_>>(), ["id"]);
        assert_eq!(JsonTemplate::parse(&json!({ "a": ["{"] }), "/body").unwrap_err().0, "/body/a/0");
    }
}
