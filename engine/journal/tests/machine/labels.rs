//! Labels that a run receives: of errors, of the runs that send to it, and of its own effects.

use super::*;

/// That a call failed tells of the data behind it as well: the labels of an error are the run's, also after a crash.
#[test]
fn labels_of_an_error_are_the_runs() {
    let asks = |id| Reply { effects: vec![Effect { id, ..effect(Op::Read, 0, 0) }], ..Reply::default() };
    let (mut machine, _) = Machine::start(started());
    let mut disk = Vec::new();
    let mut apply = |input| {
        for action in machine.apply(0, 0, input) {
            if let Action::Commit { records, .. } = action {
                disk.extend(records);
            }
        }
    };
    apply(Input::Replied(Box::new(asks(1))));
    let clearance = Clearance::Send(Consequence::Read);
    apply(Input::Evaluated { effect: 1, evaluated: evaluated(clearance, 0) });
    let error =
        Problem { labels: vec!["l".to_owned()], ..Problem::uncoded(problem_types::COMMUNICATION, "x") };
    apply(Input::Finished { effect: 1, event: Event::Failed { effect: 1, error }, run_labels: vec![] });
    apply(Input::Replied(Box::new(asks(2))));
    assert!(machine.run_labels().contains("l"));

    let mut recovery = Recovery::read(disk).unwrap().unwrap();
    recovery.replied(asks(1)).unwrap();
    recovery.replied(asks(2)).unwrap();
    assert!(recovery.go_on(0).0.run_labels().contains("l"));
}

/// What a run had received goes with what it sends to another: its start, its end and its events, also after a crash.
#[test]
fn labels_of_the_sender_are_the_runs() {
    let mut started = started();
    started.step.run_labels = vec!["of-the-starter".to_owned()];
    let asks = || Reply { effects: vec![effect(Op::Read, 0, 0)], ..Reply::default() };
    let (mut machine, _) = Machine::start(started);
    let mut disk = Vec::new();
    let mut apply = |input| {
        for action in machine.apply(0, 0, input) {
            if let Action::Commit { records, .. } = action {
                disk.extend(records);
            }
        }
    };
    apply(Input::Replied(Box::new(asks())));
    let evaluated = evaluated(Clearance::Send(Consequence::Write { repeatable: true }), 0);
    apply(Input::Evaluated { effect: 1, evaluated });
    apply(Input::Durable { length: 2 });
    let event = Event::Completed { effect: 1, output: json("1"), labels: vec!["of-the-value".to_owned()] };
    apply(Input::Finished { effect: 1, event, run_labels: vec!["of-the-child".to_owned()] });
    let all = ["of-the-child", "of-the-starter", "of-the-value"];
    assert_eq!(Vec::from_iter(machine.run_labels()), all);
    let recovery = Recovery::read(disk).unwrap().unwrap();
    assert_eq!(Vec::from_iter(recovery.run_labels()), all);
}

/// An error has the labels of what the effect was made with, wherever it comes from.
#[test]
fn an_error_has_the_labels_of_its_effect() {
    let mut labelled = effect(Op::Write, 0, 0);
    let EffectKind::Call(call) = &mut labelled.kind else { panic!("it is a call") };
    call.labels = vec!["argument".to_owned()];
    let asks = || Input::Replied(Box::new(Reply { effects: vec![labelled.clone()], ..Reply::default() }));
    let labels_fed = |actions: Vec<Action>| {
        let fed = actions.into_iter().find_map(|action| match action {
            Action::Feed(Step { event: Event::Failed { error, .. }, .. }) => Some(error.labels),
            _ => None,
        });
        fed.unwrap()
    };
    let begin = || {
        let (mut machine, _) = Machine::start(started());
        machine.apply(0, 0, asks());
        machine
    };
    let problem = || Problem::uncoded(problem_types::COMMUNICATION, "x");
    let refused = Input::Evaluated { effect: 1, evaluated: evaluated(Clearance::Refuse(problem()), 0) };
    assert_eq!(labels_fed(begin().apply(0, 0, refused)), ["argument"]);

    let mut machine = begin();
    let sent = evaluated(Clearance::Send(Consequence::Write { repeatable: true }), 0);
    machine.apply(0, 0, Input::Evaluated { effect: 1, evaluated: sent });
    machine.apply(0, 0, Input::Durable { length: 2 });
    let error = Problem { labels: vec!["answer".to_owned()], ..problem() };
    let failed = Input::Finished { effect: 1, event: Event::Failed { effect: 1, error }, run_labels: vec![] };
    assert_eq!(labels_fed(machine.apply(0, 0, failed)), ["answer", "argument"]);

    let mut machine = begin();
    let terms = held(vec!["d".to_owned()], 5, false);
    machine.apply(0, 0, Input::Evaluated { effect: 1, evaluated: evaluated(Clearance::Hold(terms), 0) });
    assert_eq!(labels_fed(machine.apply(5, 0, Input::Woken)), ["argument"]);
}
