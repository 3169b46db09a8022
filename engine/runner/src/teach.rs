//! What an error at run time says beyond what happened: what came instead, in which pass of a loop, and what to write.
//!
//! Nothing here repeats data: kinds of values and names of the schema only.

use towpath_diagnostics::codes;

use crate::jq::{self, a};
use crate::schema::Violation;
use crate::value::Value;

/// How an expression's message begins or ends, and what to write. The first that fits counts.
const EXPRESSIONS: &[(&[&str], &str)] = &[
    (
        &["a text and a number cannot be", "a number and a text cannot be"],
        "`tostring` makes a text of a number, `tonumber` a number of a text",
    ),
    (
        &["null and a number cannot be", "a number and null cannot be"],
        "a member that is missing is null: write `(.name // 0)` for it",
    ),
    (
        &["null and a text cannot be", "a text and null cannot be"],
        "write `(.name // \"\")` for a member that is missing",
    ),
    (
        &["a list and a number cannot be"],
        "put the item in brackets, as in `.items + [1]`, or count with `length`",
    ),
    (
        &["an object and a number cannot be", "a number and an object cannot be"],
        "name the member that is meant, as in `.order.total`",
    ),
    (&["cannot iterate over null"], "write `(.items // [])` where the list may be missing"),
    (&["cannot iterate over a text", "cannot iterate over a number"], "only lists and mappings have items"),
    (
        &["cannot take a member by name out of a list"],
        "write `.[0]` for the first item before the name, or `map(.name)` for all of them",
    ),
    (
        &["cannot take a member by name out of a text"],
        "a text has no members; where it holds JSON, write `fromjson` before the name",
    ),
    (&["cannot index a list with a text"], "write `.[0]` for the first item before the name"),
];

/// What to write instead of an expression that failed.
pub(crate) fn expression(error: &jq::EvalError) -> Option<&'static str> {
    if error.code != codes::TP0410 {
        return None;
    }
    let fits = |begins: &&str| error.message.starts_with(*begins);
    EXPRESSIONS.iter().find(|(begins, _)| begins.iter().any(&fits)).map(|(_, help)| *help)
}

/// What to write where `for.in` gave a value of this kind.
pub(crate) fn items(kind: &str) -> &'static str {
    match kind {
        "null" => "where the list may be missing write `(.items // [])`",
        "object" => "for the members of a mapping write `to_entries`, for the one value `[.]`",
        "string" => "a text is taken apart with `split(\",\")`",
        _ => "put a single item in brackets: `[.]`",
    }
}

/// In which passes of the loops around, counted from 1, outermost first.
pub(crate) fn pass(indexes: &[u64]) -> Option<String> {
    let passes: Vec<String> = indexes.iter().map(|index| (index + 1).to_string()).collect();
    match passes.as_slice() {
        [] => None,
        [one] => Some(format!("in pass {one} of the loop")),
        [outer @ .., inner] => {
            Some(format!("in pass {inner} of the inner loop, pass {} of the one around it", outer.join(", ")))
        }
    }
}

/// One way in which a value does not fit the schema under `field`: the rule, what came, and what to do.
pub(crate) fn violation(violation: &Violation, value: &Value, field: &str) -> String {
    let mut told = violation.to_string();
    let came = (violation.keyword == "type").then(|| at(value, &violation.pointer)).flatten();
    if let Some(came) = came {
        let kind = came.type_name();
        told.push_str(&format!(", and is {}", a(kind)));
        if let Some(help) = other_type(violation, kind, field) {
            told.push_str(&format!(": {help}"));
        }
    }
    if let Some(help) = &violation.help {
        told.push_str(&format!(": {help}"));
    }
    told
}

/// What to do about a value of another type than its schema wants.
fn other_type(violation: &Violation, came: &str, field: &str) -> Option<String> {
    let wants = |kind: &str| violation.message.contains(&format!("`{kind}`"));
    let is_given = field.starts_with("input");
    Some(match came {
        "string" if wants("number") || wants("integer") => match is_given {
            true => "send it without quotes".to_owned(),
            false => "make a number of it with `tonumber`".to_owned(),
        },
        "number" if wants("string") => match is_given {
            true => "send it in quotes".to_owned(),
            false => "make a text of it with `tostring`".to_owned(),
        },
        "null" => {
            let kind = violation.message.split('`').nth(1).unwrap_or("string");
            format!(
                "leave it out, or write `type: [{kind}, \"null\"]` where null is meant; `nullable` means nothing here"
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
