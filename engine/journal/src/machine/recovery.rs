//! Taking a run over: reads its journal, replays its steps in a fresh runner, and continues as its machine.

use std::collections::{BTreeMap, BTreeSet};

use towpath_wire::{Effect, EffectKind, Event, Problem, Reply, Step, codes, problem_types};

use super::cancelling::Ending;
use super::holds::Hold;
use super::{Action, Answered, Machine, Pending, Phase, answer_to, received_in};
use crate::record::{Decided, Declined, Held, Intent, Record, Resumed};

/// A run that cannot be continued from its journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// There is no start.
    #[error("the journal does not begin with a start")]
    NoStart,
    /// The runner emitted another effect than the journal has.
    #[error("replay differs at effect {effect}: {detail}")]
    Differs {
        /// The effect.
        effect: u64,
        /// The difference.
        detail: String,
    },
}

/// What becomes of an effect that has no result in the journal, when its run is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenFate {
    /// It is evaluated, and sent if it is allowed.
    Sent,
    /// It may have been sent, and is sent again, because it may be repeated.
    Repeated,
    /// It may have been sent, and is not sent again. The run gets an error that says so.
    Unknown,
    /// It waits for a release.
    Held,
    /// It waits for a time or an event, or its run is suspended or being cancelled.
    Waits,
}

/// A run that is taken over: first its steps are replayed, then it continues.
#[derive(Debug)]
pub struct Recovery {
    machine: Machine,
    steps: Vec<Step>,
    intents: BTreeMap<u64, Intent>,
    settled: BTreeSet<u64>,
    /// Position of the last event each listening effect received.
    received: BTreeMap<u64, u64>,
    /// Effects that were held, each with its hold, and whether it still waited at the end.
    holds: BTreeMap<u64, (Effect, Hold, bool)>,
    declined: BTreeMap<u64, Declined>,
    asked: Vec<Effect>,
    cancelled: BTreeSet<u64>,
    /// Effects whose runs were abandoned by a record.
    abandoned: BTreeSet<u64>,
    reply: Option<Reply>,
}

impl Recovery {
    /// Reads a journal. `None` when the run has ended.
    ///
    /// # Errors
    /// [`RecoveryError::NoStart`].
    pub fn read(records: Vec<Record>) -> Result<Option<Self>, RecoveryError> {
        let length = records.len() as u64;
        let mut records = records.into_iter();
        let Some(Record::Started(started)) = records.next() else {
            return Err(RecoveryError::NoStart);
        };
        let mut machine = Machine::empty(&started);
        machine.appended = length;
        machine.durable = length;
        let mut recovery = Self {
            machine,
            steps: vec![started.step],
            intents: BTreeMap::new(),
            settled: BTreeSet::new(),
            received: BTreeMap::new(),
            holds: BTreeMap::new(),
            declined: BTreeMap::new(),
            asked: Vec::new(),
            cancelled: BTreeSet::new(),
            abandoned: BTreeSet::new(),
            reply: None,
        };
        for record in records {
            if !recovery.take(record) {
                return Ok(None);
            }
        }
        Ok(Some(recovery))
    }

    /// Takes one record in. Returns false when the run has ended.
    fn take(&mut self, record: Record) -> bool {
        match record {
            Record::Started(_) | Record::Tasks(_) | Record::Fault(_) => {}
            Record::Resumed(resumed) => self.machine.now = self.machine.now.max(resumed.at),
            Record::Fed(step) => {
                self.machine.now = self.machine.now.max(step.now);
                self.machine.writes.ended(&step.event);
                self.machine.labels.extend(received_in(&step).cloned());
                match &step.event {
                    Event::Received { effect, position, .. } => {
                        self.received.insert(*effect, *position);
                    }
                    Event::Completed { effect, .. }
                    | Event::Failed { effect, .. }
                    | Event::Fired { effect } => {
                        self.settled.insert(*effect);
                    }
                    Event::Start(_) | Event::Cancel => {}
                }
                self.steps.push(step);
            }
            Record::Intent(intent) => {
                self.machine.now = self.machine.now.max(intent.at);
                self.machine.writes.decided(&intent);
                self.intents.insert(intent.effect.id, *intent);
            }
            Record::Held(held) => {
                self.machine.now = self.machine.now.max(held.at);
                let Held { effect, awaiting, until, release, .. } = *held;
                let (_, hold, waits) =
                    self.holds.entry(effect.id).or_insert_with(|| (effect, Hold::default(), true));
                (hold.awaiting, hold.until, hold.release, *waits) = (awaiting, until, release, true);
            }
            Record::Released(released) => {
                self.machine.now = self.machine.now.max(released.at);
                if let Some((_, hold, waits)) = self.holds.get_mut(&released.effect) {
                    hold.releases.push(released);
                    *waits = false;
                }
            }
            Record::Declined(declined) => {
                self.machine.now = self.machine.now.max(declined.at);
                self.declined.insert(declined.effect, declined);
            }
            Record::Abandoned(abandoned) => self.abandoned.extend(abandoned.effects),
            Record::Suspended(suspended) => {
                self.machine.now = self.machine.now.max(suspended.at);
                self.withdraw(&suspended.withdrawn);
                self.machine.suspended = Some(suspended);
            }
            Record::Continued(continued) => {
                self.machine.now = self.machine.now.max(continued.at);
                self.machine.suspension_is_over(continued.at);
            }
            Record::Cancelling(cancelling) => {
                self.machine.now = self.machine.now.max(cancelling.at);
                self.withdraw(&cancelling.withdrawn);
                self.machine.ending = Some(Ending { until: cancelling.until });
            }
            Record::Ended(_) => return false,
        }
        true
    }

    /// These were allowed and never sent: their intents count no longer.
    fn withdraw(&mut self, effects: &[u64]) {
        for effect in effects {
            self.intents.remove(effect);
            self.machine.writes.withdrawn(*effect);
        }
    }

    /// Whether the run is suspended, or being cancelled, where its journal ends: then its answer is not evaluated.
    pub fn stands_still(&self) -> bool {
        self.machine.stands_still()
    }

    /// The steps to replay in a fresh runner, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Labels of everything that the run has received so far.
    pub fn run_labels(&self) -> &BTreeSet<String> {
        &self.machine.labels
    }

    /// The time of the run when its journal ends, in milliseconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        self.machine.now
    }

    /// Notes the decision on the answer in the last reply, as [`Machine::evaluate_answer`]. The run stopped before it was on disk.
    pub fn evaluate_answer(&mut self, answered: Answered) {
        self.machine.evaluate_answer(answered);
    }

    /// Takes the runner's reply to the next of [`Self::steps`].
    ///
    /// # Errors
    /// [`RecoveryError::Differs`] when the runner emits another effect than the journal has.
    pub fn replied(&mut self, reply: Reply) -> Result<(), RecoveryError> {
        for effect in &reply.effects {
            if let Some(intent) = self.intents.get(&effect.id) {
                same_effect(&intent.effect, effect)?;
            }
            if let Some((held, ..)) = self.holds.get(&effect.id) {
                same_effect(held, effect)?;
            }
            self.asked.push(effect.clone());
        }
        self.machine.note_tasks(&reply.tasks);
        self.cancelled.extend(reply.cancelled.iter().copied());
        self.machine.emitted += reply.effects.len() as u64;
        self.reply = Some(reply);
        Ok(())
    }

    /// The effects without a result, each with what becomes of it when the run continues. Complete after the replay.
    pub fn open(&self) -> Vec<(&Effect, OpenFate)> {
        let is_open = |effect: &&Effect| {
            !self.settled.contains(&effect.id)
                && !self.cancelled.contains(&effect.id)
                && !self.declined.contains_key(&effect.id)
        };
        if self.reply.as_ref().is_some_and(|reply| reply.outcome.is_some()) {
            return Vec::new();
        }
        self.asked.iter().filter(is_open).map(|effect| (effect, self.fate(effect))).collect()
    }

    /// INVARIANT: agrees with [`Machine::reopen`].
    fn fate(&self, effect: &Effect) -> OpenFate {
        let is_held = self.holds.get(&effect.id).is_some_and(|(_, _, waits)| *waits);
        let decided = self.intents.get(&effect.id).map(|intent| intent.decided);
        match (&effect.kind, decided) {
            (EffectKind::Wait(_), _) | (_, Some(Decided::Listen { .. })) => OpenFate::Waits,
            (_, None) if is_held => OpenFate::Held,
            (_, None | Some(Decided::Refused | Decided::Answered)) if self.stands_still() => OpenFate::Waits,
            (_, None | Some(Decided::Refused | Decided::Answered)) => OpenFate::Sent,
            (_, Some(Decided::Write)) => OpenFate::Unknown,
            (
                _,
                Some(
                    Decided::Read
                    | Decided::RepeatableWrite
                    | Decided::Recorded
                    | Decided::TestEndpoint
                    | Decided::Simulated { .. },
                ),
            ) => OpenFate::Repeated,
        }
    }

    /// The run is cancelled before anything of it goes on: what may have happened is told of at its end.
    pub fn cancel(&mut self) {
        self.machine.ending = Some(Ending { until: self.machine.now });
    }

    /// Continues where the journal ends, at `now`.
    pub fn go_on(self, now: i64) -> (Machine, Vec<Action>) {
        let Self {
            mut machine,
            intents,
            settled,
            received,
            mut holds,
            mut declined,
            asked,
            cancelled,
            abandoned,
            reply,
            ..
        } = self;
        machine.now = machine.now.max(now);
        let mut actions = Vec::new();
        machine.push(Record::Resumed(Resumed { at: machine.now }));
        let (unwanted, open): (Vec<Effect>, Vec<Effect>) = asked
            .into_iter()
            .filter(|effect| !settled.contains(&effect.id))
            .partition(|effect| cancelled.contains(&effect.id));
        // It is not known whether these runs were cancelled, so they are cancelled again.
        let (known, new): (Vec<Effect>, Vec<Effect>) =
            unwanted.into_iter().partition(|effect| abandoned.contains(&effect.id));
        machine.abandon_from(0, known);
        machine.abandon(new, &mut actions);
        if let Some(outcome) = reply.and_then(|reply| reply.outcome) {
            if machine.stands_still() {
                let parked = open.into_iter().map(|effect| {
                    let intent = intents.get(&effect.id);
                    let may_have_happened =
                        intent.is_some_and(|intent| intent.decided.may_change_something());
                    (effect.id, Pending { may_have_happened, ..Pending::new(effect, Phase::Parked) })
                });
                machine.pending.extend(parked);
                machine.workflow_ended(outcome, &mut actions);
                machine.flush(&mut actions);
                machine.end_if_settled(&mut actions);
                return (machine, actions);
            }
            machine.end(outcome, &mut actions);
            machine.abandon_from(machine.length(), open);
            return (machine, actions);
        }
        for effect in open {
            let mut decided = intents.get(&effect.id).map(|intent| intent.decided);
            if let (Some(Decided::Listen { after }), Some(last)) = (&mut decided, received.get(&effect.id)) {
                *after = *last;
            }
            if let Some(declined) = declined.remove(&effect.id) {
                let event = Event::Failed { effect: effect.id, error: declined.error };
                machine.events.push_back(answer_to(&effect, event).into());
                continue;
            }
            let hold = holds.remove(&effect.id).map(|(_, hold, waits)| (hold, waits));
            machine.reopen(effect, decided, hold, &mut actions);
        }
        // The take-over is on disk before anything else happens under the new term.
        machine.flush(&mut actions);
        machine.go_on(&mut actions);
        machine.end_if_settled(&mut actions);
        (machine, actions)
    }
}

impl Machine {
    /// Continues an effect that has no result in the journal.
    fn reopen(
        &mut self,
        effect: Effect,
        decided: Option<Decided>,
        hold: Option<(Hold, bool)>,
        actions: &mut Vec<Action>,
    ) {
        let id = effect.id;
        let may_have_happened = decided.is_some_and(Decided::may_change_something);
        let phase = match (&effect.kind, decided) {
            (EffectKind::Wait(wait), _) => Phase::Timer(self.due(&effect, wait.until)),
            (_, None) if matches!(hold, Some((_, true))) => Phase::Held,
            // The step with the answer was lost in the crash. Evaluating again gives the same answer.
            (_, None | Some(Decided::Refused | Decided::Answered)) if self.stands_still() => Phase::Parked,
            (_, None | Some(Decided::Refused | Decided::Answered)) => {
                actions.push(Action::Evaluate(effect.clone()));
                Phase::Evaluating
            }
            (
                _,
                Some(
                    decided @ (Decided::Read
                    | Decided::RepeatableWrite
                    | Decided::Listen { .. }
                    | Decided::Recorded
                    | Decided::TestEndpoint
                    | Decided::Simulated { .. }),
                ),
            ) => Phase::AwaitingDisk { decided, length: self.length() },
            // It is in doubt, and the run ends.
            (_, Some(Decided::Write)) if self.ending.is_some() => Phase::Parked,
            (_, Some(Decided::Write)) => {
                let detail =
                    "the engine stopped while this write was under way; whether it happened is not known";
                let mut error = Problem::new(problem_types::OUTCOME_UNKNOWN, &codes::TP1103, detail);
                error.effect = Some(id);
                self.events.push_back(answer_to(&effect, Event::Failed { effect: id, error }).into());
                return;
            }
        };
        let hold = hold.map(|(hold, _)| hold);
        self.pending.insert(id, Pending { hold, may_have_happened, ..Pending::new(effect, phase) });
    }
}

/// Checks that two effects ask for the same, whatever their ids.
///
/// # Errors
/// [`RecoveryError::Differs`], with the difference.
pub fn same_effect(recorded: &Effect, asked: &Effect) -> Result<(), RecoveryError> {
    let differs = |detail: &str| Err(RecoveryError::Differs { effect: asked.id, detail: detail.to_owned() });
    if recorded.task != asked.task
        || recorded.iteration != asked.iteration
        || recorded.attempt != asked.attempt
    {
        return differs("another task asks");
    }
    match (&recorded.kind, &asked.kind) {
        (EffectKind::Call(old), EffectKind::Call(new)) => {
            let same = old.integration == new.integration
                && old.operation == new.operation
                && old.version == new.version
                && old.arguments.get() == new.arguments.get()
                && old.secrets == new.secrets
                && old.labels == new.labels;
            if same { Ok(()) } else { differs("another call is asked for") }
        }
        (EffectKind::Wait(old), EffectKind::Wait(new)) if old.until == new.until => Ok(()),
        (EffectKind::Emit(old), EffectKind::Emit(new))
            if old.with.get() == new.with.get() && old.labels == new.labels =>
        {
            Ok(())
        }
        (EffectKind::Listen(old), EffectKind::Listen(new))
            if old.with.get() == new.with.get() && old.labels == new.labels =>
        {
            Ok(())
        }
        (EffectKind::Run(old), EffectKind::Run(new)) => {
            let same = old.namespace == new.namespace
                && old.name == new.name
                && old.version == new.version
                && old.input.get() == new.input.get()
                && old.labels == new.labels
                && old.await_ == new.await_;
            if same { Ok(()) } else { differs("another workflow is started") }
        }
        _ => differs("something else is asked for"),
    }
}
