//! Tests with tables of expressions and the results of the analysis.

use super::*;

fn assignments(code: &str) -> Vec<usize> {
    inspect_expression(code, true).assignments.into_iter().map(|place| place.start).collect()
}

#[test]
fn conditions_that_assign_are_found() {
    let cases: &[(&str, &[usize])] = &[
        (".status = \"paid\"", &[8]),
        (".a == 1 and .b = 2", &[15]),
        ("if .a = 1 then true else false end", &[6]),
        ("[.items[] | select(.a = 1)] | length > 0", &[22]),
        (".status == \"paid\"", &[]),
        (".a >= 1", &[]),
        ("(.a = 1) | .a > 0", &[]),
        (".a |= 1", &[]),
    ];
    for (code, expected) in cases {
        assert_eq!(assignments(code), *expected, "{code}");
    }
    assert!(inspect_expression(".a = 1", false).assignments.is_empty());
}

#[test]
fn comparisons_have_their_sides() {
    let text = |code: &str| {
        let found = inspect_expression(code, true).comparisons;
        let side = |side: &Side| {
            let path = side.path.as_ref().map(|path| {
                let root = path.variable.as_ref().map_or(String::new(), |name| format!("${name}"));
                path.names.iter().fold(root, |path, name| format!("{path}.{name}"))
            });
            path.unwrap_or_else(|| format!("{:?}", side.sort))
        };
        let one = |found: &Comparison| format!("{} {} {}", side(&found.left), found.sign, side(&found.right));
        found.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let cases = [
        (".total < \"100\"", ".total < Some(Text)"),
        (".order | .total <= 100", ".order.total <= Some(Number)"),
        ("$input.a.b > (.x | length)", "$input.a.b > Some(Number)"),
        ("(.a // 0) < 1", "None < Some(Number)"),
        (".items | map(select(.price > 1))", "None > Some(Number)"),
        (".a as $x | $x > 1", "None > Some(Number)"),
    ];
    for (code, expected) in cases {
        assert_eq!(text(code), expected, "{code}");
    }
}

#[test]
fn common_misreadings_of_jq_are_found() {
    let place = |found: &[Range<usize>], code: &str| {
        found.iter().map(|place| code[place.clone()].to_owned()).collect::<Vec<_>>()
    };
    let code = "not .paid and .b";
    assert_eq!(place(&inspect_expression(code, true).negated, code), ["not .paid"]);
    let code = ".total < 100,00";
    assert_eq!(place(&inspect_expression(code, true).commas, code), ["100,00"]);
    let code = "[100,200]";
    assert!(inspect_expression(code, false).commas.is_empty());
    let code = ".items[0].tags.length > 0";
    let found = inspect_expression(code, true).lengths;
    assert_eq!(
        found.iter().map(|(place, _)| &code[place.clone()]).collect::<Vec<_>>(),
        [".items[0].tags.length"]
    );
    assert!(inspect_expression(".parcel[\"length\"] > 1", true).lengths.is_empty());
    assert!(inspect_expression(".length > 1", true).lengths.is_empty());
}

#[test]
fn checked_members_are_guarded() {
    let guarded = |code: &str| {
        inspect_expression(code, true)
            .guarded
            .iter()
            .any(|path| path.variable.is_none() && path.names == ["total"])
    };
    for code in [
        ".total != null and .total < 5",
        ".total and .total < 5",
        "has(\"total\") and .total < 5",
        "(.total | type) == \"number\" and .total < 5",
        "if .total then .total < 5 else false end",
    ] {
        assert!(guarded(code), "{code}");
    }
    assert!(!guarded(".total < 5"));
    assert!(!guarded(".total > 1 and .total < 5"));
}
