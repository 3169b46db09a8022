//! Tests of the model: pointers, expressions with their places, and the digest.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use towpath_dsl::{
    Workflow,
    model::{Flow, FunctionTarget, Iterated, TaskKind, TaskList, Transform, expression},
    read,
};

const SOURCE: &str = r#"
document: { dsl: '1.0.3', namespace: acme, name: shop, version: '1.0.0' } # who
input:
  from: .order
do:
  - loop:
      for: { each: line, in: "${ .größe }" }
      while: '.ok'
      do:
        - add/up:
            set:
              sum: '${ .sum + $line.price }'
            then: exit
  - t:
      try:
        - x:
            call: crm.get-customer:1.0.0@default
            with: { id: "${ .a\n }" }
      catch:
        when: >-
          $error.status
          == 404
        do:
          - y: { wait: PT1S, if: '${ .z }' }
"#;

fn workflow(source: &str) -> Workflow {
    let (workflow, diagnostics) = read(source);
    assert_eq!(diagnostics, []);
    workflow.unwrap()
}

fn pointers(list: &TaskList, found: &mut Vec<String>) {
    for task in &list.tasks {
        found.push(task.pointer.clone());
        task.kind.lists().into_iter().for_each(|list| pointers(list, found));
    }
}

#[test]
fn tasks_know_their_pointers_and_definitions() {
    let workflow = workflow(SOURCE);
    let mut found = Vec::new();
    pointers(&workflow.tasks, &mut found);
    assert_eq!(
        found,
        ["/do/0/loop", "/do/0/loop/do/0/add~1up", "/do/1/t", "/do/1/t/try/0/x", "/do/1/t/catch/do/0/y"]
    );
    for pointer in &found {
        assert!(workflow.source.pointer(pointer).is_some(), "{pointer}");
    }
    let task = &workflow.tasks.tasks[1];
    assert_eq!(workflow.definition_of(task).unwrap().span, task.span);
}

#[test]
fn kinds_are_read() {
    let workflow = workflow(SOURCE);
    let TaskKind::For(loop_) = &workflow.tasks.tasks[0].kind else { panic!("not a loop") };
    assert_eq!((loop_.item_name(), loop_.index_name()), ("line", "index"));
    let Iterated::Expression(in_) = &loop_.in_ else { panic!("not an expression") };
    assert_eq!(in_.jq, ".größe");
    let set = &loop_.tasks.tasks[0];
    assert_eq!(set.then.as_ref().map(|then| &then.value), Some(&Flow::Exit));
    let TaskKind::Set(value) = &set.kind else { panic!("not a set") };
    assert!(matches!(&value.value, Transform::Template(template) if template.expressions().len() == 1));
    let TaskKind::Try(try_) = &workflow.tasks.tasks[1].kind else { panic!("not a try") };
    let TaskKind::Call(call) = &try_.tasks.tasks[0].kind else { panic!("not a call") };
    let towpath_dsl::model::CallTask::Function(call) = &**call else { panic!("not a function") };
    assert!(matches!(&call.target, FunctionTarget::Catalog { operation, .. } if operation == "get-customer"));
}

#[test]
fn expressions_have_places() {
    let workflow = workflow(SOURCE);
    let found: Vec<_> = workflow
        .expressions()
        .iter()
        .map(|found| (found.pointer.as_str(), found.jq.as_str(), found.exact))
        .collect();
    let expected = [
        ("/input/from", ".order", true),
        ("/do/0/loop/for/in", ".größe", true),
        ("/do/0/loop/while", ".ok", true),
        ("/do/0/loop/do/0/add~1up/set/sum", ".sum + $line.price", true),
        ("/do/1/t/try/0/x/with/id", ".a", false),
        ("/do/1/t/catch/when", "$error.status == 404", false),
        ("/do/1/t/catch/do/0/y/if", ".z", true),
    ];
    assert_eq!(found, expected);
    for expression in workflow.expressions() {
        let slice = &SOURCE[expression.span.start..expression.span.end];
        assert!(!expression.exact || slice == expression.jq, "{expression:?}");
        let part = expression.locate(1, 2);
        assert!(!expression.exact || SOURCE[part.start..part.end] == expression.jq[1..2], "{expression:?}");
        // Invalid positions are moved to valid ones, without a panic.
        let _ = &SOURCE[expression.locate(5, 2).start..];
        let _ = &SOURCE[expression.locate(4, usize::MAX).end..];
    }
}

#[test]
fn only_a_whole_text_is_an_expression() {
    let cases = [
        ("${ .a }", Some(".a")),
        ("  ${.a}\n", Some(".a")),
        ("${}", Some("")),
        (".a", None),
        ("x ${ .a }", None),
        ("${ .a", None),
        ("$ { .a }", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(expression(text), expected, "{text}");
    }
}

#[test]
fn the_digest_does_not_depend_on_notation() {
    let digest = |source: &str| workflow(source).digest();
    let original = digest(SOURCE);
    assert_eq!(original.len(), "sha256:".len() + 64);
    assert_eq!(original, digest(&SOURCE.replace("# who", "# somebody else").replace("'.ok'", "\".ok\"")));
    let sorted = serde_json::to_string(&workflow(SOURCE).source.to_json()).unwrap();
    assert_eq!(original, digest(&sorted));
    let reordered = SOURCE.replace("dsl: '1.0.3', namespace: acme,", "namespace: acme, dsl: 1.0.3,");
    assert_ne!(reordered, SOURCE);
    assert_eq!(original, digest(&reordered));
    assert_ne!(original, digest(&SOURCE.replace("PT1S", "PT2S")));
    let two = "document: { dsl: '1.0.3', namespace: a, name: b, version: '1.0.0' }\ndo: [ { a: { set: { x: 1 } } }, { b: { set: { x: 1 } } } ]";
    let swapped = two.replace("{ a: {", "{ c: {").replace("{ b: {", "{ a: {").replace("{ c: {", "{ b: {");
    assert_ne!(digest(two), digest(&swapped));
    // This digest changes only if the canonical form changes, which changes every stored digest.
    assert_eq!(digest(two), "sha256:814b097f0a874c5523061cd271f28cb3514f2730b2c31cf329e54079fd47076a");
}

#[test]
fn reading_is_deterministic_and_never_panics() {
    let pieces = [
        "${", " }", "call", "[", "]", ": ", "- ", "'", "\n", "  ", "@default", "then", "é", "{}", "null",
        "1e9", "~",
    ];
    let boundaries: Vec<usize> = SOURCE.char_indices().map(|(at, _)| at).collect();
    for (round, at) in boundaries.iter().enumerate() {
        let piece = pieces[round % pieces.len()];
        let inserted = format!("{}{piece}{}", &SOURCE[..*at], &SOURCE[*at..]);
        let rest = boundaries.get(round + 1 + round % 7).map_or("", |end| &SOURCE[*end..]);
        let cut = format!("{}{rest}", &SOURCE[..*at]);
        for source in [inserted, cut] {
            let (workflow, diagnostics) = read(&source);
            assert_eq!((&workflow, &diagnostics), (&read(&source).0, &read(&source).1));
            assert!(workflow.is_some() || !diagnostics.is_empty(), "{source}");
            for found in &diagnostics {
                let span = found.span.expect("a place");
                assert!(source.get(span.start..span.end).is_some(), "{found:?}");
            }
        }
    }
}
