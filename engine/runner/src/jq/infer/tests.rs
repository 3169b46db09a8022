//! Tests with tables of expressions, the shapes of their results, and what is found.

use serde_json::{Value, json};
use towpath_dsl::model::Workflow;

use super::*;
use crate::jq::Sort;

const SCHEMA: &str = r#"
document: { dsl: 1.0.3, namespace: test, name: case, version: 1.0.0 }
input:
  schema:
    document:
      type: object
      required: [total, id, lines, parcel]
      additionalProperties: false
      properties:
        total: { type: number }
        discount: { type: number }
        id: { type: string }
        at: { type: [string, 'null'] }
        note: { anyOf: [{ type: string }, { type: 'null' }] }
        lines: { type: array, items: { $ref: '#/$defs/line' } }
        parcel: { type: object, required: [weight], additionalProperties: false, properties: { weight: { type: number }, sent: { type: string } } }
        anything: {}
      $defs:
        line: { type: object, required: [price], additionalProperties: false, properties: { price: { type: number }, sku: { type: string } } }
do: [{ nothing: { set: {} } }]
"#;

fn known() -> Known {
    let workflow: Option<Workflow> = towpath_dsl::read(SCHEMA).0;
    let known = workflow.as_ref().map(Known::of_workflow);
    let known = known.unwrap_or_else(|| panic!("the definition cannot be read"));
    let dot = known.given.clone();
    Known { input: dot.clone(), ..known.with_dot(dot) }
}

/// `number, null`.
fn types(code: &str) -> String {
    let Some(shape) = infer(code, &known()).result else { return "unknown".to_owned() };
    match shape.sorts() {
        Some(sorts) => sorts.into_iter().map(Sort::name).collect::<Vec<_>>().join(" "),
        None if shape.may_be_null() => "null or unknown".to_owned(),
        None if shape.is_never() => "nothing".to_owned(),
        None => "unknown".to_owned(),
    }
}

/// Expressions, and the types of their results.
const RESULTS: &[(&str, &str)] = &[
    (".total", "number"),
    (".discount", "null number"),
    (".at", "null string"),
    (".note", "null string"),
    (".anything", "null or unknown"),
    (".parcel.sent", "null string"),
    (".lines[0].price", "null number"),
    (".lines[0]", "null object"),
    ("[.lines[].price]", "array"),
    ("[.lines[].price] | add", "null number"),
    ("([.lines[].price] | add) // 0", "number"),
    ("reduce .lines[] as $line (0; . + $line.price)", "number"),
    (".lines | map(.price) | max", "null number"),
    (".lines[] | select(.sku == \"a\") | .price", "null number"),
    ("first(.lines[] | .price) // 0", "number"),
    ("if .discount then .discount else 0 end", "number"),
    ("if .discount == null then 0 else .discount end", "number"),
    ("if .discount then .discount else null end", "null number"),
    ("if .discount then 1 end", "number object"),
    ("if has(\"discount\") then .discount else 0 end", "number"),
    (".discount // 0", "number"),
    (".discount // null", "null number"),
    (".discount // error(\"none\")", "number"),
    (".anything // 0", "unknown"),
    (".total - .discount", "number"),
    (".total + .discount", "number"),
    (".discount + .discount", "null number"),
    ("(now - (.at | fromdate)) / 86400 | floor", "number"),
    ("if .at then (now - (.at | fromdate)) / 86400 else null end", "null number"),
    ("\"to \\(.id)\"", "string"),
    (".id | index(\"-\")", "null number"),
    (".id | split(\"-\") | .[0]", "null string"),
    (". as {total: $t} | $t", "number"),
    (".total as $t | $t", "number"),
    ("{a: .total, b} | .a", "number"),
    (". + {days: null} | .days", "null"),
    (". + {days: 3} | .total", "number"),
    (".days = .discount | .days", "null number"),
    ("def length: null; .id | length", "unknown"),
    (".total?", "null or unknown"),
    ("try .total catch 0", "number"),
    ("$workflow.input.total", "number"),
    ("$input.discount", "null number"),
    ("$unknown.a", "unknown"),
    (".discount != null and .discount < 5", "boolean"),
    ("select(.discount != null) | .discount", "null number"),
    ("select(.total > 1).discount", "null number"),
];

#[test]
fn results_have_their_types() {
    let wrong: Vec<_> = RESULTS
        .iter()
        .filter(|(code, expected)| types(code) != *expected)
        .map(|(code, expected)| format!("{code}: {}, not {expected}", types(code)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is inferred is compared with what is computed.
#[test]
fn values_have_the_inferred_types() {
    let full = json!({
        "total": 5, "discount": 1, "id": "a-b", "at": "2026-01-02", "note": "n", "anything": 1,
        "lines": [{ "price": 2, "sku": "a" }], "parcel": { "weight": 1, "sent": "s" }
    });
    let least = json!({ "total": 5, "id": "", "lines": [], "parcel": { "weight": 1 }, "at": null });
    let mut seen = 0;
    for (code, expected) in RESULTS {
        for data in [&full, &least] {
            let data = crate::value::Value::from(data);
            let workflow = crate::value::Value::object([("input", data.clone())]);
            let Ok(filter) = crate::jq::compile(code, &["input", "workflow"]) else { continue };
            let Ok(value) = filter.eval(data.clone(), &[data, workflow], 1_000) else { continue };
            let is_unknown = expected.ends_with("unknown");
            let actual = value.type_name();
            assert!(is_unknown || expected.split(' ').any(|one| one == actual), "{code}: {actual}");
            seen += 1;
        }
    }
    assert!(seen > RESULTS.len(), "{seen}");
}

#[test]
fn functions_that_are_said_to_fail_for_null_do() {
    for name in calls::FAIL_FOR_NULL {
        let forms = ["", "(\"a\")", "(\"a\"; \"b\")"];
        let compiled: Vec<_> =
            forms.iter().filter_map(|args| crate::jq::compile(&format!("{name}{args}"), &[]).ok()).collect();
        assert!(!compiled.is_empty(), "{name}");
        for filter in compiled {
            assert!(filter.eval(crate::value::Value::null(), &[], 0).is_err(), "{name}");
        }
    }
}

#[test]
fn unknown_members_are_found_in_arguments_too() {
    let missing = |code: &str| {
        let found = infer(code, &known()).missing;
        for read in &found {
            assert!(read.path.ends_with(&code[read.place.clone()]), "{code}: {read:?}");
        }
        found.into_iter().map(|read| read.path).collect::<Vec<_>>().join(" ")
    };
    let cases = [
        ("all(.lines[]; .prize < 3)", ".prize"),
        ("any(.lines[]; .prize < 3)", ".prize"),
        (".lines | all(.prize < 3)", ".prize"),
        (".lines | map(.prize)", ".prize"),
        (".lines | map(select(.prize > 3))", ".prize"),
        ("[.lines[] | select(.prize > 3) | .skue]", ".prize .skue"),
        (".lines[].prize", ".lines[].prize"),
        (".lines[0].prize", ".lines[0].prize"),
        ("\"for \\(.totl)\"", ".totl"),
        (".lines | map(\"\\(.prize)\") | join(\", \")", ".prize"),
        (".lines | sort_by(.prize) | group_by(.skue)", ".prize .skue"),
        ("reduce .lines[] as $line (0; . + $line.prize)", ".prize"),
        ("{totl}", ".totl"),
        (".parcel | .weigth", ".weigth"),
        ("$workflow.input.totl", ".totl"),
        ("if .totl then 1 else 2 end", ".totl"),
        (".lines | map(.price * $input.totl)", ".totl"),
        // What expects an absent member, or may be something else.
        ("has(\"totl\")", ""),
        (".totl?", ""),
        ("try .totl", ""),
        (".totl = 1", ""),
        ("del(.totl)", ""),
        ("with_entries(.value |= tostring)", ""),
        (".id | sub(\"(?<x>.)\"; .x)", ""),
        (".lines | to_entries | map(.value)", ""),
        (".anything.totl", ""),
        ("def f: .totl; .total | f", ""),
    ];
    for (code, expected) in cases {
        assert_eq!(missing(code), expected, "{code}");
    }
}

#[test]
fn comparisons_have_their_sides() {
    let text = |code: &str| {
        let found = infer(code, &known()).comparisons;
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
        (".parcel | .weight <= 100", ".parcel.weight <= Some(Number)"),
        ("$input.a.b > (.x | length)", "$input.a.b > Some(Number)"),
        ("(.a // 0) < 1", "None < Some(Number)"),
        (".lines | map(select(.price > 1))", "$#1.price > Some(Number)"),
        (".total as $x | $x > 1", ".total > Some(Number)"),
        ("try (.total > 1)", ""),
    ];
    for (code, expected) in cases {
        assert_eq!(text(code), expected, "{code}");
    }
}

#[test]
fn values_that_may_be_null_are_found_where_that_fails() {
    let uses = |code: &str| {
        let found = infer(code, &known()).nulls;
        let one = |null: &NullUse| format!("{} {}", &code[null.place.clone()], null.function);
        found.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let cases = [
        ("now - (.at | fromdate)", ".at fromdate"),
        (".at | strptime(\"%Y\") | mktime", ".at strptime"),
        (".lines | map(.sku | ascii_downcase)", ".sku ascii_downcase"),
        (".discount | round", ".discount round"),
        (".at | if . then fromdate else 0 end", ""),
        ("if .at then (.at | fromdate) else 0 end", ""),
        (".at != null and (.at | fromdate) < now", ""),
        (".at == null or (.at | fromdate) < now", ""),
        ("(.at | not) or (.at | fromdate) < now", ""),
        (".at | (fromdate)? // 0", ""),
        ("(.at | fromdate) // 0", ""),
        ("try (.at | fromdate) catch 0", ""),
        ("(.at // .id) | fromdate", ""),
        ("[.lines[] | select(.sku) | .sku | ascii_downcase]", ""),
        (".lines | map(select(.sku != null)) | map(.sku | ascii_downcase)", ".sku ascii_downcase"),
        ("(.at | type) == \"string\" and (.at | fromdate) < now", ""),
        (".id | ascii_downcase", ""),
        ("if (.at // \"\") == \"\" then 0 else (.at | fromdate) end", ""),
        ("(.discount // 0) > 5 and (.discount | round) > 3", ""),
        ("(.discount // 9) > 5 and (.discount | round) > 3", ".discount round"),
        ("error(\"no \\(.at)\")", ""),
        ("(.sent | fromdate)", ""),
    ];
    for (code, expected) in cases {
        assert_eq!(uses(code), expected, "{code}");
    }
}

#[test]
fn members_that_a_condition_asks_for_are_known() {
    let asked = |code: &str| infer(code, &known()).asked.iter().any(|name| name == "discount");
    for code in [
        ".discount != null and .discount < 5",
        ".discount and .discount < 5",
        "has(\"discount\") and .discount < 5",
        "(.discount | type) == \"number\" and .discount < 5",
        "if .discount then .discount < 5 else false end",
        "(.discount | not) or .discount < 5",
        ".discount == null",
    ] {
        assert!(asked(code), "{code}");
    }
    for code in [".discount < 5", ".discount > 1 and .discount < 5", "(.discount // 0) < 5"] {
        assert!(!asked(code), "{code}");
    }
}

#[test]
fn a_schema_that_contains_itself_is_left_alone() {
    let itself = json!({ "anyOf": [{ "$ref": "#" }, { "$ref": "#" }, { "type": "null" }], "properties": {} });
    let plain = json!({ "anyOf": [{ "$ref": "#" }, { "$ref": "#" }] });
    let deep = json!({ "properties": { "next": { "$ref": "#" } }, "required": ["next"] });
    for schema in [itself, plain, deep, Value::Bool(true), json!({ "$ref": "#" })] {
        let known = known().with_dot(Some(Shape::computed(schema)));
        for code in [".", ".next.next.total < 3", "{a: ., b: [.]} | .a.b | map(.c)", ".[] | select(.x) | .y"]
        {
            infer(code, &known);
        }
    }
}
