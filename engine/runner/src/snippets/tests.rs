//! Tests that the jq for every function of the table compiles and gives the stated result.

use std::fmt::Write as _;

use super::*;
use crate::jq;
use crate::value::{Labels, Value, WriteLimits};

/// 2026-03-01T12:34:56Z.
const NOW: i64 = 1_772_368_496_000;

fn run(jq: &str, input: &str) -> String {
    let filter = match jq::compile(jq, &[]) {
        Ok(filter) => filter,
        Err(errors) => return format!("{errors:?}"),
    };
    let input = Value::from_json_text(input.as_bytes(), Labels::NONE, 512).unwrap();
    match filter.eval(input, &[], NOW) {
        Ok(value) => {
            let mut out = Vec::new();
            value.write_json(&mut out, WriteLimits::NONE).unwrap();
            String::from_utf8(out).unwrap()
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_snippet_gives_its_stated_result() {
    for Snippet { call, input, gives, names, .. } in SNIPPETS {
        let written = rewrite_calls(call, "").unwrap_or_else(|| panic!("{call} is not rewritten"));
        assert_eq!(run(&written, input), *gives, "{call}: {written}");
        assert!(
            example_call(&names[0].to_ascii_lowercase()).is_some_and(|example| example.contains(&written)),
            "{call}"
        );
        assert!(jq::compile(call, &[]).is_err(), "{call} is jq already");
    }
}

#[test]
fn nested_and_adjacent_calls() {
    let cases = [
        ("ROUND(SUM(.items[].price), 2) > 5", Some("(([.items[].price] | add) * 100 | round / 100) > 5")),
        (
            "DATEDIFF(.delivered; TODAY()) < 30",
            Some("((now - (.delivered | fromdate)) / 86400 | floor) < 30"),
        ),
        ("\"SUM(x)\" + .a", None),
        ("IF(.a == \"x, (y\", 1, 2)", Some("(if .a == \"x, (y\" then 1 else 2 end)")),
        ("$SUM(1)", None),
        ("round(1)", None),
        ("ROUND(.a, .n)", None),
    ];
    for (jq, expected) in cases {
        assert_eq!(rewrite_calls(jq, "").as_deref(), expected, "{jq}");
    }
    assert_eq!(rewrite_calls("round(.a; 2)", "round").as_deref(), Some("(.a * 100 | round / 100)"));
    assert_eq!(empty_call(".a + TODAY( )"), Some("TODAY"));
    assert_eq!(empty_call(".a + (1)"), None);
}

#[test]
fn the_page_is_written_from_the_table() {
    let mut page = String::from(
        "# Functions of spreadsheets and databases\n\n\
         `towpath check` suggests the jq on this page where such a function is called. Times are texts such as `2026-03-05` or\n\
         `2026-03-05T09:30:00Z`; `now` is the time of the step. A test generates this page from\n\
         `engine/runner/src/snippets/table.rs`.\n\n\
         | function | in jq | other names |\n|---|---|---|\n",
    );
    let cell = |text: &str| text.replace('|', "\\|");
    for snippet in SNIPPETS {
        let others = snippet.names[1..].join(", ");
        let written = rewrite_calls(snippet.call, "").unwrap();
        writeln!(page, "| `{}` | `{}` | {others} |", cell(snippet.call), cell(&written)).unwrap();
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("SNIPPETS.md");
    if std::env::var_os("TOWPATH_BLESS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    assert!(
        std::fs::read_to_string(&file).unwrap_or_default() == page,
        "SNIPPETS.md is outdated: run this test with TOWPATH_BLESS=1"
    );
}
