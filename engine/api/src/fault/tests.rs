//! Every error of the engine and every bad end of a run, with the answer it becomes.

use serde_json::{Value, json};
use towpath_diagnostics::Diagnostic;
use towpath_journal::{Claim, RunHead, WorkflowRef};
use towpath_policies::{DecisionOutcome, MatchedRule, Mode, NearMiss, PolicyEffect};
use towpath_runtime::{CatalogError, EvaluatedAccess, Fault, RulesError, RunsError};
use uuid::Uuid;

use towpath_wire::problem_types;

use super::*;

fn run() -> RunId {
    RunId(Uuid::from_u128(7))
}

fn decision() -> Decision {
    Decision {
        outcome: DecisionOutcome::Deny,
        awaiting: vec![],
        rules: vec![
            rule("audited", PolicyEffect::Forbid, Mode::Audit),
            rule("no-nights", PolicyEffect::Forbid, Mode::Enforce),
        ],
        near: Vec::new(),
        reason: Some("nothing moves at night".into()),
        contact: Some("it-governance@acme.example".into()),
        policy_set: "sha256:00".into(),
    }
}

fn rule(policy: &str, effect: PolicyEffect, mode: Mode) -> MatchedRule {
    MatchedRule { policy: policy.into(), digest: "sha256:11".into(), effect, mode, error: false }
}

fn view(status: Status, error: Option<Problem>, refusal: Option<Decision>) -> RunView {
    let workflow = WorkflowRef {
        namespace: "support".into(),
        name: "refund".into(),
        version: "1.0.0".into(),
        digest: "sha256:22".into(),
    };
    let head = RunHead {
        run: run(),
        workflow,
        principal: "shop".into(),
        term: 1,
        length: 3,
        status,
        started_at: 0,
        ended_at: Some(1),
        wake_at: None,
        wake_labels: Vec::new(),
        listens: false,
        hears: Vec::new(),
        parent: None,
        held: 0,
        draft: false,
        heard_from: Vec::new(),
        token: None,
        key: None,
        suspended: None,
        rerun_of: None,
        failure: None,
    };
    RunView {
        head,
        output: None,
        labels: Vec::new(),
        run_labels: Vec::new(),
        error,
        refusal,
        in_doubt: Vec::new(),
    }
}

fn told(error: ApiError) -> Value {
    let headers: Vec<&str> = error.0.headers.iter().map(|(name, _)| name.as_str()).collect();
    let headers = json!(headers);
    let mut told = serde_json::to_value(error.into_problem()).unwrap_or_default();
    told["headers"] = headers;
    told
}

/// Whether `told` holds at least `expected`; `null` asks that there be nothing.
fn check(told: &Value, expected: &Value) {
    for (key, value) in expected.as_object().into_iter().flatten() {
        assert_eq!(told.get(key).unwrap_or(&Value::Null), value, "`{key}` of {told:#}");
    }
}

#[test]
fn errors_of_the_engine() {
    let found = Diagnostic::error(codes::TP0001, "wrong");
    let claim = Claim { key: "k".into(), fingerprint: "f".into(), run: run() };
    let cases = [
        (
            EngineError::Fault(Fault::NotFound { what: "workflow", name: "a/b".into() }),
            json!({ "status": 404, "code": "TP4004", "detail": "workflow `a/b` does not exist",
                    "type": "urn:towpath:problem:TP4004", "title": "not found" }),
        ),
        (EngineError::Fault(Fault::Invalid(vec![found.clone()])), json!({ "status": 422, "code": "TP4017" })),
        (
            EngineError::Fault(Fault::Mismatch { document: "a".into(), path: "b".into() }),
            json!({ "status": 422, "code": "TP4014" }),
        ),
        (
            EngineError::Catalog(CatalogError::VersionTaken {
                version: "1.0.0".into(),
                next: "1.0.1".into(),
            }),
            json!({ "status": 409, "code": "TP4015", "next": "1.0.1" }),
        ),
        (
            EngineError::Fault(Fault::Conflict { current: 4 }),
            json!({ "status": 409, "code": "TP4013", "revision": 4 }),
        ),
        (
            EngineError::Runs(RunsError::KeyReused(run())),
            json!({ "status": 422, "code": "TP4016", "run": "00000000000000000000000000000007" }),
        ),
        (EngineError::Rules(RulesError::Activation(vec![found])), json!({ "status": 422, "code": "TP4028" })),
        (
            EngineError::Runs(RunsError::Busy),
            json!({ "status": 503, "code": "TP4024", "headers": ["retry-after"] }),
        ),
        (
            StoreError::Full("no room".into()).into(),
            json!({ "status": 507, "code": "TP4025", "headers": ["retry-after"] }),
        ),
        (
            StoreError::Io("a disk's own words".into()).into(),
            json!({ "status": 503, "code": "TP4026", "detail": "the server cannot reach its store now",
                    "headers": ["retry-after"] }),
        ),
        (StoreError::Closed.into(), json!({ "status": 503, "code": "TP4026" })),
        (StoreError::Claimed { existing: claim }.into(), json!({ "status": 422, "code": "TP4016" })),
        (StoreError::Conflict { current: 4 }.into(), json!({ "status": 409, "revision": 4 })),
        (StoreError::Corrupt("page 7".into()).into(), json!({ "status": 500, "code": "TP0001" })),
        (
            EngineError::Fault(Fault::Internal("a secret cause".into())),
            json!({ "status": 500, "code": "TP0001" }),
        ),
    ];
    for (error, expected) in cases {
        let told = told(error.into());
        check(&told, &expected);
        assert!(!told.to_string().contains("secret cause") && !told.to_string().contains("page 7"));
    }
}

#[test]
fn the_input_is_the_callers_fault() {
    let mut problem = Problem::uncoded(problem_types::VALIDATION, "`/id` has to be there");
    check(
        &told(EngineError::Runs(RunsError::Input(problem.clone())).into()),
        &json!({ "status": 400, "code": "TP4020" }),
    );
    problem.status = 413;
    problem.code = Some("TP4009".into());
    check(
        &told(EngineError::Runs(RunsError::Input(problem)).into()),
        &json!({ "status": 413, "code": "TP4009" }),
    );
}

#[test]
fn a_refused_publish_lists_its_accesses() {
    let access = towpath_access::Access::new(towpath_access::Kind::Call, towpath_access::RunLabels::NONE);
    let evaluated = EvaluatedAccess {
        access: towpath_access::ProfiledAccess {
            access,
            task: "/do/0/pay".into(),
            span: None,
            arguments_schema: json!(true),
            dynamic_host: false,
        },
        verdict: towpath_policies::StaticOutcome::Denied,
        reviews: vec![],
        holds: vec![],
        rules: vec![rule("no-payments", PolicyEffect::Forbid, Mode::Enforce)],
        reason: Some("payments are closed".into()),
        contact: Some("it-governance@acme.example".into()),
    };
    let told = told(of_engine(EngineError::Catalog(CatalogError::Denied(vec![evaluated])), true));
    check(
        &told,
        &json!({ "status": 403, "code": "TP4018", "reason": "payments are closed",
                 "contact": "it-governance@acme.example" }),
    );
    assert_eq!(told["accesses"][0]["task"], "/do/0/pay");
    assert_eq!(told["accesses"][0]["rules"][0]["policy"], "no-payments");
}

#[test]
fn a_refusal_tells_everybody_why_and_insiders_who() {
    let error = EngineError::Fault(Fault::StartRefused(Box::new(decision())));
    check(
        &told(of_engine(error.clone(), false)),
        &json!({ "status": 403, "code": "TP4019", "reason": "nothing moves at night", "policy": null,
                 "contact": null, "rules": null }),
    );
    let insider = told(of_engine(error, true));
    check(&insider, &json!({ "policy": "no-nights", "contact": "it-governance@acme.example" }));
    assert_eq!(insider["rules"][1]["policy"], "no-nights");

    let problem = Problem {
        code: Some("TP4019".into()),
        instance: Some("/do/1/pay".into()),
        ..Problem::uncoded(problem_types::AUTHORIZATION, "no")
    };
    let ended = view(Status::Faulted, Some(problem), Some(decision()));
    check(
        &told(of_run(&ended, false)),
        &json!({ "status": 403, "run": "00000000000000000000000000000007", "reason": "nothing moves at night",
                 "policy": null, "contact": null, "rules": null, "near": null, "cause": null,
                 "instance": "/v1/runs/00000000000000000000000000000007" }),
    );
    check(&told(of_run(&ended, true)), &json!({ "policy": "no-nights", "instance": "/do/1/pay" }));
}

#[test]
fn without_a_forbid_the_nearest_permit_is_named() {
    let near = NearMiss { policy: "small-refunds".into(), mismatches: Vec::new(), expired: None };
    let none = Decision { rules: Vec::new(), near: vec![near], reason: None, ..decision() };
    let error = EngineError::Fault(Fault::StartRefused(Box::new(none)));
    let told = told(of_engine(error, true));
    check(&told, &json!({ "policy": "small-refunds", "reason": "no policy permits this" }));
    assert_eq!(told["near"][0]["policy"], "small-refunds");
}

#[test]
fn what_a_workflow_raises_is_passed_on() {
    let raised = |status| Problem {
        kind: "https://acme.example/errors/out-of-stock".into(),
        status,
        title: Some("Out of stock".into()),
        detail: Some("none left".into()),
        instance: Some("/do/2/refuse".into()),
        code: None,
        effect: None,
        raised: true,
        carried_out: towpath_wire::CarriedOut::Unknown,
        labels: Vec::new(),
        details: None,
        retry_after: None,
    };
    for status in [400, 404, 409, 418, 422, 500, 503, 599] {
        check(
            &told(of_run(&view(Status::Faulted, Some(raised(status)), None), false)),
            &json!({ "status": status, "type": "https://acme.example/errors/out-of-stock", "title": "Out of stock",
                     "detail": "none left", "instance": "/do/2/refuse", "code": "TP4022",
                     "run": "00000000000000000000000000000007", "cause": null }),
        );
    }
    for status in [0, 200, 302, 399, 600] {
        let told = told(of_run(&view(Status::Faulted, Some(raised(status)), None), false));
        check(&told, &json!({ "status": 500, "code": "TP4021" }));
    }
}

#[test]
fn other_faults_are_the_servers_and_only_insiders_learn_the_cause() {
    for kind in [problem_types::EXPRESSION, problem_types::AUTHENTICATION, problem_types::LIMIT] {
        let mut error = Problem::uncoded(kind, "the 7th order of Ms Example");
        error.instance = Some("/do/0/sum".into());
        error.code = Some("TP0001".into());
        let ended = view(Status::Faulted, Some(error), None);
        let outside = told(of_run(&ended, false));
        check(&outside, &json!({ "status": 500, "code": "TP0001", "cause": null }));
        assert!(!outside.to_string().contains("Example"));
        let inside = told(of_run(&ended, true));
        check(&inside, &json!({ "status": 500, "detail": "the 7th order of Ms Example" }));
        assert_eq!(inside["cause"]["instance"], "/do/0/sum");
        assert_eq!(inside["cause"]["type"], kind);
    }
}

#[test]
fn an_unknown_code_of_an_older_runner_is_not_passed_on() {
    let mut error = Problem::uncoded(problem_types::RUNTIME, "odd");
    error.code = Some("TP9999".into());
    check(&told(of_run(&view(Status::Faulted, Some(error), None), true)), &json!({ "code": "TP4021" }));
}

#[test]
fn the_workflows_input_is_the_callers_and_a_tasks_input_is_not() {
    for (instance, field, status) in [
        (Some("/input"), "", 400),
        (Some("/input/schema"), "", 400),
        (None, "`input.schema`: ", 400),
        (None, "`output.schema`: ", 500),
        (Some("/inputs"), "", 500),
        (Some("/do/0/a"), "`input.schema`: ", 500),
    ] {
        let mut error = Problem::uncoded(problem_types::VALIDATION, format!("{field}`/id` has to be there"));
        error.instance = instance.map(str::to_owned);
        let told = told(of_run(&view(Status::Faulted, Some(error), None), false));
        check(&told, &json!({ "status": status, "run": "00000000000000000000000000000007" }));
    }
}

#[test]
fn an_input_that_cannot_be_read_is_the_callers() {
    for (code, instance, status) in
        [("TP0502", None, 400), ("TP0502", Some("/do/0/a"), 500), ("TP0411", None, 500)]
    {
        let mut error =
            Problem::uncoded(problem_types::VALIDATION, "a name occurs twice in one object at byte 26");
        (error.code, error.instance) = (Some(code.to_owned()), instance.map(str::to_owned));
        let told = told(of_run(&view(Status::Faulted, Some(error), None), false));
        check(&told, &json!({ "status": status, "code": code }));
    }
}

#[test]
fn a_cancelled_run_is_a_conflict() {
    check(
        &told(of_run(&view(Status::Cancelled, None, None), false)),
        &json!({ "status": 409, "code": "TP4023", "run": "00000000000000000000000000000007" }),
    );
}

#[test]
fn every_code_used_here_has_a_title() {
    for (code, _) in codes::pages().iter().filter(|(code, _)| code.starts_with("TP40")) {
        let title = title_of_code(code, StatusCode::OK);
        assert!(!title.is_empty() && title != "ok", "{code}");
    }
}

#[test]
fn a_call_that_nobody_released_is_a_refusal() {
    for (code, title) in [
        ("TP1120", "nobody released the call in time"),
        ("TP1121", title_of_code("TP1121", StatusCode::OK).as_str()),
    ] {
        let error = Problem {
            code: Some(code.to_owned()),
            effect: Some(3),
            instance: Some("/do/0/pay".to_owned()),
            ..Problem::uncoded(problem_types::AUTHORIZATION, "declined: a private word")
        };
        let faulted = view(Status::Faulted, Some(error), None);
        let inside = told(of_run(&faulted, true));
        check(
            &inside,
            &json!({ "status": 403, "code": code, "title": title, "detail": "declined: a private word" }),
        );
        let outside = told(of_run(&faulted, false));
        check(&outside, &json!({ "status": 403, "code": code, "title": title }));
        assert!(
            !outside.to_string().contains("private") && !outside.to_string().contains("/do/0"),
            "{outside}"
        );
    }
}
