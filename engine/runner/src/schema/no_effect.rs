//! Warns of keywords in a JSON Schema that have no effect, or another effect than expected: unchecked
//! formats, `nullable`, `default`, and overlapping branches of `oneOf`.

use serde_json::{Value, json};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Expression, Node, NodeKind, Workflow, escape};
use towpath_dsl::snippet;

use super::{Schema, own_values};

/// Formats that are checked.
const CHECKED: &[&str] = &["date", "date-time", "email", "uri", "uuid"];

/// Other names of formats.
const OTHER_NAMES: &[(&[&str], &str)] = &[
    (&["url", "link", "href"], "uri"),
    (&["e-mail", "mail", "idn-email"], "email"),
    (&["datetime", "timestamp", "dateTime", "iso8601"], "date-time"),
    (&["guid"], "uuid"),
];

/// Maximum number of branches of a `oneOf` that are compared.
const BRANCHES: usize = 12;

/// Reports keywords without effect in a schema of a definition, at this pointer.
pub(crate) fn check_keywords_without_effect(
    document: &Node,
    pointer: &str,
    workflow: &Workflow,
) -> Vec<Diagnostic> {
    let mut looker = Looker { workflow, schema: pointer, found: Vec::new() };
    looker.look(document, pointer, false);
    looker.found
}

struct Looker<'a> {
    workflow: &'a Workflow,
    /// The pointer of the whole schema.
    schema: &'a str,
    found: Vec<Diagnostic>,
}

impl Looker<'_> {
    fn look(&mut self, schema: &Node, pointer: &str, is_required: bool) {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Node::as_array)
            .map(|names| names.iter().filter_map(Node::as_str).collect())
            .unwrap_or_default();
        for (key, value) in schema.as_object().unwrap_or_default() {
            let at = format!("{pointer}/{}", escape(&key.value));
            let found = match key.value.as_str() {
                "format" => value.as_str().and_then(format),
                "nullable" => nullable(schema, value),
                "default" => self.default(pointer, schema, value, is_required),
                "oneOf" => one_of(value),
                _ => None,
            };
            let place = if matches!(key.value.as_str(), "format") { value.span } else { key.span };
            self.found.extend(found.map(|found| found.at(place).pointer(at.as_str())));
            self.found.extend(own_values::check_keyword(schema, &key.value, value, &at));
            match key.value.as_str() {
                "properties" | "patternProperties" | "$defs" | "definitions" => {
                    for (name, inner) in value.as_object().unwrap_or_default() {
                        let is_required = required.contains(&name.value.as_str());
                        self.look(inner, &format!("{at}/{}", escape(&name.value)), is_required);
                    }
                }
                "items" | "additionalProperties" | "not" | "if" | "then" | "else" => {
                    self.look(value, &at, false)
                }
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                    for (index, inner) in value.as_array().unwrap_or_default().iter().enumerate() {
                        self.look(inner, &format!("{at}/{index}"), false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Reports a default, unless an expression fills it in.
    fn default(&self, pointer: &str, schema: &Node, value: &Node, is_required: bool) -> Option<Diagnostic> {
        let name = pointer.rsplit_once("/properties/")?.1;
        let from = format!("{}/from", self.schema.strip_suffix("/schema/document").unwrap_or_default());
        let is_filled = |expression: &Expression| {
            let is_from = expression.pointer.starts_with(&from) && expression.jq.contains(name);
            let read = format!(".{name}");
            let behind = expression.jq.match_indices(&read).map(|(at, _)| &expression.jq[at + read.len()..]);
            is_from || behind.map(str::trim_start).any(|rest| rest.starts_with("//"))
        };
        if self.workflow.expressions().iter().any(is_filled) {
            return None;
        }
        let message = match is_required {
            true => {
                format!("`default` is not filled in, and `{name}` is required: data without it is refused")
            }
            false => format!("`default` is not filled in: `.{name}` is `null` if it is left out"),
        };
        let meant = own_values::meant_value(schema, value);
        let written = meant.as_ref().map_or_else(|| snippet::flow(value), Value::to_string);
        let is_top = pointer.strip_prefix(self.schema) == Some(&format!("/properties/{name}"));
        let is_input = self.schema.ends_with("/input/schema/document");
        let json = meant.unwrap_or_else(|| value.to_json()).to_string();
        let line = format!("from: {}", snippet::expression(&format!("{{ \"{name}\": {json} }} + .")));
        let optional =
            if is_required { format!("take `{name}` out of `required`, and ") } else { String::new() };
        let help = match is_top && is_input && line.len() <= snippet::MAX_LENGTH {
            true => format!("{optional}add beside `schema`: `{line}`"),
            false => format!("{optional}write `.{name} // {written}` where it is read"),
        };
        Some(Diagnostic::warning(codes::TP0229, message).help(help))
    }
}

fn format(name: &str) -> Option<Diagnostic> {
    if CHECKED.contains(&name) {
        return None;
    }
    let message = format!("the format `{name}` is not checked: any text matches it");
    let other = OTHER_NAMES.iter().find(|(names, _)| names.contains(&name)).map(|(_, known)| *known);
    let help =
        match other.or_else(|| did_you_mean(name, CHECKED.iter().copied()).filter(|close| close.len() > 3)) {
            Some(known) => format!("write `format: {known}`, which is checked"),
            None => {
                let checked = CHECKED.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                format!("write the form of the text as `pattern: '^…$'`; the checked formats are {checked}")
            }
        };
    Some(Diagnostic::warning(codes::TP0227, message).help(help))
}

fn nullable(schema: &Node, value: &Node) -> Option<Diagnostic> {
    let message = "`nullable` belongs to OpenAPI 3.0; JSON Schema ignores it".to_owned();
    let help = match (&value.kind, schema.get("type").and_then(Node::as_str)) {
        (NodeKind::Bool(false), _) => "delete it: only the listed types are accepted".to_owned(),
        (_, Some(kind)) => format!("write `type: [{kind}, 'null']` instead of it and `type: {kind}`"),
        _ => "list `null` among the types, such as `type: [string, 'null']`".to_owned(),
    };
    Some(Diagnostic::warning(codes::TP0228, message).help(help))
}

/// Reports two branches that certainly match the same value.
fn one_of(branches: &Node) -> Option<Diagnostic> {
    let branches: Vec<Value> =
        branches.as_array()?.iter().take(BRANCHES).map(|branch| branch.to_json()).collect();
    let (first, second, sample) = branches.iter().enumerate().find_map(|(at, first)| {
        let others = branches.iter().enumerate().skip(at + 1);
        others.into_iter().find_map(|(other, second)| Some((at, other, shared_value(first, second)?)))
    })?;
    let message = format!(
        "branches {} and {} of `oneOf` overlap: {sample} matches both, and is refused",
        first + 1,
        second + 1
    );
    let help = "write `anyOf:` instead of `oneOf:`, or make them mutually exclusive, for example with a member that is a \
                different `const` in each";
    Some(Diagnostic::warning(codes::TP0230, message).help(help))
}

/// A value that matches both, in words.
fn shared_value(first: &Value, second: &Value) -> Option<&'static str> {
    let samples: &[(&str, Value, &str)] = &[
        ("object", json!({}), "a mapping without members"),
        ("string", json!(""), "the empty text"),
        ("string", json!("a"), "the text `a`"),
        ("number", json!(0), "the number 0"),
        ("number", json!(1), "the number 1"),
        ("array", json!([]), "the empty list"),
        ("boolean", json!(true), "`true`"),
        ("null", json!(null), "`null`"),
    ];
    let (of_first, of_second) = (declared_types(first)?, declared_types(second)?);
    let possible = samples.iter().filter(|(kind, ..)| of_first.contains(kind) && of_second.contains(kind));
    let mut possible = possible.peekable();
    possible.peek()?;
    let (first, second) = (Schema::compile(first).ok()?, Schema::compile(second).ok()?);
    possible
        .find(|(_, sample, _)| {
            let sample = crate::value::Value::from(sample);
            first.validate(&sample).is_ok() && second.validate(&sample).is_ok()
        })
        .map(|(.., said)| *said)
}

/// The types that a branch declares, if any.
fn declared_types(schema: &Value) -> Option<Vec<&str>> {
    let named = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        None if schema.get("properties").is_some() || schema.get("required").is_some() => vec!["object"],
        _ => return None,
    };
    Some(named.into_iter().map(|kind| if kind == "integer" { "number" } else { kind }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_that_share_a_value_are_found() {
        let cases = [
            (json!({"type": "number"}), json!({"type": "integer"}), true),
            (json!({"type": "string"}), json!({"type": "string", "minLength": 1}), true),
            (json!({"type": "string"}), json!({"type": "null"}), false),
            (json!({"properties": {"a": {}}}), json!({"properties": {"b": {}}}), true),
            (json!({"required": ["a"]}), json!({"required": ["b"]}), false),
            (
                json!({"properties": {"kind": {"const": "a"}}, "required": ["kind"]}),
                json!({"properties": {"kind": {"const": "b"}}, "required": ["kind"]}),
                false,
            ),
            (json!({"$ref": "#/$defs/a"}), json!({"$ref": "#/$defs/b"}), false),
            (json!({"type": "integer", "maximum": -1}), json!({"type": "integer", "minimum": 0}), false),
        ];
        for (first, second, expected) in cases {
            assert_eq!(shared_value(&first, &second).is_some(), expected, "{first} {second}");
        }
    }
}
