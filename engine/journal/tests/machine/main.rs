//! The run machine under every kind of luck: commits that take long, effects that end late, and crashes at any
//! point. A scripted runner and a small world stand in for the sandbox, the disk and the outside.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod labels;
mod scenarios;
mod stopping;

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;
use towpath_access::{CallerKind, CallerSubject, Decision};
use towpath_journal::{
    Action, Answered, Clearance, Consequence, Decided, Declined, Digest, Evaluated, HoldTerms, Input,
    Machine, OpenFate, Record, Recovery, Released, Started, WorkflowRef,
};
use towpath_wire::{
    CallEffect, Effect, EffectKind, Event, Json, Limits, Outcome, Problem, Reply, Start, Step, WaitEffect,
    problem_types,
};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Op {
    Read,
    Write,
    KeyedWrite,
    TestEndpoint,
    Simulated,
    Wait,
    Refused,
    Held,
    HeldRead,
    /// A write that waits for its turn before it is sent.
    Queued,
}

fn json(text: &str) -> Json {
    Json::parse(text.to_owned()).unwrap()
}

/// A runner that asks for one thing after the other, catching every error.
struct Script {
    ops: Vec<Op>,
    at: usize,
}

impl Script {
    fn step(&mut self, step: &Step) -> Reply {
        let mut reply = Reply::default();
        if !matches!(step.event, Event::Start(_)) {
            self.at += 1;
        }
        match self.ops.get(self.at) {
            Some(op) => reply.effects.push(effect(*op, self.at, step.now)),
            None => reply.outcome = Some(Outcome::Completed { output: json("null"), labels: vec![] }),
        }
        reply
    }
}

fn effect(op: Op, at: usize, now: i64) -> Effect {
    let kind = match op {
        Op::Wait => EffectKind::Wait(WaitEffect { until: now + 10, labels: vec![] }),
        _ => EffectKind::Call(CallEffect {
            integration: "i".to_owned(),
            operation: format!("{op:?}"),
            version: "1.0.0".to_owned(),
            arguments: json(&at.to_string()),
            secrets: vec![],
            labels: vec![],
            described: vec![],
        }),
    };
    let task = format!("/do/{at}/t");
    Effect { id: at as u64 + 1, task, iteration: vec![], visit: 0, attempt: 0, may_repeat: false, kind }
}

fn started() -> Started {
    let limits = Limits::default();
    Started {
        workflow: WorkflowRef {
            namespace: "n".into(),
            name: "w".into(),
            version: "1.0.0".into(),
            digest: "d".into(),
        },
        runner: Digest::of(b"runner"),
        image: Digest::of(b"image"),
        caller: CallerSubject { kind: CallerKind::App, id: "p".into(), namespace: None },
        principal: "p".into(),
        decision: decided(towpath_access::DecisionOutcome::Allow),
        limits: limits.clone(),
        step: Step::new(
            0,
            Event::Start(Start {
                run: "r".into(),
                input: json("1"),
                labels: vec![],
                engine: "0".into(),
                settings: None,
                limits,
            }),
        ),
        via: vec![],
        draft: false,
        parent: None,
        subject: None,
        approvals: vec![],
        trial: None,
        rerun: None,
    }
}

fn decided(outcome: towpath_access::DecisionOutcome) -> Decision {
    Decision {
        outcome,
        rules: vec![],
        awaiting: vec![],
        near: vec![],
        reason: None,
        contact: None,
        policy_set: "s".into(),
    }
}

fn held(awaiting: Vec<String>, wait: i64, release: bool) -> HoldTerms {
    HoldTerms { awaiting, wait, release, decision: decided(towpath_access::DecisionOutcome::Hold) }
}

fn evaluated(clearance: Clearance, at: i64) -> Box<Evaluated> {
    Box::new(Evaluated { clearance, decision: None, access: None, token: None, at })
}

/// The disk, the outside, and what is under way between them and the machine.
#[derive(Default)]
struct World {
    now: i64,
    disk: Vec<Record>,
    writing: VecDeque<(u64, Vec<Record>)>,
    sent: VecDeque<Effect>,
    /// How often each effect went out.
    out: BTreeMap<u64, usize>,
    ended: bool,
    /// Effects that wait for their turn, and those whose turn has come.
    queue: VecDeque<u64>,
    admitted: Vec<u64>,
}

struct Sim {
    world: World,
    ops: Vec<Op>,
    machine: Machine,
    script: Script,
}

impl Sim {
    fn new(ops: Vec<Op>) -> Self {
        let (machine, actions) = Machine::start(started());
        let mut sim =
            Self { world: World::default(), script: Script { ops: ops.clone(), at: 0 }, ops, machine };
        sim.carry_out(actions);
        sim
    }

    fn tell(&mut self, input: Input) {
        let actions = self.apply(input);
        self.carry_out(actions);
    }

    fn apply(&mut self, input: Input) -> Vec<Action> {
        self.machine.apply(self.world.now, 0, input)
    }

    /// First in, first out, as a driver must.
    fn carry_out(&mut self, actions: Vec<Action>) {
        let mut actions = VecDeque::from(actions);
        while let Some(action) = actions.pop_front() {
            match action {
                Action::Feed(step) => {
                    let reply = self.script.step(&step);
                    actions.extend(self.apply(Input::Replied(Box::new(reply))));
                }
                Action::Evaluate(effect) if self.must_wait(effect.id) => {
                    self.world.queue.push_back(effect.id);
                    actions.extend(self.apply(Input::Queued { effect: effect.id }));
                }
                Action::Evaluate(effect) => {
                    let released = !self.machine.released_for(effect.id).is_empty();
                    let clearance = clearance(&effect, released);
                    let evaluated = evaluated(clearance, self.world.now);
                    actions.extend(self.apply(Input::Evaluated { effect: effect.id, evaluated }));
                }
                Action::Commit { first, records } => {
                    let before = self.world.disk.len()
                        + self.world.writing.iter().map(|(_, all)| all.len()).sum::<usize>();
                    assert_eq!(first as usize, before, "commits continue the journal");
                    self.world.writing.push_back((first, records));
                }
                Action::Send { effect, decided } => self.send(effect, decided),
                Action::Forget(id) => self.world.queue.retain(|queued| *queued != id),
                Action::Abandon(_) => {}
                Action::End(_) => {
                    assert!(
                        matches!(self.world.disk.last(), Some(Record::Ended(_))),
                        "told only when on disk"
                    );
                    assert!(self.world.writing.is_empty());
                    self.world.ended = true;
                }
            }
        }
    }

    /// Whether an effect waits for its turn. When that has come it is evaluated once.
    fn must_wait(&mut self, id: u64) -> bool {
        let is_queued = self.ops[id as usize - 1] == Op::Queued;
        let before = self.world.admitted.len();
        self.world.admitted.retain(|admitted| *admitted != id);
        is_queued && self.world.admitted.len() == before
    }

    /// The turn of the first effect in the queue has come.
    pub(crate) fn admit(&mut self) {
        if let Some(effect) = self.world.queue.pop_front() {
            self.world.admitted.push(effect);
            self.tell(Input::Admitted { effect });
            self.world.admitted.clear();
        }
    }

    fn send(&mut self, effect: Effect, decided: Decided) {
        assert!(!self.machine.stands_still(), "effect {} goes out of a run that stands still", effect.id);
        assert!(!stopping::stands_still(&self.world.disk), "effect {} goes out too soon", effect.id);
        *self.world.out.entry(effect.id).or_default() += 1;
        if matches!(self.ops[effect.id as usize - 1], Op::Held | Op::HeldRead) {
            let released = |record: &Record| matches!(record, Record::Released(released) if released.effect == effect.id);
            assert!(self.world.disk.iter().any(released), "it goes out only when its release is on disk");
            let declined = |record: &Record| matches!(record, Record::Declined(no) if no.effect == effect.id);
            assert!(!self.world.disk.iter().any(declined), "what was declined goes out");
        }
        if !matches!(decided, Decided::Read | Decided::Simulated { .. }) {
            let intent = self
                .world
                .disk
                .iter()
                .any(|record| matches!(record, Record::Intent(intent) if intent.effect.id == effect.id));
            assert!(intent, "a write goes out only when its intent is on disk");
        }
        if matches!(self.ops[effect.id as usize - 1], Op::Simulated) {
            assert_eq!(decided, Decided::Simulated { answer: Some(1) }, "the same answer after every crash");
        }
        if decided == Decided::Write {
            assert_eq!(self.world.out[&effect.id], 1, "effect {} went out twice", effect.id);
        }
        self.world.sent.push_back(effect);
    }

    /// One thing happens; which, is luck.
    fn happen(&mut self, luck: u8) {
        self.world.now += 1;
        match luck % 8 {
            0..3 => {
                if let Some((_, records)) = self.world.writing.pop_front() {
                    self.world.disk.extend(records);
                    let length = self.world.disk.len() as u64;
                    self.tell(Input::Durable { length });
                }
            }
            3..6 => {
                if let Some(effect) = self.world.sent.pop_front() {
                    let event = if luck >= 128 {
                        Event::Completed { effect: effect.id, output: json("2"), labels: vec!["l".into()] }
                    } else {
                        let error = Problem::uncoded(problem_types::COMMUNICATION, "x");
                        Event::Failed { effect: effect.id, error }
                    };
                    self.tell(Input::Finished { effect: effect.id, event, run_labels: vec![] });
                }
            }
            6 if luck & 16 != 0 && self.machine.held().next().is_some() => self.answer(luck),
            6 if luck & 64 != 0 => self.suspend_or_continue(),
            6 if luck & 128 == 0 && !self.world.queue.is_empty() => self.admit(),
            6 => {
                if self.machine.wake_at() <= self.world.now {
                    self.wake();
                } else if self.machine.wake_at() < i64::MAX {
                    self.world.now = self.world.now.max(self.machine.wake_at().min(self.world.now + 20));
                }
            }
            _ => self.crash(luck),
        }
    }

    /// What was due is done: a driver that is woken for the same time again would keep a processor busy.
    fn wake(&mut self) {
        self.tell(Input::Woken);
        assert!(self.machine.wake_at() > self.world.now, "due again: {:?}", self.machine);
    }

    /// Somebody releases what waits for it, or declines.
    fn answer(&mut self, luck: u8) {
        let Some(effect) = self.machine.held().next() else { return };
        let (by, comment, at) = (Some("it".to_owned()), None, self.world.now);
        self.tell(if luck & 32 != 0 {
            Input::Released(Released { effect, rules: vec!["rule".to_owned()], by, comment, at })
        } else {
            let error = Problem::uncoded(problem_types::AUTHORIZATION, "no");
            Input::Declined(Declined { effect, by, comment, error, at })
        });
    }

    /// Everything but the disk is lost, a write under way to it perhaps not.
    fn crash(&mut self, luck: u8) {
        if luck & 8 != 0
            && let Some((_, records)) = self.world.writing.pop_front()
        {
            self.world.disk.extend(records);
        }
        self.world.writing.clear();
        self.world.sent.clear();
        self.world.queue.clear();
        if self.world.disk.is_empty() {
            // It never came to be: nobody was told that it did.
            let changes_nothing = |id: &u64| matches!(self.ops[*id as usize - 1], Op::Read | Op::Simulated);
            assert!(self.world.out.keys().all(changes_nothing));
            let (machine, actions) = Machine::start(started());
            self.machine = machine;
            self.script.at = 0;
            self.world.out.clear();
            self.carry_out(actions);
            return;
        }
        let recovery = Recovery::read(self.world.disk.clone()).unwrap();
        let Some(mut recovery) = recovery else {
            self.world.ended = true;
            return;
        };
        self.script = Script { ops: self.ops.clone(), at: 0 };
        for step in recovery.steps().to_vec() {
            recovery.replied(self.script.step(&step)).unwrap();
        }
        let open: Vec<(u64, OpenFate)> =
            recovery.open().into_iter().map(|(effect, fate)| (effect.id, fate)).collect();
        let stands_still = recovery.stands_still();
        let (machine, actions) = recovery.go_on(self.world.now);
        self.agree(&open, &actions, stands_still);
        self.machine = machine;
        self.carry_out(actions);
    }

    /// What is told of a run before it goes on is what it does then.
    fn agree(&self, open: &[(u64, OpenFate)], actions: &[Action], stands_still: bool) {
        let evaluated = actions.iter().filter_map(|action| match action {
            Action::Evaluate(effect) => Some(effect.id),
            _ => None,
        });
        let sent = open.iter().filter(|(_, fate)| *fate == OpenFate::Sent).map(|(id, _)| *id);
        assert_eq!(evaluated.collect::<Vec<_>>(), sent.collect::<Vec<_>>());
        for (id, fate) in open {
            let op = self.ops[*id as usize - 1];
            match fate {
                OpenFate::Unknown => assert!(matches!(op, Op::Write | Op::Held | Op::Queued), "{op:?}"),
                OpenFate::Repeated => {
                    assert!(!matches!(op, Op::Write | Op::Held | Op::Refused | Op::Queued), "{op:?}");
                }
                OpenFate::Held => assert!(matches!(op, Op::Held | Op::HeldRead), "{op:?}"),
                OpenFate::Waits => assert!(stands_still || op == Op::Wait, "{op:?}"),
                OpenFate::Sent => assert_ne!(op, Op::Wait),
            }
        }
    }
}

fn clearance(effect: &Effect, released: bool) -> Clearance {
    let EffectKind::Call(call) = &effect.kind else { panic!("waits are not evaluated") };
    match call.operation.as_str() {
        "Read" => Clearance::Send(Consequence::Read),
        "Write" | "Queued" => Clearance::Send(Consequence::Write { repeatable: false }),
        "TestEndpoint" => Clearance::Send(Consequence::TestEndpoint),
        "Simulated" => Clearance::Send(Consequence::Simulated { answer: Some(1) }),
        "KeyedWrite" => Clearance::Send(Consequence::Write { repeatable: true }),
        "HeldRead" if released => Clearance::Send(Consequence::Read),
        "Held" if released => Clearance::Send(Consequence::Write { repeatable: false }),
        // A read that nobody releases goes out after a while, a write does not.
        operation @ ("Held" | "HeldRead") => {
            let release = operation == "HeldRead";
            Clearance::Hold(held(vec!["rule".to_owned()], 30, release))
        }
        _ => Clearance::Refuse(Problem::uncoded(problem_types::AUTHORIZATION, "no")),
    }
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        Just(Op::Read),
        Just(Op::Write),
        Just(Op::KeyedWrite),
        Just(Op::TestEndpoint),
        Just(Op::Simulated),
        Just(Op::Wait),
        Just(Op::Refused),
        Just(Op::Held),
        Just(Op::HeldRead),
        Just(Op::Queued)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_run_ends_and_no_write_goes_out_twice(
        ops in proptest::collection::vec(op(), 0..8),
        luck in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut sim = Sim::new(ops.clone());
        for luck in luck {
            if sim.world.ended {
                break;
            }
            sim.happen(luck);
        }
        // From here on there are no more crashes, so it must end.
        sim.continue_suspended();
        for turn in 0..2000_u32 {
            if sim.world.ended {
                break;
            }
            sim.happen([0, 3, 6][turn as usize % 3]);
        }
        prop_assert!(sim.world.ended, "it does not end: {:?}", sim.machine);
        let asked = ops.iter().enumerate().filter(|(_, op)| matches!(op, Op::Write | Op::Held | Op::Queued));
        for (at, _) in asked {
            prop_assert!(sim.world.out.get(&(at as u64 + 1)).copied().unwrap_or(0) <= 1);
        }
        prop_assert!(matches!(sim.world.disk.last(), Some(Record::Ended(_))));
    }
}
