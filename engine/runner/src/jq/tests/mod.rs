//! Tests of expressions as tables: input, expression, result. Each table covers one topic.

#![expect(clippy::unwrap_used, reason = "tests")]

mod as_in_jq;
mod dates;
mod flow;
mod language;
mod refused;

use super::*;
use crate::value::{Labels, WriteLimits};

/// 2026-03-01T12:34:56.789Z.
const NOW: i64 = 1_772_368_496_789;

fn filter(expr: &str, vars: &[&str]) -> Filter {
    compile(expr, vars).unwrap_or_else(|errors| panic!("`{expr}`: {errors:?}"))
}

fn json(text: &str) -> Value {
    Value::from_json_text(text.as_bytes(), Labels::NONE, 512)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn text(value: &Value) -> String {
    let mut out = Vec::new();
    value.write_json(&mut out, WriteLimits::NONE).unwrap();
    String::from_utf8(out).unwrap()
}

/// The result as JSON text, or the code and message of the error.
fn run(expr: &str, input: &str) -> String {
    match filter(expr, &[]).eval(json(input), &[], NOW) {
        Ok(value) => text(&value),
        Err(error) => format!("{}: {error}", error.code),
    }
}

/// Runs every case `(expression, input, expected)`.
fn check(cases: &[(&str, &str, &str)]) {
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|(expr, input, expected)| {
            let got = run(expr, input);
            (got != *expected).then(|| format!("{input} | {expr}\n  wanted {expected}\n  got    {got}"))
        })
        .collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), cases.len(), failed.join("\n"));
}
