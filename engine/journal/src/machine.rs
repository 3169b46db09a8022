//! One run, as a pure machine: what happened goes in, what to do comes out.
//!
//! Nothing is awaited and no clock is read here. Whoever drives it carries the actions out in order and
//! tells it what came of them. It holds the promises that matter:
//!
//! INVARIANT: a write goes out only after its intent is on disk, and every earlier record with it.
//! INVARIANT: a write that is not repeatable goes out at most once in the life of a run, over all terms and attempts,
//! unless it is known that nothing came of it.
//! INVARIANT: the outcome is told only after it is on disk.
//! INVARIANT: the steps given to the runner are exactly the `Started` and `Fed` records, in order.

mod abandoned;
mod holds;
mod judging;
mod messages;
mod recovery;
mod writes;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use towpath_wire::{Effect, EffectKind, Event, Outcome, Problem, Reply, Step, problem_types};

pub use holds::Unsigned;
pub use messages::{Action, Answered, Consequence, Input, Judged, Verdict};
pub use recovery::{Recovery, RecoveryError, same_effect};

use self::holds::Hold;
use self::writes::Writes;
use crate::record::{Decided, Ended, Fault, Record, Started};

#[derive(Debug, Clone)]
enum Phase {
    /// Asked and not yet judged.
    Judging,
    /// Allowed; goes out when this many records are on disk.
    AwaitingDisk { decided: Decided, length: u64 },
    /// Gone out.
    Sent,
    /// Events are listened for; the last one came at this position.
    Listening(u64),
    /// A wait, due at this time.
    Timer(i64),
    /// Waits for a signature.
    Held,
}

#[derive(Debug, Clone)]
struct Pending {
    effect: Effect,
    phase: Phase,
    /// What became of it while it had to be signed.
    hold: Option<Hold>,
}

/// One run under way.
#[derive(Debug)]
pub struct Machine {
    now: i64,
    appended: u64,
    durable: u64,
    buffer: Vec<Record>,
    pending: BTreeMap<u64, Pending>,
    events: VecDeque<Came>,
    stepping: bool,
    emitted: u64,
    labels: BTreeSet<String>,
    limits: towpath_wire::Limits,
    deadline: i64,
    outcome: Option<Outcome>,
    answered: Option<Answered>,
    ended: bool,
    cpu_us: u64,
    writes: Writes,
    /// Effects whose runs are abandoned once so many records are on disk.
    abandoned: Vec<(u64, Effect)>,
}

/// An event that the runner has not been given yet, with the labels of the run that sent it.
#[derive(Debug)]
struct Came {
    event: Event,
    run_labels: Vec<String>,
}

impl From<Event> for Came {
    fn from(event: Event) -> Self {
        Self { event, run_labels: Vec::new() }
    }
}

impl Phase {
    /// Whether only time or an event moves it, once what is buffered is written.
    fn rests(&self) -> bool {
        matches!(self, Self::Timer(_) | Self::Held) || self.listens()
    }

    fn listens(&self) -> bool {
        matches!(self, Self::Listening(_) | Self::AwaitingDisk { decided: Decided::Listen { .. }, .. })
    }
}

impl Machine {
    /// A run that begins now. The first actions feed its first step.
    pub fn start(started: Started) -> (Self, Vec<Action>) {
        let mut machine = Self::empty(&started);
        let step = started.step.clone();
        machine.push(Record::Started(Box::new(started)));
        machine.stepping = true;
        (machine, vec![Action::Feed(step)])
    }

    fn empty(started: &Started) -> Self {
        let now = started.step.now;
        let labels = received_in(&started.step).cloned().collect();
        let duration = i64::try_from(started.limits.duration_s).unwrap_or(i64::MAX);
        Self {
            now,
            appended: 0,
            durable: 0,
            buffer: Vec::new(),
            pending: BTreeMap::new(),
            events: VecDeque::new(),
            stepping: false,
            emitted: 0,
            labels,
            limits: started.limits.clone(),
            deadline: now.saturating_add(duration.saturating_mul(1000)),
            outcome: None,
            answered: None,
            ended: false,
            cpu_us: 0,
            writes: Writes::default(),
            abandoned: Vec::new(),
        }
    }

    /// Labels of everything the run has received so far.
    pub fn run_labels(&self) -> &BTreeSet<String> {
        &self.labels
    }

    /// When to send [`Input::Woken`], in milliseconds since the Unix epoch.
    pub fn wake_at(&self) -> i64 {
        let timers = self.pending.values().filter_map(|pending| match pending.phase {
            Phase::Timer(until) => Some(until),
            Phase::Held => pending.hold.as_ref().map(|hold| hold.until),
            _ => None,
        });
        timers.min().unwrap_or(i64::MAX).min(self.deadline)
    }

    /// Labels of what the times it waits for were computed from.
    pub fn wake_labels(&self) -> Vec<String> {
        let timers = self.pending.values().filter(|pending| matches!(pending.phase, Phase::Timer(_)));
        let labels: BTreeSet<&String> = timers.flat_map(|pending| pending.effect.kind.labels()).collect();
        labels.into_iter().cloned().collect()
    }

    /// Until when the run has nothing to do, once what is buffered is written; `None` while something moves.
    pub fn waits_until(&self) -> Option<i64> {
        let waits = !self.stepping
            && self.outcome.is_none()
            && self.events.is_empty()
            && !self.pending.is_empty()
            && self.pending.values().all(|pending| pending.phase.rests());
        waits.then(|| self.wake_at())
    }

    /// Whether it listens for events.
    pub fn listens(&self) -> bool {
        self.pending.values().any(|pending| pending.phase.listens())
    }

    /// Whether nothing but time, an event or the end of another workflow can move the run: no step under way, nothing sent, nothing to be written.
    pub fn only_waits(&self) -> bool {
        !self.stepping
            && self.outcome.is_none()
            && self.durable == self.appended
            && self.buffer.is_empty()
            && !self.pending.is_empty()
            && self.pending.values().all(|pending| {
                pending.phase.rests()
                    || matches!((&pending.phase, &pending.effect.kind), (Phase::Sent, EffectKind::Run(_)))
            })
    }

    /// The answer in the reply about to be told was judged: what was decided stands in the run's last record.
    pub fn judge_answer(&mut self, answered: Answered) {
        self.answered = Some(answered);
    }

    /// Milliseconds since the Unix epoch, as far as the run has come; never counts back.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Whether the run has ended and that is on disk.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Tells what happened at `now` (milliseconds since the Unix epoch; never counts back) and what to do.
    /// `cpu_us` is what the sandbox has spent on this run since it was started or taken over.
    pub fn apply(&mut self, now: i64, cpu_us: u64, input: Input) -> Vec<Action> {
        self.now = self.now.max(now);
        self.cpu_us = cpu_us;
        let mut actions = Vec::new();
        match input {
            Input::Replied(reply) => self.replied(*reply, &mut actions),
            Input::Stopped(error) => self.fault(error, &mut actions),
            Input::Judged { effect, judged } => self.judged(effect, judged, &mut actions),
            Input::Durable { length } => self.durable_to(length, &mut actions),
            Input::Finished { effect, event, run_labels } => {
                self.finished(effect, Came { event, run_labels }, &mut actions);
            }
            Input::Received { effect, position, event, labels, run_labels } => {
                let event = Event::Received { effect, position, event, labels };
                self.received(effect, position, Came { event, run_labels });
            }
            Input::Signed(signed) => self.signed(signed, &mut actions),
            Input::Declined(declined) => self.declined(declined, &mut actions),
            Input::Woken => self.woken(&mut actions),
            Input::Cancel => self.cancel(&mut actions),
        }
        self.go_on(&mut actions);
        actions
    }

    fn push(&mut self, record: Record) {
        self.buffer.push(record);
    }

    /// Records so far, those not yet on disk included.
    pub fn length(&self) -> u64 {
        self.appended + self.buffer.len() as u64
    }

    /// Writes the start while the first step is still under way: its caller is told that it is on disk before that ends.
    pub fn write_start(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.appended == 0 {
            self.flush(&mut actions);
        }
        actions
    }

    fn flush(&mut self, actions: &mut Vec<Action>) {
        if self.buffer.is_empty() {
            return;
        }
        let records = std::mem::take(&mut self.buffer);
        let first = self.appended;
        self.appended += records.len() as u64;
        actions.push(Action::Commit { first, records });
    }

    /// Feeds the next event if the runner is free; writes what is buffered before the run goes quiet.
    fn go_on(&mut self, actions: &mut Vec<Action>) {
        if self.outcome.is_some() || self.stepping {
            return;
        }
        if self.next_step(actions, false) {
            return;
        }
        let moving = self.pending.values().any(|pending| matches!(pending.phase, Phase::Judging));
        if !moving {
            self.flush(actions);
        }
    }

    /// Feeds the next event, if there is one and the runner is free. The answer of an effect is written before
    /// the runner sees it: losing the answer of a write would make its outcome unknown.
    fn next_step(&mut self, actions: &mut Vec<Action>, write_first: bool) -> bool {
        if self.stepping {
            return false;
        }
        let Some(Came { event, run_labels }) = self.events.pop_front() else {
            return false;
        };
        let step = Step { now: self.now, event, run_labels };
        self.labels.extend(received_in(&step).cloned());
        self.push(Record::Fed(step.clone()));
        self.stepping = true;
        if write_first {
            self.flush(actions);
        }
        actions.push(Action::Feed(step));
        true
    }

    fn replied(&mut self, reply: Reply, actions: &mut Vec<Action>) {
        self.stepping = false;
        if self.outcome.is_some() {
            return;
        }
        if !reply.tasks.is_empty() {
            self.push(Record::Tasks(reply.tasks));
        }
        let mut unwanted = Vec::new();
        for id in reply.cancelled {
            if let Some(pending) = self.pending.remove(&id) {
                actions.push(Action::Forget(id));
                unwanted.push(pending.effect);
            }
            self.events.retain(|came| event_of(&came.event) != Some(id));
        }
        self.abandon(unwanted, actions);
        if let Some(outcome) = reply.outcome {
            self.end(outcome, actions);
            return;
        }
        for effect in reply.effects {
            if let Some(problem) = self.register(&effect) {
                self.fault(problem, actions);
                return;
            }
            if effect.kind.is_judged() {
                actions.push(Action::Judge(effect));
            }
        }
        if self.pending.is_empty() && self.events.is_empty() {
            let detail = "the runner neither ended nor asked for anything";
            self.fault(coded(Problem::new(problem_types::RUNTIME, detail), "TP0001"), actions);
        }
    }

    /// Takes note of a new effect; a problem when the run may have no more, or the runner lies about ids.
    fn register(&mut self, effect: &Effect) -> Option<Problem> {
        self.emitted += 1;
        if effect.id != self.emitted {
            let detail = format!("the runner numbered an effect {}, {} was next", effect.id, self.emitted);
            return Some(coded(Problem::new(problem_types::RUNTIME, detail), "TP0001"));
        }
        if self.emitted > self.limits.effects {
            let detail =
                format!("the run asked for more than {} effects, the limit `effects`", self.limits.effects);
            let mut problem = coded(Problem::new(problem_types::LIMIT, detail), "TP1101");
            problem.instance = Some(effect.task.clone());
            return Some(problem);
        }
        let phase = match &effect.kind {
            EffectKind::Wait(wait) => Phase::Timer(wait.until),
            _ => Phase::Judging,
        };
        self.pending.insert(effect.id, Pending { effect: effect.clone(), phase, hold: None });
        None
    }

    fn finished(&mut self, id: u64, came: Came, actions: &mut Vec<Action>) {
        if self.outcome.is_some() {
            return;
        }
        if !self.pending.get(&id).is_some_and(|pending| matches!(pending.phase, Phase::Sent)) {
            return;
        }
        let Some(pending) = self.pending.remove(&id) else { return };
        let came = Came { event: answer_to(&pending.effect, came.event), ..came };
        self.writes.ended(&came.event);
        self.events.push_back(came);
        self.next_step(actions, true);
    }

    /// The effect goes on listening; whoever delivers may deliver the same event again.
    fn received(&mut self, effect: u64, position: u64, came: Came) {
        let Some(Pending { phase: Phase::Listening(last), .. }) = self.pending.get_mut(&effect) else {
            return;
        };
        if position > *last && self.outcome.is_none() {
            *last = position;
            self.events.push_back(came);
        }
    }

    fn woken(&mut self, actions: &mut Vec<Action>) {
        if self.outcome.is_some() {
            return;
        }
        if self.now >= self.deadline {
            let detail =
                format!("the run took longer than {} s, the limit `duration`", self.limits.duration_s);
            self.fault(coded(Problem::new(problem_types::LIMIT, detail), "TP1102"), actions);
            return;
        }
        let mut due: Vec<(i64, u64)> = self
            .pending
            .iter()
            .filter_map(|(id, pending)| match pending.phase {
                Phase::Timer(until) if until <= self.now => Some((until, *id)),
                _ => None,
            })
            .collect();
        due.sort_unstable();
        for (_, id) in due {
            self.pending.remove(&id);
            self.events.push_back(Event::Fired { effect: id }.into());
        }
        self.holds_over(actions);
    }

    fn cancel(&mut self, actions: &mut Vec<Action>) {
        if self.outcome.is_none() {
            self.end(Outcome::Cancelled, actions);
        }
    }

    fn fault(&mut self, error: Problem, actions: &mut Vec<Action>) {
        self.stepping = false;
        if self.outcome.is_some() {
            return;
        }
        self.push(Record::Fault(Fault { error: error.clone(), at: self.now }));
        self.end(Outcome::Faulted { error }, actions);
    }

    fn end(&mut self, outcome: Outcome, actions: &mut Vec<Action>) {
        actions.extend(self.pending.keys().map(|id| Action::Forget(*id)));
        let unwanted: Vec<Effect> =
            std::mem::take(&mut self.pending).into_values().map(|pending| pending.effect).collect();
        self.events.clear();
        let (mut refusal, mut answer, mut at) = (None, None, self.now);
        if let Some(answered) = self.answered.take() {
            at = answered.at;
            *(if answered.refused { &mut refusal } else { &mut answer }) = Some(answered.decision);
        }
        let cpu_us = self.cpu_us;
        self.push(Record::Ended(Ended { outcome: outcome.clone(), refusal, answer, at, cpu_us }));
        // The end says it all: whoever waits for nothing any more has abandoned its runs.
        self.abandon_from(self.length(), unwanted);
        self.outcome = Some(outcome);
        self.flush(actions);
    }
}

/// Labels of what an event brings: of an answer, and of an error as well, since that something failed tells of it too.
pub fn labels_of(event: &Event) -> &[String] {
    match event {
        Event::Start(start) => &start.labels,
        Event::Completed { labels, .. } | Event::Received { labels, .. } => labels,
        Event::Failed { error, .. } => &error.labels,
        Event::Fired { .. } | Event::Cancel => &[],
    }
}

/// Labels that a run receives with a step: those of the values in it, and those of the run that sent it.
pub fn received_in(step: &Step) -> impl Iterator<Item = &String> {
    labels_of(&step.event).iter().chain(&step.run_labels)
}

/// What the workflow is told of an effect. INVARIANT: an error of an effect has the labels of what the effect was made
/// with: that it failed, and how, tells of that.
fn answer_to(effect: &Effect, mut event: Event) -> Event {
    if let Event::Failed { error, .. } = &mut event {
        error.label(effect.kind.labels());
    }
    event
}

/// The effect an event answers.
fn event_of(event: &Event) -> Option<u64> {
    match event {
        Event::Completed { effect, .. }
        | Event::Failed { effect, .. }
        | Event::Received { effect, .. }
        | Event::Fired { effect } => Some(*effect),
        Event::Start(_) | Event::Cancel => None,
    }
}

fn coded(mut problem: Problem, code: &str) -> Problem {
    problem.code = Some(code.to_owned());
    problem
}
