//! Drives one run: carries out what the machine says, in order, and tells it what came of it.
//!
//! One task per run. It awaits; the machine decides. If the store fails, the driver lets go: what is on disk
//! is the truth, and the run is taken up again from there.

pub(crate) mod feeding;
pub(crate) mod judging;
mod writing;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use towpath_integrations::Prepared;
use towpath_journal::{Action, Claim, Decided, Input, Machine, RunHead, RunId, Started, Status, StoreError};
use towpath_policies::Decision;
use towpath_sandbox::{Instance, Turn, Who};
use towpath_wire::{Effect, EffectKind, Limits, Outcome, Problem};

use crate::clock::until;
use crate::effects::{EffectAnswer, Going, idempotency_key};
use crate::engine::Inner;
use crate::events::{Place, Subscription};
use crate::guard::Asker;
use crate::live::{Live, Message, Stage};
use crate::types::{Crowd, EngineError, RunView};

/// A run that waits longer than this gives its sandbox back, and replays when it wakes.
const KEEP_INSTANCE: i64 = 250;

/// How long a run stands still after the store failed, before it is taken up again.
const STALL: Duration = Duration::from_secs(2);

/// Why a driver lets go of its run.
enum Stop {
    /// There was no place for a start in time.
    Crowded,
    /// The store refused or failed.
    Store(StoreError),
    /// The engine shuts down.
    Closing,
    /// The input of a start from outside is not what the workflow takes: there never was a run.
    Input(Problem),
    /// Something that should not happen.
    Fault(String),
}

/// What a run is pinned to and who it acts for.
pub(crate) struct Pinned {
    pub(crate) run: RunId,
    pub(crate) asker: Asker,
    /// For whom it takes places in the sandbox.
    pub(crate) who: Who,
    pub(crate) limits: Limits,
    pub(crate) runner: towpath_journal::Digest,
    pub(crate) image: towpath_journal::Digest,
    /// A trial of a draft.
    pub(crate) draft: bool,
}

impl Pinned {
    pub(crate) fn of(run: RunId, started: &Started, asker: Asker) -> Self {
        Self {
            run,
            who: feeding::who(&started.workflow.namespace, &started.principal),
            asker,
            limits: started.limits.clone(),
            runner: started.runner.clone(),
            image: started.image.clone(),
            draft: started.draft,
        }
    }
}

/// An effect under way.
struct Sent {
    task: AbortHandle,
    /// Nobody wants it any more: a run that it has not started yet is not started.
    unwanted: Arc<AtomicBool>,
}

type Append = BoxFuture<'static, (u64, Result<(), StoreError>)>;

/// One run's driver.
pub(crate) struct Driver {
    pub(crate) inner: Arc<Inner>,
    pub(crate) pinned: Pinned,
    pub(crate) live: Arc<Live>,
    pub(crate) inbox: mpsc::UnboundedReceiver<Message>,
    pub(crate) machine: Machine,
    pub(crate) head: RunHead,
    pub(crate) instance: Option<Instance>,
    pub(crate) claim: Option<Claim>,
    writing: Option<Append>,
    queued: Vec<bytes::Bytes>,
    written: u64,
    accepted: u64,
    fed: usize,
    prepared: HashMap<u64, Prepared>,
    sent: HashMap<u64, Sent>,
    listening: HashMap<u64, Subscription>,
    /// Events that came and are not looked at yet, in order, by the effect that listens.
    came: VecDeque<(u64, Place)>,
    /// Effects that listen and are told of what they have missed: until they have caught up, nothing is looked at, so that a
    /// run hears all that it listens for in the order of positions.
    behind: BTreeSet<u64>,
    /// To be replayed, and to hold what was received, it takes a turn.
    turn: Option<Turn>,
    asking: Option<BoxFuture<'static, Turn>>,
    refused: HashMap<u64, Decision>,
    /// The decision that refused the answer.
    pub(crate) response: Option<Decision>,
    /// Who is told, and what, when so many records are on disk.
    told: Vec<(u64, bool, oneshot::Sender<bool>)>,
    cpu: Duration,
    /// Written while a step was under way; the machine has not heard of it.
    unheard: Option<u64>,
}

impl Driver {
    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of a run, each made by another piece of the engine"
    )]
    pub(crate) fn new(
        inner: Arc<Inner>,
        mut pinned: Pinned,
        live: Arc<Live>,
        inbox: mpsc::UnboundedReceiver<Message>,
        machine: Machine,
        head: RunHead,
        instance: Option<Instance>,
        claim: Option<Claim>,
        fed: usize,
    ) -> Self {
        pinned.asker.heard = head.heard_from.clone().into();
        pinned.asker.token = head.token.as_deref().map(Arc::from);
        Self {
            inner,
            pinned,
            live,
            inbox,
            machine,
            written: head.length,
            accepted: head.length,
            fed,
            head,
            instance,
            claim,
            writing: None,
            queued: Vec::new(),
            prepared: HashMap::new(),
            sent: HashMap::new(),
            listening: HashMap::new(),
            came: VecDeque::new(),
            behind: BTreeSet::new(),
            turn: None,
            asking: None,
            refused: HashMap::new(),
            response: None,
            told: Vec::new(),
            cpu: Duration::ZERO,
            unheard: None,
        }
    }

    /// Drives the run to its end, or until the engine or the store stops.
    pub(crate) async fn drive(mut self, actions: Vec<Action>) {
        let stop = self.go(actions).await;
        for (_, sent) in self.sent.drain() {
            sent.task.abort();
        }
        self.listening.clear();
        let run = self.pinned.run;
        let Err(stop) = stop else {
            self.inner.forget(run, &self.live);
            return;
        };
        let on_disk = self.written > 0;
        self.inner.forget(run, &self.live);
        match stop {
            Stop::Closing => self.live.reach(Stage::Stalled),
            Stop::Input(error) => self.live.reach(Stage::Failed(EngineError::Input(error))),
            Stop::Crowded => self.live.reach(Stage::Failed(EngineError::Crowded(Crowd::Server))),
            Stop::Store(StoreError::Fenced { current }) => {
                tracing::warn!(%run, current, "the run was taken over by another engine");
                self.live.reach(Stage::Stalled);
            }
            // A start under this key, of which nobody knew whether it reached the disk, did. Asking again joins it.
            Stop::Store(StoreError::Claimed { existing }) if !on_disk => {
                tracing::warn!(%run, existing = %existing.run, "the key of this start is taken");
                self.live.reach(Stage::Failed(EngineError::Busy));
            }
            Stop::Store(error) if !on_disk => {
                tracing::warn!(%run, "the run could not be started: {error}");
                self.live.reach(Stage::Failed(error.into()));
            }
            Stop::Store(error) => {
                tracing::error!(%run, "the run stands still: {error}");
                self.live.reach(Stage::Stalled);
                self.inner.recover_later(run, STALL);
            }
            Stop::Fault(detail) if !on_disk => {
                tracing::error!(%run, "the run could not be started: {detail}");
                self.live.reach(Stage::Failed(EngineError::Internal(detail)));
            }
            Stop::Fault(detail) => {
                tracing::error!(%run, "the run stands still: {detail}");
                self.live.reach(Stage::Stalled);
            }
        }
    }

    async fn go(&mut self, actions: Vec<Action>) -> Result<(), Stop> {
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
            if self.writing.is_none() && self.queued.is_empty() && self.came.is_empty() {
                self.turn = None;
            }
            // What is due has happened, and is on disk.
            let all_written = self.writing.is_none() && self.queued.is_empty();
            if all_written && self.machine.wake_at() > self.inner.clock.now() {
                self.live.caught_up();
            }
            let input = self.next().await?;
            actions.extend(self.apply(input));
        }
    }

    fn apply(&mut self, input: Input) -> Vec<Action> {
        let cpu = u64::try_from(self.cpu.as_micros()).unwrap_or(u64::MAX);
        self.machine.apply(self.inner.clock.now(), cpu, input)
    }

    /// Carries one action out; what came of it at once, if anything.
    async fn act(&mut self, action: Action) -> Result<Option<Input>, Stop> {
        match action {
            Action::Feed(step) => self.feed(step).await.map(Some),
            Action::Judge(effect) => Ok(self.judge(&effect)),
            Action::Commit { first, records } => self.commit(first, &records).await,
            Action::Send { effect, decided } => Ok(self.send(effect, decided)),
            Action::Forget(id) => {
                self.prepared.remove(&id);
                self.listening.remove(&id);
                self.behind.remove(&id);
                if let Some(sent) = self.sent.remove(&id) {
                    // Said before the task is stopped, since it may be about to start a run.
                    sent.unwanted.store(true, Ordering::SeqCst);
                    sent.task.abort();
                }
                Ok(None)
            }
            Action::Abandon(effect) => {
                self.inner.abandon_child(idempotency_key(self.pinned.run, &effect));
                Ok(None)
            }
            Action::End(_) => Ok(None),
        }
    }

    fn send(&mut self, effect: Effect, decided: Decided) -> Option<Input> {
        let id = effect.id;
        if let (EffectKind::Listen(listen), Decided::Listen { after }) = (&effect.kind, decided) {
            let live = Arc::clone(&self.live);
            let namespace = &self.pinned.asker.workflow.namespace;
            let subscription = self.inner.events.subscribe(namespace, &listen.with, after, move |place| {
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
            (EffectKind::Call(_), Some(prepared)) => Some(prepared),
            // After a crash: the decision is in the journal, the arguments are prepared anew from the effect.
            (EffectKind::Call(call), None) => {
                match self.inner.registry.load().prepare_for(call, self.machine.run_labels().into()) {
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
            asker: self.pinned.asker.clone(),
            run: self.pinned.run,
            effect,
            decided,
            run_labels: self.machine.run_labels().into(),
            unwanted: Arc::clone(&unwanted),
        };
        let call = Arc::clone(&self.inner).carry_out(going, prepared);
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
        loop {
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
        let wake = self.machine.wake_at();
        let clock = Arc::clone(&self.inner.clock);
        let timer = until(&*clock, wake);
        let writing = async {
            match &mut self.writing {
                Some(writing) => writing.await,
                None => std::future::pending().await,
            }
        };
        let turn = async {
            match &mut self.asking {
                Some(asking) => asking.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            done = writing => {
                self.writing = None;
                self.wrote(done)?;
                Ok(Some(Input::Durable { length: self.written }))
            }
            message = self.inbox.recv() => match message {
                Some(Message::Finished { effect, answer: EffectAnswer { event, run_labels } }) => {
                    self.sent.remove(&effect);
                    Ok(Some(Input::Finished { effect, event, run_labels: run_labels.to_vec() }))
                }
                Some(Message::CaughtUp { effect }) => {
                    self.behind.remove(&effect);
                    Ok(None)
                }
                Some(Message::Received { effect, place }) => {
                    self.came.push_back((effect, place));
                    Ok(None)
                }
                Some(Message::Answer { answer, signed, told }) => Ok(self.answered(answer, &signed, told)),
                Some(Message::Cancel { told }) => {
                    // Told once one record more is on disk, which is the end.
                    self.told.push((self.machine.length() + 1, true, told));
                    Ok(Some(Input::Cancel))
                }
                Some(Message::Stop) | None => {
                    self.settle().await;
                    Err(Stop::Closing)
                }
            },
            turn = turn => {
                (self.turn, self.asking) = (Some(turn), None);
                Ok(None)
            }
            () = timer => Ok(Some(Input::Woken)),
        }
    }

    /// The next event to look at. Without an instance the run needs a turn first: until then it holds no event.
    fn looks_at(&mut self) -> Option<(u64, Place)> {
        if self.came.is_empty() || !self.behind.is_empty() {
            return None;
        }
        if self.instance.is_none() && self.turn.is_none() {
            if self.asking.is_none() {
                let (inner, who) = (Arc::clone(&self.inner), self.pinned.who.clone());
                self.asking = Some(async move { inner.sandbox.turn(&who).await }.boxed());
            }
            return None;
        }
        let next =
            (0..self.came.len()).min_by_key(|at| self.came.get(*at).map(|(_, place)| place.position))?;
        self.came.remove(next)
    }

    /// Gives the sandbox back while the run only waits.
    fn rest(&mut self) {
        if self.instance.is_some()
            && self.came.is_empty()
            && self.machine.only_waits()
            && self.machine.wake_at() - self.inner.clock.now() > KEEP_INSTANCE
        {
            self.instance = None;
        }
    }

    fn end(&mut self, outcome: Outcome) {
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
        let view = RunView { head: self.head.clone(), output, labels, run_labels, error, refusal };
        let view = Arc::new(view);
        if view.head.status == Status::Faulted && !self.pinned.draft {
            let (inner, view, run) = (Arc::clone(&self.inner), Arc::clone(&view), self.pinned.run);
            tokio::spawn(async move { inner.alert(run, &view).await });
        }
        self.live.reach(Stage::Ended(view));
    }
}

impl Inner {
    /// Takes a run off the list of those under way, unless another driver has it by now.
    pub(crate) fn forget(&self, run: RunId, live: &Arc<Live>) {
        let mut all = self.live.lock();
        if all.get(&run).is_some_and(|current| Arc::ptr_eq(current, live)) {
            all.remove(&run);
        }
    }
}
