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
