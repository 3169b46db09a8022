//! Puts a trace together: events of the runner, effects and decisions of the journal, in the order in which they happened.

use std::collections::BTreeMap;

use towpath_journal::Record;
use towpath_wire::{
    Effect, EffectKind, Event, Outcome, Reply, Step, TaskEvent, TaskPhase, Trace, TraceEvent, TracedEnd,
    TracedStart,
};

use super::{Pass, TaskState, TracedEffect, TracedTask};

/// Most executions that a trace of an older runner has: as many as one of a newer.
const MOST: usize = super::LIMITS.tasks as usize;

/// A trace that is being put together.
#[derive(Default)]
pub(super) struct Builder {
    tasks: Vec<Execution>,
    /// The executions that have not ended, as indexes of `tasks`.
    open: Vec<usize>,
    /// Indexes of `tasks` by the runner's numbers.
    numbers: BTreeMap<u32, usize>,
    effects: BTreeMap<u64, (Option<usize>, TracedEffect)>,
    omitted: u64,
    /// The time of the last step.
    now: i64,
    /// The runner makes no trace: tasks and effects are those of the journal.
    from_journal: bool,
    /// The run is suspended.
    suspended: bool,
}

/// An execution, with what is needed only while the trace is put together.
struct Execution {
    task: TracedTask,
    iteration: Vec<u64>,
}

impl Builder {
    /// A trace of what the journal says, of a run that began at `now`.
    pub(super) fn from_journal(now: i64) -> Self {
        Self { now, from_journal: true, ..Self::default() }
    }

    /// A step is taken: its event ends an effect.
    pub(super) fn hear(&mut self, step: &Step) {
        self.now = step.now;
        if let Some((_, effect)) = ended_by(&step.event).and_then(|id| self.effects.get_mut(&id)) {
            (effect.ended_at, effect.held) = (Some(step.now), false);
        }
    }

    /// The reply of the runner to a step.
    pub(super) fn reply(&mut self, now: i64, reply: Reply) {
        let Trace { events, omitted } = reply.trace.unwrap_or_default();
        self.omitted = self.omitted.saturating_add(omitted);
        for event in events {
            self.event(now, event);
        }
        for effect in reply.effects {
            self.ask(now, effect);
        }
        for id in reply.cancelled {
            if let Some((_, effect)) = self.effects.get_mut(&id) {
                (effect.ended_at, effect.held) = (Some(now), false);
            }
        }
    }

    /// A record that is no step.
    pub(super) fn record(&mut self, record: &Record) {
        match record {
            Record::Tasks(events) if self.from_journal => {
                events.iter().for_each(|event| self.phase(event));
            }
            Record::Held(held) => {
                self.ask(held.at, held.effect.clone());
                if let Some((_, effect)) = self.effects.get_mut(&held.effect.id) {
                    (effect.decision, effect.held) = (Some(held.decision.clone()), true);
                }
            }
            Record::Intent(intent) => {
                self.ask(intent.at, intent.effect.clone());
                if let Some((_, effect)) = self.effects.get_mut(&intent.effect.id) {
                    effect.decision = intent.decision.clone().or(effect.decision.take());
                    (effect.decided, effect.held) = (Some(intent.decided), false);
                }
            }
            // They were not sent, and are evaluated again.
            Record::Suspended(suspended) => {
                for id in &suspended.withdrawn {
                    if let Some((_, effect)) = self.effects.get_mut(id) {
                        effect.decided = None;
                    }
                }
                self.suspended = true;
            }
            Record::Continued(_) => self.suspended = false,
            _ => {}
        }
    }

    fn event(&mut self, now: i64, event: TraceEvent) {
        match event {
            TraceEvent::Started(started) => {
                let TracedStart { id, task, name, kind, iteration, earlier } = started;
                let attempt = earlier.map(|earlier| earlier.saturating_add(1));
                let at = self.start(now, (task, name, Some(kind)), iteration, attempt);
                self.numbers.insert(id, at);
            }
            TraceEvent::Input { id, value } => {
                if let Some(task) = self.numbered(id) {
                    task.input = Some(value);
                }
            }
            TraceEvent::Exported { id, value } => {
                if let Some(task) = self.numbered(id) {
                    task.exported = Some(value);
                }
            }
            TraceEvent::Ended(TracedEnd { id, phase, output, error }) => {
                let Some(at) = self.numbers.remove(&id) else { return };
                if let Some(one) = self.tasks.get_mut(at) {
                    (one.task.output, one.task.error) = (output, error);
                }
                self.end(now, at, phase);
            }
        }
    }

    /// A change of a task's state, of a runner that makes no trace.
    fn phase(&mut self, event: &TaskEvent) {
        let TaskEvent { task, iteration, phase } = event;
        let now = self.now;
        if matches!(phase, TaskPhase::Started | TaskPhase::Skipped) {
            if self.tasks.len() >= MOST {
                self.omitted = self.omitted.saturating_add(1);
                return;
            }
            let at = self.start(now, (task.clone(), name_of(task), None), iteration.clone(), None);
            if *phase == TaskPhase::Skipped {
                self.end(now, at, *phase);
            }
            return;
        }
        let is_it = |at: &&usize| {
            self.tasks.get(**at).is_some_and(|one| one.task.reference == *task && one.iteration == *iteration)
        };
        if let Some(at) = self.open.iter().rev().find(is_it).copied() {
            self.end(now, at, *phase);
        }
    }

    fn start(
        &mut self,
        now: i64,
        (reference, name, kind): (String, String, Option<String>),
        iteration: Vec<u64>,
        attempt: Option<u32>,
    ) -> usize {
        let passes = self.passes(&reference, &iteration);
        let task = TracedTask {
            reference,
            name,
            kind,
            passes,
            attempt,
            started_at: now,
            ended_at: None,
            state: TaskState::Running,
            input: None,
            output: None,
            exported: None,
            error: None,
            effects: Vec::new(),
        };
        self.tasks.push(Execution { task, iteration });
        self.open.push(self.tasks.len() - 1);
        self.tasks.len() - 1
    }

    fn end(&mut self, now: i64, at: usize, phase: TaskPhase) {
        let state = match phase {
            TaskPhase::Started | TaskPhase::Retried => return,
            TaskPhase::Skipped => TaskState::Skipped,
            TaskPhase::Completed => TaskState::Completed,
            TaskPhase::Faulted => TaskState::Faulted,
            TaskPhase::Cancelled => TaskState::Cancelled,
        };
        self.open.retain(|open| *open != at);
        if let Some(one) = self.tasks.get_mut(at) {
            (one.task.state, one.task.ended_at) = (state, Some(now));
        }
    }

    /// The passes of the loops around a task that starts. A loop is the innermost open task around it with one index less
    /// than the tasks inside.
    fn passes(&self, reference: &str, iteration: &[u64]) -> Vec<Pass> {
        let around = |one: &&Execution| {
            iteration.starts_with(&one.iteration)
                && reference.strip_prefix(&one.task.reference).is_some_and(|rest| rest.starts_with('/'))
        };
        let around: Vec<&Execution> =
            self.open.iter().filter_map(|at| self.tasks.get(*at)).filter(around).collect();
        let pass = |(level, index): (usize, &u64)| {
            let of_level = around.iter().filter(|one| one.iteration.len() == level);
            let looped = of_level.max_by_key(|one| one.task.reference.len());
            let loop_ = looped.map(|one| one.task.reference.clone()).unwrap_or_default();
            Pass { loop_, index: *index }
        };
        iteration.iter().enumerate().map(pass).collect()
    }

    fn numbered(&mut self, id: u32) -> Option<&mut TracedTask> {
        let at = self.numbers.get(&id)?;
        self.tasks.get_mut(*at).map(|one| &mut one.task)
    }

    /// A task asks for an effect: the one that started last at its place.
    fn ask(&mut self, now: i64, effect: Effect) {
        if self.effects.contains_key(&effect.id) {
            return;
        }
        let is_of = |one: &Execution| one.task.reference == effect.task && one.iteration == effect.iteration;
        let owner = self.tasks.iter().rposition(is_of);
        let id = effect.id;
        let traced = TracedEffect {
            effect,
            decision: None,
            decided: None,
            started_at: now,
            ended_at: None,
            held: false,
        };
        self.effects.insert(id, (owner, traced));
    }

    /// The tasks, the effects of no task, and how many executions are left out.
    pub(super) fn finish(self, records: &[Record]) -> (Vec<TracedTask>, Vec<TracedEffect>, u64) {
        let ended = records.iter().rev().find_map(|record| match record {
            Record::Ended(ended) => Some(&ended.outcome),
            _ => None,
        });
        let mut tasks: Vec<TracedTask> = self.tasks.into_iter().map(|one| one.task).collect();
        let mut others = Vec::new();
        for (owner, effect) in self.effects.into_values() {
            match owner.and_then(|at| tasks.get_mut(at)) {
                Some(task) => task.effects.push(effect),
                None => others.push(effect),
            }
        }
        for task in self.open.into_iter().rev() {
            if let Some(task) = tasks.get_mut(task) {
                stand(task, ended, self.suspended);
            }
        }
        (tasks, others, self.omitted)
    }
}

/// The state of a task that has not ended by itself.
fn stand(task: &mut TracedTask, ended: Option<&Outcome>, suspended: bool) {
    match ended {
        None => {
            // A call under way ends by itself.
            let is_under_way = |effect: &TracedEffect| matches!(&effect.effect.kind, EffectKind::Call(_) if effect.decided.is_some());
            let open = |effect: &&TracedEffect| effect.ended_at.is_none();
            let state = |effect: &TracedEffect| match &effect.effect.kind {
                _ if effect.held => TaskState::Held,
                _ if suspended && !is_under_way(effect) => TaskState::Suspended,
                EffectKind::Wait(_) | EffectKind::Listen(_) | EffectKind::Run(_) => TaskState::Waiting,
                EffectKind::Call(_) | EffectKind::Emit(_) => TaskState::Running,
            };
            task.state = task.effects.iter().rev().find(open).map_or(TaskState::Running, state);
        }
        // The host ended the run: a limit, for one.
        Some(Outcome::Faulted { error }) => {
            task.state = TaskState::Faulted;
            if error.instance.as_deref() == Some(task.reference.as_str()) {
                task.error = Some(error.clone());
            }
        }
        Some(Outcome::Completed { .. } | Outcome::Cancelled) => task.state = TaskState::Cancelled,
    }
}

/// The effect that an event ends. A received event ends none: more may follow.
fn ended_by(event: &Event) -> Option<u64> {
    match event {
        Event::Completed { effect, .. } | Event::Failed { effect, .. } | Event::Fired { effect } => {
            Some(*effect)
        }
        Event::Start(_) | Event::Received { .. } | Event::Cancel => None,
    }
}

/// The name of a task: the last key of its path.
fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}
