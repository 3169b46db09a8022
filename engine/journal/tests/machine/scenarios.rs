//! Runs with a scripted course: lost answers, releases, limits, events, and a crash in between.

use super::*;

#[test]
fn a_write_whose_answer_was_lost_ends_as_unknown() {
    let mut sim = Sim::new(vec![Op::Write]);
    sim.happen(0);
    assert_eq!(sim.world.out.get(&1), Some(&1));
    sim.crash(0);
    for turn in 0..20 {
        sim.happen([0, 3, 6][turn % 3]);
    }
    assert_eq!(sim.world.out.get(&1), Some(&1));
    let unknown = sim.world.disk.iter().any(|record| {
        matches!(record, Record::Fed(Step { event: Event::Failed { error, .. }, .. })
            if error.kind == problem_types::OUTCOME_UNKNOWN && error.code.as_deref() == Some("TP1103"))
    });
    assert!(unknown && sim.world.ended);
}

#[test]
fn what_nobody_releases_in_time_is_refused_or_goes_out() {
    for (op, out) in [(Op::Held, None), (Op::HeldRead, Some(&1))] {
        let mut sim = Sim::new(vec![op]);
        sim.happen(0);
        assert_eq!((sim.machine.held().collect::<Vec<_>>(), sim.machine.waits_until()), (vec![1], Some(30)));
        sim.crash(0);
        assert_eq!(sim.machine.held().collect::<Vec<_>>(), [1], "it waits on after a crash");
        for turn in 0..60 {
            sim.happen([0, 3, 6][turn % 3]);
        }
        assert!(sim.world.ended);
        assert_eq!(sim.world.out.get(&1), out);
    }
}

#[test]
fn a_release_outlives_a_crash() {
    let mut sim = Sim::new(vec![Op::Held]);
    sim.happen(0);
    sim.answer(32);
    let (_, records) = sim.world.writing.pop_front().unwrap();
    assert!(matches!(records.as_slice(), [Record::Released(_)]), "{records:?}");
    sim.world.disk.extend(records);
    sim.crash(0);
    for turn in 0..20 {
        sim.happen([0, 3, 6][turn % 3]);
    }
    assert_eq!(sim.world.out.get(&1), Some(&1));
}

#[test]
fn a_run_of_which_another_runner_asks_something_else_is_not_gone_on_with() {
    let mut sim = Sim::new(vec![Op::Write, Op::Read]);
    sim.happen(0);
    let mut recovery = Recovery::read(sim.world.disk.clone()).unwrap().unwrap();
    let mut other = Script { ops: vec![Op::KeyedWrite], at: 0 };
    let step = recovery.steps()[0].clone();
    assert!(recovery.replied(other.step(&step)).is_err());
}

#[test]
fn too_many_effects_and_too_long_runs_end_at_their_limit() {
    let mut short = started();
    short.limits.effects = 2;
    let (mut machine, _) = Machine::start(short);
    let reply = Reply { effects: (0..3).map(|at| effect(Op::Read, at, 0)).collect(), ..Reply::default() };
    let actions = machine.apply(0, 0, Input::Replied(Box::new(reply)));
    let Some(Action::Commit { records, .. }) = actions.last() else { panic!("{actions:?}") };
    assert!(records.iter().any(
        |record| matches!(record, Record::Fault(fault) if fault.error.code.as_deref() == Some("TP1101"))
    ));

    let mut brief = started();
    brief.limits.duration_s = 5;
    let (mut machine, _) = Machine::start(brief);
    let reply = Reply { effects: vec![effect(Op::Read, 0, 0)], ..Reply::default() };
    machine.apply(0, 0, Input::Replied(Box::new(reply)));
    assert_eq!(machine.wake_at(), 5_000);
    let actions = machine.apply(5_000, 0, Input::Woken);
    assert!(actions.iter().any(|action| matches!(action, Action::Commit { records, .. }
        if records.iter().any(|record| matches!(record, Record::Fault(fault) if fault.error.code.as_deref() == Some("TP1102"))))));
}

/// An effect that listens hears each event once, in order, also after a crash.
#[test]
fn who_listens_hears_every_event_once_also_after_a_crash() {
    let listen = Effect {
        kind: EffectKind::Listen(towpath_wire::ListenEffect { with: json("{}"), labels: vec![] }),
        ..effect(Op::Read, 0, 0)
    };
    let asks = || Input::Replied(Box::new(Reply { effects: vec![listen.clone()], ..Reply::default() }));
    let clearance = Clearance::Send(Consequence::Listen { after: 5 });
    let hears = |position| Input::Received {
        effect: 1,
        position,
        event: json("{}"),
        labels: vec!["l".to_owned()],
        run_labels: vec!["of-the-sender".to_owned()],
    };
    let fed = |actions: &[Action]| {
        actions
            .iter()
            .any(|action| matches!(action, Action::Feed(Step { event: Event::Received { .. }, .. })))
    };
    let mut disk = Vec::new();
    let mut keep = |actions: &[Action]| {
        for action in actions {
            if let Action::Commit { records, .. } = action {
                disk.extend(records.iter().cloned());
            }
        }
    };
    let (mut machine, _) = Machine::start(started());
    machine.apply(0, 0, asks());
    keep(&machine.apply(0, 0, Input::Evaluated { effect: 1, evaluated: evaluated(clearance, 0) }));
    assert!(!fed(&machine.apply(0, 0, hears(6))), "it listens only once that is on disk");
    let actions = machine.apply(0, 0, Input::Durable { length: 2 });
    assert!(matches!(actions.as_slice(), [Action::Send { decided: Decided::Listen { after: 5 }, .. }]));
    assert!(machine.listens() && machine.only_waits());
    assert!(!fed(&machine.apply(0, 0, hears(5))), "that one came before");
    assert!(fed(&machine.apply(0, 0, hears(6))));
    keep(&machine.apply(0, 0, Input::Replied(Box::default())));
    assert!(!fed(&machine.apply(0, 0, hears(6))), "heard already");

    let mut recovery = Recovery::read(disk).unwrap().unwrap();
    assert_eq!(recovery.steps().len(), 2);
    recovery.replied(Reply { effects: vec![listen.clone()], ..Reply::default() }).unwrap();
    recovery.replied(Reply::default()).unwrap();
    let (mut machine, actions) = recovery.go_on(0);
    assert_eq!(Vec::from_iter(machine.run_labels()), ["l", "of-the-sender"]);
    let Some(Action::Commit { first, records }) = actions.first() else { panic!("{actions:?}") };
    let length = first + records.len() as u64;
    let actions = machine.apply(0, 0, Input::Durable { length });
    assert!(matches!(actions.as_slice(), [Action::Send { decided: Decided::Listen { after: 6 }, .. }]));
}

#[test]
fn an_effect_whose_turn_has_not_come_is_not_written_and_certainly_not_sent() {
    for crash in [false, true] {
        let mut sim = Sim::new(vec![Op::Queued, Op::Read]);
        sim.happen(0);
        assert_eq!((sim.world.disk.len(), sim.world.queue.len()), (1, 1), "its start is on disk");
        assert!(sim.machine.only_waits(), "it needs no sandbox");
        assert_eq!(sim.machine.waits_until(), None, "after a restart it takes its place at once");
        if crash {
            sim.crash(0);
            sim.happen(0);
            assert!(sim.world.out.is_empty() && sim.world.queue.len() == 1);
        }
        sim.admit();
        sim.admit();
        assert!(sim.world.out.is_empty(), "its intent is not on disk yet");
        sim.happen(0);
        assert_eq!(sim.world.out, [(1, 1)].into());
    }
}

#[test]
fn a_queued_effect_of_a_run_that_stands_still_queues_again_when_it_goes_on() {
    let mut sim = Sim::new(vec![Op::Queued]);
    sim.happen(0);
    sim.suspend_or_continue();
    sim.admit();
    assert!(sim.world.out.is_empty());
    sim.happen(0);
    sim.suspend_or_continue();
    assert_eq!(sim.world.queue.len(), 1);
    sim.admit();
    for _ in 0..3 {
        sim.happen(0);
    }
    assert_eq!(sim.world.out, [(1, 1)].into());
    let mut sim = Sim::new(vec![Op::Queued]);
    sim.happen(0);
    sim.tell(Input::Cancel { within: 100 });
    sim.happen(0);
    assert!(sim.world.ended && sim.world.out.is_empty());
}
