//! Traces from records and replies that are made by hand: what an older runner leaves, and what has not ended.

use serde_json::json;
use towpath_journal::{Decided, Ended, Fault, Intent, Record};
use towpath_wire::{
    Effect, EffectKind, Event, Json, Outcome, Problem, Reply, Step, TaskEvent, TaskPhase, Trace, TraceEvent,
    TracedStart, WaitEffect, problem_types as types,
};

use super::build::Builder;
use super::{Pass, TaskState, TracedTask, stopped_inside};

fn effect(id: u64, task: &str, iteration: &[u64], kind: &serde_json::Value) -> Effect {
    let text = json!({ "id": id, "task": task, "iteration": iteration, "kind": kind }).to_string();
    serde_json::from_str(&text).unwrap()
}

fn call(id: u64, task: &str, iteration: &[u64]) -> Effect {
    let call =
        json!({ "call": { "integration": "crm", "operation": "find", "version": "1.0.0", "arguments": {} } });
    effect(id, task, iteration, &call)
}

fn phase(task: &str, iteration: &[u64], phase: TaskPhase) -> TaskEvent {
    TaskEvent { task: task.to_owned(), iteration: iteration.to_vec(), phase }
}

fn intent(effect: Effect, at: i64) -> Record {
    let (decided, decision, access, token) = (Decided::Read, None, None, None);
    Record::Intent(Box::new(Intent { effect, decided, decision, access, token, at }))
}

fn completed(effect: u64) -> Event {
    Event::Completed { effect, output: Json::null(), labels: Vec::new() }
}

fn ended(outcome: Outcome) -> Record {
    Record::Ended(Ended { outcome, refusal: None, answer: None, at: 9, cpu_us: 0, in_doubt: Vec::new() })
}

fn states(tasks: &[TracedTask]) -> Vec<(&str, TaskState)> {
    tasks.iter().map(|task| (task.reference.as_str(), task.state)).collect()
}

#[test]
fn the_journal_alone_says_which_tasks_ran_when_and_what_they_asked_for() {
    use TaskPhase::{Completed, Skipped, Started};
    let inside = "/do/0/each/do/0/find";
    let records = [
        Record::Tasks(vec![phase("/do/0/each", &[], Started), phase(inside, &[0], Started)]),
        intent(call(1, inside, &[0]), 2),
        Record::Fed(Step::new(5, completed(1))),
        Record::Tasks(vec![
            phase(inside, &[0], Completed),
            phase("/do/0/each", &[], Completed),
            phase("/do/1/never", &[], Skipped),
        ]),
        ended(Outcome::Completed { output: Json::null(), labels: Vec::new() }),
    ];
    let mut builder = Builder::from_journal(1);
    for record in &records {
        match record {
            Record::Fed(step) => builder.hear(step),
            record => builder.record(record),
        }
    }
    let (tasks, others, omitted) = builder.finish(&records);
    assert_eq!((others.len(), omitted), (0, 0));
    let expected = [
        ("/do/0/each", TaskState::Completed),
        (inside, TaskState::Completed),
        ("/do/1/never", TaskState::Skipped),
    ];
    assert_eq!(states(&tasks), expected);
    let task = &tasks[1];
    assert_eq!((task.name.as_str(), task.started_at, task.ended_at), ("find", 1, Some(5)));
    assert_eq!(task.passes, [Pass { loop_: "/do/0/each".to_owned(), index: 0 }]);
    let one = &task.effects[0];
    assert_eq!((one.started_at, one.ended_at, one.decided), (2, Some(5), Some(Decided::Read)));
}

fn started(id: u32, task: &str) -> TraceEvent {
    let (task, name, kind) = (task.to_owned(), task.to_owned(), "wait".to_owned());
    TraceEvent::Started(TracedStart { id, task, name, kind, iteration: Vec::new(), earlier: None })
}

#[test]
fn what_has_not_ended_waits_or_was_stopped_with_the_run() {
    let wait = EffectKind::Wait(WaitEffect { until: 100, labels: Vec::new() });
    let waiting = Effect { kind: wait, ..call(1, "/do/0/nap", &[]) };
    let trace = || Some(Trace { events: vec![started(1, "/do/0/nap")], omitted: 0 });
    let reply = || Reply { effects: vec![waiting.clone()], trace: trace(), ..Reply::default() };
    let state = |records: &[Record]| {
        let mut builder = Builder::default();
        builder.reply(1, reply());
        let (tasks, _, _) = builder.finish(records);
        (tasks[0].state, tasks[0].error.as_ref().and_then(|error| error.code.clone()))
    };
    assert_eq!(state(&[]), (TaskState::Waiting, None));
    assert_eq!(state(&[ended(Outcome::Cancelled)]), (TaskState::Cancelled, None));
    let mut error = Problem::uncoded(types::LIMIT, "too long");
    (error.instance, error.code) = (Some("/do/0/nap".to_owned()), Some("TP1102".to_owned()));
    assert_eq!(state(&[ended(Outcome::Faulted { error })]), (TaskState::Faulted, Some("TP1102".to_owned())));
}

#[test]
fn a_step_that_a_limit_stopped_is_not_taken_again() {
    let fault = |code: &str| {
        let error = Problem { code: Some(code.to_owned()), ..Problem::uncoded(types::LIMIT, "") };
        Record::Fault(Fault { error, at: 3 })
    };
    let fed = || Record::Fed(Step::new(2, completed(1)));
    assert_eq!(stopped_inside(&[fed(), fed(), fault("TP1105")]), Some(1));
    assert_eq!(stopped_inside(&[fed(), fault("TP1102")]), None);
    assert_eq!(stopped_inside(&[fed()]), None);
}
