//! Help in run-time errors: the actual type, the pass of a loop, and the correction.
//!
//! The texts contain no data, only types and names from the schema.

use crate::jq::{self, Cause, type_with_article};
use crate::schema::{Requirement, Violation};
use crate::value::Value;

/// The help for an expression that failed.
pub(crate) fn help_for_expression(error: &jq::EvalError) -> Option<&'static str> {
    Some(match &error.cause {
        Cause::Operands(left, right, _) => match (*left, *right) {
            ("string", "number") | ("number", "string") => {
                "`tostring` converts a number to a text, `tonumber` a text to a number"
            }
            ("null", "number") | ("number", "null") => "a missing member is null: write `(.name // 0)`",
            ("null", "string") | ("string", "null") => "write `(.name // \"\")` for a missing member",
            ("array", "number") => "put the item in brackets, as in `.items + [1]`, or count with `length`",
            ("object", "number") | ("number", "object") => "name the member, as in `.order.total`",
            _ => return None,
        },
        Cause::NotIterable("null") => "write `(.items // [])` if the list may be missing",
        Cause::NotIterable("string" | "number") => "only lists and mappings have items",
        Cause::NoMembers("array") => {
            "write `.[0]` for the first item before the name, or `map(.name)` for all of them"
        }
        Cause::NoMembers("string") => {
            "a text has no members; if it is JSON, write `fromjson` before the name"
        }
        _ => return None,
    })
}

/// The help for a `for.in` that gave a value of this type.
pub(crate) fn help_for_items(kind: &str) -> &'static str {
    match kind {
        "null" => "if the list may be missing, write `(.items // [])`",
        "object" => "for the members of a mapping, write `to_entries`; for the one value, `[.]`",
        "string" => "split a text with `split(\",\")`",
        _ => "put a single item in brackets: `[.]`",
    }
}

/// The passes of the enclosing loops in words. Indexes are outermost first; passes count from 1.
pub(crate) fn passes_in_words(indexes: &[u64]) -> Option<String> {
    let passes: Vec<String> = indexes.iter().map(|index| (index + 1).to_string()).collect();
    match passes.as_slice() {
        [] => None,
        [one] => Some(format!("in pass {one} of the loop")),
        [outer @ .., inner] => {
            Some(format!("in pass {inner} of the inner loop, pass {} of the outer one", outer.join(", ")))
        }
    }
}

/// A violation of the schema under `field` in words: the rule, the actual type, and the help.
pub(crate) fn violation_in_words(violation: &Violation, value: &Value, field: &str) -> String {
    let mut text = violation.to_string();
    if let Requirement::Types(wanted) = &violation.requirement
        && let Some(actual) = value_at_pointer(value, &violation.pointer)
    {
        let kind = actual.type_name();
        text.push_str(&format!(", and is {}", type_with_article(kind)));
        if let Some(help) = other_type(wanted, kind, field) {
            text.push_str(&format!(": {help}"));
        }
    }
    if let Some(help) = &violation.help {
        text.push_str(&format!(": {help}"));
    }
    text
}

/// The help for a value of the wrong type.
fn other_type(wanted: &[String], actual: &str, field: &str) -> Option<String> {
    let wants = |kind: &str| wanted.iter().any(|wanted| wanted == kind);
    let is_given = field.starts_with("input");
    Some(match actual {
        "string" if wants("number") || wants("integer") => match is_given {
            true => "send it without quotes".to_owned(),
            false => "convert it with `tonumber`".to_owned(),
        },
        "number" if wants("string") => match is_given {
            true => "send it in quotes".to_owned(),
            false => "convert it with `tostring`".to_owned(),
        },
        "null" => {
            let kind = wanted.first().map_or("string", String::as_str);
            format!(
                "leave it out, or write `type: [{kind}, \"null\"]` if null is allowed; `nullable` has no meaning here"
            )
        }
        _ => return None,
    })
}

/// The value at a JSON pointer.
fn value_at_pointer(value: &Value, pointer: &str) -> Option<Value> {
    pointer.split('/').skip(1).try_fold(value.clone(), |value, step| match value.as_array() {
        Some(items) => items.get(step.parse::<usize>().ok()?).cloned(),
        None => value.get(&step.replace("~1", "/").replace("~0", "~")),
    })
}
