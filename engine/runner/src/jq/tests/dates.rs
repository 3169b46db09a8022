//! Tests of dates from a table: the results of jq 1.8, and our additions.

use super::*;

#[test]
fn dates_are_read_and_written_as_in_jq() {
    let mut failed = Vec::new();
    let mut count = 0;
    for line in include_str!("dates.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let (expr, input, expected) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        count += 1;
        let got = run(expr, input);
        let is_right = match expected {
            "ERROR" => got.starts_with("TP0410"),
            expected => got == text(&json(expected)),
        };
        if !is_right {
            failed.push(format!("{input} | {expr}\n  wanted {expected}\n  got    {got}"));
        }
    }
    assert!(failed.is_empty(), "{} of {count} fail:\n{}", failed.len(), failed.join("\n"));
    assert!(count > 200, "only {count} dates are left");
}

#[test]
fn unknown_time_zones_are_found_at_compilation() {
    let message = |expr: &str| {
        let errors = compile(expr, &[]).err().unwrap_or_default();
        errors
            .iter()
            .map(|e| format!("{} {}: {}", e.code(), &expr[e.start..e.end], e.help().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let near = |zone: &str| vec![format!("TP1014 {zone}: did you mean `Europe/Amsterdam`?")];
    assert_eq!(message(r#"0 | localtime("Amsterdam")"#), near("Amsterdam"));
    assert_eq!(message(r#"[] | mktime("europe/amsterdam")"#), near("europe/amsterdam"));
    assert_eq!(message(r#"0 | strflocaltime("%H"; "Europe/Amsterdm")"#), near("Europe/Amsterdm"));
    assert_eq!(message(r#"0 | strflocaltime("%H"; "summer time")"#).len(), 1);
    assert_eq!(
        message(r#"0 | strflocaltime("%H"; .zone), localtime("America/New_York")"#),
        Vec::<String>::new()
    );
    assert_eq!(message(r#"def localtime(f): f; localtime("here")"#), Vec::<String>::new());
}

/// The separator of `join` is optional.
#[test]
fn joining_without_separator() {
    check(&[
        (r#"join(null)"#, r#"["a","b"]"#, r#""ab""#),
        (r#"join(.sep?)"#, r#"["a","b"]"#, r#""ab""#),
        (r#"[join(",", null)]"#, r#"["a","b"]"#, r#"["a,b","ab"]"#),
        (r#"join(empty)"#, r#"["a",null,1]"#, r#""a1""#),
        (r#"join(null)"#, r#"[]"#, r#""""#),
        (r#"try join(1) catch ."#, r#"["a"]"#, r#""string (\"\") and number (1) cannot be added""#),
    ]);
}
