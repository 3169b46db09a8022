//! Every field of every record: what is shown to somebody who may not see the labels is what is listed here.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use towpath_access::{Access, CallerKind, CallerSubject, Decision, WorkflowSubject};
use towpath_identity::{Grant, Minted, Principal, Role};
use towpath_journal::{
    Abandoned, Cancelling, Continued, Decided, Declined, Digest, EffectPlace, Ended, Fault, Held, InDoubt,
    Intent, Parent, Record, Released, Rerun, Resumed, RunId, Started, Suspended, TokenRequest, WorkflowRef,
};
use towpath_wire::{
    CallEffect, CarriedOut, Effect, EffectKind, EmitEffect, Event, Json, Limits, ListenEffect, Outcome,
    Problem, RunEffect, SecretUse, Start, Step, TaskEvent, TaskPhase, WaitEffect,
};

use super::*;

/// Starts each text that is made of data; what follows says where it stands.
const DATA: &str = "data of ";
/// A time that is made of data.
const TIME: i64 = 4_711;
const LABEL: &str = "customer-data";

fn who(may_view: &[&str]) -> Principal {
    Principal {
        id: "p".into(),
        name: "p".into(),
        kind: Role::It,
        roles: vec![Grant::everywhere(Role::It)],
        may_view: may_view.iter().map(|label| (*label).to_owned()).collect(),
        minted: Minted::default(),
    }
}

fn text(of: &str) -> String {
    format!("{DATA}{of}")
}

fn value(of: &str) -> Json {
    // Data that says of itself what labels it has, and what it is.
    let data =
        json!({ text(of): text(of), "labels": [text("labels")], "input": text(of), "effect": { "kind": 1 } });
    Json::of(&data).unwrap()
}

fn labels() -> Vec<String> {
    vec![LABEL.to_owned()]
}

/// An error that a definition raised, or that another run did: all of it may be made of data.
fn raised() -> Problem {
    Problem {
        kind: text("type"),
        status: 418,
        title: Some(text("title")),
        detail: Some(text("detail")),
        instance: Some(text("instance")),
        code: None,
        effect: Some(1),
        raised: true,
        carried_out: CarriedOut::Done,
        labels: labels(),
        details: Some(json!({ "said": text("details") })),
        retry_after: Some(7),
    }
}

fn decision() -> Decision {
    let mismatch =
        json!({ "subject": "access", "pointer": text("near"), "rule": "/r", "message": text("near") });
    let decision = json!({
        "outcome": "deny",
        "rules": [{ "policy": "p", "digest": "d", "effect": "forbid", "mode": "enforce" }],
        "near": [{ "policy": "p", "mismatches": [mismatch] }],
        "reason": "why", "contact": "it", "policySet": "s",
    });
    serde_json::from_value(decision).unwrap()
}

fn access() -> Access {
    let access = json!({
        "kind": "call", "integration": "web", "operation": "request", "version": "1.0.0", "effect": "write",
        "host": text("host"), "method": "GET", "path": text("path"), "query": text("query"), "labels": labels(), "runLabels": labels(),
        "arguments": { text("arguments"): text("arguments") },
    });
    serde_json::from_value(access).unwrap()
}

fn effect(kind: EffectKind) -> Effect {
    Effect { id: 1, task: "/do/0/a".into(), iteration: vec![2], visit: 3, attempt: 4, may_repeat: true, kind }
}

fn call() -> EffectKind {
    EffectKind::Call(CallEffect {
        integration: "web".into(),
        operation: "request".into(),
        version: "1.0.0".into(),
        arguments: value("arguments"),
        secrets: vec![SecretUse { pointer: text("pointer"), secret: "s".into() }],
        labels: labels(),
        described: vec!["404".into()],
    })
}

fn intent(kind: EffectKind) -> Record {
    Record::Intent(Box::new(Intent {
        effect: effect(kind),
        decided: Decided::Refused,
        decision: Some(decision()),
        access: Some(access()),
        token: Some(TokenRequest { access: Some(access()), decision: Some(decision()) }),
        at: 5,
    }))
}

fn started() -> Record {
    let event = Event::Start(Start {
        run: "r".into(),
        input: value("input"),
        labels: labels(),
        engine: "e".into(),
        settings: Json::of(&json!({ "of": "the workflow" })).ok(),
        limits: Limits::default(),
    });
    let workflow =
        WorkflowRef { namespace: "n".into(), name: "w".into(), version: "1.0.0".into(), digest: "d".into() };
    Record::Started(Box::new(Started {
        workflow,
        runner: Digest::of(b"r"),
        image: Digest::of(b"i"),
        caller: CallerSubject { kind: CallerKind::App, id: "p".into(), namespace: None },
        principal: "p".into(),
        decision: decision(),
        limits: Limits::default(),
        step: Step { run_labels: labels(), ..Step::new(1, event) },
        via: vec!["n/v".into()],
        parent: Some(Parent { run: RunId(uuid::Uuid::nil()), effect: 1 }),
        draft: true,
        subject: Some(WorkflowSubject { namespace: "n".into(), ..WorkflowSubject::default() }),
        approvals: vec!["a".into()],
        trial: Some(Digest::of(b"t")),
        rerun: Some(Box::new(Rerun {
            of: RunId(uuid::Uuid::nil()),
            from: Some("/do/0/a".into()),
            fired: vec![EffectPlace { task: "/do/0/a".into(), iteration: vec![1], visit: 2, attempt: 3 }],
            recorded: Digest::of(b"r"),
        })),
    }))
}

fn in_doubt() -> Vec<InDoubt> {
    vec![InDoubt { effect: 1, task: "/do/0/a".into(), operation: "crm.put:1.0.0".into() }]
}

fn ended(outcome: Outcome) -> Record {
    let decision = || Some(Box::new(decision()));
    Record::Ended(Ended {
        outcome,
        refusal: decision(),
        answer: decision(),
        at: 6,
        cpu_us: 7,
        in_doubt: in_doubt(),
    })
}

/// Each kind of record, and of what may stand in one, with every field filled.
fn all() -> Vec<Record> {
    let fed = |event: Event| Record::Fed(Step { run_labels: labels(), ..Step::new(2, event) });
    let event = || value("event");
    let input = RunEffect {
        namespace: "n".into(),
        name: "w".into(),
        version: "1.0.0".into(),
        input: value("input"),
        labels: labels(),
        await_: true,
    };
    let task = TaskEvent { task: "/do/0/a".into(), iteration: vec![1], phase: TaskPhase::Started };
    vec![
        started(),
        fed(Event::Completed { effect: 1, output: value("output"), labels: labels() }),
        fed(Event::Failed { effect: 1, error: raised() }),
        fed(Event::Received { effect: 1, position: 1, event: event(), labels: labels() }),
        fed(Event::Fired { effect: 1 }),
        fed(Event::Cancel),
        Record::Tasks(vec![task]),
        intent(call()),
        intent(EffectKind::Wait(WaitEffect { until: TIME, labels: labels() })),
        intent(EffectKind::Emit(EmitEffect { with: event(), labels: labels() })),
        intent(EffectKind::Listen(ListenEffect { with: event(), labels: labels() })),
        intent(EffectKind::Run(input)),
        Record::Held(Box::new(Held {
            effect: effect(call()),
            awaiting: vec!["d".into()],
            until: 8,
            release: true,
            decision: decision(),
            access: Some(access()),
            at: 9,
        })),
        Record::Released(Released {
            effect: 1,
            rules: vec!["d".into()],
            by: Some("b".into()),
            comment: Some(text("comment")),
            at: 10,
        }),
        Record::Declined(Declined {
            effect: 1,
            by: Some("b".into()),
            comment: Some(text("comment")),
            error: raised(),
            at: 11,
        }),
        Record::Fault(Fault { error: raised(), at: 12 }),
        Record::Resumed(Resumed { at: 13 }),
        Record::Abandoned(Abandoned { effects: vec![1], at: 14 }),
        Record::Suspended(Suspended { by: "b".into(), reason: "r".into(), withdrawn: vec![1], at: 15 }),
        Record::Continued(Continued { by: "b".into(), at: 16 }),
        Record::Cancelling(Cancelling { until: 18, withdrawn: vec![1], at: 17 }),
        ended(Outcome::Completed { output: value("output"), labels: labels() }),
        ended(Outcome::Faulted { error: raised() }),
        // It answers nothing that could be evaluated.
        Record::Ended(Ended {
            outcome: Outcome::Cancelled,
            refusal: None,
            answer: None,
            at: 6,
            cpu_us: 7,
            in_doubt: in_doubt(),
        }),
    ]
}

/// Where each text and number stands.
fn leaves(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key.starts_with(DATA) {
                    found.push((place.to_owned(), key.clone()));
                }
                leaves(value, &format!("{place}/{key}"), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| leaves(item, place, found)),
        leaf => found.push((place.to_owned(), leaf.to_string())),
    }
}

#[test]
fn nothing_that_is_made_of_data_is_shown_without_its_labels() {
    let reader = who(&["other"]);
    let mut masker = Masker::for_reader(&reader);
    for record in all() {
        let shown = masker.record(&record);
        let mut found = Vec::new();
        leaves(&shown, "", &mut found);
        let told: Vec<_> = found
            .iter()
            .filter(|(_, leaf)| leaf.contains(DATA) || *leaf == TIME.to_string() || leaf == "418")
            .collect();
        assert!(told.is_empty(), "{told:#?}\n{shown:#}");
    }
    assert!(masker.seen.is_empty(), "{:?}", masker.seen);
}

#[test]
fn a_caller_who_may_view_all_labels_sees_every_field_of_the_journal() {
    let reader = who(&[LABEL]);
    for record in all() {
        let mut masker = Masker::for_reader(&reader);
        let stored: Value = serde_json::from_slice(&record.encode()).unwrap_or_default();
        assert_eq!(masker.record(&record), stored);
        assert!(masker.seen.iter().all(|label| label == LABEL), "data gives no labels: {:?}", masker.seen);
    }
}

#[test]
fn data_without_labels_is_shown_whatever_it_says_of_itself() {
    let output = value("output");
    let record =
        Record::Fed(Step::new(1, Event::Completed { effect: 1, output: output.clone(), labels: vec![] }));
    let reader = who(&[]);
    let mut masker = Masker::for_reader(&reader);
    let shown = masker.record(&record);
    let stored: Value = serde_json::from_str(output.get()).unwrap_or_default();
    assert_eq!(shown["fed"]["event"]["completed"]["output"], stored);
    assert!(masker.seen.is_empty());
}

/// What is shown of a record whose values are hidden: adding a line is a decision.
#[test]
fn what_is_shown_of_hidden_records_is_listed() {
    let reader = who(&[]);
    let mut masker = Masker::for_reader(&reader);
    let mut fields = BTreeSet::new();
    for record in all() {
        let mut found = Vec::new();
        leaves(&masker.record(&record), "", &mut found);
        // The limits and the subject are objects of their own, all of which is the server's or the definition's.
        let whole = ["/limits/", "/subject/", "/workflow/", "/caller/", "/settings/"];
        fields.extend(
            found.into_iter().map(|(place, _)| place).filter(|place| {
                !whole.iter().any(|name| place.contains(name)) && !place.ends_with("/$masked")
            }),
        );
    }
    let listed: BTreeSet<String> = include_str!("shown.txt").lines().map(str::to_owned).collect();
    let new: Vec<_> = fields.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&fields).collect();
    assert!(new.is_empty() && gone.is_empty(), "not in `shown.txt`: {new:#?}\nonly there: {gone:#?}");
}
