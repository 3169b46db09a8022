//! Tests of behaviour where jq and plain jaq differ: the rewriting of tokens and terms, and our own
//! definitions.

use towpath_diagnostics::codes;

use super::*;

#[test]
fn alternative_patterns() {
    check(&[
        ("[.[] as [$a] ?// $a | $a]", r#"[[1],2,[3,4]]"#, "[1,2,3]"),
        ("[.[] as {$a} ?// [$b] | [$a, $b]]", r#"[{"a":1},[2]]"#, "[[1,null],[null,2]]"),
        // The body counts too: if it fails, the next pattern is tried, with the other variables null.
        (
            "[.[] as [$a] ?// [$b] | if $a != null then error(\"no\") else {$a, $b} end]",
            "[[3]]",
            r#"[{"a":null,"b":3}]"#,
        ),
        ("[.[] as [$a] ?// $a | 1, ($a | error)]?", "[[1]]", "null"),
        ("try (. as [$a] ?// {$a} | $a) catch .", "1", r#""Cannot index number with string (\"a\")""#),
        ("reduce .[] as [$a] ?// $a (0; . + $a)", "[[1],2]", "3"),
        ("[foreach .[] as [$a] ?// $a (0; . + $a; [$a, .])]", "[[1],2]", "[[1,1],[2,3]]"),
        ("[label $f | .[] as [$a] ?// $a | if $a > 1 then break $f else $a end]", "[[1],2,3]", "[1]"),
        ("[path(.x as [$a] ?// $a | .[$a])]", r#"{"x":"y"}"#, r#"[["y"]]"#),
        (". as {$a, $b: [$c]} | [$a, $b, $c]", r#"{"a":1,"b":[2]}"#, "[1,[2],2]"),
        (". as [{$a: {$b}}] | [$a, $b]", r#"[{"a":{"b":5}}]"#, r#"[{"b":5},5]"#),
        (".a?//1", "7", "1"),
        ("[1,2] as [$a, $b] | {as: $a, $b}", "null", r#"{"as":1,"b":2}"#),
    ]);
}

#[test]
fn folds() {
    check(&[
        ("reduce .[] as $x (0; ., 10 | . + $x)", "[1,2]", "12"),
        ("reduce .[] as $x (0; empty)", "[1,2]", "null"),
        ("[reduce (1, 2) as $x ((0, 10); . + $x)]", "null", "[3,13]"),
        ("[foreach .[] as $x (0; . + $x, 10)]", "[1,2]", "[1,10,12,10]"),
        ("[foreach .[] as $x (0; . + $x, 10; [$x, .])]", "[1,2]", "[[1,1],[1,10],[2,12],[2,10]]"),
        ("[foreach .[] as $x (0, 1; . + $x)]", "[1,2]", "[1,3,2,4]"),
        ("reduce .[] / 2 as $x (0; . + $x)", "[2,4]", "3"),
        ("[foreach .[0] + .[1] as $x (0; . + $x)]", "[2,4]", "[6]"),
        ("reduce reduce .[] as $x (0; . + $x) as $y (1; . * $y)", "[2,4]", "6"),
        ("reduce .[] as $x ({}; .[$x.k] += $x.n)", r#"[{"k":"a","n":1},{"k":"a","n":2}]"#, r#"{"a":3}"#),
        ("{reduce: 1, foreach: 2, as: 3} | [.reduce, .foreach, .as]", "null", "[1,2,3]"),
    ]);
}

#[test]
fn the_order_of_outputs() {
    check(&[
        ("[(1, 2) + (10, 20)]", "null", "[11,12,21,22]"),
        ("[(1, 2) < (1, 2)]", "null", "[false,false,true,false]"),
        ("[\"\\(1, 2)-\\(3, 4)\"]", "null", r#"["1-3","2-3","1-4","2-4"]"#),
        ("[{a: (1, 2), b: (3, 4)} | [.a, .b]]", "null", "[[1,3],[1,4],[2,3],[2,4]]"),
        ("[range(0, 1; 2, 3)]", "null", "[0,1,0,1,2,1,1,2]"),
        ("[(1, 2) and (true, false)]", "null", "[true,false,true,false]"),
    ]);
}

#[test]
fn ranks_of_operators() {
    check(&[
        ("5 * 3 % 2", "null", "1"),
        ("7 % 4 * 2", "null", "6"),
        ("1 + 5 * 3 % 2", "null", "2"),
        ("20 / 3 % 4 * 10 % 7", "null", "6"),
        ("5 * (3 % 2)", "null", "5"),
        ("-5 * 3 % 4", "null", "-3"),
        ("{a: 5 * 3 % 2, b: [5 * 3 % 2][0]} | [.a, .b]", "null", "[1,1]"),
        ("if 5 * 3 % 2 == 1 then 4 * 3 % 5 else 0 end", "null", "2"),
        ("reduce (5, 6) as $x (0; . + $x) * 3 % 7", "null", "5"),
        (".a = .b // 1", r#"{"b":null}"#, r#"{"b":null,"a":null}"#),
        (".a // .b = 1", "{}", r#"{"b":1}"#),
        (".a // .b = 1", r#"{"a":2}"#, "2"),
        (".a = (.b // 1)", "{}", r#"{"a":1}"#),
        (".a |= (. // 3) | .a", "{}", "3"),
        ("if .a = 1 // 2 then 3 end", "{}", "3"),
        (".5 + [.25][0]", "null", "0.75"),
        ("1 + 2 as $x | -$x", "null", "-3"),
    ]);
}

#[test]
fn assignment_along_any_path() {
    check(&[
        ("first(.[] | select(. > 1)) = 9", "[1,2,3]", "[1,9,3]"),
        ("limit(2; .[]) |= . * 10", "[1,2,3]", "[10,20,3]"),
        ("(.a?, .b?) = 1", "{}", r#"{"a":1,"b":1}"#),
        ("try ((.a | error) |= 1) catch .", r#"{"a":2}"#, "2"),
        ("(try .a catch .b) = 1", "{}", r#"{"a":1}"#),
        ("(label $f | .[] | if . > 1 then break $f else . end) = 0", "[1,1,2]", "[0,0,2]"),
        ("getpath([\"a\", 0]) = 1", "null", r#"{"a":[1]}"#),
        ("(.. | select(type == \"number\")) |= . + 1", "[1,[2]]", "[2,[3]]"),
        (".. = 1", "[1]", "TP0410: cannot index a number with a number"),
        (".. |= (numbers |= . + 1)", "[1,{\"a\":2}]", r#"[2,{"a":3}]"#),
        ("(.a | select(. != null)) //= 1", r#"{"a":null}"#, r#"{"a":null}"#),
        ("(.[] | select(. % 2 == 0)) |= empty", "[1,2,3,4]", "[1,3]"),
        (".[.k] = 1", r#"{"k":"x"}"#, r#"{"k":"x","x":1}"#),
        ("(.a, .[.a]) = \"b\"", r#"{"a":"c"}"#, r#"{"a":"b","c":"b"}"#),
        ("(.a | if . then .b else .c end) = 1", r#"{"a":{}}"#, r#"{"a":{"b":1}}"#),
        ("[(.a, .b) |= (3, 4)]", "{}", r#"[{"a":3,"b":3}]"#),
        ("[(.a, .b) = (3, 4)]", "{}", r#"[{"a":3,"b":3},{"a":4,"b":4}]"#),
        ("(.a | .b, .c) += 1", "{}", r#"{"a":{"b":1,"c":1}}"#),
        ("def f: .a; f = 1", "{}", r#"{"a":1}"#),
        ("del(.[0, -1], .[1:2])", "[1,2,3,4]", "[3]"),
        ("del(.[nan])", "[1]", "[1]"),
        ("delpaths([[\"a\", \"b\"], [\"a\"]])", r#"{"a":{"b":1},"c":2}"#, r#"{"c":2}"#),
        ("try delpaths([[[1]]]) catch .", "[1]", r#""Cannot delete array element of array""#),
        ("try setpath([[1]]; 1) catch .", "[]", r#""Cannot update field at array index of array""#),
        ("try (.[1:2] = \"x\") catch .", r#""abc""#, r#""Cannot update string slices""#),
        ("[getpath([\"a\", [1], {}])]", "null", "[null]"),
        ("try getpath([range(10001)]) catch .", "null", r#""Path too deep""#),
    ]);
}

#[test]
fn terms_that_are_not_paths() {
    check(&[
        ("try path(map(.)) catch .", "[1]", r#""Invalid path expression with result [1]""#),
        (
            "try path(map(.) | .[0]) catch .",
            "[1]",
            r#""Invalid path expression near attempt to access element 0 of [1]""#,
        ),
        (
            "try path(map(.)[]) catch .",
            "[1]",
            r#""Invalid path expression near attempt to iterate through [1]""#,
        ),
        (
            "try (map(.)[].b |= 1) catch .",
            "[1]",
            r#""Invalid path expression near attempt to iterate through [1]""#,
        ),
        ("try del(1) catch .", "[1]", r#""Invalid path expression with result 1""#),
        ("(map(.) | .[0]) = 1", "[1]", "TP0410: this is not a path to a part of the input, but a list"),
        ("[path(empty, (1 | empty))]", "null", "[]"),
        ("[path(first(.a, .b), (.c // .d))]", "{}", r#"[["a"],["d"]]"#),
    ]);
}

#[test]
fn bounds_of_generators() {
    check(&[
        ("[limit(0; error)]", "null", "[]"),
        ("try limit(-1; 1) catch .", "null", r#""limit doesn't support negative count""#),
        ("[skip(0; 1, 2), skip(1; 1, 2)]", "null", "[1,2,2]"),
        ("try skip(-1; 1) catch .", "null", r#""skip doesn't support negative count""#),
        ("try nth(-1; 1) catch .", "null", r#""nth doesn't support negative indices""#),
        ("[nth(1; .[]), nth(9; .[])]", "[5,6]", "[6]"),
        ("[range(5; 0; -2), range(0; 1; 0), range(0; 1; 0.5)]", "null", "[5,3,1,0,0.5]"),
        ("try range(\"a\") catch .", "null", r#""Range bounds must be numeric""#),
        ("[walk(., 1)]", "[2]", "[[2,1],1]"),
        ("walk(if type == \"array\" then sort else . end)", "[[3,1],2]", "[2,[1,3]]"),
        ("[combinations(2)]", "[0,1]", "[[0,0],[0,1],[1,0],[1,1]]"),
        ("[combinations]", "[]", "[[]]"),
        ("def f($a; g): a + g; f(1; 2)", "null", "3"),
        ("JOIN({\"1\": \"x\"}; .[0] | tostring)", "[[1],[2]]", r#"[[[1],"x"],[[2],null]]"#),
        ("[builtins[] | select(startswith(\"_\") or startswith(\"!\"))]", "null", "[]"),
        ("builtins | contains([\"map/1\", \"limit/2\", \"length/0\"])", "null", "true"),
    ]);
}

#[test]
fn texts_and_numbers() {
    check(&[
        (r#""\ud83d\ude00\u00e9\ud83d""#, "null", "\"😀é\u{fffd}\""),
        (r#""\\ud83d""#, "null", r#""\\ud83d""#),
        ("[\"x\" * (0, 0.5, 1.5, 2, -1, nan)]", "null", r#"["","","x","xx",null,null]"#),
        ("try ltrimstr(1) catch .", r#""a""#, r#""startswith() requires string inputs""#),
        ("try trim catch .", "1", r#""trim input must be a string""#),
        ("try ascii_upcase catch .", "1", r#""explode input must be a string""#),
        ("try implode catch .", "1", r#""implode input must be an array""#),
        ("[-1, 55296, 1114112] | implode | explode", "null", "[65533,65533,65533]"),
        ("try utf8bytelength catch .", "[1]", r#""array ([1]) only strings have UTF-8 byte length""#),
        ("try keys catch .", "1", r#""number (1) has no keys""#),
        ("try {(.): 1} catch .", "1", r#""Cannot use number (1) as object key""#),
        ("try .[] catch .", "null", r#""Cannot iterate over null (null)""#),
        (
            "try (. + 1) catch .",
            r#""abcdefghijklmnopqrstuvwxyz0123456789""#,
            r#""string (\"abcdefghijklmnopqrstuvwx...\") and number (1) cannot be added""#,
        ),
        (
            "[.[] | fromjson]",
            r#"["nan", "-Infinity", "1e999", "{\"a\":1,\"a\":2}", "\"\\ud800\""]"#,
            "[null,-1.7976931348623157e+308,1.7976931348623157e+308,{\"a\":2},\"\u{fffd}\"]",
        ),
        (
            "try fromjson catch .",
            r#""NaN1""#,
            r#""Invalid numeric literal at EOF at line 1, column 4 (while parsing 'NaN1')""#,
        ),
        ("[.[] | tonumber]", r#"["+5.5", ".5", "-1"]"#, "[5.5,0.5,-1]"),
        ("[(\"a\", {}, -1) | abs]", "null", r#"["a",{},1]"#),
        ("try abs catch .", "null", r#""null (null) cannot be negated""#),
        ("[.[1:nan], .[nan:1]]", "[1,2]", "[[2],[1]]"),
        ("[indices(\"\"), index(\"\")]", r#""ab""#, "[[],null]"),
        ("[.[] | tostring]", "[1e19, 1e18]", r#"["1e+19","1e+18"]"#),
        ("[(\"=\", \"cWl4YmF6Cg\") | @base64d]", "null", r#"["","qixbaz\n"]"#),
        ("try @base64d catch .", r#""QUJDa""#, r#""string (\"QUJDa\") trailing base64 byte found""#),
        (
            "[.[] | try @urid catch .]",
            r#"["a%20%C3%A9", "%C3", "%f"]"#,
            r#"["a é","string (\"%C3\") is not a valid uri encoding","string (\"%f\") is not a valid uri encoding"]"#,
        ),
    ]);
}

#[test]
fn regular_expressions() {
    check(&[
        ("[match(\"(?<=a)b(?!c)\"; \"g\").offset]", r#""abc ab""#, "[5]"),
        ("test(\"^(.)\\\\1$\")", r#""aa""#, "true"),
        ("gsub(\"(?=u)\"; \"u\")", r#""qux""#, r#""quux""#),
        ("[scan(\"\\\\d+(?= ?€)\")]", r#""5 € and 6 $""#, r#"["5"]"#),
        ("capture(\"(?<a>x)(?=y)\")", r#""xy""#, r#"{"a":"x"}"#),
        ("[match(\"(?<=(b))c\").captures[0].offset]", r#""abc""#, "[1]"),
        ("test(\"{id}\")", r#""a{id}""#, "true"),
        ("[scan(\"[{]\\\\p{L}{2}\")]", r#""{ab{c""#, r#"["{ab"]"#),
        ("[test(\"b$\"), test(\"b\\\\z\"), test(\"[$]\")]", "\"ab\\n\"", "[true,false,false]"),
        ("[match(\"a*\"; \"g\").length]", r#""baa""#, "[0,2,0]"),
        ("[gsub(\"a\"; \"b\", \"c\")]", r#""aa""#, r#"["bb","cc"]"#),
        ("[sub(\"(?<x>a)\"; \"\\(.x)1\", \"2\")]", r#""aa""#, r#"["a1a","2a"]"#),
        ("sub(\"a\"; empty)", r#""aa""#, r#""aa""#),
        ("try sub(\"a\"; 1) catch .", r#""ba""#, r#""string (\"b\") and number (1) cannot be added""#),
        ("test(\"a.b\"; \"m\")", "\"a\\nb\"", "true"),
        ("[splits(\",\")]", r#""a,b""#, r#"["a","b"]"#),
        (
            "test(\"(x+x+)+\\\\1y\")",
            r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#,
            "TP0410: Regex failure: this regular expression needs too many steps on this text",
        ),
    ]);
}

#[test]
fn times_of_few_parts() {
    check(&[
        ("[2024, 8, 21] | mktime", "null", "1726876800"),
        ("[2024, 1, 15] | todate", "null", r#""2024-02-15T00:00:00Z""#),
        ("[2024, 12, 1] | strftime(\"%Y-%m\")", "null", r#""2025-01""#),
        ("[2024, 0, 32, 25] | mktime | todate", "null", r#""2024-02-02T01:00:00Z""#),
        ("try ([\"a\"] | mktime) catch .", "null", r#""mktime requires parsed datetime inputs""#),
        ("try (0 | strftime([])) catch .", "null", r#""strftime/1 requires a string format""#),
        (
            "try ({} | strflocaltime(\"\")) catch .",
            "null",
            r#""strflocaltime/1 requires parsed datetime inputs""#,
        ),
        ("strptime(\"%Y-%m-%d %Z\") | mktime", r#""2024-01-01 UTC""#, "1704067200"),
        ("[99999, 0, 1] | mktime", "null", "TP0410: invalid gmtime representation"),
    ]);
}

#[test]
fn member_names_that_are_not_texts_do_not_compile() {
    for expr in ["{(0): 1}", "{a: 1, (true): 2}", ". as {(null): $x} | $x", ". as [] | .", ". as {} | ."] {
        let errors = compile(expr, &[]).err().unwrap_or_default();
        assert_eq!(errors.first().map(CompileError::code), Some(codes::TP0401), "{expr}");
    }
    check(&[("def null: \"n\"; {(null): 1}", "null", r#"{"n":1}"#)]);
}

#[test]
fn errors_point_at_what_was_written() {
    let errors = compile(r#""\ud83d\ude00" + lenght"#, &[]).err().unwrap_or_default();
    let places: Vec<&str> =
        errors.iter().map(|error| &r#""\ud83d\ude00" + lenght"#[error.start..error.end]).collect();
    assert_eq!(places, ["lenght"]);
}

#[test]
fn all_outputs_and_the_final_error() {
    let all = |expr: &str, most| {
        let (values, error) = filter(expr, &[]).eval_all(json("[1,2]"), NOW, most);
        (values.iter().map(text).collect::<Vec<_>>().join(" "), error.map(|error| error.code))
    };
    assert_eq!(all(".[], 3", 9), ("1 2 3".to_owned(), None));
    assert_eq!(all(".[], error(4)", 9), ("1 2".to_owned(), Some(codes::TP0411)));
    assert_eq!(all("range(1000)", 2), ("0 1".to_owned(), None));
    assert_eq!(all("1, (def f: [f]; f)", 9).1, Some(codes::TP0416));
}
