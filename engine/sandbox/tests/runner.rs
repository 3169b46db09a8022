//! Tests of the sandbox with the real runner: replies are the same bytes as natively, and every excess ends with a limit.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;
use std::rc::Rc;

use towpath_runner_wasm::RUNNER;
use towpath_sandbox::{Image, Limit, RunnerDigest, Sandbox, SandboxConfig, StepError};
use towpath_wire::{Event, Limits, Load, Outcome, Reply, Start, Step};

fn definition(tasks: &str) -> Load {
    let source = format!(
        "document: {{dsl: '1.0.3', namespace: test, name: sandbox, version: '0.1.0'}}\ndo:\n{}",
        tasks.trim_end().lines().map(|line| format!("  {line}\n")).collect::<String>()
    );
    Load { source, functions: None, resources: None, settings: None, evaluate: None }
}

fn set(expression: &str) -> Load {
    definition(&format!("- total:\n    set:\n      value: '${{ {expression} }}'"))
}

fn start(input: &str) -> Step {
    Step::new(
        1_760_000_000_000,
        Event::Start(Start {
            run: "0199c0ffee".to_owned(),
            input: towpath_wire::Json::parse(input.to_owned()).unwrap(),
            labels: Vec::new(),
            engine: "0.1.0".to_owned(),
            settings: None,
            limits: limits(),
        }),
    )
}

fn limits() -> Limits {
    Limits { cpu_ms: 2_000, ..Limits::default() }
}

fn sandbox() -> (Sandbox, RunnerDigest) {
    // Shared by all tests, so that the runner is compiled once.
    let cache = Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-code"));
    let sandbox = Sandbox::new(SandboxConfig { cache, instances: 16, ..SandboxConfig::default() }).unwrap();
    let runner = sandbox.add_runner(RUNNER).unwrap();
    (sandbox, runner)
}

async fn image(sandbox: &Sandbox, runner: &RunnerDigest, definition: &Load) -> Image {
    let loaded = sandbox.load(runner, definition, &limits()).await.unwrap();
    assert!(loaded.report.is_ok(), "{:?}", loaded.report.diagnostics);
    sandbox.image(runner, &loaded.image.unwrap()).unwrap()
}

fn output(reply: &Reply) -> &str {
    match &reply.outcome {
        Some(Outcome::Completed { output, .. }) => output.get(),
        other => panic!("{other:?}"),
    }
}

/// Definitions and inputs that together use most of the runner.
const CASES: [(&str, &str); 5] = [
    (
        "- sum:\n    set:\n      total: '${ [.items[] | .price * .qty] | add }'",
        r#"{"items":[{"price":1.5,"qty":2},{"price":0.1,"qty":3}]}"#,
    ),
    (
        "- pick:\n    switch:\n      - big: {when: .n > 10, then: large}\n      - rest: {then: exit}\n- large:\n    set: {size: large}",
        r#"{"n":11}"#,
    ),
    (
        "- loop:\n    for: {each: x, in: .xs}\n    do:\n      - add:\n          set: {sum: '${ (.sum // 0) + $x }', xs: '${ .xs }'}",
        r#"{"xs":[1,2,3.25]}"#,
    ),
    ("- look:\n    call: http\n    with: {method: get, endpoint: 'https://api.acme.example/orders/1'}", "{}"),
    ("- fail:\n    set: {x: '${ .a + {} }'}", r#"{"a":1}"#),
];

#[tokio::test]
async fn native_and_sandboxed_runs_give_the_same_bytes() {
    let (sandbox, runner) = sandbox();
    for (tasks, input) in CASES {
        let definition = definition(tasks);
        let (report, program) = towpath_runner::load(&definition);
        let loaded = sandbox.load(&runner, &definition, &limits()).await.unwrap();
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::to_string(&loaded.report).unwrap(), text);
        let mut native = towpath_runner::Run::new(Rc::new(program.unwrap_or_else(|| panic!("{text}"))));
        let image = sandbox.image(&runner, &loaded.image.unwrap()).unwrap();
        let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
        let step = start(input);
        let sandboxed = instance.step_raw(&serde_json::to_vec(&step).unwrap()).await.unwrap();
        let native = serde_json::to_string(&native.step(step)).unwrap();
        assert_eq!(String::from_utf8(sandboxed).unwrap(), native, "{tasks}");
    }
}

#[tokio::test]
async fn images_of_the_same_definition_are_the_same_bytes() {
    let (sandbox, runner) = sandbox();
    let load = async || sandbox.load(&runner, &set(".a"), &limits()).await.unwrap().image.unwrap();
    assert!(load().await == load().await);
}

#[tokio::test]
async fn what_one_run_leaves_behind_no_other_sees() {
    let (sandbox, runner) = sandbox();
    let image = image(&sandbox, &runner, &set(".secret // \"nothing\"")).await;
    for (input, expected) in
        [(r#"{"secret":"4711"}"#, r#"{"value":"4711"}"#), ("{}", r#"{"value":"nothing"}"#)]
    {
        for _ in 0..3 {
            let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
            assert_eq!(output(&instance.step(&start(input)).await.unwrap().0), expected);
        }
    }
}

/// Expressions that exceed a limit, and the limit.
const OVERDONE: [(&str, Limit); 3] = [
    ("def f: f; f", Limit::Cpu),
    ("[range(1e9)]", Limit::Memory),
    ("[limit(1e9; repeat(1))] | length", Limit::Memory),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_say_where_while_eight_others_go_on() {
    let (sandbox, runner) = sandbox();
    let good = image(&sandbox, &runner, &set("[.xs[] * 2] | add")).await;
    let mut bad = Vec::new();
    for (expression, expected) in OVERDONE {
        let image = image(&sandbox, &runner, &set(expression)).await;
        let sandbox = sandbox.clone();
        bad.push(tokio::spawn(async move {
            let mut instance = sandbox.instantiate(&image, &limits()).await.unwrap();
            (expression, expected, instance.step(&start("{}")).await.map(|(reply, _)| reply))
        }));
    }
    let good: Vec<_> = (0..8)
        .map(|_| {
            let (sandbox, good) = (sandbox.clone(), good.clone());
            tokio::spawn(async move {
                for _ in 0..100 {
                    let mut instance = sandbox.instantiate(&good, &limits()).await.unwrap();
                    let (reply, _) = instance.step(&start(r#"{"xs":[1,2,3]}"#)).await.unwrap();
                    assert_eq!(output(&reply), r#"{"value":12}"#);
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for good in good {
        good.await.unwrap();
    }
    for bad in bad {
        let (expression, expected, result) = bad.await.unwrap();
        match result {
            Err(StepError::Limit { limit, at: Some(at) }) => {
                assert_eq!(limit, expected, "{expression}");
                assert!(at.starts_with("/do/0/total"), "{expression}: {at}");
            }
            other => panic!("{expression}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_definition_with_errors_gives_a_report_and_no_image() {
    let (sandbox, runner) = sandbox();
    let loaded = sandbox.load(&runner, &set(".a |"), &limits()).await.unwrap();
    assert!(!loaded.report.is_ok() && !loaded.report.diagnostics.is_empty());
    assert!(loaded.image.is_none());
}

#[tokio::test]
async fn definitions_nested_too_deep_are_reported_or_stopped_never_fatal() {
    let (sandbox, runner) = sandbox();
    let sources = [
        format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)),
        set(&format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000))).source,
        (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
    ];
    for source in sources {
        match sandbox
            .load(
                &runner,
                &Load { source, functions: None, resources: None, settings: None, evaluate: None },
                &limits(),
            )
            .await
        {
            Ok(loaded) => assert!(!loaded.report.is_ok() && loaded.image.is_none()),
            Err(error) => {
                assert!(error.to_string().contains("limit") || error.to_string().contains("deep"), "{error}")
            }
        }
    }
}
