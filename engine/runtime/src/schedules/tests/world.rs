//! A server whose clock a test sets, and whose workflows only write down what is started.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use async_trait::async_trait;
use parking_lot::Mutex;
use tokio::sync::Notify;
use towpath_access::RunLabels;
use towpath_identity::{Minted, Principal, Role};
use towpath_journal::{Documents as _, MemoryStore, Put, RunId, Store};
use towpath_wire::{Json, Schedule};

use crate::changing::Changing;
use crate::clock::Clock;
use crate::events::{Events, NewEvent};
use crate::fault::Fault;
use crate::schedules::around::{Cause, NotStarted, Scheduled};
use crate::schedules::progress::PROGRESS;
use crate::schedules::turn::Kept;
use crate::schedules::{PendingSchedule, ScheduleView, Schedules, SchedulesParts, Tell, Workflows};

pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// 2027-01-01 in UTC, a Friday.
pub(super) const BEGIN: i64 = 1_798_761_600_000;

/// A clock that stands still until a test sets it.
pub(super) struct SetClock(pub(super) AtomicI64);

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    async fn sleep_until(&self, _: i64) {
        std::future::pending().await
    }

    fn run_id(&self) -> RunId {
        RunId(uuid::Uuid::from_u128(1))
    }
}

/// Workflows whose starts are written down, and survive as claims do.
#[derive(Default)]
pub(super) struct Written {
    pub(super) scheduled: Mutex<Vec<Scheduled>>,
    pub(super) claims: Mutex<BTreeMap<String, RunId>>,
    /// Keys and inputs of starts, in order.
    pub(super) starts: Mutex<Vec<String>>,
    pub(super) ended: Mutex<HashMap<RunId, i64>>,
    pub(super) not: Mutex<Option<NotStarted>>,
    pub(super) told: Mutex<Vec<String>>,
    ids: AtomicU64,
    changed: Arc<Notify>,
}

#[async_trait]
impl Workflows for Written {
    fn scheduled(&self) -> Vec<Scheduled> {
        self.scheduled.lock().clone()
    }

    fn changed(&self) -> Arc<Notify> {
        Arc::clone(&self.changed)
    }

    fn is_ready(&self) -> bool {
        true
    }

    async fn started(&self, key: &str) -> Result<Option<RunId>, Fault> {
        Ok(self.claims.lock().get(key).copied())
    }

    async fn start(&self, _: &Scheduled, key: &str, _: &Cause) -> Result<RunId, NotStarted> {
        if let Some(not) = self.not.lock().clone() {
            return Err(not);
        }
        let run = RunId(uuid::Uuid::from_u128(self.ids.fetch_add(1, Ordering::SeqCst).into()));
        assert!(self.claims.lock().insert(key.to_owned(), run).is_none(), "`{key}` started two runs");
        self.starts.lock().push(key.to_owned());
        Ok(run)
    }

    async fn ended(&self, run: RunId) -> Result<Option<i64>, Fault> {
        Ok(self.ended.lock().get(&run).copied())
    }

    async fn wait_for(&self, _: RunId) {
        std::future::pending().await
    }
}

#[async_trait]
impl Tell for Written {
    async fn refused(&self, workflow: &str, why: &str) {
        self.told.lock().push(format!("{workflow}: {why}"));
    }
}

/// A server, and what outlives it.
pub(super) struct World {
    pub(super) clock: Arc<SetClock>,
    store: Arc<MemoryStore>,
    pub(super) written: Arc<Written>,
    schedules: Arc<Schedules>,
    kept: Kept,
}

impl World {
    /// A server with the workflow `support/report`, published with this schedule at [`BEGIN`].
    pub(super) async fn with(schedule: Schedule) -> Self {
        let (clock, store) = (Arc::new(SetClock(AtomicI64::new(BEGIN))), Arc::new(MemoryStore::default()));
        let written = Arc::new(Written::default());
        let schedules = Self::open(&clock, &store, &written).await;
        let mut world = Self { clock, store, written, schedules, kept: Kept::default() };
        world.publish(schedule);
        world.turn().await;
        world
    }

    pub(super) async fn cron(text: &str) -> Self {
        Self::with(Schedule { cron: Some(text.to_owned()), ..Schedule::default() }).await
    }

    async fn open(clock: &Arc<SetClock>, store: &Arc<MemoryStore>, written: &Arc<Written>) -> Arc<Schedules> {
        let store: Arc<dyn Store> = store.clone();
        let parts = SchedulesParts {
            documents: store.clone(),
            clock: clock.clone(),
            events: Arc::new(Events::open(store, clock.clone()).await.unwrap()),
            workflows: written.clone(),
            tell: written.clone(),
        };
        Arc::new(Schedules::open(parts).await.unwrap())
    }

    pub(super) fn publish(&self, schedule: Schedule) {
        *self.written.scheduled.lock() = vec![Scheduled {
            namespace: "support".to_owned(),
            name: "report".to_owned(),
            version: "1.0.0".to_owned(),
            owner: "mia".to_owned(),
            schedule: Arc::new(schedule),
            stopped: None,
        }];
    }

    pub(super) fn stop(&self, why: Option<&str>) {
        self.written.scheduled.lock()[0].stopped = why.map(str::to_owned);
    }

    pub(super) async fn restart(&mut self) {
        self.schedules = Self::open(&self.clock, &self.store, &self.written).await;
        self.kept = Kept::default();
    }

    pub(super) async fn turn(&mut self) -> i64 {
        self.schedules.turn(&mut self.kept).await
    }

    /// Sets the clock, so many milliseconds after [`BEGIN`], and lets the loop look.
    pub(super) async fn at(&mut self, after: i64) -> Vec<String> {
        self.clock.0.store(BEGIN + after, Ordering::SeqCst);
        self.turn().await;
        self.started()
    }

    /// What was started since this was called last: hours after [`BEGIN`] of times, or the key.
    pub(super) fn started(&self) -> Vec<String> {
        let keys = std::mem::take(&mut *self.written.starts.lock());
        let short = |key: String| {
            let what = key.strip_prefix("schedule support/report ").unwrap().to_owned();
            match what.parse::<i64>() {
                Ok(time) => format!("{}", (time - BEGIN) / HOUR),
                Err(_) => what,
            }
        };
        keys.into_iter().map(short).collect()
    }

    pub(super) async fn progress(&self) -> Option<bytes::Bytes> {
        let found = self.store.get(PROGRESS, "support/report").await.unwrap();
        found.map(|document| document.content)
    }

    /// The store as it was, for a crash before the newest progress was written.
    pub(super) async fn put_back(&self, content: Option<bytes::Bytes>) {
        let (collection, key) = (PROGRESS.to_owned(), "support/report".to_owned());
        self.store.put(vec![Put { collection, key, expected: None, content }]).await.unwrap();
    }

    pub(super) async fn view(&self) -> ScheduleView {
        self.schedules.list(Some("support")).await.unwrap().remove(0)
    }

    pub(super) async fn pending(&self) -> PendingSchedule {
        self.schedules.pending().await.unwrap().remove(0)
    }

    pub(super) async fn pause(&self) {
        let changing = Changing::default();
        let guard = changing.lock().await;
        self.schedules.pause(&guard, &ada(), ("support", "report"), "holidays").await.unwrap();
    }

    pub(super) async fn resume(&self, make_up: bool) {
        let changing = Changing::default();
        let guard = changing.lock().await;
        let asked = (None, make_up);
        self.schedules.resume(&guard, &ada(), ("support", "report"), asked).await.unwrap();
    }

    pub(super) async fn send(&self, id: &str, by: &str) {
        let event = format!(r#"{{"id":"{id}","source":"shop","type":"order","data":{{"n":1}}}}"#);
        let event = NewEvent {
            event: Json::parse(event).unwrap(),
            source: "shop".to_owned(),
            id: id.to_owned(),
            labels: vec![],
            run_labels: RunLabels::NONE,
            namespaces: None,
            by: by.to_owned(),
            behind: vec![],
            emitted: false,
            at: BEGIN,
        };
        self.schedules.events.publish(event).await.unwrap();
    }
}

fn ada() -> Principal {
    Principal {
        id: "ada".to_owned(),
        name: "Ada".to_owned(),
        kind: Role::It,
        roles: vec![],
        may_view: vec![],
        minted: Minted::default(),
    }
}

pub(super) fn hourly() -> Schedule {
    Schedule { every: Some(3_600_000), ..Schedule::default() }
}

/// Earlier events are read in a task of their own.
pub(super) async fn eventually(world: &mut World, expected: &[&str]) {
    for _ in 0..100_000 {
        world.turn().await;
        let started = world.started();
        if !started.is_empty() {
            assert_eq!(started, expected);
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("nothing was started");
}
