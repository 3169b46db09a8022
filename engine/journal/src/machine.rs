//! The state machine of one run: inputs say what happened, actions say what to do.
//!
//! The machine awaits nothing and reads no clock. Its driver carries the actions out in order and reports the results as
//! inputs. The machine holds these invariants:
//!
//! INVARIANT: a write is sent only after its intent and every earlier record are on disk.
//! INVARIANT: a write that is not repeatable is sent at most once in the life of a run, over all terms and attempts, unless
//! it is known that it was not carried out.
//! INVARIANT: the outcome is reported only after it is on disk.
//! INVARIANT: while a run is suspended, and after it was cancelled, none of its effects is sent.
//! INVARIANT: the steps that the runner gets are exactly the `Started` and `Fed` records, in order.

mod abandoned;
mod cancelling;
mod evaluation;
mod holds;
mod messages;
mod queue;
mod recovery;
mod rerun;
mod suspension;
mod waiting;
mod writes;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use towpath_wire::{Effect, EffectKind, Event, Outcome, Problem, Reply, Step, codes, problem_types};

pub use holds::HoldTerms;
pub use messages::{Action, Answered, Clearance, Consequence, Evaluated, Input};
pub use recovery::{OpenFate, Recovery, RecoveryError, same_effect};

use self::cancelling::Ending;
use self::holds::Hold;
use self::writes::Writes;
use crate::record::{Decided, Ended, Fault, Record, Rerun, Started, Suspended};

#[derive(Debug, Clone)]
enum Phase {
    /// Emitted, and not yet evaluated.
    Evaluating,
    /// Emitted, and evaluated only when the run continues.
    Parked,
    /// Allowed, and evaluated again when its turn has come.
    Queued,
    /// Allowed. It is sent when this many records are on disk.
    AwaitingDisk { decided: Decided, length: u64 },
    /// Sent.
    Sent,
    /// Listens for events. The last one came at this position.
    Listening(u64),
    /// A wait, due at this time.
    Timer(i64),
    /// Waits for a release.
    Held,
}

#[derive(Debug, Clone)]
struct Pending {
    effect: Effect,
    phase: Phase,
    /// The hold, if it waits or waited for a release.
    hold: Option<Hold>,
    /// A write that was sent: it may have happened.
    may_have_happened: bool,
}

impl Pending {
    fn new(effect: Effect, phase: Phase) -> Self {
        Self { effect, phase, hold: None, may_have_happened: false }
    }
}

/// The state of one run.
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
    /// Effects whose runs are abandoned when that many records are on disk.
    abandoned: Vec<(u64, Effect)>,
    suspended: Option<Suspended>,
    /// Nothing goes out before so many records are on disk: the last of them ends a suspension.
    goes_out_at: u64,
    /// What the workflow ended in while the run was suspended.
    concluded: Option<Outcome>,
    /// The run is being cancelled.
    ending: Option<Ending>,
    /// The run is run again, and has not come to the task that it begins from.
    before: Option<Box<Rerun>>,
}

/// An event for the next step, with the labels of the run that sent it.
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

impl Machine {
    /// Starts a run. The first action gives the runner its first step.
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
            suspended: None,
            goes_out_at: 0,
            concluded: None,
            ending: None,
            before: started.rerun.clone().filter(|rerun| rerun.from.is_some()),
        }
    }

    /// Labels of everything that the run has received so far.
    pub fn run_labels(&self) -> &BTreeSet<String> {
        &self.labels
    }

    /// Notes the decision on the answer in the next reply, for the last record of the run.
    pub fn evaluate_answer(&mut self, answered: Answered) {
        self.answered = Some(answered);
    }

    /// The time of the run, in milliseconds since the Unix epoch. It never goes back.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Whether the run has an outcome, though it may not be on disk yet.
    pub fn has_outcome(&self) -> bool {
        self.outcome.is_some()
    }

    /// Whether the run has ended and that is on disk.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Takes what happened at `now` (milliseconds since the Unix epoch; an earlier time than before counts as that one) and
    /// returns what to do. `cpu_us` is the CPU time in the sandbox since the run was started or taken over.
    pub fn apply(&mut self, now: i64, cpu_us: u64, input: Input) -> Vec<Action> {
        self.now = self.now.max(now);
        self.cpu_us = cpu_us;
        let mut actions = Vec::new();
        match input {
            Input::Replied(reply) => self.replied(*reply, &mut actions),
            Input::Stopped(error) => self.fault(error, &mut actions),
            Input::Evaluated { effect, evaluated } => self.evaluated(effect, *evaluated, &mut actions),
            Input::Queued { effect } => self.queued(effect),
            Input::Admitted { effect } => self.admitted(effect, &mut actions),
            Input::Durable { length } => self.durable_to(length, &mut actions),
            Input::Finished { effect, event, run_labels } => {
                self.finished(effect, Came { event, run_labels }, &mut actions);
            }
            Input::Received { effect, position, event, labels, run_labels } => {
                let event = Event::Received { effect, position, event, labels };
                self.received(effect, position, Came { event, run_labels });
            }
            Input::Released(released) => self.released(released, &mut actions),
            Input::Declined(declined) => self.declined(declined, &mut actions),
            Input::Woken => self.woken(&mut actions),
            Input::Cancel { within } => self.cancel(within, &mut actions),
            Input::Suspend { by, reason } => self.suspend(by, reason, &mut actions),
            Input::Continue { by } => self.continue_suspended(by, &mut actions),
        }
        self.go_on(&mut actions);
        self.end_if_settled(&mut actions);
        actions
    }

    fn push(&mut self, record: Record) {
        self.buffer.push(record);
    }

    /// The number of records so far, including those not yet on disk.
    pub fn length(&self) -> u64 {
        self.appended + self.buffer.len() as u64
    }

    /// Writes the start while the first step is under way, so that the caller can be answered before the step ends.
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

    /// Gives the runner the next step if it is free. Writes the buffer before the run waits.
    fn go_on(&mut self, actions: &mut Vec<Action>) {
        if self.outcome.is_some() || self.stepping {
            return;
        }
        if self.concluded.is_none() && self.next_step(actions, false) {
            return;
        }
        let moving = self.pending.values().any(|pending| matches!(pending.phase, Phase::Evaluating));
        if !moving {
            self.flush(actions);
        }
    }

    /// Gives the runner the next step, if it is free and there is an event. With `write_first` the step is written before the
    /// runner gets it: if the answer of a write were lost, its outcome would be unknown.
    fn next_step(&mut self, actions: &mut Vec<Action>, write_first: bool) -> bool {
        if self.stepping {
            return false;
        }
        let Some(Came { event, run_labels }) = self.events.pop_front() else {
            return false;
        };
        let step = Step { run_labels, ..Step::new(self.now, event) };
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
            self.note_tasks(&reply.tasks);
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
            self.workflow_ended(outcome, actions);
            return;
        }
        for effect in reply.effects {
            if let Some(problem) = self.register(&effect) {
                self.fault(problem, actions);
                return;
            }
            if effect.kind.needs_decision() && !self.stands_still() {
                actions.push(Action::Evaluate(effect));
            }
        }
        if self.pending.is_empty() && self.events.is_empty() {
            let detail = "the runner neither ended nor asked for anything";
            self.fault(Problem::new(problem_types::RUNTIME, &codes::TP0001, detail), actions);
        }
    }

    /// Registers a new effect. Returns a problem if the run may have no more effects, or the id is not the next one.
    fn register(&mut self, effect: &Effect) -> Option<Problem> {
        self.emitted += 1;
        if effect.id != self.emitted {
            let detail = format!("the runner numbered an effect {}, {} was next", effect.id, self.emitted);
            return Some(Problem::new(problem_types::RUNTIME, &codes::TP0001, detail));
        }
        if self.emitted > self.limits.effects {
            let detail =
                format!("the run asked for more than {} effects, the limit `effects`", self.limits.effects);
            let mut problem = Problem::new(problem_types::LIMIT, &codes::TP1101, detail);
            problem.instance = Some(effect.task.clone());
            return Some(problem);
        }
        let phase = match &effect.kind {
            EffectKind::Wait(wait) => Phase::Timer(self.due(effect, wait.until)),
            _ if self.stands_still() => Phase::Parked,
            _ => Phase::Evaluating,
        };
        self.pending.insert(effect.id, Pending::new(effect.clone(), phase));
        None
    }

    fn finished(&mut self, id: u64, came: Came, actions: &mut Vec<Action>) {
        if self.outcome.is_some() || self.concluded.is_some() {
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

    /// The effect goes on listening. The same event may be delivered again; it is ignored then.
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
        if self.outcome.is_some() || self.stands_still() {
            return;
        }
        if self.now >= self.deadline {
            let detail =
                format!("the run took longer than {} s, the limit `durationS`", self.limits.duration_s);
            self.fault(Problem::new(problem_types::LIMIT, &codes::TP1102, detail), actions);
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
        let in_doubt = self.in_doubt();
        self.suspended = None;
        let unwanted: Vec<Effect> =
            std::mem::take(&mut self.pending).into_values().map(|pending| pending.effect).collect();
        self.events.clear();
        let (mut refusal, mut answer, mut at) = (None, None, self.now);
        // Who is cancelled answers nothing, though the workflow may have had an answer.
        let answered = self.answered.take().filter(|_| !matches!(outcome, Outcome::Cancelled));
        if let Some(answered) = answered {
            at = answered.at;
            *(if answered.refused { &mut refusal } else { &mut answer }) = Some(Box::new(answered.decision));
        }
        let cpu_us = self.cpu_us;
        self.push(Record::Ended(Ended { outcome: outcome.clone(), refusal, answer, at, cpu_us, in_doubt }));
        // A run that has ended waits for nothing: the runs it started are abandoned without a record of their own.
        self.abandon_from(self.length(), unwanted);
        self.outcome = Some(outcome);
        self.flush(actions);
    }
}

/// Labels of the value in an event, or of its error: that a call failed says something about its data.
pub fn labels_of(event: &Event) -> &[String] {
    match event {
        Event::Start(start) => &start.labels,
        Event::Completed { labels, .. } | Event::Received { labels, .. } => labels,
        Event::Failed { error, .. } => &error.labels,
        Event::Fired { .. } | Event::Cancel => &[],
    }
}

/// Labels that a run receives with a step: those of its value, and those of the run that sent it.
pub fn received_in(step: &Step) -> impl Iterator<Item = &String> {
    labels_of(&step.event).iter().chain(&step.run_labels)
}

/// The event that answers an effect. INVARIANT: an error of an effect has the labels of the effect's arguments, because it
/// says something about them.
fn answer_to(effect: &Effect, mut event: Event) -> Event {
    if let Event::Failed { error, .. } = &mut event {
        error.label(effect.kind.labels());
    }
    event
}

/// The id of the effect that an event answers.
fn event_of(event: &Event) -> Option<u64> {
    match event {
        Event::Completed { effect, .. }
        | Event::Failed { effect, .. }
        | Event::Received { effect, .. }
        | Event::Fired { effect } => Some(*effect),
        Event::Start(_) | Event::Cancel => None,
    }
}
