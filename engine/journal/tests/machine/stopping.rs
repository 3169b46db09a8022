//! Runs that people suspend, continue and cancel, under every kind of luck.

use super::*;

/// Whether the journal says that the run is suspended, or being cancelled.
pub(super) fn stands_still(disk: &[Record]) -> bool {
    let mut last = disk.iter().rev().filter_map(|record| match record {
        Record::Suspended(_) | Record::Cancelling(_) => Some(true),
        Record::Continued(_) => Some(false),
        _ => None,
    });
    last.next().unwrap_or_default()
}

impl Sim {
    pub(super) fn suspend_or_continue(&mut self) {
        if self.machine.is_suspended() {
            self.continue_suspended();
        } else {
            self.tell(Input::Suspend { by: "it".to_owned(), reason: "look".to_owned() });
        }
    }

    pub(super) fn continue_suspended(&mut self) {
        if self.machine.is_suspended() {
            self.tell(Input::Continue { by: "it".to_owned() });
        }
    }

    /// Everything that is on its way to the disk gets there.
    fn settle(&mut self) {
        while !self.world.writing.is_empty() {
            self.happen(0);
        }
    }

    /// Ends every call that is under way, well.
    fn answer_calls(&mut self) {
        self.settle();
        while !self.world.sent.is_empty() {
            self.happen(131);
            self.settle();
        }
    }
}

fn in_doubt(disk: &[Record]) -> Vec<u64> {
    let Some(Record::Ended(ended)) = disk.last() else { panic!("it has not ended") };
    ended.in_doubt.iter().map(|write| write.effect).collect()
}

#[test]
fn a_suspended_run_starts_nothing_and_goes_on_where_it_was() {
    for crash in [false, true] {
        let mut sim = Sim::new(vec![Op::Read, Op::Write, Op::Wait, Op::Write]);
        sim.suspend_or_continue();
        sim.answer_calls();
        assert_eq!(sim.world.out, [(1, 1)].into(), "the call under way ended, and no other began");
        let answered = |record: &Record| {
            matches!(record, Record::Fed(Step { event: Event::Completed { effect: 1, .. }, .. }))
        };
        assert!(sim.world.disk.iter().any(answered), "its result is recorded");
        assert_eq!(sim.machine.wake_at(), i64::MAX);
        if crash {
            sim.crash(0);
            sim.settle();
            assert!(sim.machine.is_suspended(), "it is suspended after a crash");
            assert_eq!(sim.world.out, [(1, 1)].into());
        }
        sim.world.now += 500;
        sim.suspend_or_continue();
        assert_eq!(sim.world.out, [(1, 1)].into(), "first it is on disk that it continues");
        sim.answer_calls();
        assert_eq!(sim.world.out, [(1, 1), (2, 1)].into());
        for turn in 0..60 {
            sim.happen([0, 131, 6][turn % 3]);
        }
        assert!(sim.world.ended);
        assert_eq!(sim.world.out, [(1, 1), (2, 1), (4, 1)].into());
    }
}

#[test]
fn a_write_that_was_allowed_and_not_sent_is_decided_on_again() {
    for crash in [false, true] {
        let mut sim = Sim::new(vec![Op::Write]);
        sim.suspend_or_continue();
        sim.settle();
        let withdrawn = |record: &Record| matches!(record, Record::Suspended(one) if one.withdrawn == [1]);
        assert!(sim.world.disk.iter().any(withdrawn), "{:?}", sim.world.disk);
        if crash {
            sim.crash(0);
        }
        sim.suspend_or_continue();
        sim.answer_calls();
        assert!(sim.world.ended);
        assert_eq!(sim.world.out, [(1, 1)].into(), "it is known that it was not sent");
        let intents = sim.world.disk.iter().filter(|record| matches!(record, Record::Intent(_))).count();
        assert_eq!(intents, 2);
    }
}

#[test]
fn timers_and_the_limit_of_time_stand_still_too() {
    let mut brief = started();
    brief.limits.duration_s = 5;
    let (mut machine, _) = Machine::start(brief);
    machine.apply(
        0,
        0,
        Input::Replied(Box::new(Reply { effects: vec![effect(Op::Wait, 0, 0)], ..Reply::default() })),
    );
    assert_eq!(machine.wake_at(), 10);
    machine.apply(5, 0, Input::Suspend { by: "it".into(), reason: "r".into() });
    let fired = |actions: &[Action]| actions.iter().any(|action| matches!(action, Action::Feed(_)));
    assert!(!fired(&machine.apply(9_000, 0, Input::Woken)));
    machine.apply(9_005, 0, Input::Continue { by: "it".into() });
    let actions = machine.apply(9_005, 0, Input::Woken);
    assert!(fired(&actions), "it was due, and 5 s are not over: {actions:?}");
}

#[test]
fn what_a_workflow_ended_in_while_it_was_suspended_is_its_end_when_it_continues() {
    for (crash, cancelled) in [(false, false), (true, false), (false, true)] {
        let mut sim = Sim::new(vec![Op::Read]);
        sim.suspend_or_continue();
        sim.answer_calls();
        assert!(!sim.world.ended && sim.machine.is_suspended());
        if crash {
            sim.crash(0);
            sim.settle();
            assert!(!sim.world.ended && sim.machine.is_suspended());
        }
        if cancelled {
            sim.tell(Input::Cancel { within: 100 });
        } else {
            sim.suspend_or_continue();
        }
        sim.settle();
        assert!(sim.world.ended);
        let Some(Record::Ended(ended)) = sim.world.disk.last() else { panic!("it has not ended") };
        assert_eq!(matches!(ended.outcome, Outcome::Cancelled), cancelled);
    }
}

#[test]
fn a_cancelled_run_waits_for_its_write_and_names_it_where_no_answer_comes() {
    // The write answers in time, or not, or nobody waits for it, or the engine stops.
    for (course, doubt) in [("answers", vec![]), ("silent", vec![1]), ("forced", vec![1]), ("crash", vec![1])]
    {
        let mut sim = Sim::new(vec![Op::Write, Op::Write]);
        sim.settle();
        assert_eq!(sim.world.out, [(1, 1)].into());
        sim.tell(Input::Cancel { within: if course == "forced" { 0 } else { 100 } });
        sim.settle();
        assert_eq!(sim.world.ended, course == "forced", "{course}");
        match course {
            "answers" => sim.answer_calls(),
            "silent" => {
                sim.world.now += 100;
                assert!(sim.machine.wake_at() <= sim.world.now);
                sim.wake();
            }
            "crash" => sim.crash(0),
            _ => {}
        }
        sim.settle();
        assert!(sim.world.ended, "{course}");
        assert_eq!(in_doubt(&sim.world.disk), doubt, "{course}");
        assert_eq!(sim.world.out, [(1, 1)].into(), "{course}: nothing goes out any more");
    }
}

#[test]
fn a_run_that_is_cancelled_at_its_take_over_names_the_write_that_may_have_happened() {
    let mut sim = Sim::new(vec![Op::Write, Op::Write]);
    sim.settle();
    assert_eq!(sim.world.out, [(1, 1)].into());
    let mut recovery = Recovery::read(sim.world.disk.clone()).unwrap().unwrap();
    let mut script = Script { ops: sim.ops.clone(), at: 0 };
    for step in recovery.steps().to_vec() {
        recovery.replied(script.step(&step)).unwrap();
    }
    // It had ended, and that was not on disk.
    recovery.evaluate_answer(Answered { decision: started().decision, refused: false, at: 1 });
    recovery.cancel();
    let (_, actions) = recovery.go_on(sim.world.now);
    let goes_out = |action: &Action| matches!(action, Action::Send { .. } | Action::Evaluate(_));
    assert!(!actions.iter().any(goes_out), "{actions:?}");
    let written: Vec<Record> = actions
        .into_iter()
        .filter_map(|action| match action {
            Action::Commit { records, .. } => Some(records),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(in_doubt(&written), [1]);
    assert!(matches!(written.last(), Some(Record::Ended(ended)) if ended.answer.is_none()), "{written:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A write that went out has an answer in the journal, or stands in its end as one that may have happened.
    #[test]
    fn a_cancelled_run_sends_nothing_more_and_tells_what_may_have_happened(
        ops in proptest::collection::vec(op(), 1..6),
        before in proptest::collection::vec(any::<u8>(), 0..40),
        after in proptest::collection::vec(any::<u8>(), 0..40),
        within in 0..30_i64,
    ) {
        let mut sim = Sim::new(ops);
        for luck in before {
            if !sim.world.ended {
                sim.happen(luck);
            }
        }
        sim.settle();
        if sim.world.ended {
            return Ok(());
        }
        sim.tell(Input::Cancel { within });
        sim.settle();
        let out = sim.world.out.clone();
        for luck in after {
            if !sim.world.ended {
                sim.happen(luck);
            }
        }
        for _ in 0..200 {
            if !sim.world.ended {
                sim.happen([0, 6, 3][sim.world.now as usize % 3]);
            }
        }
        prop_assert!(sim.world.ended, "it does not end: {:?}", sim.machine);
        prop_assert_eq!(&out, &sim.world.out, "something goes out after the cancel");
        let doubt = in_doubt(&sim.world.disk);
        for record in &sim.world.disk {
            let Record::Intent(intent) = record else { continue };
            if !matches!(intent.decided, Decided::Write | Decided::RepeatableWrite) {
                continue;
            }
            let id = intent.effect.id;
            let answered = sim.world.disk.iter().any(|record| matches!(record, Record::Fed(Step {
                event: Event::Completed { effect, .. } | Event::Failed { effect, .. }, ..
            }) if *effect == id));
            let was_sent = out.contains_key(&id);
            // After a crash it is not known of every write whether it had been sent.
            let crashed = sim.world.disk.iter().any(|record| matches!(record, Record::Resumed(_)));
            let may_have_happened = was_sent && !answered;
            let is_right = doubt.contains(&id) == may_have_happened || (crashed && !was_sent);
            prop_assert!(is_right, "effect {}: {:?}", id, sim.world.disk);
        }
    }
}
