//! Tests of the protocol with the host: the order of events, events at the wrong time, and limits.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::rc::Rc;

use serde_json::json;
use towpath_runner::{Run, breadcrumb, load};
use towpath_wire::{Event, Json, Limits, Load, Outcome, Reply, Start, Step};

fn run(tasks: &serde_json::Value) -> Run {
    let source = json!({
        "document": {"dsl": "1.0.3", "namespace": "test", "name": "protocol", "version": "1.0.0"},
        "do": tasks,
    });
    let (report, program) = load(&Load {
        source: source.to_string(),
        functions: None,
        resources: None,
        settings: None,
        evaluate: None,
    });
    assert!(report.is_ok(), "{:?}", report.diagnostics);
    Run::new(Rc::new(program.unwrap()))
}

fn start(input: &str) -> Step {
    let start = Start {
        run: "run-1".to_owned(),
        input: Json::parse(input.to_owned()).unwrap(),
        labels: Vec::new(),
        engine: "1.0.0".to_owned(),
        settings: None,
        limits: Limits::default(),
    };
    Step::new(0, Event::Start(start))
}

fn fired(effect: u64) -> Step {
    Step::new(0, Event::Fired { effect })
}

fn code(reply: &Reply) -> &str {
    match &reply.outcome {
        Some(Outcome::Faulted { error }) => error.code.as_deref().unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

fn is_empty(reply: &Reply) -> bool {
    reply.effects.is_empty()
        && reply.cancelled.is_empty()
        && reply.tasks.is_empty()
        && reply.outcome.is_none()
}

#[test]
fn the_start_comes_first_and_once() {
    let wait = json!([{"pause": {"wait": {"seconds": 1}}}]);
    assert_eq!(code(&run(&wait).step(fired(1))), "TP0001");
    let mut twice = run(&wait);
    assert!(twice.step(start("{}")).outcome.is_none());
    assert_eq!(code(&twice.step(start("{}"))), "TP0001");
}

#[test]
fn after_the_outcome_there_is_nothing() {
    let mut run = run(&json!([{"only": {"set": {"a": 1}}}]));
    assert!(matches!(run.step(start("{}")).outcome, Some(Outcome::Completed { .. })));
    for step in [start("{}"), fired(1), Step::new(0, Event::Cancel)] {
        assert!(is_empty(&run.step(step)));
    }
}

#[test]
fn results_of_cancelled_effects_change_nothing() {
    let mut run = run(&json!([{"pause": {"wait": {"seconds": 1}}}, {"after": {"set": {"a": 1}}}]));
    assert_eq!(run.step(start("{}")).effects.len(), 1);
    for other in [0, 2, 99] {
        assert!(is_empty(&run.step(fired(other))));
    }
    assert!(matches!(run.step(fired(1)).outcome, Some(Outcome::Completed { .. })));
}

#[test]
fn a_result_of_the_wrong_kind_is_an_error_of_the_task() {
    let mut call = run(&json!([{"get": {"call": "crm.get:1.0.0@default"}}]));
    call.step(start("{}"));
    assert_eq!(code(&call.step(fired(1))), "TP0001");
    let mut wait = run(&json!([{"pause": {"wait": {"seconds": 1}}}]));
    wait.step(start("{}"));
    let output = Json::parse("1".to_owned()).unwrap();
    let completed = Event::Completed { effect: 1, output, labels: Vec::new() };
    assert_eq!(code(&wait.step(Step::new(0, completed))), "TP0001");
}

#[test]
fn input_that_is_not_strict_json_is_refused() {
    for (input, expected) in [(r#"{"a":1,"a":2}"#, "TP0502"), ("1e999", "TP0503")] {
        assert_eq!(code(&run(&json!([{"x": {"set": {"a": 1}}}])).step(start(input))), expected, "{input}");
    }
}

#[test]
fn the_breadcrumb_names_the_last_expression() {
    let mut run = run(&json!([{"total": {"set": {"deep": [{"sum": "${ .a + {} }"}]}}}]));
    assert_eq!(code(&run.step(start(r#"{"a":1}"#))), "TP0410");
    assert_eq!(breadcrumb::get().as_deref(), Some("/do/0/total · set.deep.0.sum"));
}

#[test]
fn task_events_of_long_loops_are_limited() {
    let mut run = run(&json!([{"loop": {
        "for": {"in": "[range(6000)]"},
        "do": [{"add": {"set": {"sum": "${ (.sum // 0) + 1 }"}}}],
    }}]));
    let reply = run.step(start("{}"));
    let Some(Outcome::Completed { output, .. }) = &reply.outcome else { panic!("{:?}", reply.outcome) };
    assert_eq!(output.get(), r#"{"sum":6000}"#);
    assert_eq!((reply.tasks.len(), reply.untold), (10_000, 2_002));
}
