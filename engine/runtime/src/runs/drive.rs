//! Drives one run: carries out the actions of its state machine, in order, and reports the results to the machine.
//!
//! One task per run. The task awaits; the machine decides. If the store fails, the driver stops, and the run is taken up
//! again from what is on disk.

mod asked;
pub(crate) mod evaluation;
pub(crate) mod feeding;
mod passing;
mod sleeping;
pub(crate) mod writer;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use towpath_integrations::{Capacity, Prepared};
use towpath_journal::{Action, Decided, Input, Machine, Record, RunId, Started, Status, StoreError};
use towpath_policies::Decision;
use towpath_sandbox::{Instance, Turn, Who};
use towpath_wire::{Effect, EffectKind, Limits, Outcome, Problem};

use self::writer::Writer;
use crate::events::{Place, Subscription};
use crate::fault::Fault;
use crate::runs::context::RunContext;
use crate::runs::effects::{EffectAnswer, Going, idempotency_key};
use crate::runs::gates::{Pass, Refusal, Waiting};
use crate::runs::live::{Live, Message, Stage};
use crate::runs::{Crowd, Runs, RunsError};
use crate::types::RunView;

/// How long a run stands still after the store failed, before it is taken up again.
const STALL: Duration = Duration::from_secs(2);

/// Why a driver stops.
enum Stop {
    /// There was no place for a start in time.
    Crowded,
    /// The store refused or failed.
    Store(StoreError),
    /// The run sleeps: it is taken up when its time comes.
    Asleep,
    /// The engine shuts down.
    Closing,
    /// The workflow does not take the input of a start from outside. No run is recorded.
    Input(Problem),
    /// A fault of the engine.
    Fault(String),
}

/// What a run is pinned to, and on whose behalf it acts.
pub(crate) struct Pinned {
    pub(crate) run: RunId,
    pub(crate) context: RunContext,
    /// Whose share of the sandbox it uses.
    pub(crate) who: Who,
    pub(crate) limits: Limits,
    pub(crate) runner: towpath_journal::Digest,
    pub(crate) image: towpath_journal::Digest,
    /// It is a draft run.
    pub(crate) draft: bool,
    /// How many runs of its workflow may be under way and begin; `None`: any number, or it does not count.
    pub(crate) turns: Option<Capacity>,
}

impl Pinned {
    pub(crate) fn of(run: RunId, started: &Started, context: RunContext) -> Self {
        Self {
            run,
            who: feeding::share_of_sandbox(&started.workflow.namespace, &started.principal),
            context,
            limits: started.limits.clone(),
            runner: started.runner.clone(),
            image: started.image.clone(),
            draft: started.draft,
            turns: None,
        }
    }

    /// Namespace and name of its workflow.
    pub(crate) fn workflow(&self) -> String {
        format!("{}/{}", self.context.workflow.namespace, self.context.workflow.name)
    }
}

/// An effect under way.
struct Sent {
    task: AbortHandle,
    /// The effect is abandoned: a run that it has not started yet is not started.
    unwanted: Arc<AtomicBool>,
}

/// One run's driver.
pub(crate) struct Driver {
    pub(crate) runs: Runs,
    pub(crate) pinned: Pinned,
    pub(crate) live: Arc<Live>,
    pub(crate) inbox: mpsc::UnboundedReceiver<Message>,
    pub(crate) machine: Machine,
    writer: Writer,
    instance: Option<Instance>,
    fed: usize,
    prepared: HashMap<u64, Prepared>,
    /// In order, because they are stopped in this order.
    sent: BTreeMap<u64, Sent>,
    /// Calls that wait for their turn.
    queued: HashMap<u64, Waiting>,
    /// Calls whose turn has come and that are not sent yet.
    passed: HashMap<u64, Result<Pass, Refusal>>,
    /// Its place among the runs of its workflow, if these are limited.
    slot: Option<Pass>,
    listening: HashMap<u64, Subscription>,
    /// Events that came and were not read yet, in order, with the effect that listens.
    came: VecDeque<(u64, Place)>,
    /// Listening effects that still get earlier events. Until all have caught up no event is read, so that a run receives its
    /// events in the order of their positions.
    behind: BTreeSet<u64>,
    /// It listens for no event up to this position.
    heard_until: u64,
    /// Since when it has nothing to do, while it waits for what comes next.
    resting_since: i64,
    /// Needed to replay, and to hold received events.
    turn: Option<Turn>,
    asking: Option<BoxFuture<'static, Turn>>,
    refused: HashMap<u64, Decision>,
    /// The decision that refused the answer.
    response: Option<Decision>,
    cpu: Duration,
    /// Records written while a step was under way, not yet reported to the machine.
    unheard: Option<u64>,
    /// Who asked to cancel the run: answered when its end is on disk.
    cancelling: Vec<oneshot::Sender<bool>>,
}

impl Driver {
    /// The driver of a run that begins.
    pub(crate) fn new(
        runs: Runs,
        mut pinned: Pinned,
        (live, inbox): (Arc<Live>, mpsc::UnboundedReceiver<Message>),
        machine: Machine,
        writer: Writer,
    ) -> Self {
        pinned.context.heard = writer.head.heard_from.clone().into();
        pinned.context.token = writer.head.token.as_deref().map(Arc::from);
        Self {
            runs,
            pinned,
            live,
            inbox,
            machine,
            writer,
            instance: None,
            fed: 0,
            prepared: HashMap::new(),
            sent: BTreeMap::new(),
            queued: HashMap::new(),
            passed: HashMap::new(),
            slot: None,
            listening: HashMap::new(),
            came: VecDeque::new(),
            behind: BTreeSet::new(),
            heard_until: 0,
            resting_since: 0,
            turn: None,
            asking: None,
            refused: HashMap::new(),
            response: None,
            cpu: Duration::ZERO,
            unheard: None,
            cancelling: Vec::new(),
        }
    }

    /// It was taken up: its sandbox was given `fed` steps again, and `response` refused its answer. `slot`: its place among the
    /// runs of its workflow.
    pub(crate) fn taken_up(
        mut self,
        instance: Instance,
        fed: usize,
        response: Option<Decision>,
        slot: Option<Pass>,
    ) -> Self {
        (self.instance, self.fed, self.response, self.slot) = (Some(instance), fed, response, slot);
        self
    }

    /// Drives the run to its end, or until the engine or the store stops.
    pub(crate) async fn drive(mut self, actions: Vec<Action>) {
        let stop = self.go(actions).await;
        for sent in std::mem::take(&mut self.sent).into_values() {
            sent.task.abort();
        }
        self.listening.clear();
        // Before the inbox is gone: a pass that comes to nobody goes to the next.
        self.queued.clear();
        self.passed.clear();
        let run = self.pinned.run;
        let Err(stop) = stop else {
            self.runs.forget(run, &self.live);
            return;
        };
        let on_disk = self.writer.is_on_disk();
        self.runs.forget(run, &self.live);
        match stop {
            Stop::Asleep => {}
            Stop::Closing => self.live.reach(Stage::Stalled),
            Stop::Input(error) => self.live.reach(Stage::Failed(RunsError::Input(error))),
            Stop::Crowded => self.live.reach(Stage::Failed(RunsError::Crowded(Crowd::Server))),
            Stop::Store(StoreError::Fenced { current }) => {
                tracing::warn!(%run, current, "the run was taken over by another engine");
                self.live.reach(Stage::Stalled);
            }
            // An earlier start under this key did reach the disk, though its result was unknown. A repeated request joins it.
            Stop::Store(StoreError::Claimed { existing }) if !on_disk => {
                tracing::warn!(%run, existing = %existing.run, "the key of this start is taken");
                self.live.reach(Stage::Failed(RunsError::Busy));
            }
            Stop::Store(error) if !on_disk => {
                tracing::warn!(%run, "the run could not be started: {error}");
                let may_remain = error.may_remain();
                self.live.reach(Stage::Failed(error.into()));
                // If it is on disk nevertheless it goes on, so that whoever starts it again under its key joins a run under way.
                if may_remain {
                    self.runs.recover_later(run, STALL);
                }
            }
            Stop::Store(error) => {
                tracing::error!(%run, "the run stands still: {error}");
                self.live.reach(Stage::Stalled);
                self.runs.recover_later(run, STALL);
            }
            Stop::Fault(detail) if !on_disk => {
                tracing::error!(%run, "the run could not be started: {detail}");
                self.live.reach(Stage::Failed(RunsError::Fault(Fault::Internal(detail))));
            }
            Stop::Fault(detail) => {
                tracing::error!(%run, "the run stands still: {detail}");
                self.live.reach(Stage::Stalled);
            }
        }
    }

    async fn go(&mut self, mut actions: Vec<Action>) -> Result<(), Stop> {
        self.await_turn(&mut actions).await?;
        let mut actions = VecDeque::from(actions);
        loop {
            while let Some(action) = actions.pop_front() {
                if let Action::End(outcome) = action {
                    self.end(outcome);
                    return Ok(());
                }
                if let Some(input) = self.act(action).await? {
                    actions.extend(self.apply(input));
                }
            }
            self.rest();
            self.writer.rest();
            let all_written = self.writer.is_done();
            if all_written && self.came.is_empty() {
                self.turn = None;
            }
            // What is due has happened, and is on disk.
            if all_written && self.machine.wake_at() > self.runs.context.now() {
                self.live.caught_up();
            }
            let input = self.next().await?;
            self.writer.announce();
            actions.extend(self.apply(input));
        }
    }

    fn apply(&mut self, input: Input) -> Vec<Action> {
        let cpu = u64::try_from(self.cpu.as_micros()).unwrap_or(u64::MAX);
        let actions = self.machine.apply(self.runs.context.now(), cpu, input);
        if self.machine.stands_still() {
            // What was not sent is decided on again, and then it passes again.
            self.queued.clear();
            self.passed.clear();
        }
        // A call that passed and is not sent after all gives its pass back.
        self.passed.retain(|effect, _| self.machine.waits_for(*effect));
        actions
    }

    /// Gives records to the writer. A start from outside whose input the workflow does not take is not recorded.
    async fn commit(&mut self, first: u64, records: &[Record]) -> Result<Option<Input>, Stop> {
        if first == 0
            && let Some(error) = self.unfit(records)
        {
            return Err(Stop::Input(error));
        }
        let length = self.writer.commit(&self.machine, first, records).await?;
        Ok(length.map(|length| Input::Durable { length }))
    }

    /// Carries one action out. Returns its result, where it has one at once.
    async fn act(&mut self, action: Action) -> Result<Option<Input>, Stop> {
        match action {
            Action::Feed(step) => self.feed(step).await.map(Some),
            Action::Evaluate(effect) => Ok(self.evaluate(&effect)),
            Action::Commit { first, records } => self.commit(first, &records).await,
            Action::Send { effect, decided } => Ok(self.send(effect, decided)),
            Action::Forget(id) => {
                self.prepared.remove(&id);
                self.queued.remove(&id);
                self.passed.remove(&id);
                self.listening.remove(&id);
                self.behind.remove(&id);
                self.came.retain(|(effect, _)| *effect != id);
                if let Some(sent) = self.sent.remove(&id) {
                    // Set before the task is stopped, because the task may be about to start a run.
                    sent.unwanted.store(true, Ordering::SeqCst);
                    sent.task.abort();
                }
                Ok(None)
            }
            Action::Abandon(effect) => {
                self.runs.abandon_child(idempotency_key(self.pinned.run, &effect));
                Ok(None)
            }
            Action::End(_) => Ok(None),
        }
    }

    fn send(&mut self, effect: Effect, decided: Decided) -> Option<Input> {
        let id = effect.id;
        if let (EffectKind::Listen(listen), Decided::Listen { after }) = (&effect.kind, decided) {
            let live = Arc::clone(&self.live);
            let namespace = &self.pinned.context.workflow.namespace;
            let after = after.max(self.heard_until);
            let subscription = self.runs.events.subscribe(namespace, &listen.with, after, move |place| {
                live.tell(match place {
                    Some(place) => Message::Received { effect: id, place },
                    None => Message::CaughtUp { effect: id },
                });
            });
            if subscription.is_behind() {
                self.behind.insert(id);
            }
            self.listening.insert(id, subscription);
            return None;
        }
        let prepared = match (&effect.kind, self.prepared.remove(&id)) {
            _ if decided == Decided::Recorded => None,
            (EffectKind::Call(_), Some(prepared)) => Some(prepared),
            // After a crash: the decision is in the journal, the arguments are prepared anew from the effect.
            (EffectKind::Call(call), None) => {
                match self.runs.rules.integrations().prepare_for(call, self.machine.run_labels().into()) {
                    Ok(prepared) => Some(prepared),
                    Err(error) => {
                        let event = towpath_wire::Event::Failed { effect: id, error };
                        return Some(Input::Finished { effect: id, event, run_labels: Vec::new() });
                    }
                }
            }
            _ => None,
        };
        let unwanted = Arc::new(AtomicBool::new(false));
        let going = Going {
            context: self.pinned.context.clone(),
            run: self.pinned.run,
            effect,
            decided,
            run_labels: self.machine.run_labels().into(),
            unwanted: Arc::clone(&unwanted),
            pass: self.passed.remove(&id).and_then(Result::ok),
        };
        let call = self.runs.clone().carry_out(going, prepared);
        let live = Arc::clone(&self.live);
        let task = tokio::spawn(async move {
            let answer = call.await;
            live.tell(Message::Finished { effect: id, answer });
        });
        self.sent.insert(id, Sent { task: task.abort_handle(), unwanted });
        None
    }

    /// Waits for what comes next.
    async fn next(&mut self) -> Result<Input, Stop> {
        self.resting_since = self.runs.context.now();
        loop {
            if self.falls_asleep() {
                return Err(Stop::Asleep);
            }
            if let Some(input) = self.next_message().await? {
                return Ok(input);
            }
        }
    }

    async fn next_message(&mut self) -> Result<Option<Input>, Stop> {
        if let Some(length) = self.unheard.take() {
            return Ok(Some(Input::Durable { length }));
        }
        if let Some((effect, place)) = self.looks_at() {
            return self.hear(effect, &place).await;
        }
        let (wake, rested) = (self.machine.wake_at(), self.may_sleep_at());
        let clock = Arc::clone(self.runs.context.clock());
        let timer = clock.sleep_until(wake.min(rested));
        let turn = async {
            match &mut self.asking {
                Some(asking) => asking.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            length = self.writer.written() => Ok(Some(Input::Durable { length: length? })),
            message = self.inbox.recv() => match message {
                Some(Message::Finished { effect, answer: EffectAnswer { event, run_labels } }) => {
                    self.sent.remove(&effect);
                    Ok(Some(Input::Finished { effect, event, run_labels: run_labels.to_vec() }))
                }
                Some(Message::Admitted { effect, answer }) => Ok(self.admitted(effect, answer)),
                Some(Message::CaughtUp { effect }) => {
                    self.behind.remove(&effect);
                    Ok(None)
                }
                Some(Message::Received { effect, place }) => {
                    // A run that stands still listens again, from where it is, when it continues.
                    if !self.machine.stands_still() {
                        self.came.push_back((effect, place));
                    }
                    Ok(None)
                }
                Some(Message::Answer { answer, released, done }) => Ok(self.answered(answer, &released, done)),
                Some(Message::Cancel { within, done }) => {
                    self.cancelling.push(done);
                    Ok(Some(Input::Cancel { within }))
                }
                Some(Message::Suspend { by, reason, done }) => Ok(self.suspend_asked(by, reason, done)),
                Some(Message::Continue { by, done }) => Ok(self.continue_asked(by, done)),
                Some(Message::Stop) | None => {
                    self.writer.settle().await;
                    Err(Stop::Closing)
                }
            },
            turn = turn => {
                (self.turn, self.asking) = (Some(turn), None);
                Ok(None)
            }
            () = timer => Ok((wake <= rested).then_some(Input::Woken)),
        }
    }

    /// The next event to read. Without an instance the run needs a turn first; until then it holds no event.
    fn looks_at(&mut self) -> Option<(u64, Place)> {
        if self.came.is_empty() || !self.behind.is_empty() {
            return None;
        }
        if self.instance.is_none() && self.turn.is_none() {
            if self.asking.is_none() {
                let (runs, who) = (self.runs.clone(), self.pinned.who.clone());
                self.asking = Some(async move { runs.sandbox.turn(&who).await }.boxed());
            }
            return None;
        }
        let next =
            (0..self.came.len()).min_by_key(|at| self.came.get(*at).map(|(_, place)| place.position))?;
        self.came.remove(next)
    }

    fn end(&mut self, outcome: Outcome) {
        // The next run of the workflow begins.
        self.slot = None;
        let (output, labels, error) = match outcome {
            Outcome::Completed { output, labels } => (Some(output), labels, None),
            Outcome::Faulted { error } => (None, Vec::new(), Some(error)),
            Outcome::Cancelled => (None, Vec::new(), None),
        };
        let refusal = match error.as_ref().and_then(|error| error.effect) {
            Some(id) => self.refused.remove(&id),
            None => self.response.take(),
        };
        let run_labels = self.machine.run_labels().iter().cloned().collect();
        let (head, in_doubt) = (self.writer.head.clone(), self.writer.in_doubt.clone());
        let view = RunView { head, output, labels, run_labels, error, refusal, in_doubt };
        let view = Arc::new(view);
        if view.head.status == Status::Faulted && !self.pinned.draft {
            let (runs, view, run) = (self.runs.clone(), Arc::clone(&view), self.pinned.run);
            tokio::spawn(async move { runs.notify.failed(run, &view).await });
        }
        self.live.reach(Stage::Ended(view));
        for done in self.cancelling.drain(..) {
            // Who asked may be gone.
            let _ = done.send(true);
        }
    }
}
