//! Tests of label propagation, and of secrets.

use proptest::prelude::*;
use towpath_diagnostics::codes;

use super::*;
use crate::value::LabelTable;

/// An input with labels `a`, `b` and `c`, each on one part, and an unlabelled rest.
struct Sample {
    table: LabelTable,
    input: Value,
}

impl Sample {
    fn new() -> Self {
        let mut table = LabelTable::default();
        let mut part = |name: &str, json: &str| {
            let labels = table.labels([name]).unwrap();
            Value::from_json_text(json.as_bytes(), labels, 64).unwrap()
        };
        let input = Value::object([
            ("a", part("a", r#"{"name":"Ann","tier":"gold","n":3,"list":[1,2,3],"key":"x"}"#)),
            ("b", part("b", r#"{"name":"Bob","n":4,"list":[4,5],"text":"p,q"}"#)),
            ("free", json(r#"{"n":1,"list":[1,2,3,4,5],"x":{"y":7},"gold":10}"#)),
        ]);
        Self { table, input }
    }

    /// The labels of the result at `path`.
    fn labels(&self, expr: &str) -> String {
        let value = filter(expr, &[]).eval(self.input.clone(), &[], NOW);
        let labels = value.map_or_else(|error| error.labels, |value| value.labels_deep());
        self.table.names(labels).join(" ")
    }
}

#[test]
fn labels_follow_the_data() {
    let sample = Sample::new();
    // Cases with exact labels: the result must have these and no others.
    let exact = [
        (".free", ""),
        (".free.n + 1", ""),
        ("1", ""),
        (".a.name", "a"),
        (".a", "a"),
        (".", "a b"),
        ("{x: .a.name, y: .free.n} | .y", ""),
        ("{x: .a.name, y: .free.n} | .x", "a"),
        ("[.a, .free] | .[1]", ""),
        ("{customer: .a, list: .free.list} | .list", ""),
        (".free + {a: .a} | .x", ""),
        ("[.free.list[]]", ""),
        (".a.name + .b.name", "a b"),
        ("\"\\(.a.name) and \\(.b.n)\"", "a b"),
        (".a.n + .free.n", "a"),
        (".a.n == 3", "a"),
        (".a.n < .b.n", "a b"),
        ("-.a.n", "a"),
        (".a.list | length", "a"),
        (".a.name | length", "a"),
        (".a | keys", "a"),
        (".a | has(\"name\")", "a"),
        (".a.missing", "a"),
        (".a.list[7]", "a"),
        (".free[.a.tier]", "a"),
        (".free.list[.a.n]", "a"),
        (".free.list[:.a.n]", "a"),
        ("[.free.list[:.a.n]] | length", ""),
        (".free.list[:.a.n] | length", "a"),
        (".free | getpath([\"x\", \"y\"])", ""),
        (".a.key as $k | .free[$k]", "a"),
        (".a.key as $k | .free[$k].y", "a"),
        ("{(.a.key): 1} | keys", "a"),
        ("{(.a.key): .free.n} | length", "a"),
        (".free | to_entries | map(.value) | length", ""),
        (".a | to_entries | map(.key)", "a"),
        (".a | map_values(1) | .name", "a"),
        (".a.list | map(. * 2)", "a"),
        ("[.a.list[], .b.list[]] | sort", "a b"),
        ("[.free.n, .a.n] | sort_by(.) | .[0]", ""),
        (".a.list | tojson", "a"),
        (".b | tojson | fromjson | .name", "b"),
        (".b.text | split(\",\")", "b"),
        (".b.text | split(\",\") | .[0]", "b"),
        (".b.text / \",\" | length", "b"),
        (".b.text | test(\"p\")", "b"),
        (".b.text | [match(\"p\").offset]", "b"),
        (".b.text | ascii_upcase", "b"),
        (".b.text | explode", "b"),
        (".b.text | .[0:1]", "b"),
        (".b.text | @base64", "b"),
        (".b.text | ltrimstr(\"p\")", "b"),
        (".b.text | indices(\",\")", "b"),
        (".a.list | join(\",\")", "a"),
        (".a.list | add", "a"),
        (".a.list | any", "a"),
        (".a.list | min", "a"),
        (".a.n | floor", "a"),
        (".a.n | sqrt", "a"),
        (".a.n | tostring", "a"),
        (".a.n | type", "a"),
        (".a.n | not", "a"),
        (".a.n | todate", "a"),
        ("[range(.a.n)]", "a"),
        ("[limit(.a.n; 1, 2, 3, 4)] | length", "a"),
        ("if .a.tier == \"gold\" then \"big\" else \"small\" end", "a"),
        ("if .a.n > 2 then 1 else 2 end + .b.n", "a b"),
        (".a.n as $n | .free.list | map(select(. > $n)) | length", "a"),
        ("reduce .a.list[] as $x (0; . + $x)", "a"),
        ("[.a.list[] as $x | 0]", "a"),
        (".free.n = .a.n | .free.n", "a"),
        (".free.n = .a.n | .free.x", ""),
        (".free.list += .a.list | .free.list", "a"),
        (".free.x.y |= (. + 1) | .free", ""),
        ("del(.a) | .", "b"),
        (".free | del(.n)", ""),
        (".free * {x: .a}", "a"),
        ("[.a, .b] | map(.name) | .[1]", "b"),
        ("try error(.a.name) catch .", "a"),
        ("error(.a.name)", "a"),
        (".a.name.x", "a"),
        ("empty", ""),
        (".a.list[] | select(. > 5)", "a"),
        ("[paths]", "a b"),
        ("getpath([\"a\", \"name\"])", "a"),
        (".a | with_entries(.value = 1)", "a"),
        (".free | with_entries(.value = 1)", ""),
        ("[.b.list, .free.list] | transpose | .[0][1]", ""),
        (".a.list | [.[] | {v: .}] | group_by(.v) | length", "a"),
        ("(.a.list | unique) as $u | $u | length", "a"),
        // Along paths that are computed first.
        ("(.free.x | select(true)).y = .a.n | .free.x.y", "a"),
        ("(.free.x | select(true)).y = .a.n | .free.n", ""),
        ("(.free.x | select(true)).y |= 1 | .a.n", "a"),
        ("(.free.x | select(true)).y |= 1 | .free.list", ""),
        ("(first(.free.list[])) |= . + 1 | .free.x", ""),
        ("getpath([\"free\", .a.key])", "a"),
        ("getpath([\"free\", .a.key]) = 1 | .free | keys", "a"),
        ("getpath([\"free\", .a.key]) = 1 | .free.n", ""),
        ("setpath([\"free\", \"n\"]; .a.n) | .free.n", "a"),
        ("setpath([limit(.a.n; \"free\", \"x\", \"z\", \"y\")]; 1) | .free.n", "a"),
        ("getpath([limit(.a.n; \"free\", \"x\", \"y\", \"z\")])", "a"),
        ("delpaths([[\"free\", .a.key]]) | .free | length", "a"),
        ("del(.free[.a.key]) | .free | keys", "a"),
        ("del(.free.list[.b.n]) | .free.list | length", "b"),
        ("(.free.list[] | select(. > 2)) |= empty | .free.x", ""),
        // Alternatives and folds.
        (".free.list as [$x] ?// $x | $x", ""),
        (".a.list as {$x} ?// [$x] | $x", "a"),
        (".a.list as {$x} ?// [$y] | [$x, .free.n] | .[1]", ""),
        ("reduce .a.list[] as $x (0; ., . + $x)", "a"),
        ("reduce .free.list[] as $x (0; ., . + $x)", ""),
        ("[foreach .a.list[] as $x (0; . + $x, 1)] | .[0]", "a"),
        ("[(.a.n, 1) + (.free.n, 2)] | .[0]", "a"),
        // Functions of our own.
        ("[range(.free.n; .a.n)] | length", "a"),
        ("[range(.free.n; .a.n)] | last", "a"),
        ("[range(2)] | last", ""),
        ("[limit(.a.n; .free.list[])] | length", "a"),
        ("[skip(.a.n; .free.list[])] | length", "a"),
        (".a | keys_unsorted | .[0]", "a"),
        (".free | keys", ""),
        (".a.list | sort | .[0]", "a"),
        (".a.name | ascii_downcase | explode | implode | trim", "a"),
        (".a.name | utf8bytelength", "a"),
        (".a.key as $k | \"xy\" | ltrimstr($k)", "a"),
        (".free.n as $n | \"ab\" | sub(\"(?=b)\"; \"-\")", ""),
        (".b.text as $t | \"p\" | test($t)", "b"),
        (".b.text | gsub(\"(?=q)\"; \"-\")", "b"),
        (".b.text | sub(\"(?<x>p)\"; .x, \"z\")", "b"),
        (".b.text as $t | \"ab\" | [gsub(\"a\"; $t)] | .[0]", "b"),
        (".a.n as $n | [2024, $n] | mktime", "a"),
        ("[2024, 1] | mktime", ""),
        (".a.list | walk(.) | .[0]", "a"),
        ("JOIN({\"3\": .free.n}; .a.n; tostring) | .[1]", "a"),
        ("builtins | length", ""),
    ];
    let mut failed = Vec::new();
    for (expr, expected) in &exact {
        let got = sample.labels(expr);
        if got != *expected {
            failed.push(format!("{expr}: wanted `{expected}`, got `{got}`"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn an_evaluation_forgets_the_one_before() {
    let sample = Sample::new();
    assert_eq!(sample.labels(".a.name | length"), "a");
    assert_eq!(sample.labels("1 + 1"), "");
}

/// An expression that computes with everything it reads, without returning parts conditionally.
fn computation() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(".a.n"),
        Just(".b.n"),
        Just(".free.n"),
        Just("1"),
        Just(".a.list"),
        Just(".b.text"),
        Just(".a"),
        Just(".free.x"),
        Just("\"k\""),
        Just(".b.list"),
    ]
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 12, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(x, y)| format!("([{x}] + [{y}])")),
            two.clone().prop_map(|(x, y)| format!("{{x: {x}, y: {y}}}")),
            two.clone().prop_map(|(x, y)| format!("{{({x} | tojson): {y}}}")),
            two.clone().prop_map(|(x, y)| format!("(({x}) == ({y}))")),
            two.clone().prop_map(|(x, y)| format!("(({x}) < ({y}))")),
            two.clone().prop_map(|(x, y)| format!("(({x} | tojson) + ({y} | tojson))")),
            two.clone().prop_map(|(x, y)| format!("(({x} | tojson | length) * ({y} | tojson | length))")),
            two.clone().prop_map(|(x, y)| format!("\"\\({x})\\({y})\"")),
            two.clone().prop_map(|(x, y)| format!("([{x}, {y}] | sort_by(tojson))")),
            two.prop_map(|(x, y)| format!("(({x}) as $v | [$v, {y}] | map(tojson))")),
            inner.clone().prop_map(|x| format!("[{x} | .. | scalars]")),
            inner.clone().prop_map(|x| format!("[{x} | tojson | explode[]]")),
            inner.clone().prop_map(|x| format!("({x} | tojson | split(\"1\") | length)")),
            inner.clone().prop_map(|x| format!("([{x}] | tojson | [match(\"[0-9]\"; \"g\").string])")),
            inner.clone().prop_map(|x| format!("([{x}] | [paths] | length)")),
            inner.clone().prop_map(|x| format!("({x} | tojson | @base64)")),
            inner.clone().prop_map(|x| format!("([{x}] | .[0])")),
            inner.clone().prop_map(|x| format!("({{k: {x}}} | to_entries | .[0].value)")),
            inner.clone().prop_map(|x| format!("({{k: {x}}} | .k |= . | .k)")),
            inner.clone().prop_map(|x| format!("([{x}] | unique | first)")),
            inner.clone().prop_map(|x| format!("([{x}] | tostream | tojson)?")),
            inner.clone().prop_map(|x| format!("({{k: {x}}} | (.k | select(true)) |= tojson | .k)")),
            inner.clone().prop_map(|x| format!("([{x}] | first(.[]) = 1 | tojson)")),
            inner.clone().prop_map(|x| format!("([{x}] as {{$v}} ?// [$v] | $v | tojson)")),
            inner.clone().prop_map(|x| format!("(reduce ({x} | tojson | explode[]) as $c (0; ., . + $c))")),
            inner.clone().prop_map(|x| format!("last(range({x} | tojson | length))")),
            inner.clone().prop_map(|x| format!("({x} | tojson | gsub(\"(?=[0-9])\"; \"-\"))")),
            inner.clone().prop_map(|x| format!("([{x}] | delpaths([[{x} | tojson | length]]) | tojson)")),
            inner.clone().prop_map(|x| format!("([[{x}, 1] | getpath([0])] | tojson)")),
            inner.prop_map(|x| format!("(reduce ({x} | tojson | explode[]) as $c (0; . + $c))")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Changing a labelled value only changes results with that label, so no label is lost.
    #[test]
    fn no_label_is_ever_lost(expr in computation()) {
        let sample = Sample::new();
        let filter = filter(&format!("first({expr})"), &[]);
        let before = filter.eval(sample.input.clone(), &[], NOW);
        for (name, part) in [("a", r#"{"name":"X","n":99,"list":[9,9,9,9],"other":1}"#), ("b", r#"{"n":77,"list":[],"text":"1"}"#)] {
            let mut table = sample.table.clone();
            let labels = table.labels([name]).unwrap();
            let part = Value::from_json_text(part.as_bytes(), labels, 64).unwrap();
            let members = sample.input.members().unwrap().map(|(key, member)| {
                (key.clone(), if **key == *name { part.clone() } else { member })
            });
            let after = filter.eval(Value::object(members), &[], NOW);
            let (Ok(before), Ok(after)) = (&before, &after) else { continue };
            prop_assert!(
                text(before) == text(after) || before.labels_deep().contains(labels) || after.labels_deep().contains(labels),
                "{}: {} carries {:?}", expr, text(before), table.names(before.labels_deep())
            );
        }
    }
}

#[test]
fn secrets_pass_only_whole() {
    let secrets = Value::object([("crm", Value::secret("crm")), ("sms", Value::secret("sms"))]);
    let passes = [
        ("$secrets.crm", r#"null"#),
        ("{auth: $secrets.crm}", r#"{"auth":null}"#),
        ("[$secrets.crm, 1] | .[0]", "null"),
        ("$secrets | {crm}", r#"{"crm":null}"#),
        ("$secrets.crm // 1", "null"),
        ("if $secrets.crm then 1 else 2 end", "1"),
        (". + {x: $secrets.crm}", r#"{"x":null}"#),
        (".x = $secrets.crm", r#"{"x":null}"#),
        ("$secrets | keys", r#"["crm","sms"]"#),
        ("[$secrets[]] | length", "2"),
        ("$secrets | has(\"crm\")", "true"),
        ("[$secrets.crm] | reverse", "[null]"),
        ("[$secrets.crm] | sort", "[null]"),
        ("[$secrets | ..] | length", "3"),
        ("$secrets | getpath([\"crm\"])", "null"),
        ("setpath([\"a\"]; $secrets.crm)", r#"{"a":null}"#),
        ("(.x | select(true)) = $secrets.crm", r#"{"x":null}"#),
        ("$secrets | [paths]", r#"[["crm"],["sms"]]"#),
        ("$secrets | del(.crm)", r#"{"sms":null}"#),
        ("$secrets as {$crm} ?// [$crm] | $crm", "null"),
        ("last(reduce 1 as $x (0; 1, $secrets.crm))", "null"),
        ("[$secrets.crm] | map(.)", "[null]"),
    ];
    for (expr, expected) in passes {
        let value = filter(expr, &["secrets"]).eval(json("{}"), std::slice::from_ref(&secrets), NOW);
        assert_eq!(
            value.map(|value| text(&value)).map_err(|error| error.to_string()),
            Ok(expected.to_owned()),
            "{expr}"
        );
    }
    let refused = [
        "$secrets.crm | length",
        "$secrets.crm | tostring",
        "$secrets.crm | tojson",
        "$secrets.crm + \"x\"",
        "\"x\" + $secrets.crm",
        "$secrets.crm == \"x\"",
        "$secrets.crm < \"x\"",
        "$secrets.crm == $secrets.crm",
        "\"Bearer \\($secrets.crm)\"",
        "$secrets.crm | type",
        "$secrets.crm | .[0:1]",
        "$secrets.crm | .a",
        "$secrets.crm[0]",
        "$secrets.crm | test(\"a\")",
        "$secrets.crm | @base64",
        "$secrets.crm | @text",
        "$secrets.crm | @json",
        "@uri \"\\($secrets.crm)\"",
        "$secrets.crm | explode",
        "$secrets.crm | ascii_downcase",
        "$secrets | tojson",
        "$secrets | tostring",
        "[$secrets.crm, 1] | sort",
        "[$secrets.crm, 1] | unique",
        "[$secrets.crm, 1] | max",
        "[$secrets.crm] | join(\",\")",
        "$secrets.crm | keys",
        "$secrets.crm | .[]",
        "{($secrets.crm): 1}",
        ".[$secrets.crm]",
        "$secrets.crm | startswith(\"a\")",
        "$secrets.crm | ltrimstr(\"a\") | length",
        "$secrets.crm | split(\",\")",
        "$secrets.crm * 2",
        "-($secrets.crm)",
        "$secrets.crm / \"a\"",
        "$secrets.crm % 2",
        "$secrets.crm - 1",
        "$secrets.crm | tonumber",
        "$secrets.crm | fromjson",
        "$secrets.crm | has(\"a\")",
        "$secrets.crm | contains(\"a\")",
        "[$secrets.crm] | contains([\"a\"])",
        "[$secrets.crm] | index(\"a\")",
        "$secrets.crm | error",
        "[$secrets.crm] | @csv",
        "[$secrets.crm] | implode",
        "$secrets.crm | floor",
        "$secrets.crm | todate",
        "$secrets.crm | strftime(\"%Y\")",
        "$secrets | .crm.x = 1",
        "$secrets | .crm[0] |= 1",
        "$secrets | del(.crm.x)",
        "try error($secrets.crm) catch length",
        "$secrets.crm | IN(1)",
        "INDEX($secrets.crm; .)",
        "$secrets.crm | utf8bytelength",
        "[$secrets.crm] == [1]",
        "[$secrets.crm] - [1]",
        "$secrets.crm | @sh",
        "$secrets.crm | abs",
        "$secrets.crm | not | tojson | . + $secrets.crm",
        "[1, $secrets.crm] | bsearch(2)",
        "\"abc\" | test($secrets.crm)",
        "\"abc\" | sub(\"a\"; $secrets.crm)",
        "\"a,b\" | split($secrets.crm)",
        "[1] | join($secrets.crm)",
        "now | strftime($secrets.crm)",
        "range($secrets.crm)",
        "[limit($secrets.crm; 1)]",
        "pow($secrets.crm; 2)",
        "tostream | tojson | . + $secrets.crm",
        "[$secrets | tostream | tojson]",
        "$secrets.crm | toboolean",
        "$secrets.crm | trim",
        "$secrets.crm | ascii_upcase",
        "$secrets.crm | keys_unsorted",
        "$secrets.crm | sort",
        "$secrets.crm | getpath([\"a\"])",
        "{} | getpath([$secrets.crm])",
        "{} | getpath($secrets.crm)",
        "{} | setpath($secrets.crm; 1)",
        "{} | setpath([$secrets.crm]; 1)",
        "$secrets | setpath([\"crm\", \"x\"]; 1)",
        "{} | delpaths($secrets.crm)",
        "{} | delpaths([$secrets.crm])",
        "{} | delpaths([[$secrets.crm]])",
        "$secrets | delpaths([[\"crm\", \"x\"]])",
        "{} | del(.[$secrets.crm])",
        "{} | (.a | select(true))[$secrets.crm] = 1",
        "$secrets | (.crm | select(true)).x = 1",
        "$secrets | (.[] | select(true)) |= . + \"x\"",
        "$secrets.crm as [$a] ?// {$a} | $a",
        "$secrets.crm as {($secrets.sms): $a} ?// [$b] | $a",
        "range($secrets.crm; 2)",
        "range(0; 2; $secrets.crm)",
        "[limit(1; 2) | . + $secrets.crm]",
        "[nth($secrets.crm; 1)]",
        "[skip($secrets.crm; 1)]",
        "$secrets.crm | test(\"(?=a)\")",
        "\"a\" | test(\"a\"; $secrets.crm)",
        "\"aa\" | gsub(\"(?=a)\"; $secrets.crm)",
        "\"x\" * $secrets.crm",
        "path($secrets.crm)",
        "path($secrets.crm | .a)",
        "reduce 1 as $x (0; 1, . + $secrets.crm)",
        "[2024, $secrets.crm] | mktime",
        "\"x\" | strptime($secrets.crm)",
        "$secrets.crm | walk(length)",
    ];
    let mut failed = Vec::new();
    for expr in refused {
        let result = filter(expr, &["secrets"]).eval(json(r#"{"a":1}"#), std::slice::from_ref(&secrets), NOW);
        match result {
            Err(error) if error.to_string().contains("secret") => {}
            Err(error) => failed.push(format!("{expr}: {error}")),
            Ok(value) => failed.push(format!("{expr} gives {}", text(&value))),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn catching_does_not_help() {
    let secrets = Value::object([("crm", Value::secret("crm"))]);
    let stays = [
        "try ($secrets.crm == \"x\") catch 1",
        "[$secrets.crm == \"x\"]?",
        "try \"\\($secrets.crm)\" catch 1",
        "first(1, ($secrets | tojson))?",
        "[$secrets.crm == (\"a\", \"b\")] | length",
    ];
    for expr in stays {
        let filter = filter(expr, &["secrets"]);
        match filter.eval(Value::null(), std::slice::from_ref(&secrets), NOW) {
            Err(error) => assert_eq!(error.code, codes::TP0413, "{expr}"),
            // Nothing was read before the first value.
            Ok(value) => assert_eq!((expr, text(&value)), ("first(1, ($secrets | tojson))?", "1".to_owned())),
        }
    }
    let length = filter("try ($secrets.crm | length) catch .", &["secrets"]);
    let caught = length.eval(Value::null(), std::slice::from_ref(&secrets), NOW).unwrap();
    assert_eq!(text(&caught), r#""the secret `crm` can only be passed whole""#);
}
