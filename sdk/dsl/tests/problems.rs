//! Problems of definitions. In each snippet, `«…»` marks the place of an expected problem.

use towpath_diagnostics::{Diagnostic, Span};

const DOCUMENT: &str = "document: { dsl: '1.0.3', namespace: acme, name: shop, version: '1.0.0' }\n";

/// The text without its marks, and the marked places.
fn unmark(marked: &str) -> (String, Vec<Span>) {
    let mut text = String::new();
    let (mut open, mut places) = (Vec::new(), Vec::new());
    for character in marked.chars() {
        match character {
            '«' => open.push(text.len()),
            '»' => places.extend(open.pop().map(|start| Span::new(start, text.len()))),
            other => text.push(other),
        }
    }
    places.sort();
    (text, places)
}

/// Checks that a whole definition has exactly these problems, in source order.
fn check_definition(marked: &str, codes: &[&str]) -> Vec<Diagnostic> {
    let (text, places) = unmark(marked);
    let (_, diagnostics) = towpath_dsl::read(&text);
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code.as_str(), found.span)).collect();
    let expected: Vec<_> = codes.iter().copied().zip(places.iter().copied().map(Some)).collect();
    assert_eq!(codes.len(), places.len(), "{marked}");
    assert_eq!(found, expected, "{marked}\n{diagnostics:#?}");
    for found in &diagnostics {
        assert!(!found.message.ends_with('.') && !found.message.starts_with(char::is_uppercase), "{found:?}");
    }
    diagnostics
}

/// Like [`check_definition`], for a list of tasks. Returns the help of the first problem.
fn check(tasks: &str, codes: &[&str]) -> String {
    let body: String = tasks.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    let diagnostics = check_definition(&format!("{DOCUMENT}do:\n{body}"), codes);
    diagnostics.into_iter().next().and_then(|first| first.help).unwrap_or_default()
}

/// Like [`check`], and the help of the first problem contains `help`.
fn check_help(tasks: &str, codes: &[&str], help: &str) {
    let found = check(tasks, codes);
    assert!(found.contains(help), "{tasks}\n{found}");
}

#[test]
fn documents() {
    check_definition("«do»: []", &["TP0202"]);
    check_definition("«[]»", &["TP0203"]);
    check_definition("«hello»", &["TP0203"]);
    check_definition(&format!("{DOCUMENT}do: []\n«dos»: 1\n«Input»: {{}}\n"), &["TP0201", "TP0201"]);
    check_definition(
        "document: { dsl: «'1.1.0'», namespace: «a_b», name: «'-x'», version: «'1.0'» }\ndo: []\n",
        &["TP0206", "TP0207", "TP0207", "TP0208"],
    );
    check_definition(
        "document: { dsl: '1.0.0', namespace: «7», name: x, version: «1.0», tags: «[]», title: «true» }\ndo: «{}»\n",
        &["TP0203"; 5],
    );
    check_definition("«document»: { dsl: '1.0.3', namespace: a, name: b }\ndo: []\n", &["TP0202"]);
    check_definition(&format!("{DOCUMENT}do: []\nevaluate: {{ mode: «lose» }}\n"), &["TP0204"]);
}

#[test]
fn each_missing_key_is_reported_once() {
    let (_, diagnostics) = towpath_dsl::read("document: { namespace: a }\ndo: []\n");
    let messages: Vec<_> = diagnostics.iter().map(|found| found.message.as_str()).collect();
    let lacks = |key: &str| format!("`document` lacks the key `{key}`");
    assert_eq!(messages, [lacks("dsl"), lacks("name"), lacks("version")]);
}

#[test]
fn tasks_do_exactly_one_thing() {
    check_help("- a:\n    «swich»: []", &["TP0210"], "did you mean `switch`?");
    check_help("- a:\n    «catch»: {}", &["TP0210"], "`catch` goes with `try`");
    check_help("- «a»:\n    then: end", &["TP0210"], "add one of `for`");
    check_help("- «a»:", &["TP0210"], "indent");
    check("- a:\n    set: { x: 1 }\n    «wait»: PT1S", &["TP0210"]);
    check("- a:\n    for: { in: .x }\n    do: []", &[]);
    check("- a: «[]»", &["TP0203"]);
    check("- a: { set: { x: 1 } }\n  «b»: { set: { x: 1 } }", &["TP0211"]);
    check("- «{}»\n- «text»", &["TP0211", "TP0211"]);
    check_help("- a:\n  «set»: { x: 1 }", &["TP0211"], "indent it further than `a`");
    check_help("- a:\n    set: { x: 1 }\n    «thn»: end", &["TP0201"], "did you mean `then`?");
    check_help("- a:\n    set:\n    «x»: 1", &["TP0201"], "indent it further than `set`");
    check_help("- a:\n    set:\n    «x»: 1\n    y: 2", &["TP0201"], "that belong there");
    check("- a:\n    set: { x: 1 }\n    «while»: .x", &["TP0201"]);
}

#[test]
fn names_of_tasks() {
    check("- a: { set: { x: 1 } }\n- b: { set: { x: 1 } }\n- «a»: { set: { x: 1 } }", &["TP0205"]);
    check("- a: { do: [ { a: { set: { x: 1 } } } ] }", &[]);
    check("- «end»: { set: { x: 1 } }", &["TP0223"]);
}

#[test]
fn then_leads_somewhere() {
    check("- a: { set: { x: 1 }, then: b }\n- b: { set: { x: 1 }, then: exit }", &[]);
    check_help(
        "- a: { set: { x: 1 }, then: «bb» }\n- b: { set: { x: 1 } }",
        &["TP0212"],
        "did you mean `b`?",
    );
    check_help(
        "- a:\n    do:\n      - inner: { set: { x: 1 }, then: «other» }\n- other: { set: { x: 1 } }",
        &["TP0212"],
        "in the same list: `inner`",
    );
    check("- a: { switch: [ { x: { when: .x, then: «nowhere» } }, { y: { then: end } } ] }", &["TP0212"]);
    check("- a: { try: [], catch: { then: «nowhere» } }\n- b: { set: { x: 1 } }", &["TP0212"]);
    check("- a: { set: { x: 1 }, then: «'${ .next }'» }", &["TP0218"]);
    // A task that cannot be read is still a valid target.
    check("- a: { set: { x: 1 }, then: b }\n- b: { wait: «soon» }", &["TP0209"]);
}

#[test]
fn wrong_types_name_the_actual_type() {
    check_help("- a: { set: { x: 1 }, if: «true» }", &["TP0203"], "quotes");
    check("- a: { set: «1» }", &["TP0203"]);
    check("- a: { set: «{}» }", &["TP0219"]);
    check("- a: { set: «.x» }", &["TP0203"]);
    check_help(
        "- a:\n    call: http\n    with: { method: get, endpoint: https://a.example, redirect: «yes» }",
        &["TP0203"],
        "write `true` without quotes",
    );
    check(
        "- a:\n    call: http\n    with: { method: get, endpoint: https://a.example, query: { page: «2» } }",
        &["TP0203"],
    );
    check("- a: { switch: «{}» }\n- b: { switch: «[]» }", &["TP0203", "TP0219"]);
    check("- a: { wait: «5» }", &["TP0203"]);
    check("- a: { raise: { error: { type: a, status: «'500'» } } }", &["TP0203"]);
    check("- a: { raise: { error: { type: a, status: «99» } } }", &["TP0204"]);
    check("- a: { set: { x: 1 }, output: { as: «1» }, export: «null» }", &["TP0203", "TP0203"]);
}

#[test]
fn missing_and_excluding_keys() {
    check("- «a»: { call: http }", &["TP0202"]);
    check("- a: { call: http, «with»: { method: get } }", &["TP0202"]);
    check("- a: { «for»: { each: x }, do: [] }", &["TP0202"]);
    check("- «a»: { try: [] }", &["TP0202"]);
    check("- a: { switch: [ { «b»: { when: .x } } ] }", &["TP0202"]);
    check(
        "- a: { set: { x: 1 }, input: { schema: { document: {}, «resource»: { endpoint: a } } } }",
        &["TP0217"],
    );
    check("- a: { set: { x: 1 }, input: { «schema»: { format: json } } }", &["TP0202"]);
}

#[test]
fn variables() {
    check_help(
        "- a: { for: { each: «$pet», in: .pets }, do: [] }",
        &["TP0213"],
        "write `pet` without the `$`",
    );
    check("- a: { for: { each: «context», in: .x, at: «'1'» }, do: [] }", &["TP0213", "TP0213"]);
    check("- a: { «for»: { each: x, in: .x, at: x }, do: [] }", &["TP0213"]);
    check("- a: { try: [], catch: { as: «my-error» } }", &["TP0213"]);
}

#[test]
fn durations() {
    check(
        "- a: { wait: PT30S }\n- b: { wait: { minutes: 1, seconds: 30 } }\n- c: { wait: '${ .delay }' }",
        &[],
    );
    check_help("- a: { wait: «30s» }", &["TP0209"], "{ seconds: 30 }");
    check(
        "- a: { wait: «P1Y» }\n- b: { wait: «{}» }\n- c: { wait: { days: «-1» } }",
        &["TP0209", "TP0219", "TP0204"],
    );
    check_help(
        "- a: { wait: { minutes: 1, seconds: «'${ .n | floor }'» } }",
        &["TP0203"],
        "`wait: '${ { minutes: 1, seconds: (.n | floor) } }'`",
    );
    check_help(
        "- a: { wait: { until: «'${ .at }'» } }",
        &["TP0201"],
        "`wait: '${ { seconds: ((.at | fromdate) - now) } }'`",
    );
    check_help(
        "- a: { wait: «2026-03-05T10:00:00Z» }",
        &["TP0209"],
        "`wait: '${ { seconds: ((\"2026-03-05T10:00:00Z\" | fromdate) - now) } }'`",
    );
    check("- a: { wait: { «weeks»: 1 } }", &["TP0201"]);
    check(
        "- a: { wait: «{ days: 99999999999 }» }\n- b: { wait: «P999999999999999999999W» }",
        &["TP0209", "TP0209"],
    );
}

#[test]
fn expressions_must_be_the_whole_text() {
    check_help(
        "- a: { set: { text: 'Hello «${» .name }!' } }",
        &["TP0214"],
        r#"`text: '${ "Hello \(.name)!" }'`"#,
    );
    check("- a: { set: { list: [ '«${» .a } ${ .b }' ] } }", &["TP0214"]);
    check("- a: { set: { text: \"Hello\\t«${» .name }\" } }", &["TP0214"]);
    check("- a: { set: { x: '«${» .a' } }", &["TP0216"]);
    check_help("- a:\n    set:\n      x: «${» .a # a comment }", &["TP0216"], "move it after the `}`");
    check_help(
        "- a:\n    set:\n      x: «${» .a + \" #1\" }",
        &["TP0216"],
        "put all of it in quotes: `x: '${ .a + \" #1\" }'`",
    );
    check("- a: { set: { x: «'${ }'» }, if: «''» }", &["TP0216", "TP0216"]);
    check_help("- a: { set: { x: 1 }, if: '.a == «${» .b }' }", &["TP0214"], "`if: .a == .b`");
    check("- a: { set: { x: 1 }, if: '.a | test(\"${\")' }", &[]);
    check("- a: { set: { x: '${ {a: \"}\", b: (1 | \"\\(.)\")} }' } }", &[]);
    check("- a: { call: http, with: { method: «'${ .m }'», endpoint: '${ .url }' } }", &["TP0218"]);
}

#[test]
fn forgotten_expressions_are_warned_of() {
    check_help(
        "- a: { set: { customer: «.customer.name», e: «$error», price: $5, file: '.5', n: $name } }",
        &["TP0215", "TP0215"],
        "`customer: '${ .customer.name }'`",
    );
    check("- a: { set: { x: ./here, y: ..., z: '.', list: [ «'.items[0]'» ] } }", &["TP0215"]);
}

#[test]
fn references() {
    check_help("- a: { raise: { error: «oops» } }", &["TP0224"], "use.errors");
    check_help("- a: { call: «htpp», with: { method: get } }", &["TP0224"], "did you mean `http`?");
    check(
        "- a: { call: «crm.get-customer:1.0.0» }\n- b: { call: «crm:1.0.0@default» }",
        &["TP0221", "TP0221"],
    );
    check("- a: { call: crm.get-customer:1.0.0@default, with: { id: '${ .id }' } }", &[]);
    check("- a: { call: «crm.get:1.0.0@other» }", &["TP0224"]);
    let http = |authentication: &str| {
        format!(
            "- a:\n    call: http\n    with: {{ method: get, endpoint: {{ uri: https://a.example, authentication: {authentication} }} }}"
        )
    };
    check(&http("{ use: «crm» }"), &["TP0224"]);
    check(&http("{ basic: { use: «crm» } }"), &["TP0224"]);
    check(&http("{ bearer: { token: '${ $secrets.crm }' } }"), &[]);
    check(&http("{ «bearer»: {} }"), &["TP0202"]);
    check(&http("{ bearer: { «tokn»: x, token: y } }"), &["TP0201"]);
}

#[test]
fn endpoints() {
    let http =
        |endpoint: &str| format!("- a: {{ call: http, with: {{ method: get, endpoint: {endpoint} }} }}");
    check(&http("'https://a.example/{id}'"), &[]);
    check(&http("'{+base}/x'"), &[]);
    check_help(&http("«'$input.url + \"/x\"'»"), &["TP0220"], "write an expression as");
    check(&http("«/relative»"), &["TP0220"]);
    check(&http("«'https://a.example/{id'»"), &["TP0220"]);
    check(&http("'https://a.example', headers: { «'x y'»: '1' }"), &["TP0204"]);
}

#[test]
fn unavailable_constructs_have_codes_of_their_own() {
    check("- a: { try: [], catch: { retry: «soon» } }", &["TP0224"]);
    check("- a: { wait: PT1S, timeout: «soon» }", &["TP0224"]);
    check_help("- a: { run: { «shell»: { command: ls } } }", &["TP0320"], "never starts processes");
    check(
        "- a: { run: { «container»: { image: x } } }\n- b: { run: { «script»: { language: js, code: '${x}' } } }",
        &["TP0319", "TP0318"],
    );
    check(
        "- a: { call: 'https://a.example/f.yaml' }\n- b: { call: «ftp://a.example/f.yaml» }\n- c: { call: «'https://{host}/f.yaml'» }",
        &["TP0607", "TP0607"],
    );
    check(
        "- a: { set: { x: 1 }, input: { schema: { format: «avro», resource: { endpoint: a } } } }",
        &["TP0326"],
    );
    check_definition(
        &format!(
            "{DOCUMENT}schedule: {{ cron: 0 0 * * * }}\nevaluate: {{ language: «js», mode: «loose» }}\ndo: []\n"
        ),
        &["TP0324", "TP0325"],
    );
    check_definition(
        &format!(
            "{DOCUMENT}use:\n  catalogs:\n    c: {{ endpoint: «a» }}\n    «default»: {{ endpoint: http://a.example }}\n    e: {{ endpoint: «'https://{{host}}/c'» }}\n    f: {{ endpoint: https://f.example/c }}\n  authentications:\n    d: {{ digest: {{ username: a, password: b }} }}\n    o: {{ oauth2: {{ use: s }} }}\n    i: {{ oidc: {{ use: t }} }}\n  secrets: [ s, t ]\ndo: []\n"
        ),
        &["TP0607", "TP0306", "TP0607"],
    );
}

#[test]
fn functions_that_call_themselves() {
    check_definition(
        &format!(
            "{DOCUMENT}use:\n  functions:\n    «a»: {{ do: [ {{ x: {{ call: a }} }} ] }}\n    «b»: {{ call: c }}\n    «c»: {{ do: [ {{ y: {{ call: b }} }} ] }}\n    d: {{ call: a }}\ndo: []\n"
        ),
        &["TP0632", "TP0632", "TP0632"],
    );
}

#[test]
fn a_broken_document_hides_nothing() {
    check_definition(
        "«document»: { dsl: '1.0.3', namespace: a, name: b }\ndo:\n  - a: { run: { «shell»: { command: ls } } }\n",
        &["TP0202", "TP0320"],
    );
    check_definition(&format!("{DOCUMENT}do: «a»\ntimeout: «t»\n"), &["TP0203", "TP0224"]);
}

/// A case without `when` is the default at any position.
#[test]
fn the_default_case_may_stand_anywhere() {
    check("- a: { switch: [ { x: { then: end } }, { y: { when: .y, then: end } } ] }", &[]);
}

#[test]
fn too_many_problems_are_counted() {
    let body: String = (0..300).map(|index| format!("key{index}: 1\n")).collect();
    let (_, diagnostics) = towpath_dsl::read(&format!("{DOCUMENT}do: []\n{body}"));
    assert_eq!(diagnostics.len(), 201);
    assert!(diagnostics.iter().any(|found| found.message == "100 more problems are not shown"));
}

#[test]
fn unreachable_tasks_are_reported() {
    check("- a: { set: { x: 1 }, then: end }\n- «b»: { set: { x: 1 } }\n- c: { set: { x: 1 } }", &["TP0225"]);
    check("- a: { raise: { error: { type: a:b, status: 400 } } }\n- «b»: { set: { x: 1 } }", &["TP0225"]);
    check(
        "- a: { switch: [ { x: { when: .x, then: c } }, { y: { then: end } } ] }\n- «b»: { set: { x: 1 } }\n- c: { set: { x: 1 } }",
        &["TP0225"],
    );
    for reached in [
        "- a: { if: .x, set: { x: 1 }, then: end }\n- b: { set: { x: 1 } }",
        "- a: { switch: [ { x: { when: .x, then: end } } ] }\n- b: { set: { x: 1 } }",
        "- a: { set: { x: 1 }, then: c }\n- b: { set: { x: 1 }, then: end }\n- c: { set: { x: 1 }, then: b }",
        "- a: { try: [], catch: { then: b }, then: end }\n- b: { set: { x: 1 } }",
    ] {
        check(reached, &[]);
    }
    // A task that cannot be read may lead anywhere.
    check("- a: { set: { x: 1 }, then: end }\n- b: { set: { x: 1 } }\n- c: { wait: «soon» }", &["TP0209"]);
}

#[test]
fn keys_of_other_tools_have_a_help() {
    check_help("- a: { set: { x: 1 }, «next»: b }\n- b: { set: { x: 1 } }", &["TP0201"], "`then: b`");
    check_help("- a: { «sleep»: 5 }", &["TP0210"], "`wait: { seconds: 5 }`");
    check_help("- «call»: crm.get:1.0.0@default", &["TP0211"], "- myTask:");
    check_help("- «name»: lookUp\n  set: { x: 1 }", &["TP0211"], "- lookUp:");
    check_definition(
        &format!("{DOCUMENT}«specVersion»: '0.8'\n«states»: []\ndo: []\n"),
        &["TP0226", "TP0226"],
    );
}

#[test]
fn yaml_1_1_words_are_pointed_out_in_data() {
    check("- a: { set: { x: «no», y: \"no\", z: «12:30», «on»: 1 } }", &["TP0115", "TP0116", "TP0115"]);
    check("- a: { set: { x: true, y: noon } }", &[]);
}

#[test]
fn lookalike_characters_and_spaces() {
    check_help("- a:\n    set:\n      x«:»5", &["TP0117"], "`x: 5`");
    check_help("- a: { set: { x«:»5, y: 2 } }", &["TP0117"], "`x: 5`");
    check_help("- a:\n    set«:»{ x: 5 }", &["TP0117"], "`set: { x: 5 }`");
    check_help("- a:\n    if«:».x\n    set: { x: 5 }", &["TP0117"], "`if: .x`");
    check_help("«-»a:\n    set: { x: 1 }", &["TP0117"], "`- a:`");
    check_help("- b: { set: { x: 1 } }\n«-»a:\n    set: { x: 1 }", &["TP0117"], "`- a:`");
    check_help("«–» a:\n    set: { x: 1 }", &["TP0118"], "`- a:`");
    check_help("- b: { set: { x: 1 } }\n«–» a:\n    set: { x: 1 }", &["TP0118"], "`- a:`");
    check_help("- a:\n «\u{a0}»  set: { x: 1 }", &["TP0118"], "`set: { x: 1 }`");
    check_help("- a:\n    set: { x: «–5» }", &["TP0116"], "`-5`");
    check_help("- a:\n    set:\n      x: «\u{a0}5»", &["TP0116"], "`5`");
    check_help("- a:\n    set:\n      colour: «#ff0000»\n      y: 1", &["TP0119"], "`colour: '#ff0000'`");
    check_help("- a:\n    set:\n      note: Order «#4711»", &["TP0119"], "`note: 'Order #4711'`");
    check("- a:\n    set:\n      colour: # red, as ever\n        x: 1\n      y: 1 # one", &[]);
    check_help("- a: { switch: [ { b: { when: .total < «100,00», then: end } } ] }", &["TP0120"], "`100.00`");
}

#[test]
fn lines_in_the_wrong_column() {
    let with = |line: &str| format!("- a:\n    call: crm.get:1.0.0@default\n{line}");
    check_help(&with("      «with»: { id: x }"), &["TP0101"], "put 6 spaces before it");
    check_help(&with("  «with»: { id: x }"), &["TP0211"], "align it with `call`: `with: { id: x }`");
    check_help(&with("   «with»: { id: x }"), &["TP0101"], "put 6 spaces before it");
    check_definition(
        &format!("{DOCUMENT}do:\n  - a: {{ set: {{ x: 1 }} }}\n«with»: {{ id: x }}\n"),
        &["TP0201"],
    );
}

#[test]
fn constructs_without_effect() {
    let retry = |policy: &str| {
        format!("- a:\n    try: [ {{ b: {{ set: {{ x: 1 }} }} }} ]\n    catch: {{ retry: {{ {policy} }} }}")
    };
    check_help(&retry("delay: PT12H, limit: { duration: «PT7H» }"), &["TP0232"], "`duration: PT36H`");
    check_help(&retry("limit: { attempt: { count: «0» } }"), &["TP0232"], "`count: 3`");
    check(&retry("delay: PT1H, limit: { duration: PT7H }"), &[]);
    check("- a: { set: { x: 1 }, export: { «schema»: { document: { type: object } } } }", &["TP0231"]);
    check("- a: { set: { x: 1 }, export: { as: ., schema: { document: { type: object } } } }", &[]);
}

#[test]
fn filters_of_errors_say_detail_or_details() {
    let with = |filter: &str| {
        format!(
            "- a:\n    try: [ {{ b: {{ set: {{ x: 1 }} }} }} ]\n    catch: {{ errors: {{ with: {{ {filter} }} }} }}"
        )
    };
    check(&with("details: bad mail"), &[]);
    check(&with("detail: bad mail"), &[]);
    check(&with("detail: bad mail, «details»: worse"), &["TP0217"]);
}

#[test]
fn cron_expressions_of_quartz() {
    let schedule = |cron: &str| {
        format!("{DOCUMENT}schedule: {{ cron: '{cron}' }}\ndo: [ {{ a: {{ set: {{ x: 1 }} }} }} ]\n")
    };
    check_definition(&schedule("0 0 12 * * «?»"), &["TP0633"]);
    check_definition(&schedule("0 12 * * *"), &[]);
}

#[test]
fn schedules() {
    const TASKS: &str = "do: [ { a: { set: { x: 1 } } } ]\n";
    let schedule = |written: &str| format!("{DOCUMENT}schedule: {written}\n{TASKS}");
    check_definition(
        &schedule("{ every: PT1H, cron: '0 8 * * 1-5 Europe/Berlin', after: { seconds: 1 } }"),
        &[],
    );
    check_definition(&schedule("{ on: { any: [ { with: { type: a, data: { n: 1 } } } ] }, read: raw }"), &[]);
    check_definition(&schedule("«{}»"), &["TP0634"]);
    check_definition(&schedule("{ every: «PT0.9S», after: «PT0S» }"), &["TP0634", "TP0634"]);
    check_definition(&schedule("{ every: '${ «.often» }' }"), &["TP0634"]);
    check_definition(&schedule("{ on: { «all»: [ { with: { type: a } } ] } }"), &["TP0303"]);
    check_definition(&schedule("{ on: { any: [], «until»: '${ true }' } }"), &["TP0303"]);
    check_definition(&schedule("{ on: { one: { with: { type: a, data: '${ «.n > 1» }' } } } }"), &["TP0303"]);
    check_definition(
        &schedule(
            "{ on: { one: { with: { type: a }, correlate: { «order»: { from: '${ .data.id }' } } } } }",
        ),
        &["TP0303"],
    );
    let options = |options: &str, schedule: &str| {
        let document = "dsl: '1.0.3', namespace: acme, name: shop, version: '1.0.0'";
        let options = format!("metadata: {{ schedule: {options} }}");
        format!("document: {{ {document}, {options} }}\nschedule: {schedule}\n{TASKS}")
    };
    let hourly = "{ every: PT1H }";
    check_definition(&options("{ missed: all, overlap: skip }", hourly), &[]);
    check_definition(&options("{ missed: «last», overlap: «1» }", hourly), &["TP0634", "TP0634"]);
    check_definition(&options("{ «overlaps»: skip }", hourly), &["TP0634"]);
    check_definition(&options("«latest»", hourly), &["TP0634"]);
    check_definition(&options("{ «missed»: all }", "{ after: PT1H }"), &["TP0634"]);
    // Without a schedule it is data like any other.
    let (_, found) = towpath_dsl::read(&format!(
        "document: {{ dsl: '1.0.3', namespace: acme, name: shop, version: '1.0.0', metadata: {{ schedule: daily }} }}\n{TASKS}"
    ));
    assert!(found.is_empty(), "{found:?}");
}
