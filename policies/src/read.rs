//! Reads policy documents from YAML or JSON and reports every problem with its place.

use std::sync::LazyLock;

use jsonschema::Validator;
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::Value;
use towpath_diagnostics::{Diagnostic, Span, codes, did_you_mean, sort_and_deduplicate};
use towpath_dsl::model::Node;
use towpath_dsl::yaml;

use crate::wording::has_to;
use crate::{Names, PolicyDocument, check, lint};

/// The published JSON Schema of policy documents, as text.
pub const SCHEMA: &str = include_str!("../schemas/policy.schema.json");

static PARSED: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(SCHEMA).unwrap_or_default());
static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| crate::schema::compile_schema(&PARSED).ok());

/// The published JSON Schema of policy documents.
pub fn schema() -> &'static Value {
    &PARSED
}

impl PolicyDocument {
    /// Reads one document. It is returned unless there are errors, possibly together with warnings.
    pub fn read(text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        Self::read_with(text, check)
    }

    /// Reads one document and reports everything that [`lint`] finds in it, with places.
    pub fn read_and_lint(
        text: &str,
        names: Option<&Names>,
        now: Option<i64>,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        Self::read_with(text, |document| lint(document, names, now))
    }

    /// What [`lint`] has to say about a document that was read from `text`, with places in it. The text is parsed again only
    /// if there is something to say.
    pub fn lint_in(&self, text: &str, names: Option<&Names>, now: Option<i64>) -> Vec<Diagnostic> {
        let mut found = lint(self, names, now);
        if !found.is_empty()
            && let Some(node) = yaml::parse(text, yaml::Limits::default()).0
        {
            found = found.into_iter().map(|diagnostic| with_place(&node, diagnostic)).collect();
        }
        sort_and_deduplicate(&mut found);
        found
    }

    fn read_with(text: &str, check: impl Fn(&Self) -> Vec<Diagnostic>) -> (Option<Self>, Vec<Diagnostic>) {
        let (node, mut diagnostics) = yaml::parse(text, yaml::Limits::default());
        let Some(node) = node.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
            return (None, diagnostics);
        };
        let (document, found) = Self::from_value_with(&node.to_json(), check);
        diagnostics.extend(found.into_iter().map(|diagnostic| with_place(&node, diagnostic)));
        sort_and_deduplicate(&mut diagnostics);
        (document.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)), diagnostics)
    }

    /// Reads a document that is already a JSON value. Its problems have JSON pointers but no spans.
    pub fn from_value(value: &Value) -> (Option<Self>, Vec<Diagnostic>) {
        Self::from_value_with(value, check)
    }

    fn from_value_with(
        value: &Value,
        check: impl Fn(&Self) -> Vec<Diagnostic>,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut diagnostics = violations_of_schema(value);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return (None, diagnostics);
        }
        match serde_json::from_value::<Self>(value.clone()) {
            Ok(document) => {
                diagnostics.extend(check(&document));
                (Some(document).filter(|_| !diagnostics.iter().any(Diagnostic::is_error)), diagnostics)
            }
            Err(error) => {
                diagnostics
                    .push(Diagnostic::error(codes::TP2001, format!("not a policy: {error}")).pointer(""));
                (None, diagnostics)
            }
        }
    }
}

/// The violations of the published schema.
fn violations_of_schema(value: &Value) -> Vec<Diagnostic> {
    let Some(validator) = VALIDATOR.as_ref() else {
        return vec![Diagnostic::error(codes::TP2001, "the published schema of policies cannot be compiled")];
    };
    validator.iter_errors(value).flat_map(|error| describe(&error)).collect()
}

fn describe(error: &ValidationError<'_>) -> Vec<Diagnostic> {
    let place = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = known_fields(error);
            unexpected.iter().map(|name| unknown_field(name, &known, &place)).collect()
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let what = if place.is_empty() { "a policy" } else { "a test" };
            vec![Diagnostic::error(codes::TP2001, format!("{what} needs `{name}`")).pointer(place)]
        }
        kind => {
            let name = place.rsplit('/').next().unwrap_or_default();
            let subject = if name.is_empty() { "a policy".to_owned() } else { format!("`{name}`") };
            vec![Diagnostic::error(codes::TP2001, format!("{subject} {}", has_to(kind))).pointer(place)]
        }
    }
}

/// The fields that the schema allows where it found an unknown one.
fn known_fields(error: &ValidationError<'_>) -> Vec<String> {
    let schema_path = error.schema_path().to_string();
    let parent = schema_path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let object = PARSED.pointer(&format!("{parent}/properties")).and_then(Value::as_object);
    object.map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

fn unknown_field(name: &str, known: &[String], place: &str) -> Diagnostic {
    let pointer = format!("{place}/{}", towpath_dsl::model::escape(name));
    let diagnostic =
        Diagnostic::error(codes::TP2002, format!("policies have no field `{name}` here")).pointer(pointer);
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(close) => diagnostic.help(format!("did you mean `{close}`?")),
        None => diagnostic.help(format!("the fields here are {}", known.join(", "))),
    }
}

/// Adds the place in `text` to a diagnostic with a JSON pointer into that document.
pub fn place(text: &str, diagnostic: Diagnostic) -> Diagnostic {
    match yaml::parse(text, yaml::Limits::default()).0 {
        Some(node) => with_place(&node, diagnostic),
        None => diagnostic,
    }
}

/// Adds the place in the text: that of the key if the problem is about a key, otherwise that of the value.
fn with_place(root: &Node, diagnostic: Diagnostic) -> Diagnostic {
    let Some(pointer) = diagnostic.pointer.clone() else { return diagnostic };
    let about_key = [
        codes::TP2002,
        codes::TP2006,
        codes::TP2007,
        codes::TP2008,
        codes::TP2014,
        codes::TP2017,
        codes::TP2026,
        codes::TP2034,
    ];
    let span = if about_key.contains(&diagnostic.code) { key_span(root, &pointer) } else { None };
    let span = span.or_else(|| value_span(root, &pointer));
    match span {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

fn key_span(root: &Node, pointer: &str) -> Option<Span> {
    let (parent, token) = pointer.rsplit_once('/')?;
    let name = token.replace("~1", "/").replace("~0", "~");
    let entries = root.pointer(parent)?.as_object()?;
    entries.iter().find(|(key, _)| key.value == name).map(|(key, _)| key.span)
}

/// The place of the nearest value in the text around `pointer`. A missing field has the first line of its parent.
fn value_span(root: &Node, pointer: &str) -> Option<Span> {
    let mut pointer = pointer;
    loop {
        if let Some(node) = root.pointer(pointer) {
            let is_mapping = node.as_object().is_some();
            return Some(if is_mapping {
                key_span(root, pointer).unwrap_or_else(|| first_key(node))
            } else {
                node.span
            });
        }
        pointer = pointer.rsplit_once('/')?.0;
    }
}

fn first_key(node: &Node) -> Span {
    let first = node.as_object().and_then(|entries| entries.first()).map(|(key, _)| key.span);
    first.unwrap_or(node.span)
}
