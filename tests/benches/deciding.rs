//! The cost of a decision: one access against 200 policies, compared with the one policy that matches, and with all 200 evaluated
//! one by one. Figures are medians and ratios of one run; nothing asserts a time.
//!
//! `tests/run --full deciding` runs it and keeps the outcome.

use std::hint::black_box;
use std::time::Instant;

use serde_json::{Value, json};
use towpath_access::{Access, CallerSubject, WorkflowSubject};
use towpath_policies::{CompiledSet, PolicyDocument, Question, decide};

const POLICIES: usize = 200;

/// Decisions per sample, and samples.
const ROUNDS: u32 = 200;
const SAMPLES: usize = 101;

/// Ten namespaces' worth of rules: of permits with ceilings and patterns, a tenth forbids, over fifty integrations.
fn policy(number: usize) -> Value {
    json!({
        "policy": format!("p{number}"), "title": format!("Rule {number}"), "reason": "Larger ones go through finance.",
        "effect": if number % 10 == 9 { "forbid" } else { "permit" },
        "workflow": { "properties": { "namespace": { "const": format!("n{}", number % 10) } } },
        "access": { "required": ["arguments"], "properties": {
            "integration": { "const": format!("i{}", number % 50) }, "operation": { "const": "refund" },
            "arguments": { "type": "object", "required": ["amount", "order"], "properties": {
                "amount": { "type": "number", "exclusiveMinimum": 0, "maximum": 200 },
                "order": { "type": "string", "pattern": "^o-[0-9]+$" },
            } },
        } },
    })
}

fn compile(numbers: impl Iterator<Item = usize>) -> CompiledSet {
    let documents = numbers.map(|number| match PolicyDocument::from_value(&policy(number)) {
        (Some(document), found) if found.is_empty() => document,
        (_, found) => panic!("{found:?}"),
    });
    match CompiledSet::compile(documents.collect()) {
        Ok(set) => set,
        Err(found) => panic!("{found:?}"),
    }
}

fn subject<T: serde::de::DeserializeOwned>(value: Value) -> T {
    match serde_json::from_value(value) {
        Ok(subject) => subject,
        Err(error) => panic!("{error}"),
    }
}

/// The median of what one decision takes, in microseconds, and whether it allows.
fn measure(sets: &[CompiledSet], question: &Question<'_>) -> (f64, bool) {
    let is_allowed = sets.iter().any(|set| decide(set, question).is_allowed());
    let mut times: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let begun = Instant::now();
            for _ in 0..ROUNDS {
                for set in sets {
                    black_box(decide(set, black_box(question)));
                }
            }
            begun.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[SAMPLES / 2], is_allowed)
}

fn main() {
    // `cargo test` runs benches too, to see that they build.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let all = [compile(0..POLICIES)];
    let alone = [compile(std::iter::once(3))];
    let each: Vec<CompiledSet> = (0..POLICIES).map(|number| compile(std::iter::once(number))).collect();
    let workflow: WorkflowSubject = subject(json!({
        "namespace": "n3", "name": "refund", "version": "1.0.0", "author": { "id": "mia" },
    }));
    let caller: CallerSubject = subject(json!({ "kind": "app", "id": "shop" }));
    let mut outcome =
        json!({ "profile": if cfg!(debug_assertions) { "dev" } else { "release" }, "policies": POLICIES });
    for (name, amount) in [("allowed", 20), ("refused", 2000)] {
        let access: Access = subject(json!({
            "kind": "call", "integration": "i3", "operation": "refund", "arguments": { "amount": amount, "order": "o-1" },
        }));
        let question = Question {
            workflow: &workflow,
            access: &access,
            caller: &caller,
            now: 1_798_761_600_000,
            profile: None,
            approvals: &[],
            releases: &[],
        };
        let (micros, is_allowed) = measure(&all, &question);
        assert_eq!(is_allowed, name == "allowed");
        let ((one, _), (every, _)) = (measure(&alone, &question), measure(&each, &question));
        outcome[name] = json!({ "micros": micros, "timesOfOnePolicy": micros / one, "timesOfAskingEach": micros / every });
    }
    towpath_tests::tell(&serde_json::to_string_pretty(&outcome).unwrap_or_default());
    towpath_tests::keep_result("deciding", &outcome);
}
