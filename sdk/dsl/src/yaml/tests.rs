//! Tests of the YAML and JSON parsers: values, places, refusals, and robustness.

use serde_json::{Value, json};
use towpath_diagnostics::Span;

use super::{Limits, parse};
use crate::model::{Node, NodeKind};

/// `«…»` in `marked` is the place of each expected diagnostic, in source order.
fn check_refused(marked: &str, codes: &[&str]) {
    let mut text = String::new();
    let mut places = Vec::new();
    for piece in marked.split_inclusive(['«', '»']) {
        text.push_str(piece.trim_end_matches(['«', '»']));
        if piece.ends_with('«') {
            places.push(Span::new(text.len(), text.len()));
        } else if let Some(place) = places.last_mut().filter(|_| piece.ends_with('»')) {
            place.end = text.len();
        }
    }
    let (_, diagnostics) = parse(&text, Limits::default());
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code.as_str(), found.span)).collect();
    let expected: Vec<_> = codes.iter().copied().zip(places.iter().copied().map(Some)).collect();
    assert_eq!(found, expected, "{text:?}: {diagnostics:#?}");
    assert!(
        diagnostics.iter().all(|found| found.help.is_some() || found.code.as_str() != "TP0101"),
        "{diagnostics:?}"
    );
}

fn check_value(text: &str, expected: &Value) {
    let (node, diagnostics) = parse(text, Limits::default());
    assert_eq!(diagnostics, [], "{text:?}");
    assert_eq!(node.map(|node| node.to_json()).as_ref(), Some(expected), "{text:?}");
}

/// The place of each pointer has exactly this text.
fn check_places(text: &str, expected: &[(&str, &str)]) {
    let (node, diagnostics) = parse(text, Limits::default());
    assert_eq!(diagnostics, [], "{text:?}");
    for (pointer, slice) in expected {
        let found = node
            .as_ref()
            .and_then(|node| node.pointer(pointer))
            .map(|node| &text[node.span.start..node.span.end]);
        assert_eq!(found, Some(*slice), "{pointer} in {text:?}");
    }
}

#[test]
fn values() {
    check_value(
        "a: 1\nb: [true, ~, 'x', 1.5]\nc:\n",
        &json!({"a": 1, "b": [true, null, "x", 1.5], "c": null}),
    );
    check_value("on: yes\nno: off\n", &json!({"on": "yes", "no": "off"}));
    check_value(
        "a: &x {k: [1]}\nb: *x\nc: [*x]\n",
        &json!({"a": {"k": [1]}, "b": {"k": [1]}, "c": [{"k": [1]}]}),
    );
    check_value(
        "a: !!str 1\nb: ! 2\nc: !!float 3\nd: !!seq [1]\n",
        &json!({"a": "1", "b": "2", "c": 3.0, "d": [1]}),
    );
    check_value("\u{FEFF}a: 1\r\nb: 2\r\n", &json!({"a": 1, "b": 2}));
    check_value("%YAML 1.2\n---\na: 1\n...\n", &json!({"a": 1}));
    check_value("a: |\n  one\n  two\nb: >-\n  one\n  two\n", &json!({"a": "one\ntwo\n", "b": "one two"}));
    check_value("{a: 1, b: [x, y,],}", &json!({"a": 1, "b": ["x", "y"]}));
    check_value("a: ${ .x | map(.y) }", &json!({"a": "${ .x | map(.y) }"}));
}

#[test]
fn json_that_yaml_would_refuse() {
    check_value("{\n\t\"a\":\t[1,\n\t\t-2.5e3]\n}", &json!({"a": [1, -2500.0]}));
    check_value(r#"{"a": "\ud83d\ude00 \/ \u00e9"}"#, &json!({"a": "😀 / é"}));
    check_value("\u{FEFF} []", &json!([]));
    check_places(
        "{\"é\": {\"b\": [ 12 , \"x\" ]}}",
        &[("", "{\"é\": {\"b\": [ 12 , \"x\" ]}}"), ("/é/b/0", "12"), ("/é/b/1", "\"x\"")],
    );
    check_refused("{\"a\": 1, «\"a\"»: 2, \"b\": «12345678901234567890»}", &["TP0105", "TP0106"]);
}

#[test]
fn json_errors_have_places() {
    let (_, diagnostics) = parse("{\n  \"é\": 1\n  \"b\": 2\n}", Limits::default());
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code.as_str(), found.span)).collect();
    assert_eq!(found, [("TP0101", Some(Span::new(14, 15)))], "{diagnostics:?}");
}

#[test]
fn places_are_bytes_and_exact() {
    let text = "é: ü😀  # ß\nliste:\n  - ä: 'ö'\n    b: \"x\\ty\"\n  - [ö, {k: ж}]\nblock: |\n  zwei\n  ж\n\nempty:\nlast: &anker  !!str 12\n";
    let expected = [
        ("/é", "ü😀"),
        ("/liste/1/0", "ö"),
        ("/liste/0", "ä: 'ö'\n    b: \"x\\ty\""),
        ("/liste/0/ä", "'ö'"),
        ("/liste/0/b", "\"x\\ty\""),
        ("/liste/1", "[ö, {k: ж}]"),
        ("/liste/1/1/k", "ж"),
        ("/block", "zwei\n  ж"),
        ("/last", "12"),
        ("/empty", ""),
    ];
    check_places(text, &expected);
}

#[test]
fn places_end_where_values_do() {
    let text = "a: { b: 'x' , c: [ 'it''s' ] , d: {} , e: \"q\\\"\" } # end\nf: 'x' # c\ng: [ 1, ]  \nh: [ k: v ]\ni: plain   # c\n";
    let expected = [
        ("/a", "{ b: 'x' , c: [ 'it''s' ] , d: {} , e: \"q\\\"\" }"),
        ("/a/b", "'x'"),
        ("/a/c", "[ 'it''s' ]"),
        ("/a/c/0", "'it''s'"),
        ("/a/d", "{}"),
        ("/a/e", "\"q\\\"\""),
        ("/f", "'x'"),
        ("/g", "[ 1, ]"),
        ("/h/0", "k: v"),
        ("/i", "plain"),
    ];
    check_places(text, &expected);
}

#[test]
fn verbatim_text_has_its_place() {
    let text = "a: ${ .é }\nb: '${ .x }'\nc: \"y\\n\"\nd: >-\n  one\n  two\ne: |\n  .single\n";
    let (node, diagnostics) = parse(text, Limits::default());
    assert_eq!(diagnostics, []);
    let at = |key: &str| node.as_ref().and_then(|node| node.get(key)).and_then(|node| node.verbatim);
    assert_eq!(at("a"), text.find("${ .é"));
    assert_eq!(at("b"), text.find("${ .x"));
    assert_eq!(at("c"), None);
    assert_eq!(at("d"), None);
    assert_eq!(at("e"), text.find(".single"));
}

#[test]
fn refusals() {
    check_refused("a: 1\n«a»: 2\n«a»: 3\n", &["TP0105", "TP0105"]);
    check_refused("a: {b: 1, «b»: 2}\n", &["TP0105"]);
    check_refused("a: «01234»\nb: «1e999»\nc: «-.inf»\n", &["TP0106", "TP0106", "TP0107"]);
    check_refused("base: &b {x: 1}\n«<<»: *b\n'<<': 1\n", &["TP0108"]);
    check_refused("a: 1\n«---»\nb: 2\n", &["TP0109"]);
    check_refused("«»", &["TP0110"]);
    check_refused("«»# only a comment\n", &["TP0110"]);
    check_refused("«404»: x\n«true»: y\n", &["TP0111", "TP0111"]);
    check_refused("{\"a\": «\"\\ud83d\"», «\"\\ud83d\"»: 1}", &["TP0101", "TP0101"]);
    check_refused("a: {«{» x }}\n", &["TP0111"]);
    check_refused("a: &x k\n«*x» : 1\n", &["TP0111"]);
}

#[test]
fn unknown_tags() {
    for text in ["a: !secret x\n", "a: !!int x\n", "a: !!set {}\n", "a: !!binary eA==\n", "a: !!seq {}\n"] {
        let (_, diagnostics) = parse(text, Limits::default());
        let codes: Vec<_> = diagnostics.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["TP0112"], "{text}");
    }
}

#[test]
fn syntax_errors_are_at_the_mistake() {
    check_refused("a: b«:» c\n", &["TP0101"]);
    check_refused("a:\n«\t»b: 1\n", &["TP0101"]);
    check_refused("é: «'»x\n", &["TP0101"]);
    check_refused("ü: «@»x\n", &["TP0101"]);
    check_refused("a: «]»\n", &["TP0101"]);
    check_refused("a: «*»nope\n", &["TP0101"]);
    check_refused("a:\n  b: 1\n «c»: 2\n", &["TP0101"]);
    check_refused("a: ${ {t«:» 1} }\n", &["TP0101"]);
    check_refused("a: x«\u{7}»y\n", &["TP0113"]);
    let (_, diagnostics) = parse("as: ${ {total: .t} }\n", Limits::default());
    assert_eq!(diagnostics[0].help.as_deref(), Some("put the expression in quotes: `'${ {total: .t} }'`"));
}

#[test]
fn mistakes_with_quotes_and_braces_are_corrected() {
    let cases = [
        ("a: \"Hi \" .name", "a: '${ \"Hi \" + .name }'"),
        ("- a: 'Hi' + .name", "a: '${ \"Hi\" + .name }'"),
        ("a: 'Hi' + .b + '!'", "a: '${ \"Hi\" + .b + \"!\" }'"),
        ("a: \"Hi\" there", "a: '\"Hi\" there'"),
        ("a: \"Hi\" . Bye", "a: '\"Hi\" . Bye'"),
        ("if: \"gold\" == .tier", "if: '\"gold\" == .tier'"),
        ("a: \"${ \"Hi \" + .b }\"", "a: '${ \"Hi \" + .b }'"),
        ("a: { b: \"${ .x }\", c: \"${ \"Hi \" + .b }\" }", "'${ \"Hi \" + .b }'"),
        ("a: {{ .name }}", "a: '${ .name }'"),
        ("a: {{ name }} Smith", "a: '${ \"\\(.name) Smith\" }'"),
        ("a: { b: {{ name }}, c: 1 }", "'${ .name }'"),
    ];
    for (text, written) in cases {
        let (_, found) = parse(text, Limits::default());
        let help = found[0].help.as_deref().unwrap_or_default();
        assert!(help.contains(&format!("`{written}`")), "{text}: {found:?}");
    }
    check_refused("a:\n«\t»  b: 1\n", &["TP0101"]);
    check_refused("a:\n  x:\n  «\t»  b: 1\n", &["TP0101"]);
}

#[test]
fn aliases_are_counted() {
    let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned())
        .chain((1..12).map(|level| {
            let inner = vec![format!("*a{}", level - 1); 9].join(", ");
            format!("a{level}: &a{level} [{inner}]\n")
        }))
        .collect();
    let (node, diagnostics) = parse(&bomb, Limits::default());
    assert!(node.is_none());
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code.as_str(), "TP0104");
    let long =
        format!("a: &a '{}'\n{}", "x".repeat(100_000), "b: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n");
    assert_eq!(parse(&long, Limits::default()).1, []);
    let long = format!("a: &a '{}'\nb: [{}*a]\n", "x".repeat(100_000), "*a, ".repeat(50));
    assert_eq!(parse(&long, Limits::default()).1[0].code.as_str(), "TP0104");
    assert_eq!(parse("a: &a [*a]\n", Limits::default()).1[0].code.as_str(), "TP0104");
}

#[test]
fn nesting_is_capped_before_anything_recurses() {
    let depth = 10_000;
    let texts = [
        "[".repeat(depth) + &"]".repeat(depth),
        "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth),
        "- ".repeat(depth) + "x",
        "? ".repeat(depth) + "x",
        (0..1_400).map(|level| " ".repeat(level) + "a:\n").collect(),
        "a: &a [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\nb: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n".to_owned(),
    ];
    for text in texts {
        let (node, diagnostics) = parse(&text, Limits::default());
        let codes: Vec<_> = diagnostics.iter().map(|found| found.code.as_str()).collect();
        assert!(node.is_none());
        assert!(matches!(codes[..], ["TP0103" | "TP0111"]), "{codes:?} {}", &text[..20]);
    }
    let just_fine = "[".repeat(64) + &"]".repeat(64);
    assert_eq!(parse(&just_fine, Limits::default()).1, []);
    let too_deep = format!("[{just_fine}]");
    assert_eq!(parse(&too_deep, Limits::default()).1[0].code.as_str(), "TP0103");
}

#[test]
fn size_and_number_of_values_are_capped() {
    let limits = Limits { source_bytes: 10, values: 4, ..Limits::default() };
    assert_eq!(parse("a: 12345678", limits).1[0].code.as_str(), "TP0102");
    assert_eq!(parse("[1, 2, 3]", limits).1, []);
    assert_eq!(parse("[1,2,3,4]", limits).1[0].code.as_str(), "TP0114");
    assert_eq!(parse("- 1\n- 2", Limits { source_bytes: 99, ..limits }).1, []);
    assert_eq!(
        parse("- 1\n- 2\n- 3\n- 4", Limits { source_bytes: 99, ..limits }).1[0].code.as_str(),
        "TP0114"
    );
}

/// Deterministic pseudo-random numbers.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below.max(1)
    }
}

const SEEDS: &[&str] = &[
    "document:\n  dsl: '1.0.3'\n  name: \"ü😀\"\ndo:\n  - a: &x {b: [1, 2.5, ~]}\n  - c: *x\n  - d: |\n      text\n      ж\n",
    "{\"a\": [1, {\"b\": \"\\u00e9\\ud83d\\ude00\"}], \"c\": null, \"d\": -1.5e3}",
    "? [complex]\n: !!str x\n<<: *y\n%TAG ! x\n--- >2-\n  folded\n\n   more\n...\n---\n'it''s': \"q\\\n  x\"\n",
];
const PIECES: &[&str] = &[
    "\n", " ", "\t", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "#", " #", "&a ", "*a", "!", "!!str ",
    "|", ">", "|+1\n", "'", "\"", "\\", "%", "@", "`", "---\n", "...\n", "é", "😀", "\u{FEFF}", "\u{85}",
    "\u{2028}", "\r", "\0", "0x", "1e9", "<<: ", "${ ",
];

/// Texts made by cutting, doubling and inserting pieces.
fn mutate(seed: &str, numbers: &mut Numbers) -> String {
    let mut text: Vec<char> = seed.chars().collect();
    for _ in 0..=numbers.next(6) {
        let at = numbers.next(text.len() + 1);
        match numbers.next(4) {
            0 => {
                let end = (at + numbers.next(8)).min(text.len());
                text.drain(at..end);
            }
            1 => {
                let end = (at + numbers.next(20)).min(text.len());
                let piece: Vec<char> = text[at..end].to_vec();
                text.splice(at..at, piece);
            }
            _ => {
                let piece = PIECES[numbers.next(PIECES.len())];
                text.splice(at..at, piece.chars());
            }
        }
    }
    text.into_iter().collect()
}

fn check_spans(node: &Node, text: &str) {
    let valid = |span: Span| text.get(span.start..span.end).is_some();
    assert!(valid(node.span), "{:?} in {text:?}", node.span);
    if let (Some(start), NodeKind::String(value)) = (node.verbatim, &node.kind) {
        assert!(text[start..].starts_with(value.trim_end()), "{value:?} in {text:?}");
    }
    match &node.kind {
        NodeKind::Array(items) => items.iter().for_each(|item| check_spans(item, text)),
        NodeKind::Object(entries) => {
            for (key, value) in entries {
                assert!(valid(key.span), "{key:?} in {text:?}");
                check_spans(value, text);
            }
        }
        _ => {}
    }
}

#[test]
fn no_text_makes_it_panic_or_lose_its_place() {
    let rounds =
        std::env::var("TOWPATH_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20_000);
    let mut numbers = Numbers(7);
    for round in 0..rounds {
        let text = mutate(SEEDS[round % SEEDS.len()], &mut numbers);
        let (node, diagnostics) = parse(&text, Limits::default());
        assert!(node.is_some() || !diagnostics.is_empty(), "{text:?}");
        for found in &diagnostics {
            let spans = found.span.iter().chain(found.related.iter().map(|related| &related.span));
            for span in spans {
                assert!(text.get(span.start..span.end).is_some(), "{found:?} in {text:?}");
            }
            assert!(found.span.is_some(), "{found:?}");
        }
        if let Some(node) = node {
            check_spans(&node, &text);
        }
    }
}

#[test]
fn every_prefix_of_a_document_can_be_read() {
    for seed in SEEDS {
        for (at, _) in seed.char_indices() {
            let (node, _) = parse(&seed[..at], Limits::default());
            if let Some(node) = node {
                check_spans(&node, seed);
            }
        }
    }
}
