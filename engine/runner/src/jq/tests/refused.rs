//! Tests of compile errors, and of errors that end an evaluation.

use towpath_diagnostics::codes;

use super::*;

/// Code, place and message of each error.
fn errors(expr: &str) -> Vec<(String, String, String)> {
    let errors = compile(expr, &["context", "item"]).err().unwrap_or_default();
    errors
        .into_iter()
        .map(|error| {
            let help = error.help().map(|help| format!(" [{help}]")).unwrap_or_default();
            let place = expr.get(error.start..error.end).unwrap_or("?").to_owned();
            (error.code().to_string(), place, error.message() + &help)
        })
        .collect()
}

#[test]
fn errors_have_exact_places() {
    let cases = [
        ("", "TP0401", "", "expected a value, but the expression ends"),
        (".a >", "TP0401", "", "expected a value, but the expression ends"),
        (".a b", "TP0401", "b", "`b` cannot follow the text before it"),
        ("if . then 1", "TP0401", "", "expected `elif`, `else` or `end`, but the expression ends"),
        ("(1", "TP0401", "(", "this `(` is never closed"),
        ("1 + \"abc", "TP0401", "\"", "this text has no closing quote"),
        (".a == 'x'", "TP0401", "'", "this character has no meaning here [write texts in double quotes]"),
        (".a && .b", "TP0401", "&", "this character has no meaning here [write `and`]"),
        ("1 }", "TP0401", "}", "this character has no meaning here [nothing is open here]"),
        (
            r#""\x""#,
            "TP0401",
            "x",
            "this is not a valid escape [`\\` must be followed by one of `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t`, `u` or `(`]",
        ),
        (r#""\ud80""#, "TP0401", "\"", "expected four hexadecimal digits of a character"),
        (
            "{(1): 2}",
            "TP0401",
            "1",
            "member names must be texts, not a number [write a text in double quotes, or convert it with `tostring`]",
        ),
        ("{a:}", "TP0401", "}", "expected a value, found `}`"),
        (".items.0.sku", "TP0401", ".0", "`.0` is not a field name"),
        (".a ? \"b\" : \"c\"", "TP0401", "?", "`? :` is not an operator in jq"),
        ("{1: 2}", "TP0401", "1", "expected the name of a field, found `1`"),
        ("reduce .[] as $x (0)", "TP0401", "reduce", "`reduce` takes `(start; update)` after its pattern"),
        ("lenght", "TP0402", "lenght", "there is no function `lenght` [did you mean `length`?]"),
        (
            "test(\"a\", \"b\"; 1; 2)",
            "TP0402",
            "test",
            "there is no function `test` with 3 arguments [`test` takes 1 or 2 arguments, separated by `;`]",
        ),
        (
            "blurb",
            "TP0402",
            "blurb",
            "there is no function `blurb` [for the text write `\"blurb\"`, for the member of the input `.blurb`]",
        ),
        (
            "[.[] | select(.a == 1) | blurbs(.)]",
            "TP0402",
            "blurbs",
            "there is no function `blurbs` with 1 argument",
        ),
        ("def f(g): g; f", "TP0402", "f", "there is no function `f` [`f` takes 1 argument]"),
        ("@nonsense \"\\(1)\"", "TP0402", "@nonsense", "there is no function `@nonsense`"),
        ("$contxt.a", "TP0403", "$contxt", "there is no variable `$contxt` here [did you mean `$context`?]"),
        ("(1 as $x | $x) + $x", "TP0403", "$x", "there is no variable `$x` here"),
        ("break $out", "TP0403", "$out", "there is no `label $out` around this `break`"),
        (
            "env.HOME",
            "TP0406",
            "env",
            "`env` is not available: an expression sees only its input and its variables [read the value from `.` or from a variable such as `$context`]",
        ),
        (
            "$ENV.HOME",
            "TP0406",
            "$ENV",
            "`$ENV` is not available: an expression sees only its input and its variables [read the value from `.` or from a variable such as `$context`]",
        ),
        (
            "halt_error(1)",
            "TP0406",
            "halt_error",
            "`halt_error` is not available: an expression sees only its input and its variables [end a run with a `raise` task, or fail with `error(\"…\")`]",
        ),
        (
            "import \"a\" as a; a::b",
            "TP0407",
            "import",
            "`import` is not available: an expression in a workflow cannot load files [write the definitions with `def` inside the expression]",
        ),
        (
            "include \"a\"; .",
            "TP0407",
            "include",
            "`include` is not available: an expression in a workflow cannot load files [write the definitions with `def` inside the expression]",
        ),
        ("a::b", "TP0407", "a::b", "`a::b` is not available: modules are not supported"),
    ];
    for (expr, code, place, message) in cases {
        let expected = (code.to_owned(), place.to_owned(), message.to_owned());
        let found = errors(expr);
        let found = found.iter().find(|error| **error == expected).or(found.first());
        assert_eq!(found, Some(&expected), "{expr}");
    }
}

#[test]
fn every_wrong_name_is_reported() {
    let found: Vec<String> =
        errors("[foo, .a, $b, env, {x: bar}]").into_iter().map(|error| error.1).collect();
    assert_eq!(found, ["foo", "$b", "env", "bar"]);
}

#[test]
fn nothing_reaches_outside() {
    let outside = [
        "env",
        "$ENV",
        "input",
        "inputs",
        "debug",
        "debug(1)",
        "stderr",
        "halt",
        "halt(1)",
        "halt_error",
        "halt_error(1)",
        "input_line_number",
        "input_filename",
        "$__prog_args",
        "get_search_list",
        "modulemeta",
        "repl",
    ];
    for expr in outside {
        assert_eq!(errors(expr).first().map(|error| error.0.as_str()), Some("TP0406"), "{expr}");
    }
    let blocks = [
        "error_empty",
        "debug_empty",
        "stderr_empty",
        "key_values",
        "path_value(.)",
        "__main",
        "__matches(1; 2)",
        "__limit(1; 2)",
        "__range(1; 2; 3)",
        "!modify(.; 1)",
        "$!value",
        "_strindices(1)",
        "isnumber",
        "min_by_or_empty(.)",
        "capture_of_match",
        "!empty",
        "matches(1; 2)",
        "encode_base64",
        "halt(0)",
        "split_(1; 2)",
    ];
    for expr in blocks {
        assert!(!errors(expr).is_empty(), "{expr}");
    }
}

#[test]
fn user_defined_names_may_be_any() {
    check(&[
        ("def env: 1; env", "null", "1"),
        ("def map(f): 7; map(.)", "null", "7"),
        ("def halt: 1; def debug(f): f; debug(halt)", "null", "1"),
        ("1 as $ENV | $ENV", "null", "1"),
        ("{if: 1, then: 2, def: 3, end: 4} | [.if, .then, .def, .end]", "null", "[1,2,3,4]"),
        (". as {a: $x} | def f($x): $x + 1; f($x)", r#"{"a":1}"#, "2"),
    ]);
}

#[test]
fn text_of_any_kind_never_panics() {
    use proptest::prelude::*;
    use proptest::strategy::ValueTree as _;
    let word = prop_oneof![
        Just("if ".to_owned()),
        Just("then ".to_owned()),
        Just("else ".to_owned()),
        Just("end ".to_owned()),
        Just("def f: ".to_owned()),
        Just("; ".to_owned()),
        Just("reduce ".to_owned()),
        Just("as $x ".to_owned()),
        Just("| ".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("\"".to_owned()),
        Just("\\(".to_owned()),
        Just(".a".to_owned()),
        Just("..".to_owned()),
        Just("$x ".to_owned()),
        Just("1 ".to_owned()),
        Just("+ ".to_owned()),
        Just(", ".to_owned()),
        Just("?".to_owned()),
        Just("//".to_owned()),
        Just("@json ".to_owned()),
        Just("map(".to_owned()),
        Just(": ".to_owned()),
        Just("# ".to_owned()),
        Just("\n".to_owned()),
        Just("\u{e9}".to_owned()),
        Just("try ".to_owned()),
        Just("foreach ".to_owned()),
        Just("?// ".to_owned()),
        Just("% ".to_owned()),
        Just("* 2 ".to_owned()),
        Just("// ".to_owned()),
        Just("|= ".to_owned()),
        Just("$x: ".to_owned()),
        Just("\\ud83d".to_owned()),
        Just("label $x ".to_owned()),
        Just("import ".to_owned()),
        Just("$__loc__ ".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let words = proptest::collection::vec(word, 0..25);
    for _ in 0..4_000 {
        let expr = words.new_tree(&mut runner).unwrap().current().concat();
        if let Err(errors) = compile(&expr, &[]) {
            for error in errors {
                assert!(expr.get(error.start..error.end).is_some(), "{expr:?}: {error:?}");
            }
        }
    }
}

/// Rewritten expressions nest more deeply than the original, but must still fit into a normal stack.
#[test]
fn the_deepest_accepted_expression_compiles_and_runs() {
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        [open.repeat(times), inner.to_owned(), close.repeat(times)].concat()
    };
    let deepest = [
        nested(".x |= (", "1", ")", 100),
        nested("(.x | select(true)) |= (", "1", ")", 49),
        nested("(1, 2) + (", "1", ")", 90) + " | 1",
        nested("reduce (", "1", ") as $x (0; ., 1)", 60),
        nested("foreach (", "1", ") as $x (0; ., 1)", 5) + " | 1",
        nested("\"\\(", "1", ")\"", 45),
        format!("first({})", ["(1, 2)"; 120].join(" + ")),
        ["2 * 3"; 120].join(" % "),
        [".a = 1"; 80].join(" // "),
        ". as [$a] ?// $a | ".repeat(50) + "$a",
        ". as {$a: [$b]} ?// $b | ".repeat(50) + "$b",
        "def f($a): a | ".repeat(60) + "1; f(1)",
    ];
    let run = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let outcome = |expr: &String| match compile(expr, &[]) {
            Ok(filter) => filter.eval(Value::null(), &[], NOW).map(|_| ()).map_err(|error| error.code),
            Err(errors) => Err(errors[0].code()),
        };
        deepest.iter().map(outcome).collect::<Vec<_>>()
    });
    let refused = [Err(codes::TP0401), Err(codes::TP0405)];
    let outcomes = run.unwrap().join().unwrap();
    assert!(outcomes.iter().filter(|outcome| !refused.contains(outcome)).count() >= 8, "{outcomes:?}");
}

#[test]
fn depth_is_bounded() {
    let deep = format!("TP0414: a value is nested deeper than {MAX_DEPTH} levels");
    let too_deep = "TP0416: a function in this expression calls itself too deeply";
    check(&[
        ("def f: if . == 0 then 0 else (. - 1 | f) + 1 end; 60 | f", "null", "60"),
        ("def f: if . == 0 then 0 else (. - 1 | f) + 1 end; 1000000 | f", "null", too_deep),
        ("def f: 1 + f; f", "null", too_deep),
        ("def f: [f]; f", "null", too_deep),
        ("def f: try f catch .; f", "null", too_deep),
        ("def f(g): 1 + f(g | g); f(.)", "null", too_deep),
        ("def f: def g: 1 + f; g; f", "null", too_deep),
        ("def f: if . > 1000000 then . else . + 1 | f end; f", "0", "1000001"),
        ("[recurse(if . < 10000 then . + 1 else empty end)] | length", "0", "10001"),
        ("last(range(100000))", "0", "99999"),
        ("reduce range(500) as $i (0; [.]) | [..] | length", "null", "501"),
        ("reduce range(1000000) as $i (0; [.]) | 1", "null", &deep),
        ("reduce range(1000) as $i (0; {a: .}) | 1", "null", &deep),
        (
            "reduce range(1000) as $i (0; .a = .) | 1",
            "null",
            "TP0410: cannot read a member by name from a number",
        ),
        ("reduce range(1000) as $i ({}; .a = .) | 1", "null", &deep),
        ("reduce range(1000) as $i ([]; .[0] = .) | 1", "null", &deep),
        ("reduce range(1000) as $i ([]; .[0:0] = [.]) | 1", "null", &deep),
        ("try (reduce range(1000) as $i (0; [.])) catch 1", "null", &deep),
        ("setpath([range(100) | \"a\"]; 1) | [..] | length", "null", "101"),
        ("setpath([range(10000) | \"a\"]; 1)", "null", too_deep),
        ("setpath([range(10001) | \"a\"]; 1)", "null", "TP0410: Path too deep"),
        ("getpath([range(10000) | \"a\"])", "null", "null"),
        ("delpaths([[range(10000) | \"a\"]])", "null", "null"),
        (
            "\"[\" * 600 + \"]\" * 600 | fromjson",
            "null",
            "TP0410: a text is not json: this json text is nested too deeply at byte 512",
        ),
        ("reduce range(400) as $i (0; [.]) | flatten", "null", "[0]"),
        ("reduce range(400) as $i (0; [.]) | tojson | fromjson | tojson | length", "null", "801"),
        ("reduce range(400) as $i (0; [.]) | . == . and . <= . and contains(.)", "null", "true"),
    ]);
    let mut input = Value::null();
    for _ in 0..=MAX_DEPTH {
        input = Value::array([input]);
    }
    let error = filter("1", &[]).eval(input, &[], NOW).unwrap_err();
    assert_eq!(error.code, codes::TP0414);
}

#[test]
fn other_ways_to_leave_an_expression_are_errors() {
    check(&[
        ("label $f | break $f", "null", "null"),
        ("[limit(0; error)]", "null", "[]"),
        ("first(1, error(\"no\"))", "null", "1"),
        ("1, error(\"x\")", "null", "TP0411: x"),
        ("1, 2", "null", "TP0412: an expression must give one value; this one gives several"),
    ]);
}
