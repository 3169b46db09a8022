//! A whole run, executed again in a fresh sandbox under other policies: a call they deny is the error the workflow would
//! see, every other call is answered with what was recorded. From the first effect without a recording on nothing is known.

use std::collections::{BTreeMap, BTreeSet};

use towpath_access::Access;
use towpath_journal::{Record, RunHead, Started, received_in, same_effect};
use towpath_policies::{Decision, DecisionOutcome as Decided, Question as Asked};
use towpath_wire::{Effect, EffectKind, Event, Outcome, Reply, Step};

use super::{Impacts, Known, Question, workflow_of};
use crate::rules::decide::{Requester, refusal_problem, respond_access};
use crate::rules::{Ending, RulesError, RunImpact};
use crate::runs::context::RunContext;
use crate::runs::drive::Pinned;

impl Impacts {
    /// Executes a run that has ended once more; nothing where it ends as it did.
    pub(super) async fn rerun(
        &self,
        question: &mut Question,
        head: &RunHead,
        records: &[Record],
    ) -> Result<Option<RunImpact>, RulesError> {
        let Some(Record::Started(started)) = records.first() else { return Ok(None) };
        let Some(Record::Ended(ended)) = records.last() else { return Ok(None) };
        if started.draft {
            return Ok(None);
        }
        let Some(known) = self.known(question, head).await? else { return Ok(None) };
        let context = RunContext::of_started(&known.version, started);
        let pinned = Pinned::of(head.run, started, context);
        let run = Rerun {
            impacts: self,
            question,
            known: &known,
            recorded: Recorded::of(started, records),
            labels: received_in(&started.step).cloned().collect(),
            queue: BTreeMap::new(),
            asked: BTreeMap::new(),
            fed: 0,
        };
        let after = run.execute(&pinned, started).await?;
        let before = Ending::of(&ended.outcome);
        let same_output = match (&after, &ended.outcome) {
            (End::Outcome(Outcome::Completed { output, .. }), Outcome::Completed { output: was, .. }) => {
                output.get() == was.get()
            }
            _ => true,
        };
        let after = match after {
            End::Outcome(outcome) => Ending::of(&outcome),
            // What the host ended, a limit for one, it ended without being asked.
            End::Stopped if matches!(ended.outcome, Outcome::Faulted { .. }) => before.clone(),
            End::Stopped => {
                Ending::Unknown { task: String::new(), what: "it would not have ended".to_owned() }
            }
            End::Unknown { task, what } => Ending::Unknown { task, what },
        };
        let after = if same_output { after } else { Ending::Completed { otherwise: true } };
        let (run, workflow) = (head.run.to_string(), workflow_of(head));
        Ok((before != after).then_some(RunImpact { run, workflow, before, after }))
    }
}

/// How an execution came out.
enum End {
    Outcome(Outcome),
    /// Nothing more happened to it.
    Stopped,
    Unknown {
        task: String,
        what: String,
    },
}

/// What a journal says of effects.
struct Recorded {
    /// Effects that were evaluated, with the releases they got.
    effects: Vec<(Effect, Vec<String>)>,
    /// Those that somebody declined, or nobody released in time.
    declined: BTreeSet<u64>,
    /// What came of them, in order.
    steps: Vec<Step>,
}

impl Recorded {
    fn of(started: &Started, records: &[Record]) -> Self {
        let mut effects: Vec<(Effect, Vec<String>)> = Vec::new();
        let mut declined = BTreeSet::new();
        let mut steps = vec![started.step.clone()];
        for record in records {
            match record {
                Record::Fed(step) => steps.push(step.clone()),
                Record::Held(held) => effects.push((held.effect.clone(), Vec::new())),
                Record::Intent(intent) => effects.push((intent.effect.clone(), Vec::new())),
                Record::Declined(one) => {
                    declined.insert(one.effect);
                }
                Record::Released(released) => {
                    for (effect, rules) in &mut effects {
                        if effect.id == released.effect {
                            rules.extend(released.rules.iter().cloned());
                        }
                    }
                }
                _ => {}
            }
        }
        // One that waited to be released stands there twice: as it was held, with its releases, is the one to keep.
        effects.reverse();
        effects.sort_by_key(|(effect, releases)| (effect.id, releases.is_empty()));
        effects.dedup_by_key(|(effect, _)| effect.id);
        Self { effects, declined, steps }
    }

    /// The recorded effect that is this one, under whatever number.
    fn same(&self, asked: &Effect) -> Option<&(Effect, Vec<String>)> {
        let is_same = |(effect, _): &&(Effect, Vec<String>)| same_effect(effect, asked).is_ok();
        // A task that is visited twice asks for the same twice: its own number says which.
        let own = self.effects.iter().find(|(effect, _)| effect.id == asked.id);
        own.filter(is_same).or_else(|| self.effects.iter().find(is_same))
    }
}

/// A run that is executed again.
struct Rerun<'a> {
    impacts: &'a Impacts,
    question: &'a Question,
    known: &'a Known,
    recorded: Recorded,
    labels: Vec<String>,
    /// What happens next, in order.
    queue: BTreeMap<(i64, Turn), Step>,
    asked: BTreeMap<u64, Effect>,
    fed: usize,
}

/// Of what happens at one time, what comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// A refusal, in the order of asking.
    Refused(usize),
    /// What was recorded, in its order.
    Recorded(usize),
    /// A wait that was not recorded, in the order of asking.
    Waited(usize),
}

impl Rerun<'_> {
    async fn execute(mut self, pinned: &Pinned, started: &Started) -> Result<End, RulesError> {
        let mut sandbox = self.impacts.runs.replay(pinned, std::time::Duration::ZERO).await?;
        let cancelled = self.recorded.steps.iter().enumerate();
        let cancelled = cancelled.filter(|(_, step)| matches!(step.event, Event::Cancel));
        self.queue =
            cancelled.map(|(place, step)| ((step.now, Turn::Recorded(place)), step.clone())).collect();
        let mut step = started.step.clone();
        if let Event::Start(start) = &mut step.event {
            let Requester { workflow, caller, .. } = &pinned.context.requester;
            let given = self.question.candidate.input_labels(workflow, caller, step.now);
            start.labels.extend(given.into_iter().filter(|label| !self.labels.contains(label)));
        }
        self.labels = received_in(&step).cloned().collect();
        loop {
            let Ok(reply) = sandbox.step(&step).await else { return Ok(End::Stopped) };
            if let Some(end) = self.take(&pinned.context, reply, step.now) {
                return Ok(end);
            }
            let Some((_, next)) = self.queue.pop_first() else {
                return Ok(match self.asked.values().next() {
                    Some(effect) if self.recorded.same(effect).is_none() => unknown(effect, "it goes on"),
                    _ => End::Stopped,
                });
            };
            self.labels.extend(received_in(&next).cloned());
            if let Event::Completed { effect, .. } | Event::Failed { effect, .. } | Event::Fired { effect } =
                &next.event
            {
                self.asked.remove(effect);
            }
            step = Step { now: step.now.max(next.now), ..next };
        }
    }

    /// Takes an answer of the sandbox in; how the run ends, where it does.
    fn take(&mut self, context: &RunContext, reply: Reply, now: i64) -> Option<End> {
        for id in &reply.cancelled {
            self.asked.remove(id);
            self.queue.retain(|_, step| of_event(&step.event) != Some(*id));
        }
        if let Some(outcome) = reply.outcome {
            return Some(End::Outcome(self.answered(context, outcome, now)));
        }
        for effect in reply.effects {
            let unknown = self.ask(context, &effect, now);
            self.asked.insert(effect.id, effect);
            if unknown.is_some() {
                return unknown;
            }
        }
        None
    }

    /// Answers an effect: refused by the policies, answered as recorded, or unknown.
    fn ask(&mut self, context: &RunContext, effect: &Effect, now: i64) -> Option<End> {
        let same = self.recorded.same(effect).cloned();
        if let EffectKind::Wait(wait) = &effect.kind {
            self.fed += 1;
            let fired = self.recorded.steps.iter().position(
                |step| matches!(&step.event, Event::Fired { effect: id } if *id == effect.id && step.now >= wait.until),
            );
            let turn = match fired.and_then(|place| Some((place, self.recorded.steps.get(place)?))) {
                Some((place, step)) => (step.now, Turn::Recorded(place)),
                None => (wait.until, Turn::Waited(self.fed)),
            };
            self.queue.insert(turn, Step::new(turn.0, Event::Fired { effect: effect.id }));
            return None;
        }
        let labels = self.labels.iter().cloned().collect();
        let releases = same.as_ref().map(|(_, releases)| releases.as_slice()).unwrap_or_default();
        // What the host refuses before any policy is evaluated, it refused then too: the recorded answer is that.
        if let Ok(Some(access)) = self.impacts.runs.access_of(context, &effect.kind, &labels) {
            let decision = self.decide(context, &access, now, releases);
            match decision.outcome {
                Decided::Allow => {}
                // What was declined is declined again.
                Decided::Hold
                    if same.as_ref().is_some_and(|(was, _)| self.recorded.declined.contains(&was.id)) => {}
                Decided::Hold => return Some(unknown(effect, "it waits to be released")),
                Decided::Review | Decided::Deny => {
                    let mut error = refusal_problem(&decision);
                    error.effect = Some(effect.id);
                    error.label(effect.kind.labels());
                    self.fed += 1;
                    let event = Event::Failed { effect: effect.id, error };
                    self.queue.insert((now, Turn::Refused(self.fed)), Step::new(now, event));
                    return None;
                }
            }
        }
        let Some((recorded, _)) = same else {
            return Some(unknown(effect, "it asks for what it did not ask for"));
        };
        let mut any = false;
        for (place, step) in self.recorded.steps.iter().enumerate() {
            if of_event(&step.event) == Some(recorded.id) && !was_refused(&step.event) {
                any = true;
                let mut event = renumbered(&step.event, effect.id);
                if let Event::Received { labels, .. } = &mut event {
                    let Ok(given) = self.question.labels_heard(context, step) else {
                        return Some(unknown(effect, "an event that it heard cannot be decoded"));
                    };
                    labels.extend(
                        given.into_iter().filter(|label| !labels.contains(label)).collect::<Vec<_>>(),
                    );
                }
                let step = Step { event, ..step.clone() };
                self.queue.insert((step.now, Turn::Recorded(place)), step);
            }
        }
        // Cancelled before anything came of it, or refused then and allowed now.
        let is_open =
            any || !self.recorded.steps.iter().any(|step| of_event(&step.event) == Some(recorded.id));
        (!is_open).then(|| unknown(effect, "it was refused, and would go out"))
    }

    /// The answer of the run: an answer that policies refuse is a refusal.
    fn answered(&self, context: &RunContext, outcome: Outcome, now: i64) -> Outcome {
        let Outcome::Completed { labels, .. } = &outcome else { return outcome };
        let access = respond_access(labels, &self.labels.iter().cloned().collect());
        let decision = self.decide(context, &access, now, &[]);
        if decision.is_allowed() { outcome } else { Outcome::Faulted { error: refusal_problem(&decision) } }
    }

    fn decide(&self, context: &RunContext, access: &Access, now: i64, releases: &[String]) -> Decision {
        towpath_policies::decide(
            &self.question.candidate,
            &Asked {
                workflow: &context.workflow,
                access,
                caller: &context.caller,
                now,
                profile: self.known.profile.as_deref(),
                approvals: &context.approvals,
                releases,
            },
        )
    }
}

fn unknown(effect: &Effect, what: &str) -> End {
    End::Unknown { task: effect.task.clone(), what: what.to_owned() }
}

fn of_event(event: &Event) -> Option<u64> {
    match event {
        Event::Completed { effect, .. }
        | Event::Failed { effect, .. }
        | Event::Received { effect, .. }
        | Event::Fired { effect } => Some(*effect),
        Event::Start(_) | Event::Cancel => None,
    }
}

/// Whether a policy refused the effect then, so that its result is not recorded.
fn was_refused(event: &Event) -> bool {
    let refused = towpath_diagnostics::codes::TP1108;
    matches!(event, Event::Failed { error, .. } if error.code.as_deref() == Some(refused.as_str()))
}

fn renumbered(event: &Event, id: u64) -> Event {
    let mut event = event.clone();
    if let Event::Completed { effect, .. }
    | Event::Failed { effect, .. }
    | Event::Received { effect, .. }
    | Event::Fired { effect } = &mut event
    {
        *effect = id;
    }
    if let Event::Failed { error, .. } = &mut event
        && error.effect.is_some()
    {
        error.effect = Some(id);
    }
    event
}
