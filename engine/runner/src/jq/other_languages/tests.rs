//! Tests with tables of expressions in other languages and in jq.

use super::translate_to_jq;

#[test]
fn other_languages_are_translated() {
    let cases = [
        (".a AND .b", ".a and .b"),
        (".a && .b || .c", ".a and .b or .c"),
        (".a&&.b", ".a and .b"),
        (".a === 5", ".a == 5"),
        (".a <> 'x'", ".a != \"x\""),
        (".a =< 5", ".a <= 5"),
        (".a \u{2264} 5", ".a <= 5"),
        (".a \u{2013} 5", ".a - 5"),
        (".a is null", ".a == null"),
        (".a IS NOT NULL AND .b", ".a != null and .b"),
        (".name LIKE \"A%\"", "(.name | startswith(\"A\"))"),
        (".name not like '%x%'", "(.name | contains(\"x\") | not)"),
        (".name like \"a%b\"", "(.name | test(\"^a.*b$\"))"),
        (".a between 1 and 5", "(.a >= 1 and .a <= 5)"),
        (".a BETWEEN 1 AND .max and .b", "(.a >= 1 and .a <= .max) and .b"),
        (".s in (\"a\", \"b\")", "(.s | IN(\"a\", \"b\"))"),
        (".s NOT IN ('a', 'b')", "(.s | IN(\"a\", \"b\") | not)"),
        (".s in [\"a\"]", "(.s | IN(\"a\"))"),
        ("IF(.a > 5, \"x\", \"y\")", "(if .a > 5 then \"x\" else \"y\" end)"),
        ("IF(.a > 5; IF(.b; 1; 2); 3)", "(if .a > 5 then (if .b then 1 else 2 end) else 3 end)"),
        ("not .x", "(.x | not)"),
        ("not .x == 1 and .b", "(.x == 1 | not) and .b"),
        ("NOT (.a or .b)", "((.a or .b) | not)"),
        ("!.x and .y", "(.x | not) and .y"),
        (".mail contains \"@\"", "(.mail | contains(\"@\"))"),
        (".name starts with \"A\"", "(.name | startswith(\"A\"))"),
        (".name.startsWith(\"A\")", "(.name | startswith(\"A\"))"),
        (".name.toLowerCase() == \"a\"", "(.name | ascii_downcase) == \"a\""),
        (".paid == TRUE", ".paid == true"),
    ];
    for (code, expected) in cases {
        assert_eq!(translate_to_jq(code).map(|found| found.jq).as_deref(), Some(expected), "{code}");
    }
}

#[test]
fn valid_jq_is_unchanged() {
    for code in [
        ".a and (.b | not)",
        "if (.a) then 1 else 2 end",
        "if (.a > 1) and .b then 1 else 2 end",
        ".s | IN(\"a\", \"b\")",
        ".k | in({a: 1})",
        "\"a AND b is null\"",
        ".AND == 1 and .not",
        "[.[] | select(.a | not)]",
        ".a - 5",
        ".a != null",
        ".name | startswith(\"A\")",
        ".",
        "",
    ] {
        assert_eq!(translate_to_jq(code), None, "{code}");
    }
}

#[test]
fn the_first_foreign_word_is_reported() {
    let found = translate_to_jq(".a > 1 AND .b <> 2").map(|found| (found.place, found.message));
    let expected = (7..10, "jq does not have `AND`; use `and`".to_owned());
    assert_eq!(found, Some(expected));
}
