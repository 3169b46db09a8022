//! Help in run-time errors: the actual type, the pass of a loop, and the correction.
//!
//! The texts contain no data, only types and names from the schema.

use towpath_diagnostics::codes;

use crate::jq::{self, a};
use crate::schema::Violation;
use crate::value::Value;

/// Parts of an expression's message, and the help for each. The first match counts.
const EXPRESSIONS: &[(&[&str], &str)] = &[
    (
        &["a text and a number cannot be", "a number and a text cannot be"],
        "`tostring` converts a number to a text, `tonumber` a text to a number",
    ),
    (
        &["null and a number cannot be", "a number and null cannot be"],
        "a missing member is null: write `(.name // 0)`",
    ),
    (
        &["null and a text cannot be", "a text and null cannot be"],
        "write `(.name // \"\")` for a missing member",
    ),
    (
        &["a list and a number cannot be"],
        "put the item in brackets, as in `.items + [1]`, or count with `length`",
    ),
    (
        &["an object and a number cannot be", "a number and an object cannot be"],
        "name the member, as in `.order.total`",
    ),
    (&["cannot iterate over null"], "write `(.items // [])` if the list may be missing"),
    (&["cannot iterate over a text", "cannot iterate over a number"], "only lists and mappings have items"),
    (
        &["cannot read a member by name from a list"],
        "write `.[0]` for the first item before the name, or `map(.name)` for all of them",
    ),
    (
        &["cannot read a member by name from a text"],
        "a text has no members; if it is JSON, write `fromjson` before the name",
    ),
    (&["cannot index a list with a text"], "write `.[0]` for the first item before the name"),
];

/// The help for an expression that failed.
pub(crate) fn expression(error: &jq::EvalError) -> Option<&'static str> {
    if error.code != codes::TP0410 {
        return None;
    }
    let fits = |begins: &&str| error.message.starts_with(*begins);
    EXPRESSIONS.iter().find(|(begins, _)| begins.iter().any(&fits)).map(|(_, help)| *help)
}

/// The help for a `for.in` that gave a value of this type.
pub(crate) fn items(kind: &str) -> &'static str {
    match kind {
        "null" => "if the list may be missing, write `(.items // [])`",
        "object" => "for the members of a mapping, write `to_entries`; for the one value, `[.]`",
        "string" => "split a text with `split(\",\")`",
        _ => "put a single item in brackets: `[.]`",
    }
}

/// The passes of the enclosing loops in words. Indexes are outermost first; passes count from 1.
pub(crate) fn pass(indexes: &[u64]) -> Option<String> {
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
pub(crate) fn violation(violation: &Violation, value: &Value, field: &str) -> String {
    let mut text = violation.to_string();
    let came = (violation.keyword == "type").then(|| at(value, &violation.pointer)).flatten();
    if let Some(came) = came {
        let kind = came.type_name();
        text.push_str(&format!(", and is {}", a(kind)));
        if let Some(help) = other_type(violation, kind, field) {
            text.push_str(&format!(": {help}"));
        }
    }
    if let Some(help) = &violation.help {
        text.push_str(&format!(": {help}"));
    }
    text
}

/// The help for a value of the wrong type.
fn other_type(violation: &Violation, came: &str, field: &str) -> Option<String> {
    let wants = |kind: &str| violation.message.contains(&format!("`{kind}`"));
    let is_given = field.starts_with("input");
    Some(match came {
        "string" if wants("number") || wants("integer") => match is_given {
            true => "send it without quotes".to_owned(),
            false => "convert it with `tonumber`".to_owned(),
        },
        "number" if wants("string") => match is_given {
            true => "send it in quotes".to_owned(),
            false => "convert it with `tostring`".to_owned(),
        },
        "null" => {
            let kind = violation.message.split('`').nth(1).unwrap_or("string");
            format!(
                "leave it out, or write `type: [{kind}, \"null\"]` if null is allowed; `nullable` has no meaning here"
            )
        }
        _ => return None,
    })
}

/// The value at a JSON pointer.
fn at(value: &Value, pointer: &str) -> Option<Value> {
    pointer.split('/').skip(1).try_fold(value.clone(), |value, step| match value.as_array() {
        Some(items) => items.get(step.parse::<usize>().ok()?).cloned(),
        None => value.get(&step.replace("~1", "/").replace("~0", "~")),
    })
}
