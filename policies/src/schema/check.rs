//! Finds all problems in the schema of one subject, each with its pointer.

use serde_json::{Map, Value};
use towpath_access::canonical;
use towpath_diagnostics::did_you_mean;

use super::keywords::{About, Holds, KEYWORDS, Keyword, REFERENCES, find_keyword};
use super::pattern::{self, Loose};
use crate::Subject;

/// Maximum nesting of a schema in a policy.
pub(crate) const MAX_DEPTH: usize = 64;

/// A problem of a schema, with its place.
#[derive(Debug)]
pub(crate) struct Finding {
    /// JSON pointer from the root of the schema.
    pub(crate) pointer: String,
    pub(crate) problem: Problem,
}

/// A problem of a schema.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Neither a boolean nor a mapping.
    NotASchema,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// JSON Schema ignores unknown keywords, so a typing error would silently widen the policy.
    UnknownKeyword { name: String, suggestion: Option<&'static str> },
    /// A reference, or a keyword that defines a target of references.
    Reference(String),
    /// A `$schema` of another draft.
    OtherDraft,
    /// The subject has no such field.
    UnknownField { name: String, suggestion: Option<String> },
    /// A keyword that accepts values of other types.
    WithoutType { keyword: &'static str, about: &'static str, type_: &'static str },
    /// An argument that is restricted but may be absent.
    Optional(String),
    /// A pattern that matches more than it seems to. `negated`: it is inside `not`.
    Loose { loose: Loose, negated: bool },
    /// A text that is not the form of a host.
    NoHost(String),
    /// A path that is not in canonical form, and its canonical form, if any.
    NoPath { text: String, form: Option<String> },
}

/// All problems in `schema`, which describes `subject`.
pub(crate) fn check_subject_schema(subject: Subject, schema: &Value) -> Vec<Finding> {
    let mut walk = Walk { findings: Vec::new() };
    walk.check_schema(schema, Place::of(subject), "", 0);
    walk.findings
}

/// What is known about the value that a schema describes.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The subject's own schema for this value, if there is one.
    guide: Option<&'a Value>,
    /// Whether the type is fixed, by the subject or by a keyword beside or above.
    typed: bool,
    /// Whether it is inside `arguments`, where fields are optional unless the policy requires them.
    optional: bool,
    /// Whether it is the host of an access.
    is_host: bool,
    /// Whether it is the path of an access.
    is_path: bool,
    /// Whether it is inside `not`.
    negated: bool,
}

impl Place<'_> {
    fn of(subject: Subject) -> Self {
        Self {
            guide: Some(subject.schema()),
            typed: true,
            optional: false,
            is_host: false,
            is_path: false,
            negated: false,
        }
    }
}

struct Walk {
    findings: Vec<Finding>,
}

impl Walk {
    fn report(&mut self, pointer: &str, problem: Problem) {
        self.findings.push(Finding { pointer: pointer.to_owned(), problem });
    }

    fn check_schema(&mut self, schema: &Value, place: Place<'_>, pointer: &str, depth: usize) {
        let keywords = match schema {
            Value::Bool(_) => return,
            Value::Object(keywords) => keywords,
            _ => return self.report(pointer, Problem::NotASchema),
        };
        if depth > MAX_DEPTH {
            return self.report(pointer, Problem::TooDeep);
        }
        let typed = place.typed || ["type", "const", "enum"].iter().any(|name| keywords.contains_key(*name));
        let place = Place { typed, ..place };
        for (name, value) in keywords {
            let pointer = format!("{pointer}/{}", escape_pointer(name));
            match find_keyword(name) {
                Some(keyword) => self.keyword(keyword, keywords, value, place, &pointer, depth),
                None if REFERENCES.contains(&name.as_str()) => {
                    self.report(&pointer, Problem::Reference(name.clone()));
                }
                None => {
                    let suggestion = did_you_mean(name, KEYWORDS.iter().map(|keyword| keyword.name))
                        .and_then(find_keyword)
                        .map(|keyword| keyword.name);
                    self.report(&pointer, Problem::UnknownKeyword { name: name.clone(), suggestion });
                }
            }
        }
    }

    fn keyword(
        &mut self,
        keyword: &'static Keyword,
        siblings: &Map<String, Value>,
        value: &Value,
        place: Place<'_>,
        pointer: &str,
        depth: usize,
    ) {
        if keyword.name == "$schema" && value.as_str().map(|uri| uri.trim_end_matches('#')) != Some(DRAFT) {
            self.report(pointer, Problem::OtherDraft);
        }
        if let (false, Some((about, type_))) = (place.typed, values_in_words(keyword.about)) {
            self.report(pointer, Problem::WithoutType { keyword: keyword.name, about, type_ });
        }
        self.texts(keyword.name, value, place, pointer);
        let depth = depth + 1;
        match (keyword.holds, value) {
            (Holds::SamePlace, schema) if keyword.name == "not" => {
                self.check_schema(schema, Place { negated: !place.negated, ..place }, pointer, depth);
            }
            (Holds::Plain, _) if keyword.name == "required" => self.required(value, place, pointer),
            (Holds::SamePlace, schema) => self.check_schema(schema, place, pointer, depth),
            (Holds::SamePlaces, Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    self.check_schema(schema, place, &format!("{pointer}/{index}"), depth);
                }
            }
            (Holds::SamePlaceByName, Value::Object(schemas)) => {
                for (name, schema) in schemas {
                    self.check_schema(schema, place, &format!("{pointer}/{}", escape_pointer(name)), depth);
                }
            }
            (Holds::Part, schema) => {
                self.check_schema(schema, place_of_part(place, keyword.name), pointer, depth)
            }
            (Holds::Parts, Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    self.check_schema(
                        schema,
                        place_of_part(place, "items"),
                        &format!("{pointer}/{index}"),
                        depth,
                    );
                }
            }
            (Holds::PartByName, Value::Object(schemas)) => {
                for (name, schema) in schemas {
                    let pointer = format!("{pointer}/{}", escape_pointer(name));
                    self.named_part(keyword, siblings, name, schema, place, &pointer, depth);
                }
            }
            // Anything else is not a schema. Compiling reports it.
            _ => {}
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of a walk with its context")]
    fn named_part(
        &mut self,
        keyword: &Keyword,
        siblings: &Map<String, Value>,
        name: &str,
        schema: &Value,
        place: Place<'_>,
        pointer: &str,
        depth: usize,
    ) {
        if keyword.name != "properties" {
            return self.check_schema(schema, place_of_part(place, ""), pointer, depth);
        }
        self.known_field(name, place, pointer);
        let required = siblings.get("required").and_then(Value::as_array);
        let is_required = required.is_some_and(|names| names.iter().any(|item| item == name));
        if place.optional && !is_required && schema.is_object() {
            self.report(pointer, Problem::Optional(name.to_owned()));
        }
        let guide = place.guide.and_then(|guide| guide.get("properties")?.get(name));
        let optional = place.optional || guide.is_some_and(is_open);
        let (is_host, is_path) = (name == "host" && !optional, name == "path" && !optional);
        let negated = place.negated;
        let place = Place { guide, typed: is_typed(guide), optional, is_host, is_path, negated };
        self.check_schema(schema, place, pointer, depth);
    }

    /// Finds texts with a wrong form, and loose patterns.
    fn texts(&mut self, keyword: &str, value: &Value, place: Place<'_>, pointer: &str) {
        let no_host = |value: &Value| {
            let text = value.as_str()?;
            if place.is_path {
                let form = canonical::path(text).ok();
                return (form.as_deref() != Some(text))
                    .then(|| Problem::NoPath { text: text.to_owned(), form });
            }
            (place.is_host && pattern::is_no_host(text)).then(|| Problem::NoHost(text.to_owned()))
        };
        match (keyword, value) {
            ("pattern", Value::String(text)) => {
                let of_path = place.is_path.then(|| pattern::loose_path(text)).flatten();
                let loose = match place.is_path {
                    true => of_path.into_iter().collect(),
                    false => pattern::find_loose_patterns(text, place.is_host),
                };
                for loose in loose {
                    self.report(pointer, Problem::Loose { loose, negated: place.negated });
                }
            }
            ("const", value) => {
                if let Some(problem) = no_host(value) {
                    self.report(pointer, problem);
                }
            }
            ("enum", Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    if let Some(problem) = no_host(value) {
                        self.report(&format!("{pointer}/{index}"), problem);
                    }
                }
            }
            _ => {}
        }
    }

    fn required(&mut self, value: &Value, place: Place<'_>, pointer: &str) {
        for (index, name) in value.as_array().into_iter().flatten().enumerate() {
            if let Some(name) = name.as_str() {
                self.known_field(name, place, &format!("{pointer}/{index}"));
            }
        }
    }

    fn known_field(&mut self, name: &str, place: Place<'_>, pointer: &str) {
        let fields =
            place.guide.filter(|guide| guide.get("additionalProperties") == Some(&Value::Bool(false)));
        let Some(fields) = fields.and_then(|guide| guide.get("properties")?.as_object()) else { return };
        if !fields.contains_key(name) {
            let suggestion = did_you_mean(name, fields.keys().map(String::as_str)).map(str::to_owned);
            self.report(pointer, Problem::UnknownField { name: name.to_owned(), suggestion });
        }
    }
}

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The place of the parts that a keyword describes.
fn place_of_part<'a>(place: Place<'a>, keyword: &str) -> Place<'a> {
    let guide = match keyword {
        "items" | "contains" | "unevaluatedItems" => place.guide.and_then(|guide| guide.get("items")),
        _ => None,
    };
    // Field names are always texts.
    let typed = keyword == "propertyNames" || is_typed(guide);
    Place { guide, typed, is_host: false, is_path: false, ..place }
}

fn is_typed(guide: Option<&Value>) -> bool {
    guide.is_some_and(|guide| guide.get("type").is_some() || guide.get("enum").is_some())
}

/// Whether a mapping may have any fields.
fn is_open(guide: &Value) -> bool {
    guide.get("type").is_some_and(|kind| kind == "object") && guide.get("properties").is_none()
}

/// The name of the values that a keyword checks, and their `type`.
fn values_in_words(about: About) -> Option<(&'static str, &'static str)> {
    match about {
        About::Numbers => Some(("numbers", "number")),
        About::Texts => Some(("texts", "string")),
        About::Lists => Some(("lists", "array")),
        About::Mappings => Some(("mappings", "object")),
        About::Anything | About::Nobody => None,
    }
}

/// Escapes `token` for a JSON pointer.
fn escape_pointer(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
