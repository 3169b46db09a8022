//! Tests of the language: expressions and their results.

use super::*;

#[test]
fn basics() {
    check(&[
        (".", "1", "1"),
        (".a.b", r#"{"a":{"b":2}}"#, "2"),
        (".a.b.c", r#"{"a":{}}"#, "null"),
        (r#".["a b"]"#, r#"{"a b":2}"#, "2"),
        (r#"."a\tb""#, r#"{"a\tb":2}"#, "2"),
        (".[1]", "[1,2]", "2"),
        (".[-1]", "[1,2]", "2"),
        (".[1.7]", "[1,2]", "2"),
        (".[9]", "[1,2]", "null"),
        (".[nan]", "[1,2]", "null"),
        (".[1:]", "[1,2,3]", "[2,3]"),
        (".[:-1]", "[1,2,3]", "[1,2]"),
        (".[1.2:2.2]", "[1,2,3,4]", "[2,3]"),
        (".[2:1]", "[1,2,3]", "[]"),
        (".[1:3]", "\"a\u{1F600}cd\"", "\"\u{1F600}c\""),
        (".[-2:]", "\"a\u{1F600}cd\"", "\"cd\""),
        (".[1:2]", "null", "null"),
        ("[.[]]", r#"{"b":1,"a":2}"#, "[1,2]"),
        ("[.[]?]", "1", "[]"),
        ("[.a?, .b?]", "1", "[]"),
        ("[..]", "[[1]]", "[[[1]],[1],1]"),
        (
            "{a, b: .c, \"d\": 4, (\"e\"+\"f\"): 5, \"x\\(.a)\": 6, $__loc__}",
            r#"{"a":1,"c":3}"#,
            r#"{"a":1,"b":3,"d":4,"ef":5,"x1":6,"__loc__":{"file":"<top-level>","line":1}}"#,
        ),
        (". as $x | {$x}", "1", r#"{"x":1}"#),
        ("[{a: (1,2), b: (3,4)}]", "null", r#"[{"a":1,"b":3},{"a":1,"b":4},{"a":2,"b":3},{"a":2,"b":4}]"#),
        (". as [$a, {b: $c}] | [$a, $c]", r#"[1,{"b":2}]"#, "[1,2]"),
        (". as {a: $x, b: [$y]} | [$x, $y]", r#"{"a":1,"b":[2]}"#, "[1,2]"),
        (r#"if . > 1 then "a" elif . == 1 then "b" else "c" end"#, "1", r#""b""#),
        ("if . then 1 end", "false", "false"),
        (".a // 7", r#"{"a":false}"#, "7"),
        ("[.[] // 7]", "[null,1,2]", "[1,2]"),
        ("[1,2] | .[0] as $x | $x + .[1]", "null", "3"),
        ("reduce .[] as $x (0; . + $x)", "[1,2,3]", "6"),
        ("[foreach .[] as $x (0; . + $x; [$x, .])]", "[1,2]", "[[1,1],[2,3]]"),
        ("[label $out | .[] | if . > 2 then break $out else . end]", "[1,2,3,1]", "[1,2]"),
        ("def f(g): [g, g]; f(.a)", r#"{"a":1}"#, "[1,1]"),
        ("def f($a; $b): $a - $b; f(5; 3)", "null", "2"),
        ("def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; fac", "20", "2432902008176640000"),
        ("def f: if . > 100000 then . else . + 1 | f end; f", "0", "100001"),
        ("[.[] | try error catch .]", r#"[1,"a",null]"#, r#"[1,"a",null]"#),
        (r#"try error("x") catch ."#, "null", r#""x""#),
        (r#"[.[] | (1 / .)?]"#, "[1,0,2]", "[1,0.5]"),
        (r#""a\(1 + 1)b\("c" + "d")""#, "null", r#""a2bcd""#),
        (r#""\(.)""#, r#"{"a":[1,null]}"#, r#""{\"a\":[1,null]}""#),
        (r#"@base64 "x\(.)y""#, r#""hi""#, r#""xaGk=y""#),
        ("empty", "1", "null"),
        ("first(empty)", "1", "null"),
        ("$__loc__", "1", r#"{"file":"<top-level>","line":1}"#),
        ("1 as $x | 2 as $y | [$x, $y, $__loc__.line]", "1", "[1,2,1]"),
        ("\n\n$__loc__.line", "1", "3"),
        (
            "true and null, false or 1 | not",
            "1",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[limit(3; range(10))]", "1", "[0,1,2]"),
        ("[first(range(10)), last(range(10)), nth(3; range(10))]", "1", "[0,9,3]"),
        ("[range(0; 10; 3)]", "1", "[0,3,6,9]"),
        ("[range(5; 0; -2)]", "1", "[5,3,1]"),
        ("[.[] as $x | $x * 2]", "[1,2]", "[2,4]"),
        (
            "isempty(empty), isempty(1) | tojson",
            "1",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("# comment\n. # another", "1", "1"),
    ]);
}

#[test]
fn numbers() {
    check(&[
        ("1 + 1", "null", "2"),
        ("9223372036854775807 + 1", "null", "9223372036854776000"),
        ("-9223372036854775808 - 1", "null", "-9223372036854776000"),
        ("9223372036854775807 * 2", "null", "18446744073709552000"),
        ("3000000000 * 3", "null", "9000000000"),
        ("9007199254740993", "null", "9007199254740993"),
        ("9007199254740993 == 9007199254740992.0", "null", "false"),
        ("7 / 2", "null", "3.5"),
        ("6 / 2", "null", "3"),
        ("1 / 3", "null", "0.3333333333333333"),
        ("0.1 + 0.2", "null", "0.30000000000000004"),
        ("1.0", "null", "1"),
        ("1.50", "null", "1.5"),
        ("1e1000", "null", "1.7976931348623157e+308"),
        ("-1e1000", "null", "-1.7976931348623157e+308"),
        ("nan", "null", "null"),
        ("[nan] | sort | .[0] | isnan", "null", "true"),
        ("nan < nan", "null", "true"),
        ("nan == nan", "null", "false"),
        ("nan > nan", "null", "false"),
        ("[nan, 1, null, nan, -1] | sort", "null", "[null,null,null,-1,1]"),
        (
            "infinite, -infinite | tostring",
            "null",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[infinite, -infinite]", "null", "[1.7976931348623157e+308,-1.7976931348623157e+308]"),
        (
            "5 % 3, -5 % 3, 5 % -3 | [.]",
            "null",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[5 % 3, -5 % 3, 5 % -3, 5.9 % 3.9]", "null", "[2,-2,2,2]"),
        ("-9223372036854775808 % -1", "null", "0"),
        (
            "try (1 % 0) catch .",
            "null",
            r#""number (1) and number (0) cannot be divided (remainder) because the divisor is zero""#,
        ),
        ("1 / 0", "null", "TP0410: a number and a number cannot be divided because the divisor is zero"),
        (
            "[1.5, -1.5, 2.5, 1e300] | [map(floor), map(ceil), map(round)]",
            "null",
            "[[1,-2,2,1e+300],[2,-1,3,1e+300],[2,-2,3,1e+300]]",
        ),
        ("9223372036854775807 | floor", "null", "9223372036854775807"),
        ("1e18 | floor", "null", "1e+18"),
        ("-0.4 | round", "null", "-0"),
        (
            "pow(2; 10), sqrt | tostring",
            "4",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[pow(2; 10), sqrt, (1 | exp | log), fma(2; 3; 4)]", "4", "[1024,2,1,10]"),
        ("[frexp, modf, logb, significand]", "10.5", "[[0.65625,4],[0.5,10],3,1.3125]"),
        ("[.[] | abs]", "[-1, 2, -3.5, -9223372036854775808]", "[1,2,3.5,9223372036854776000]"),
        ("-(.a)", r#"{"a":-9223372036854775808}"#, "9223372036854776000"),
        (
            "[.[] | tostring]",
            "[1, 1.0, 1.5, 1e3, 100000000000000000000]",
            r#"["1","1","1.5","1000","1e+20"]"#,
        ),
        ("[.[] | tonumber]", r#"["1", "1.5", "-2e3", 7]"#, "[1,1.5,-2000,7]"),
        (
            "[.[] | try tonumber catch \"no\"]",
            r#"["", "x", "1x", " 1", "0x1", "nan", "infinity"]"#,
            r#"["no","no","no","no","no",null,"no"]"#,
        ),
        ("[.[] | length]", r#"[null, -5, "a\u00e9", [1], {"a":1}]"#, "[0,5,2,1,1]"),
        ("[1, 1.0, 1.5] | unique", "null", "[1,1.5]"),
        ("[3, 1e0, 2] | [sort, min, max, add]", "null", "[[1,2,3],1,3,6]"),
        ("3.0 as $x | [range($x)]", "null", "[0,1,2]"),
        ("[range(0; 1; 0.3)]", "null", "[0,0.3,0.6,0.8999999999999999]"),
        ("[limit(2.0; 1,2,3)]", "null", "[1,2]"),
        ("[2147483648, 4294967296, 1e10] | map(. + 1)", "null", "[2147483649,4294967297,10000000001]"),
        ("[1,2,3] | .[4294967296]", "null", "null"),
        ("[1,2,3] | .[4294967297:]", "null", "[]"),
        ("[1,2,3] | .[-4294967297:]", "null", "[1,2,3]"),
    ]);
}

#[test]
fn arithmetic_of_other_kinds() {
    check(&[
        (
            "null + 1, 1 + null | [.]",
            "1",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[null + 1, 1 + null, null + null]", "1", "[1,1,null]"),
        (r#""a" + "b""#, "1", r#""ab""#),
        ("[1] + [2]", "1", "[1,2]"),
        ("{a: 1, b: 2} + {b: 3, c: 4}", "1", r#"{"a":1,"b":3,"c":4}"#),
        ("{a: {x: 1}} * {a: {y: 2}}", "1", r#"{"a":{"x":1,"y":2}}"#),
        ("[1,2,1,3] - [1]", "1", "[2,3]"),
        (r#""ab" * 3"#, "1", r#""ababab""#),
        (r#"3 * "ab""#, "1", r#""ababab""#),
        (r#""ab" * 0"#, "1", r#""""#),
        (r#""ab" * 1.5"#, "1", r#""ab""#),
        (r#"try ("ab" * 1e9) catch ."#, "1", r#""Repeat string result too long""#),
        (r#""a,b" / ",""#, "1", r#"["a","b"]"#),
        (r#""ab" / """#, "1", r#"["a","b"]"#),
        ("try ([] + {}) catch .", "1", r#""array ([]) and object ({}) cannot be added""#),
        ("[] + {}", "1", "TP0410: a list and an object cannot be added"),
        (r#"try ({} - 1) catch ."#, "1", r#""object ({}) and number (1) cannot be subtracted""#),
        (
            r#"try ({"a":"abcdefghijklmnopqrstuvwxyz"} - 1) catch ."#,
            "1",
            r#""object ({\"a\":\"abcdefghijklmnopqrs...}) and number (1) cannot be subtracted""#,
        ),
        ("[[], {}, \"a\", 1, null, true, false] | sort", "1", r#"[null,false,true,1,"a",[],{}]"#),
        (
            r#"[{"a":2}, {"b":1}, {"a":1,"b":0}, {"a":1}] | sort"#,
            "1",
            r#"[{"a":1},{"a":2},{"a":1,"b":0},{"b":1}]"#,
        ),
        ("{a:1,b:2} == {b:2,a:1}", "1", "true"),
        ("[1,[2]] == [1.0,[2]]", "1", "true"),
        ("[.[] < 2]", "[1,2,3]", "[true,false,false]"),
    ]);
}

#[test]
fn assignment() {
    check(&[
        (".a = 1", "null", r#"{"a":1}"#),
        (".a.b.c = 1", "null", r#"{"a":{"b":{"c":1}}}"#),
        (".a[1].b = 1", "{}", r#"{"a":[null,{"b":1}]}"#),
        (".[2] = 1", "[0]", "[0,null,1]"),
        (".[-1] = 1", "[0,0]", "[0,1]"),
        ("try (.[-3] = 1) catch .", "[0,0]", r#""Out of bounds negative array index""#),
        ("try (.[1e9] = 1) catch .", "[0,0]", r#""Array index too large""#),
        (".a |= . + 1", r#"{"a":1}"#, r#"{"a":2}"#),
        (".a += 1", "{}", r#"{"a":1}"#),
        (".[] += 1", "[1,2]", "[2,3]"),
        (".[] |= empty", "[1,2]", "[]"),
        (".a //= 3", r#"{"a":null}"#, r#"{"a":3}"#),
        (
            ".a -= 1 | .b *= 2 | .c /= 2 | .d %= 2",
            r#"{"a":1,"b":2,"c":3,"d":5}"#,
            r#"{"a":0,"b":4,"c":1.5,"d":1}"#,
        ),
        (".a = .b", r#"{"a":1,"b":2}"#, r#"{"a":2,"b":2}"#),
        (
            ".items[].price *= 2",
            r#"{"items":[{"price":1},{"price":2}]}"#,
            r#"{"items":[{"price":2},{"price":4}]}"#,
        ),
        (".[1:3] = [9]", "[1,2,3,4]", "[1,9,4]"),
        (".[1:] |= map(. * 2)", "[1,2,3]", "[1,4,6]"),
        (".[:1] = [7,8]", "null", "[7,8]"),
        ("(.a, .b) = 1", "{}", r#"{"a":1,"b":1}"#),
        ("(.[] | select(. > 1)) = 0", "[1,2,3]", "[1,0,0]"),
        ("(.. | numbers) |= . + 1", r#"{"a":[1,{"b":2}]}"#, r#"{"a":[2,{"b":3}]}"#),
        ("del(.a)", r#"{"a":1,"b":2,"c":3}"#, r#"{"b":2,"c":3}"#),
        ("del(.[0,2])", "[1,2,3]", "[2]"),
        ("del(.[] | select(. > 1))", "[1,2,3]", "[1]"),
        ("del(.[1:])", "[1,2,3]", "[1]"),
        ("del(.a.b, .c[0])", r#"{"a":{"b":1,"x":1},"c":[1,2]}"#, r#"{"a":{"x":1},"c":[2]}"#),
        ("del(.x.y)", "{}", "{}"),
        ("del(.)", "1", "null"),
        ("to_entries", r#"{"b":1,"a":2}"#, r#"[{"key":"b","value":1},{"key":"a","value":2}]"#),
        (
            "from_entries",
            r#"[{"key":"a","value":1},{"name":"b","v":2},{"k":null},{"key":false,"value":3}]"#,
            r#"{"a":1,"b":2,"null":null,"false":3}"#,
        ),
        ("with_entries(.value += 1)", r#"{"a":1}"#, r#"{"a":2}"#),
        ("[paths]", r#"{"a":[1]}"#, r#"[["a"],["a",0]]"#),
        ("[paths(type == \"number\")]", r#"{"a":[1],"b":2}"#, r#"[["a",0],["b"]]"#),
        ("[leaf_paths]", r#"{"a":[1],"b":2}"#, r#"[["a",0],["b"]]"#),
        ("getpath([\"a\",0,\"b\"])", "null", "null"),
        ("setpath([\"a\",0]; 1)", "null", r#"{"a":[1]}"#),
        ("delpaths([[\"a\"],[\"b\",0]])", r#"{"a":1,"b":[1,2]}"#, r#"{"b":[2]}"#),
        ("pick(.a, .b[1])", r#"{"a":1,"b":[2,3],"c":4}"#, r#"{"a":1,"b":[null,3]}"#),
        ("map_values(. + 1)", r#"{"a":1}"#, r#"{"a":2}"#),
        ("map_values(empty)", r#"{"a":1,"b":2}"#, "{}"),
        ("walk(if type == \"number\" then . + 1 else . end)", r#"[1,{"a":2}]"#, r#"[2,{"a":3}]"#),
        ("[path(.a[].b?)]", r#"{"a":[{"b":1}]}"#, r#"[["a",0,"b"]]"#),
        ("[tostream]", r#"{"a":[1,2]}"#, r#"[[["a",0],1],[["a",1],2],[["a",1]],[["a"]]]"#),
        ("fromstream(tostream)", r#"{"a":[1,{"b":2}],"c":{}}"#, r#"{"a":[1,{"b":2}],"c":{}}"#),
        ("[1 | truncate_stream([[0],1],[[1,0],2],[[1,0]],[[1]])]", "null", "[[[0],2],[[0]]]"),
    ]);
}

#[test]
fn lists_and_objects() {
    check(&[
        (
            "keys, keys_unsorted | tojson",
            r#"{"b":1,"a":2}"#,
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[keys, keys_unsorted]", r#"{"b":1,"a":2}"#, r#"[["a","b"],["b","a"]]"#),
        ("keys", "[5,6]", "[0,1]"),
        (
            "has(\"a\"), has(\"x\") | [.]",
            r#"{"a":1}"#,
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[has(0), has(2), has(-1)]", "[1,2]", "[true,false,false]"),
        ("map(in([5,6]))", "[0,2]", "[true,false]"),
        ("[.[] | contains(\"bar\")]", r#"["foobar","ba"]"#, "[true,false]"),
        ("contains({a: [1], b: \"o\"})", r#"{"a":[1,2],"b":"foo","c":1}"#, "true"),
        ("inside([1,2,3])", "[1]", "true"),
        ("[indices(1), index(1), rindex(1)]", "[1,2,1]", "[[0,2],0,2]"),
        ("[indices([1,2])]", "[1,2,1,2]", "[[0,2]]"),
        ("[indices(\", \"), index(\",\"), rindex(\",\")]", "\"a, b\u{e9}, c\"", "[[1,5],1,5]"),
        ("index(\"z\")", "\"abc\"", "null"),
        (
            "bsearch(2), bsearch(0), bsearch(9) | [.]",
            "[1,2,3]",
            "TP0412: an expression must give one value; this one gives several",
        ),
        ("[bsearch(2), bsearch(0), bsearch(9)]", "[1,2,3]", "[1,-1,-4]"),
        ("add", "[[1],[2]]", "[1,2]"),
        ("add(.[].a)", r#"[{"a":1},{"a":2}]"#, "3"),
        ("[any, all]", "[true,false]", "[true,false]"),
        ("[any(. > 1), all(. > 0)]", "[1,2]", "[true,true]"),
        ("[flatten, flatten(1)]", "[1,[2,[3,[]]]]", "[[1,2,3],[1,2,[3,[]]]]"),
        ("flatten(1)", "[]", "[]"),
        ("try flatten(-1) catch .", "[]", r#""flatten depth must not be negative""#),
        ("sort_by(.a)", r#"[{"a":2},{"a":1}]"#, r#"[{"a":1},{"a":2}]"#),
        ("sort_by(.a, .b)", r#"[{"a":1,"b":2},{"a":1,"b":1}]"#, r#"[{"a":1,"b":1},{"a":1,"b":2}]"#),
        ("group_by(.a)", r#"[{"a":2},{"a":1},{"a":2,"b":1}]"#, r#"[[{"a":1}],[{"a":2},{"a":2,"b":1}]]"#),
        ("[unique, unique_by(length)]", r#"["b","a","bb","a"]"#, r#"[["a","b","bb"],["b","bb"]]"#),
        ("[min_by(.a), max_by(.a)]", r#"[{"a":2},{"a":1}]"#, r#"[{"a":1},{"a":2}]"#),
        ("[min, max]", "[]", "[null,null]"),
        ("reverse", "[1,2]", "[2,1]"),
        ("transpose", "[[1],[2,3]]", "[[1,2],[null,3]]"),
        ("[combinations]", "[[1,2],[3]]", "[[1,3],[2,3]]"),
        ("[first, last, nth(1)]", "[1,2,3]", "[1,3,2]"),
        ("[.[] | toarray]", "[1,[2]]", "[[1],[2]]"),
        ("INDEX(.id)", r#"[{"id":1},{"id":"x"}]"#, r#"{"1":{"id":1},"x":{"id":"x"}}"#),
        ("[.[] | IN(2, 3)]", "[1,2,3]", "[false,true,true]"),
        ("IN(.[]; 2, 3)", "[1,2]", "true"),
        ("[while(. < 20; . * 2)]", "1", "[1,2,4,8,16]"),
        ("until(. > 100; . * 2)", "1", "128"),
        ("[recurse(if . < 3 then . + 1 else empty end)]", "1", "[1,2,3]"),
        ("[limit(3; repeat(1))]", "1", "[1,1,1]"),
        ("[skip(1; .[])]", "[1,2,3]", "[2,3]"),
        (
            "[.[] | type]",
            r#"[null,true,1,1.5,"a",[],{}]"#,
            r#"["null","boolean","number","number","string","array","object"]"#,
        ),
        (
            "[.[] | numbers, strings, nulls, booleans, arrays, objects] | length",
            r#"[null,true,1,"a",[],{}]"#,
            "6",
        ),
        ("[.[] | scalars]", r#"[1,[],"a",null]"#, r#"[1,"a",null]"#),
        ("[.[] | iterables]", "[1,[],{}]", "[[],{}]"),
        ("[.[] | values]", "[1,null]", "[1]"),
        ("[splits(\", *\")]", r#""a, b,c""#, r#"["a","b","c"]"#),
        ("{a:1} | .b.c |= 5 | .b", "1", r#"{"c":5}"#),
        ("[.[] as {a: $x} | $x]", r#"[{"a":1},{"a":2}]"#, "[1,2]"),
        ("map({(.k): .v}) | add", r#"[{"k":"a","v":1},{"k":"b","v":2}]"#, r#"{"a":1,"b":2}"#),
    ]);
}

#[test]
fn texts() {
    check(&[
        ("[ascii_downcase, ascii_upcase]", r#""aBc\u00c4""#, r#"["abcÄ","ABCÄ"]"#),
        ("[ltrimstr(\"a\"), rtrimstr(\"c\"), trimstr(\"a\")]", r#""abca""#, r#"["bca","abca","bc"]"#),
        ("[trim, ltrim, rtrim]", r#"" a ""#, r#"["a","a "," a"]"#),
        ("[startswith(\"a\"), endswith(\"a\")]", r#""ab""#, "[true,false]"),
        ("try startswith(1) catch .", r#""ab""#, r#""startswith() requires string inputs""#),
        ("explode | implode", r#""aé😀""#, r#""aé😀""#),
        ("[55296] | implode", "1", "\"\u{fffd}\""),
        ("split(\", \")", r#""a, b""#, r#"["a","b"]"#),
        ("split(\"\")", r#""""#, "[]"),
        ("split(\"a+\"; null)", r#""baab""#, r#"["b","b"]"#),
        ("join(\",\")", r#"["a",1,null,true]"#, r#""a,1,,true""#),
        ("join(\",\")", "[]", r#""""#),
        ("try join(\",\") catch .", "[[1]]", r#""string (\"\") and array ([1]) cannot be added""#),
        ("test(\"B\"; \"i\")", r#""abc""#, "true"),
        ("[test(\"b\"), test([\"B\", \"i\"])]", r#""abc""#, "[true,true]"),
        (
            "[match(\"(?<x>b)(c)?\"; \"g\")]",
            "\"\u{e9}bab\"",
            r#"[{"offset":1,"length":1,"string":"b","captures":[{"offset":1,"length":1,"string":"b","name":"x"},{"offset":-1,"length":0,"string":null,"name":null}]},{"offset":3,"length":1,"string":"b","captures":[{"offset":3,"length":1,"string":"b","name":"x"},{"offset":-1,"length":0,"string":null,"name":null}]}]"#,
        ),
        ("capture(\"(?<y>[0-9]+)-(?<m>[0-9]+)\")", r#""2026-07""#, r#"{"y":"2026","m":"07"}"#),
        ("[scan(\"[a-z]\"), scan(\"([a-z])([0-9])\")]", r#""a1b2""#, r#"["a","b",["a","1"],["b","2"]]"#),
        (
            "[sub(\"a\"; \"x\"), gsub(\"a\"; \"x\"), gsub(\"(?<l>[a-z])\"; \"<\\(.l)>\")]",
            r#""aba""#,
            r#"["xba","xbx","<a><b><a>"]"#,
        ),
        ("gsub(\"\";\"-\")", r#""ab""#, r#""-a-b-""#),
        ("try test(\"(\") catch .", r#""ab""#, r#""Regex failure: ( is no regular expression""#),
        ("test(\"(\")", r#""ab""#, "TP0410: this is not a valid regular expression"),
        ("try test(\"a\"; \"q\") catch .", r#""ab""#, r#""q is not a valid modifier string""#),
        ("tojson", r#"{"a":[1,"x"]}"#, r#""{\"a\":[1,\"x\"]}""#),
        ("fromjson", r#""{\"a\":[1.0,null]}""#, r#"{"a":[1,null]}"#),
        ("fromjson", r#""{1:2}""#, "TP0410: a text is not json: expected a name in double quotes at byte 1"),
        ("[.[] | tojson | fromjson]", r#"["a", 1.25, [null]]"#, r#"["a",1.25,[null]]"#),
        ("[.[] | toboolean]", r#"["true", false]"#, "[true,false]"),
        ("@text, @json | [.]", "[1]", "TP0412: an expression must give one value; this one gives several"),
        ("[@text, @json]", r#"["a"]"#, r#"["[\"a\"]","[\"a\"]"]"#),
        ("@csv", r#"[1,"a\"b",null,true,1.5]"#, r#""1,\"a\"\"b\",,true,1.5""#),
        ("@tsv", r#"["a\tb\\",1,null]"#, r#""a\\tb\\\\\t1\t""#),
        ("try @csv catch .", "[[1]]", r#""array ([1]) is not valid in a csv row""#),
        ("@html", r#""<a href=\"x\">'&""#, r#""&lt;a href=&quot;x&quot;&gt;&apos;&amp;""#),
        ("[@uri, (@uri | @urid)]", r#""a b/é~""#, r#"["a%20b%2F%C3%A9~","a b/é~"]"#),
        ("@sh", r#"["a'b", 1, null]"#, r#""'a'\\''b' 1 null""#),
        ("[@base64, (@base64 | @base64d)]", r#""hé""#, r#"["aMOp","hé"]"#),
        ("[(\"aGk\", \"aGk=\") | @base64d]", "1", r#"["hi","hi"]"#),
        ("try (\"!!\" | @base64d) catch .", "1", r#""string (\"!!\") is not valid base64 data""#),
        ("[@base32, (@base32 | @base32d)]", r#""This is""#, r#"["KRUGS4ZANFZQ====","This is"]"#),
        ("utf8bytelength", r#""é""#, "2"),
        ("@csv \"\\([1,\"a\"])\"", "1", r#""1,\"a\"""#),
    ]);
}

#[test]
fn times() {
    check(&[
        ("now", "1", "1772368496.789"),
        ("now | todate", "1", r#""2026-03-01T12:34:56Z""#),
        ("fromdate", r#""2026-03-01T12:34:56Z""#, "1772368496"),
        ("fromdateiso8601", r#""2026-03-01T13:34:56+01:00""#, "1772368496"),
        ("gmtime", "1772368496.5", "[2026,2,1,12,34,56.5,0,59]"),
        ("gmtime | mktime", "4102444800", "4102444800"),
        ("strftime(\"%Y-%m-%d %H:%M:%S %A %j %Z\")", "1772368496", r#""2026-03-01 12:34:56 Sunday 060 GMT""#),
        ("gmtime | strftime(\"%d.%m.%Y\")", "1772368496", r#""01.03.2026""#),
        ("strptime(\"%Y-%m-%dT%H:%M:%SZ\")", r#""2026-03-01T12:34:56Z""#, "[2026,2,1,12,34,56,0,59]"),
        ("[localtime == gmtime, strflocaltime(\"%H\")]", "0", r#"[true,"00"]"#),
        ("dateadd(\"seconds\"; 10)", "5", "15"),
        ("1e300 | todate", "1", "TP0410: this number is out of the range of dates"),
        (
            "\"x\" | fromdate",
            "1",
            "TP0410: this text is not a date of the form `2026-07-01` or `2026-07-01T12:00:00Z`; read other forms with `strptime(\"%d.%m.%Y\") | mktime`",
        ),
        ("[2026, 13, 45, 0, 0, 0] | mktime", "1", "1805241600"),
    ]);
}

#[test]
fn errors_hold_no_data() {
    check(&[
        (".a.b", r#"{"a":"4711"}"#, "TP0410: cannot read a member by name from a text"),
        (".[0]", r#"{"a":"4711"}"#, "TP0410: cannot index an object with a number"),
        (".[]", "4711", "TP0410: cannot iterate over a number"),
        (".[]", "null", "TP0410: cannot iterate over null"),
        ("{(.): 1}", "4711", "TP0410: member names must be texts, not a number"),
        ("sort", r#"{"a":4711}"#, "TP0410: an object cannot be sorted, as it is not an array"),
        ("tonumber", r#""4711x""#, "TP0410: a text cannot be parsed as a number"),
        ("-.", r#""4711""#, "TP0410: a text cannot be negated"),
        ("path(1)", "4711", "TP0410: this is not a path to a part of the input, but a number"),
        ("length", "true", "TP0410: a boolean has no length"),
        ("ascii_downcase", "[4711]", "TP0410: this function takes a text, not a list"),
        ("ltrimstr(1)", "4711", "TP0410: this function takes only texts"),
        ("getpath(4711)", "4711", "TP0410: Path must be specified as an array"),
        ("delpaths([[4711]])", "{\"a\":4711}", "TP0410: cannot take a number out of an object"),
        ("range(\"4711\")", "1", "TP0410: Range bounds must be numeric"),
        ("keys", "4711", "TP0410: a number has no keys"),
        ("try (.[]) catch .", "4711", r#""Cannot iterate over number (4711)""#),
        ("try .a catch .", "4711", r#""Cannot index number with string (\"a\")""#),
        ("try sort catch .", "4711", r#""number (4711) cannot be sorted, as it is not an array""#),
        ("error(\"own \\(.)\")", "4711", "TP0411: own 4711"),
        ("error", r#"{"a":4711}"#, r#"TP0411: {"a":4711}"#),
        ("error(null)", "1", "TP0411: null (null) not a string"),
        ("(try .a catch error(.))", "4711", "TP0410: cannot read a member by name from a number"),
    ]);
    let raised = filter("error({a: 1})", &[]).eval(Value::null(), &[], NOW).unwrap_err();
    assert_eq!(raised.raised.map(|value| text(&value)), Some(r#"{"a":1}"#.to_owned()));
}

#[test]
fn variables_are_given_by_place() {
    let vars = ["context", "$input", "item", "input"];
    let filter = filter("[$input, .x, $item]", &vars);
    assert_eq!(filter.used(), [3, 2]);
    let values = [Value::str("no"), Value::str("outer"), Value::int(2), Value::str("inner")];
    let value = filter.eval(json(r#"{"x":1}"#), &values, NOW).unwrap();
    assert_eq!(text(&value), r#"["inner",1,2]"#);
    assert_eq!(text(&filter.eval(json("{}"), &[], NOW).unwrap()), "[null,null,null]");
}

#[test]
fn an_expression_may_be_large() {
    let keys: Vec<String> = (0..1_000).map(|i| format!("k{i}: .a.b{i}")).collect();
    let object = run(&format!("{{{}}} | length", keys.join(",")), "{}");
    assert_eq!(object, "1000");
    let list: Vec<String> = (0..1_500).map(|i| i.to_string()).collect();
    assert_eq!(run(&format!("[{}] | add", list.join(",")), "1"), (0..1_500).sum::<i32>().to_string());
    let sum: Vec<String> = (0..200).map(|i| format!(".a{i}")).collect();
    assert_eq!(run(&sum.join(" + "), "{}"), "null");
}

#[test]
fn every_function_compiles() {
    let library = library::library_of_thread();
    let mut seen = 0;
    for (name, arity) in library.signatures().collect::<std::collections::BTreeSet<_>>() {
        let args = vec!["."; arity].join("; ");
        let expr = if arity == 0 { name.to_owned() } else { format!("{name}({args})") };
        filter(&expr, &[]);
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn the_same_bytes_again_and_again() {
    let expr = "[.. | numbers] | group_by(. % 3) | map({(.[0] | tostring): (add | tojson | @base64)}) | add";
    let input = r#"{"a":[1,2,3,{"b":4.5,"c":[6,7,8e300]}],"z":-1}"#;
    let first = run(expr, input);
    for _ in 0..20 {
        assert_eq!(run(expr, input), first);
    }
}
