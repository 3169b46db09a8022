//! Runs that sleep: they do nothing before a time or an event, and nobody waits for them here. All that is in memory of such a run is
//! its id, that time, and a number for what it listens for. It is taken up from its journal when the time or an event comes, or when
//! somebody sends it a message or waits for it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use towpath_journal::{RunHead, RunId, Sleeper};

use crate::Clock;
use crate::events::Heard;
use crate::quotas::Counted;
use crate::runs::live::{Live, Message, Stage};
use crate::runs::recovery::AGAIN;
use crate::runs::turns::{Turn, Turns};
use crate::runs::{Runs, RunsError, Shared};

/// A run that has nothing to do for longer than this sleeps, in milliseconds; one that listens, once it had nothing to do for as
/// long. Waking costs a replay.
pub(super) const SLEEPS_FROM: i64 = 5_000;

/// Runs that are taken up at once because their time has come: many may wake at the same moment.
const WAKING: usize = 64;

/// Most runs that become due while the lock is held.
const MOVED: usize = 1_000;

/// Heads that are read together.
const PAGE: usize = 1_000;

/// What there is to wake.
#[derive(Debug)]
enum Due {
    /// A run whose time has come.
    Time(RunId, Counted),
    /// A run for which an event came.
    Event(Heard),
}

/// The runs that sleep.
#[derive(Debug, Default)]
pub(super) struct Sleepers {
    inner: Mutex<Inner>,
    /// One wakes earlier than all before it.
    earlier: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    /// By the time at which they wake, in milliseconds since the Unix epoch.
    by_time: BTreeMap<(i64, RunId), Counted>,
    /// Those that are due, by namespace, in the order in which they became so.
    due: HashMap<Arc<str>, VecDeque<Due>>,
    /// The namespaces that have some, the next one first: one namespace does not keep the others waiting.
    turns: VecDeque<Arc<str>>,
    /// Runs that could not be woken for an event, until they are.
    unsure: BTreeSet<RunId>,
}

impl Sleepers {
    fn add(&self, at: i64, run: RunId, counted: Counted) {
        let mut inner = self.inner.lock();
        inner.by_time.insert((at, run), counted);
        if inner.by_time.first_key_value().is_some_and(|(first, _)| *first == (at, run)) {
            self.earlier.notify_one();
        }
    }

    /// Takes a run out that is not woken yet.
    fn take(&self, at: i64, counted_in: &str, run: RunId) -> Option<Counted> {
        let mut inner = self.inner.lock();
        if let Some(counted) = inner.by_time.remove(&(at, run)) {
            return Some(counted);
        }
        let due = inner.due.get_mut(counted_in)?;
        let place = due.iter().position(|due| matches!(due, Due::Time(one, _) if *one == run))?;
        match due.remove(place) {
            Some(Due::Time(_, counted)) => Some(counted),
            _ => None,
        }
    }

    /// An event came for a run.
    fn came(&self, heard: Heard) {
        self.inner.lock().push(Arc::clone(&heard.namespace), Due::Event(heard));
    }

    /// The event after which a run listens that is woken for this one; 0 where an earlier one may not have reached it.
    fn heard_before(&self, heard: &Heard) -> u64 {
        let is_unsure = self.inner.lock().unsure.contains(&heard.run);
        if is_unsure { 0 } else { heard.position.saturating_sub(1) }
    }

    /// A run was woken for an event, or could not be.
    fn was_told(&self, run: RunId, told: bool) {
        let unsure = &mut self.inner.lock().unsure;
        if told {
            unsure.remove(&run);
        } else {
            unsure.insert(run);
        }
    }

    fn clear(&self) {
        *self.inner.lock() = Inner::default();
    }

    fn take_due(&self, now: i64) -> Option<Due> {
        let mut inner = self.inner.lock();
        for _ in 0..MOVED {
            let Some(first) = inner.by_time.first_entry().filter(|first| first.key().0 <= now) else { break };
            let ((_, run), counted) = first.remove_entry();
            inner.push(Arc::clone(counted.namespace()), Due::Time(run, counted));
        }
        while let Some(namespace) = inner.turns.pop_front() {
            let due = inner.due.get_mut(&namespace).and_then(VecDeque::pop_front);
            if due.is_some() {
                inner.turns.push_back(namespace);
                return due;
            }
            inner.due.remove(&namespace);
        }
        None
    }

    fn count(&self) -> u64 {
        let inner = self.inner.lock();
        let is_run = |due: &&Due| matches!(due, Due::Time(..));
        (inner.by_time.len() + inner.due.values().flatten().filter(is_run).count()) as u64
    }

    /// When the next one wakes.
    fn next(&self) -> i64 {
        self.inner.lock().by_time.first_key_value().map_or(i64::MAX, |((at, _), _)| *at)
    }
}

impl Inner {
    fn push(&mut self, namespace: Arc<str>, due: Due) {
        match self.due.get_mut(&namespace) {
            Some(all) => all.push_back(due),
            None => {
                self.due.insert(Arc::clone(&namespace), VecDeque::from([due]));
                self.turns.push_back(namespace);
            }
        }
    }
}

/// A run that is taken up.
pub(super) struct Woken {
    pub(super) run: RunId,
    pub(super) live: Arc<Live>,
    pub(super) inbox: UnboundedReceiver<Message>,
    /// It listens for no event up to this position; 0 where that is not known.
    pub(super) heard: u64,
}

/// What is woken next.
enum Next {
    Woken(Woken),
    Heard(Heard),
}

impl Woken {
    pub(super) fn new(run: RunId, counted: Counted) -> Self {
        let (live, inbox) = Live::new(Stage::Durable);
        live.count(counted);
        Self { run, live, inbox, heard: 0 }
    }
}

impl Runs {
    /// How many runs sleep.
    pub(crate) fn asleep(&self) -> u64 {
        self.sleepers.count()
    }

    /// Lists every run that sleeps. Returns those that count among the runs of a limited workflow: they are taken up, because
    /// others wait for them.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn load_sleepers(&self, known: &mut Turns) -> Result<Vec<(Turn, RunHead)>, RunsError> {
        let (mut others, mut after, mut heard) = (Vec::new(), None, u64::MAX);
        // An earlier attempt may have failed half-way.
        self.sleepers.clear();
        self.events.lists_sleepers();
        loop {
            let page = self.store.sleepers(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.run);
            for Sleeper { run, wake_at, workflow, hears } in page {
                if self.limit_of(&workflow, known).await.is_some()
                    && let Some(head) = self.store.head(run).await?.filter(RunHead::is_asleep)
                {
                    others.push((self.turn_of(&head, known).await, head));
                    continue;
                }
                self.events.falls_asleep(&workflow.namespace, &hears, run);
                self.sleepers.add(wake_at, run, self.allowance.count_run(&workflow.namespace));
                heard = hears.iter().map(|hears| hears.after).fold(heard, u64::min);
            }
        }
        // Events that came before the engine ended, and that some did not receive.
        let events = Arc::clone(&self.events);
        tokio::spawn(async move { events.hear_again(heard).await });
        Ok(others)
    }

    /// Takes runs up when their time comes, or an event, as long as the engine is there.
    pub(super) fn wake_sleepers(&self) {
        let Some(heard) = self.events.heard() else { return };
        let (clock, sleepers) = (self.clock(), Arc::clone(&self.sleepers));
        tokio::spawn(wake_sleepers(self.downgrade(), sleepers, heard, clock));
    }

    /// Wakes the next one that is due. False: there is none.
    async fn wake_next(&self, place: OwnedSemaphorePermit) -> bool {
        match self.next_due() {
            None => return false,
            Some(Next::Woken(woken)) => {
                tokio::spawn(self.clone().take_up_woken(woken, place));
            }
            // One after the other: the first event of a run says from where it listens.
            Some(Next::Heard(heard)) => {
                let position = self.sleepers.heard_before(&heard);
                let told = self.rouse_in(heard.run, Some(position), place).await;
                self.sleepers.was_told(heard.run, told.is_ok());
                if let Err(error) = told {
                    tracing::error!(run = %heard.run, "the run could not be woken: {error}");
                    let (clock, sleepers) = (self.clock(), Arc::clone(&self.sleepers));
                    // INVARIANT: nothing else tells this run of the event.
                    tokio::spawn(async move {
                        clock.sleep(AGAIN).await;
                        sleepers.came(Heard { position: 0, ..heard });
                        sleepers.earlier.notify_one();
                    });
                }
            }
        }
        true
    }

    fn next_due(&self) -> Option<Next> {
        // INVARIANT: a run sleeps or is listed as live, never both: it changes over while this lock is held.
        let mut all = self.live.lock();
        if self.is_closing() {
            return None;
        }
        loop {
            match self.sleepers.take_due(self.context.now())? {
                Due::Event(heard) => return Some(Next::Heard(heard)),
                Due::Time(run, counted) => {
                    // Never a second driver.
                    let Entry::Vacant(place) = all.entry(run) else { continue };
                    let woken = Woken::new(run, counted);
                    place.insert(Arc::clone(&woken.live));
                    return Some(Next::Woken(woken));
                }
            }
        }
    }

    async fn take_up_woken<P: Send + 'static>(self, woken: Woken, place: P) {
        match self.store.head(woken.run).await {
            Ok(Some(head)) if !head.status.is_final() => {
                // The clock was ahead. The run listens on meanwhile, so that no event is missed in between.
                let at = head.wake_at.filter(|at| head.is_asleep() && *at > self.context.now());
                if at.is_some_and(|at| self.put_to_sleep(&head, at, &woken.live, &woken.inbox)) {
                    return;
                }
                self.events.wakes(&head.workflow.namespace, &head.hears, head.run);
                let turn = self.turn_of(&head, &mut Turns::default()).await;
                self.take_up(head, turn, woken, place).await;
            }
            Ok(_) => self.forget(woken.run, &woken.live),
            Err(error) => {
                tracing::error!(run = %woken.run, "the run could not be taken up: {error}");
                self.forget(woken.run, &woken.live);
                woken.live.reach(Stage::Stalled);
                self.recover_later(woken.run, AGAIN);
            }
        }
    }

    /// Lists a run that sleeps as live, so that it can be sent messages and waited for. It goes on at the same time. Returns
    /// whether it is live now.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn rouse(&self, run: RunId) -> Result<bool, RunsError> {
        self.rouse_in(run, None, ()).await
    }

    /// [`Runs::rouse`]; `heard`: for an event, of a run that listens for none up to that position. `place` is given back once it is
    /// driven.
    async fn rouse_in<P: Send + 'static>(
        &self,
        run: RunId,
        heard: Option<u64>,
        place: P,
    ) -> Result<bool, RunsError> {
        // An event is for a run that listens: this one may do something else by now.
        let is_meant = |head: &RunHead| head.is_asleep() && (head.listens || heard.is_none());
        let mut seen = None;
        loop {
            let Some(head) = self.store.head(run).await?.filter(is_meant) else { return Ok(false) };
            let woken = {
                let mut all = self.live.lock();
                let Entry::Vacant(vacant) = all.entry(run) else { return Ok(true) };
                if self.is_closing() {
                    return Ok(false);
                }
                let at = head.wake_at.unwrap_or_default();
                let woken = self.sleepers.take(at, &head.workflow.namespace, run);
                let woken = woken.map(|counted| Woken::new(run, counted));
                woken.inspect(|woken| {
                    vacant.insert(Arc::clone(&woken.live));
                })
            };
            match woken {
                Some(mut woken) => {
                    self.events.wakes(&head.workflow.namespace, &head.hears, run);
                    woken.heard = heard.unwrap_or_default();
                    let runs = self.clone();
                    tokio::spawn(async move {
                        let turn = runs.turn_of(&head, &mut Turns::default()).await;
                        runs.take_up(head, turn, woken, place).await;
                    });
                    return Ok(true);
                }
                // It has done something, and sleeps again, since its head was read.
                None if seen != Some(head.length) => seen = Some(head.length),
                None => return Ok(false),
            }
        }
    }

    /// A run that is listed as live does not sleep.
    pub(super) fn is_driven(&self, head: &RunHead) {
        if let Some(at) = head.wake_at {
            drop(self.sleepers.take(at, &head.workflow.namespace, head.run));
        }
        self.events.wakes(&head.workflow.namespace, &head.hears, head.run);
    }

    /// Takes a run off the list of live runs until `at`, unless somebody waits for it or has sent it a message. Returns whether it
    /// sleeps: its driver ends then.
    pub(super) fn put_to_sleep(
        &self,
        head: &RunHead,
        at: i64,
        live: &Arc<Live>,
        inbox: &UnboundedReceiver<Message>,
    ) -> bool {
        let namespace = &head.workflow.namespace;
        // Before the inbox is looked at: an event that comes from here on is not missed, though it may wake a run that is awake.
        self.events.falls_asleep(namespace, &head.hears, head.run);
        {
            let mut all = self.live.lock();
            let is_current = all.get(&head.run).is_some_and(|current| Arc::ptr_eq(current, live));
            if is_current && inbox.is_empty() && !live.is_watched() && !self.is_closing() {
                all.remove(&head.run);
                self.sleepers.add(at, head.run, self.allowance.count_run(namespace));
                return true;
            }
        }
        self.events.wakes(namespace, &head.hears, head.run);
        false
    }
}

async fn wake_sleepers(
    runs: Weak<Shared>,
    sleepers: Arc<Sleepers>,
    mut heard: UnboundedReceiver<Heard>,
    clock: Arc<dyn Clock>,
) {
    let places = Arc::new(Semaphore::new(WAKING));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let Some(this) = Runs::upgrade(&runs) else { return };
        while let Ok(heard) = heard.try_recv() {
            sleepers.came(heard);
        }
        if this.wake_next(place).await {
            continue;
        }
        drop(this);
        tokio::select! {
            biased;
            came = heard.recv() => match came {
                Some(heard) => sleepers.came(heard),
                None => return,
            },
            () = sleepers.earlier.notified() => {}
            () = clock.sleep_until(sleepers.next()) => {}
            // The clock may have been set back, so that the time above is far away.
            () = clock.look_again() => {}
        }
    }
}
