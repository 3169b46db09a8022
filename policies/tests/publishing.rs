//! Definitions with their static decisions, as data; and the time that decisions take.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};
use towpath_access::{Access, CallerSubject, Profile, WorkflowSubject, derive};
use towpath_dsl::yaml;
use towpath_policies::{
    CompiledSet, PolicyDocument, Question, StaticDecision, StaticOutcome, decide, evaluate,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Integrations that are known never to have a host.
    #[serde(default, rename = "speaksNoHttp")]
    speaks_no_http: Vec<String>,
    /// Names of policies that this version is approved for.
    #[serde(default)]
    approved: Vec<String>,
    policies: Vec<Value>,
    definition: String,
    expect: Vec<String>,
}

const NEW_YEAR: i64 = 1_798_761_600_000; // 2027-01-01T00:00:00Z

fn compile(values: &[Value]) -> CompiledSet {
    let read = |value| {
        let (document, diagnostics) = PolicyDocument::from_value(value);
        document.unwrap_or_else(|| panic!("{value}: {diagnostics:#?}"))
    };
    CompiledSet::compile(values.iter().map(read).collect()).unwrap()
}

fn workflow() -> WorkflowSubject {
    WorkflowSubject {
        namespace: "support".into(),
        name: "verdicts".into(),
        version: "1.0.0".into(),
        ..Default::default()
    }
}

#[test]
fn outcomes() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publishing")).unwrap() {
        let path = entry.unwrap().path();
        let (node, _) = yaml::parse(&fs::read_to_string(&path).unwrap(), yaml::Limits::default());
        let case: Case = serde_json::from_value(node.unwrap().to_json()).unwrap();
        let (definition, diagnostics) = towpath_dsl::read(&case.definition);
        let mut profile = derive(&definition.unwrap_or_else(|| panic!("{diagnostics:#?}")));
        for profiled in &mut profile.accesses {
            let known =
                profiled.access.integration.as_ref().is_some_and(|name| case.speaks_no_http.contains(name));
            profiled.dynamic_host &= !known;
        }
        let set = compile(&case.policies);
        let approved = set.documents().filter(|document| case.approved.contains(&document.policy));
        let approvals: Vec<String> = approved.map(PolicyDocument::digest).collect();
        let decisions = evaluate(&set, &workflow(), &profile, &approvals, NEW_YEAR);
        let found: Vec<String> = decisions.iter().map(|decision| line(&profile, decision)).collect();
        assert_eq!(found, case.expect, "{}", path.display());
        for decision in &decisions {
            let diagnostic = decision.diagnostic(&profile);
            let stops = decision.verdict == StaticOutcome::Denied || !decision.reviews.is_empty();
            assert_eq!(diagnostic.is_none(), decision.verdict == StaticOutcome::Allowed && !stops);
            assert_eq!(diagnostic.is_some_and(|one| one.is_error()), stops);
        }
    }
}

fn line(profile: &Profile, decision: &StaticDecision) -> String {
    let access = &profile.accesses[decision.access];
    let place = if access.task.is_empty() { access.access.kind.as_str() } else { &access.task };
    let word = match decision.verdict {
        StaticOutcome::Allowed => "allowed",
        StaticOutcome::Denied => "denied",
        StaticOutcome::AtRunTime => "at run time",
    };
    let names: Vec<&str> = decision.rules.iter().map(|rule| rule.policy.as_str()).collect();
    let mut line = format!("{place} {word}");
    if !names.is_empty() {
        line += &format!(" by {}", names.join(" "));
    }
    for review in &decision.reviews {
        line += &format!(", {} {}", review.policy, review.needs());
    }
    for hold in &decision.holds {
        let word = if hold.surely { "surely" } else { "maybe" };
        line += &format!(", {} {word} {}", hold.rule.policy, hold.rule.needs());
    }
    if !decision.open.is_empty() {
        line += &format!(" ({})", decision.open.join(" "));
    }
    if !decision.near.is_empty() {
        line += &format!(" [{}]", decision.near.join(" "));
    }
    if let Some(reason) = &decision.reason {
        line += &format!(": {reason}");
    }
    line
}

/// The index selects only policies that can match, and the decision is the same.
#[test]
fn two_hundred_policies_decide_like_one() {
    let policies: Vec<Value> = (0..200)
        .map(|n| {
            json!({
                "policy": format!("p{n}"), "title": "P", "effect": if n % 10 == 0 { "forbid" } else { "permit" },
                "workflow": { "properties": { "namespace": { "const": format!("n{}", n % 20) } } },
                "access": { "properties": {
                    "integration": { "const": format!("i{}", n % 50) }, "operation": { "const": "refund" },
                    "arguments": { "type": "object", "required": ["amount"], "properties": {
                        "amount": { "type": "number", "maximum": 200 },
                    } },
                } },
            })
        })
        .collect();
    let set = compile(&policies);
    let workflow = WorkflowSubject { namespace: "n3".into(), ..workflow() };
    let caller: CallerSubject = serde_json::from_value(json!({ "kind": "app", "id": "shop" })).unwrap();
    let access = |amount: u64| -> Access {
        serde_json::from_value(json!({
            "kind": "call", "integration": "i3", "operation": "refund", "arguments": { "amount": amount },
        }))
        .unwrap()
    };
    for (what, access) in [("allowed", access(20)), ("refused", access(2000))] {
        let question = Question {
            workflow: &workflow,
            access: &access,
            caller: &caller,
            now: NEW_YEAR,
            profile: None,
            approvals: &[],
            releases: &[],
        };
        assert_eq!(decide(&set, &question).is_allowed(), what == "allowed");
    }
}
