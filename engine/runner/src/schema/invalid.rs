//! Rewords the errors of an invalid JSON Schema for its author.

use serde_json::Value;
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Node, NodeKind, escape};

use super::SchemaError;

/// The types of JSON Schema.
const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// Type names of other languages.
const OTHER_TYPES: &[(&[&str], &str)] = &[
    (&["text", "str", "varchar", "char", "email", "uuid", "url", "enum"], "string"),
    (&["int", "long", "whole"], "integer"),
    (&["float", "double", "decimal", "currency", "money", "amount"], "number"),
    (&["bool", "flag", "yesno"], "boolean"),
    (&["list", "set", "collection"], "array"),
    (&["map", "dict", "mapping", "hash", "struct", "record"], "object"),
    (&["date", "datetime", "time", "timestamp"], "string"),
    (&["nil", "none"], "null"),
];

/// The most frequent keywords of draft 2020-12.
const KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "default",
    "definitions",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "else",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
];

/// The same error in our words, at the place to correct.
pub(crate) fn explain_schema_error(error: SchemaError, schema: &Value) -> SchemaError {
    if error.code == codes::TP0521 { broken_reference(error, schema) } else { explain_invalid(error, schema) }
}

/// The error for a reference that leads out of the schema, or to nothing.
fn broken_reference(error: SchemaError, schema: &Value) -> SchemaError {
    let mut references = Vec::new();
    collect_references(schema, "", &mut references);
    let is_broken = |(_, target): &&(String, String)| match target.strip_prefix('#') {
        Some("") => false,
        Some(pointer) if pointer.starts_with('/') => schema.pointer(pointer).is_none(),
        Some(_) => true,
        None => true,
    };
    let Some((pointer, target)) = references.iter().find(is_broken) else {
        let message = "this schema refers to something that is not in it".to_owned();
        return SchemaError { message, ..error };
    };
    if !target.starts_with('#') {
        let message = format!("this schema refers to `{target}`, which is not in it");
        return SchemaError { pointer: pointer.clone(), message, ..error };
    }
    let message = format!("there is no `{target}` in this schema");
    let defined: Vec<String> = ["$defs", "definitions"]
        .iter()
        .filter_map(|key| Some((key, schema.get(key)?.as_object()?)))
        .flat_map(|(key, defined)| defined.keys().map(move |name| format!("#/{key}/{}", escape(name))))
        .collect();
    let help = match did_you_mean(target, defined.iter().map(String::as_str)) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "define it under `$defs`, at the top of the schema, and refer to it with `#/$defs/name`"
            .to_owned(),
    };
    SchemaError { pointer: pointer.clone(), message, help: Some(help), ..error }
}

/// Every `$ref` with its pointer.
fn collect_references(schema: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                let pointer = format!("{pointer}/{}", escape(key));
                match value {
                    Value::String(target) if key == "$ref" => found.push((pointer, target.clone())),
                    _ => collect_references(value, &pointer, found),
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                collect_references(item, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn explain_invalid(error: SchemaError, schema: &Value) -> SchemaError {
    let mut tokens: Vec<&str> = error.pointer.split('/').skip(1).collect();
    // Errors in items of `type`, `required` and `enum` are reported for the keyword.
    while tokens.last().is_some_and(|token| token.parse::<usize>().is_ok()) && tokens.len() > 1 {
        tokens.pop();
    }
    let found = schema.pointer(&error.pointer).unwrap_or(&Value::Null);
    let keyword = tokens.last().copied().unwrap_or_default();
    let is_property = tokens.iter().rev().nth(1).is_some_and(|token| *token == "properties");
    let (message, help) = if is_property {
        let example = match found.as_str() {
            Some(kind) => format!("`{keyword}: {{ type: {} }}`", type_for(kind).unwrap_or("string")),
            None => format!("`{keyword}: {{ type: string }}`"),
        };
        (format!("`{keyword}` must be a schema, which is a mapping"), Some(format!("write {example}")))
    } else {
        keyword_error(keyword, found)
    };
    match message.is_empty() {
        true => SchemaError {
            message: format!("`{keyword}` has a value that JSON Schema does not allow"),
            help: Some("correct it, or remove the keyword".to_owned()),
            ..error
        },
        false => SchemaError { message, help, ..error },
    }
}

fn keyword_error(keyword: &str, found: &Value) -> (String, Option<String>) {
    let report = |wanted: &str, help: &str| (format!("`{keyword}` must be {wanted}"), Some(help.to_owned()));
    match keyword {
        "type" => {
            let word = found.as_str().unwrap_or_default();
            let message = match found {
                Value::String(word) => format!("`{word}` is not a JSON Schema type"),
                _ => "`type` must be the name of a type".to_owned(),
            };
            let help = match type_for(word) {
                Some("string") if matches!(word, "date" | "datetime" | "time" | "timestamp") => {
                    "write `type: string`, with `format: date` if you like".to_owned()
                }
                Some("string") if word == "enum" => "write `enum: [a, b]`, without `type`".to_owned(),
                Some(kind) => format!("write `type: {kind}`"),
                None => format!("possible: {}", list_of_types(TYPES)),
            };
            (message, Some(help))
        }
        "required" => report(
            "a list of names",
            "it belongs beside `properties` and lists the required members: `required: [orderId]`",
        ),
        "properties" | "patternProperties" | "$defs" | "definitions" => {
            report("a mapping from names to schemas", "write `properties: { orderId: { type: string } }`")
        }
        "enum" => report("a list of values", "write `enum: [low, normal, urgent]`"),
        "items" => report("a schema", "write `items: { type: string }`"),
        "additionalProperties" => {
            report("`true`, `false` or a schema", "write `additionalProperties: false`")
        }
        "pattern" => report(
            "a regular expression that takes linear time",
            "leave out look-around and back references, and close every bracket",
        ),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => report(
            "a number",
            "write it without quotes, such as `minimum: 0`; for “more than 0” write `exclusiveMinimum: 0`",
        ),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            report("a whole number that is not negative", "write it without quotes, such as `maxLength: 200`")
        }
        "uniqueItems" | "deprecated" | "readOnly" | "writeOnly" => {
            report("`true` or `false`", "write it without quotes")
        }
        "allOf" | "anyOf" | "oneOf" => {
            report("a list of schemas", "write `anyOf: [ { type: string }, { type: \"null\" } ]`")
        }
        "" => {
            ("a schema must be a mapping".to_owned(), Some("write `document: { type: object }`".to_owned()))
        }
        _ => (String::new(), None),
    }
}

fn type_for(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let known = TYPES.iter().find(|kind| **kind == word).copied();
    let other = OTHER_TYPES.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, kind)| *kind);
    known.or(other).or_else(|| did_you_mean(&word, TYPES.iter().copied()))
}

fn list_of_types(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Reports keys that are probably misspelled keywords, which validators silently ignore.
pub(crate) fn check_keywords(schema: &Node, pointer: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    look_for_keywords(schema, pointer, &mut found);
    found
}

/// Reports an invalid value of a frequent keyword, so that several errors can be reported at once.
fn check_keyword_value(key: &str, value: &Node) -> Option<Diagnostic> {
    let is_fine = match key {
        "type" => match &value.kind {
            NodeKind::String(word) => TYPES.contains(&word.as_str()),
            NodeKind::Array(words) => {
                words.iter().all(|word| word.as_str().is_some_and(|word| TYPES.contains(&word)))
            }
            _ => false,
        },
        "required" | "enum" => value.as_array().is_some(),
        "properties" => value.as_object().is_some(),
        _ => true,
    };
    if is_fine {
        return None;
    }
    let (message, help) = keyword_error(key, &value.to_json());
    let diagnostic = Diagnostic::error(codes::TP0520, message);
    Some(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    })
}

/// Reports a member whose schema is not a mapping.
fn wrong_member(name: &str, schema: &Node) -> Option<Diagnostic> {
    if matches!(schema.kind, NodeKind::Object(_) | NodeKind::Bool(_)) {
        return None;
    }
    let kind = schema.as_str().and_then(type_for).unwrap_or("string");
    let message = format!("`{name}` must be a schema, which is a mapping");
    Some(Diagnostic::error(codes::TP0520, message).help(format!("write `{name}: {{ type: {kind} }}`")))
}

fn look_for_keywords(schema: &Node, pointer: &str, found: &mut Vec<Diagnostic>) {
    for (key, value) in schema.as_object().unwrap_or_default() {
        let at = format!("{pointer}/{}", escape(&key.value));
        found.extend(check_keyword_value(key, value).map(|found| found.at(value.span).pointer(at.clone())));
        match key.value.as_str() {
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                for (name, inner) in value.as_object().unwrap_or_default() {
                    let place = format!("{at}/{}", escape(&name.value));
                    found.extend(wrong_member(name, inner).map(|found| found.at(inner.span).pointer(place)));
                    look_for_keywords(inner, &format!("{at}/{}", escape(&name.value)), found);
                }
            }
            "items"
            | "additionalProperties"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else"
            | "propertyNames" => {
                look_for_keywords(value, &at, found);
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                for (index, inner) in value.as_array().unwrap_or_default().iter().enumerate() {
                    look_for_keywords(inner, &format!("{at}/{index}"), found);
                }
            }
            name if KEYWORDS.contains(&name) => {}
            name => {
                let missing = KEYWORDS.iter().copied().filter(|keyword| schema.get(keyword).is_none());
                let Some(close) = did_you_mean(name, missing).filter(|close| close.len() > 3) else {
                    continue;
                };
                let message = format!("`{name}` is not a JSON Schema keyword, and is ignored");
                let help = format!("did you mean `{close}`?");
                found.push(Diagnostic::warning(codes::TP0524, message).at(key.span).pointer(at).help(help));
            }
        }
    }
}
