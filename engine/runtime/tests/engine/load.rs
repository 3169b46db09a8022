//! Systems that are away, systems that get only so many calls, workflows of which only so many run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use towpath_journal::{MemoryStore, Record, RunId, Status, Store};
use towpath_runtime::{Activate, CircuitState, Engine, StartRequest, Traffic};

use crate::clock::SimulatedClock;
use crate::world::*;

const PERMIT_CALLS: &str = "policy: calls\ntitle: t\neffect: permit\naccess:\n  type: object\n  required: [kind]\n  \
                            properties:\n    kind: { const: call }\nreason: r\n";

/// A system outside: it answers with a status, as soon as it is let.
struct System {
    port: u16,
    status: AtomicU16,
    calls: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
    /// One answer for each permit.
    lets: Semaphore,
}

impl System {
    /// A system that answers at once.
    async fn start(status: u16) -> Arc<Self> {
        let system = Self::held(status).await;
        system.lets.add_permits(100_000);
        system
    }

    /// A system that answers when it is let.
    async fn held(status: u16) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let system = Arc::new(Self {
            port: listener.local_addr().unwrap().port(),
            status: AtomicU16::new(status),
            calls: AtomicUsize::new(0),
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            lets: Semaphore::new(0),
        });
        let serving = Arc::clone(&system);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let system = Arc::clone(&serving);
                tokio::spawn(async move {
                    let mut buffer = [0; 4096];
                    let _ = stream.read(&mut buffer).await;
                    system.calls.fetch_add(1, Ordering::SeqCst);
                    let now = system.now.fetch_add(1, Ordering::SeqCst) + 1;
                    system.most.fetch_max(now, Ordering::SeqCst);
                    system.lets.acquire().await.unwrap().forget();
                    let status = system.status.load(Ordering::SeqCst);
                    system.now.fetch_sub(1, Ordering::SeqCst);
                    let head = format!(
                        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}"
                    );
                    let _ = stream.write_all(head.as_bytes()).await;
                });
            }
        });
        system
    }

    fn answers_with(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn integration(&self, settings: &str) -> String {
        format!(
            "{{ integration: crm, owner: it, kind: http, {settings} connection: {{ baseUrl: 'http://127.0.0.1:{}' }},
            operations: {{ get: {{ version: 1.0.0, effect: read, request: {{ method: GET, path: /a }} }},
                           pay: {{ version: 1.0.0, effect: write, request: {{ method: POST, path: /a }} }} }} }}",
            self.port
        )
    }
}

const GET: &str = "  - a: { call: 'crm.get:1.0.0@default' }\n";
const PAY: &str = "  - a: { call: 'crm.pay:1.0.0@default' }\n";
const GET_AGAIN: &str = "  - a:
      try: [ { b: { call: 'crm.get:1.0.0@default' } } ]
      catch: { retry: { delay: { milliseconds: 1 }, limit: { attempt: { count: 2 } } } }
";

async fn engine_for(
    store: Arc<dyn Store>,
    clock: Arc<SimulatedClock>,
    system: &System,
    settings: &str,
) -> Engine {
    let engine = engine_at(store, clock).await;
    engine.put_integration(&somebody(), "crm", system.integration(settings), None).await.unwrap();
    for (name, policy) in [("start", PERMIT_START), ("calls", PERMIT_CALLS)] {
        engine.put_policy(&somebody(), name, policy.to_owned(), None).await.unwrap();
    }
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    for (name, tasks) in [("get", GET), ("pay", PAY), ("again", GET_AGAIN)] {
        publish(&engine, name, workflow(name, "1.0.0", tasks)).await.unwrap();
    }
    engine
}

async fn start(engine: &Engine, name: &str) -> RunId {
    engine.start(&somebody(), request(name, "{}")).await.unwrap().run
}

async fn ended(engine: &Engine, run: RunId) -> towpath_runtime::RunView {
    engine.wait(run, Duration::from_secs(20)).await.unwrap().expect("the run ends")
}

async fn crm(engine: &Engine) -> Traffic {
    engine.traffic("crm").await.unwrap().remove(0)
}

async fn fails_with(engine: &Engine, name: &str) -> (String, String) {
    let error = call(engine, name, "{}").await.error.expect("it fails");
    (error.code.unwrap_or_default(), error.detail.unwrap_or_default())
}

#[tokio::test]
async fn a_system_that_is_away_is_not_called_until_it_is_tried() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let system = System::start(503).await;
    let engine = engine_for(store, clock.clone(), &system, "circuitBreaker: { failures: 3 },").await;
    let at_rest = crm(&engine).await;
    assert_eq!((at_rest.circuit, at_rest.capacity.failures), (CircuitState::Closed, 3));
    for _ in 0..3 {
        assert_eq!(fails_with(&engine, "get").await.0, "TP3025");
    }
    let (code, detail) = fails_with(&engine, "pay").await;
    assert_eq!(code, "TP3033");
    assert_eq!(
        detail,
        "`crm` is away and was not called: 3 calls in a row failed, the last because it answered with status 503; it is tried \
         again in 1 s"
    );
    assert_eq!(system.calls(), 3);
    let away = crm(&engine).await;
    assert_eq!((away.circuit, away.failures), (CircuitState::Open, 3));
    assert_eq!(away.next_probe_at.unwrap() - away.since.unwrap(), 1_000);

    clock.advance(Duration::from_secs(1));
    assert_eq!(fails_with(&engine, "get").await.0, "TP3025", "the probe");
    assert_eq!(fails_with(&engine, "get").await.0, "TP3033");
    system.answers_with(200);
    clock.advance(Duration::from_secs(2));
    for name in ["get", "pay", "get"] {
        assert!(call(&engine, name, "{}").await.error.is_none());
    }
    assert_eq!((system.calls(), crm(&engine).await.circuit), (7, CircuitState::Closed));
}

#[tokio::test]
async fn a_retry_waits_until_the_system_is_tried() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let system = System::start(503).await;
    let engine = engine_for(store, clock.clone(), &system, "circuitBreaker: { failures: 1 },").await;
    assert_eq!(fails_with(&engine, "get").await.0, "TP3025");
    let run = start(&engine, "again").await;
    run_that(&engine, "it waits", run, |view| view.head.status == Status::Waiting).await;
    let wakes = engine.run(run).await.unwrap().head.wake_at.unwrap();
    assert_eq!((wakes, system.calls()), (crm(&engine).await.next_probe_at.unwrap(), 1));
    system.answers_with(200);
    clock.advance(Duration::from_secs(1));
    assert!(ended(&engine, run).await.error.is_none());
    assert_eq!(system.calls(), 2);
}

#[tokio::test]
async fn writes_wait_for_a_system_and_are_sent_once_also_over_a_restart() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let system = System::start(503).await;
    let settings = "circuitBreaker: { failures: 1, onOpen: wait }, limits: { concurrency: 2 },";
    let first = engine_for(Arc::clone(&store), clock.clone(), &system, settings).await;
    assert_eq!(fails_with(&first, "get").await.0, "TP3025");
    let mut runs = Vec::new();
    for _ in 0..10 {
        let run = start(&first, "pay").await;
        run_that(&first, "it is on disk", run, |view| view.head.length > 0).await;
        runs.push(run);
    }
    eventually("they wait", async || (crm(&first).await.waiting == 10).then_some(())).await;
    let cancelled = runs.pop().unwrap();
    first.cancel(&somebody(), cancelled, false).await.unwrap();
    let view = ended(&first, cancelled).await;
    assert!(view.head.status == Status::Cancelled && view.in_doubt.is_empty());
    let suspended = runs[0];
    first.suspend(&somebody(), suspended, "look").await.unwrap();
    eventually("two have left", async || (crm(&first).await.waiting == 8).then_some(())).await;
    let journal = first.journal(runs[1]).await.unwrap();
    assert!(!journal.iter().any(|(_, record)| matches!(record, Record::Intent(_))), "nothing was sent");
    assert_eq!(first.run(runs[1]).await.unwrap().head.status, Status::Running);
    first.shutdown();
    drop(first);

    system.answers_with(200);
    let second = engine_at(store, clock.clone()).await;
    second.resume(&somebody(), suspended).await.unwrap();
    for run in runs {
        assert_eq!(ended(&second, run).await.head.status, Status::Completed);
    }
    assert_eq!(system.calls(), 1 + 9);
    assert!(system.most.load(Ordering::SeqCst) <= 2);
}

#[tokio::test]
async fn calls_over_the_limit_wait_and_callers_go_first() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let system = System::held(200).await;
    let engine = engine_for(store, clock, &system, "limits: { concurrency: 1 },").await;
    let background = StartRequest { awaited: false, ..request("get", "{}") };
    let mut runs = Vec::new();
    for _ in 0..20 {
        runs.push(engine.start(&somebody(), background.clone()).await.unwrap().run);
    }
    eventually("they wait", async || (crm(&engine).await.waiting == 19).then_some(())).await;
    let awaited = start(&engine, "get").await;
    eventually("it waits", async || (crm(&engine).await.waiting == 20).then_some(())).await;
    system.lets.add_permits(2);
    assert!(ended(&engine, awaited).await.error.is_none());
    eventually("the third is under way", async || (system.calls() == 3).then_some(())).await;
    assert_eq!(crm(&engine).await.waiting, 18);
    system.lets.add_permits(100);
    for run in runs {
        assert!(ended(&engine, run).await.error.is_none());
    }
    assert_eq!((system.calls(), system.most.load(Ordering::SeqCst)), (21, 1));
}

const TWO: &str = "policy: two\ntitle: Two at once\nlimits: { concurrentRuns: 2 }\nreason: r\n";
const NAPS: &str = "  - nap: { wait: { seconds: 10 } }\n";

async fn limited(store: Arc<dyn Store>, clock: Arc<SimulatedClock>) -> Engine {
    let engine = permitted_at(store, clock).await;
    engine.put_policy(&somebody(), "two", TWO.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    publish(&engine, "naps", workflow("naps", "1.0.0", NAPS)).await.unwrap();
    engine
}

/// How many runs of `naps` are under way, and how many wait.
fn queue(engine: &Engine) -> (u32, u64) {
    let found = engine.run_queues(&|namespace| namespace == "test");
    found.first().map_or((0, 0), |queue| (queue.under_way, queue.waiting))
}

#[tokio::test]
async fn only_so_many_runs_of_a_workflow_are_under_way_and_the_others_wait_on_disk() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), SimulatedClock::new());
    let first = limited(Arc::clone(&store), clock.clone()).await;
    let mut runs = Vec::new();
    for number in 0..6 {
        let started = first.start(&somebody(), request("naps", "{}")).await.unwrap();
        first.durable(&started).await.unwrap();
        runs.push(started.run);
        if number < 2 {
            run_that(&first, "it naps", started.run, |view| view.head.status == Status::Waiting).await;
        }
    }
    eventually("four wait", async || (queue(&first) == (2, 4)).then_some(())).await;
    for run in &runs[2..] {
        let head = first.run(*run).await.unwrap().head;
        assert_eq!((head.status, head.length), (Status::Running, 1));
    }
    // One that waits is cancelled and suspended like any other.
    first.cancel(&somebody(), runs[5], false).await.unwrap();
    assert_eq!(ended(&first, runs[5]).await.head.status, Status::Cancelled);
    first.suspend(&somebody(), runs[3], "look").await.unwrap();
    assert_eq!(first.run(runs[3]).await.unwrap().head.status, Status::Suspended);
    first.resume(&somebody(), runs[3]).await.unwrap();
    clock.advance(Duration::from_secs(10));
    for run in &runs[..2] {
        assert_eq!(ended(&first, *run).await.head.status, Status::Completed);
    }
    for run in &runs[2..4] {
        run_that(&first, "it naps", *run, |view| view.head.status == Status::Waiting).await;
    }
    assert_eq!(queue(&first), (2, 1), "in order");
    first.shutdown();
    drop(first);

    let second = engine_at(store, clock.clone()).await;
    assert!(second.wait(runs[4], Duration::from_millis(50)).await.unwrap().is_none());
    assert_eq!(queue(&second).0, 2, "those that had begun count");
    clock.advance(Duration::from_secs(10));
    for run in &runs[2..4] {
        assert_eq!(ended(&second, *run).await.head.status, Status::Completed);
    }
    run_that(&second, "it naps", runs[4], |view| view.head.wake_at.is_some()).await;
    clock.advance(Duration::from_secs(10));
    assert_eq!(ended(&second, runs[4]).await.head.status, Status::Completed);
    eventually("none is left", async || (queue(&second) == (0, 0)).then_some(())).await;
}

#[tokio::test]
async fn only_so_many_runs_of_a_workflow_begin_in_a_minute() {
    let clock = SimulatedClock::new();
    let engine = permitted_at(Arc::new(MemoryStore::default()), clock.clone()).await;
    let policy = "policy: pace\ntitle: Three a minute\nlimits: { runsPerMinute: 3 }\nreason: r\n";
    engine.put_policy(&somebody(), "pace", policy.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    publish(&engine, "quick", workflow("quick", "1.0.0", "  - a: { set: { b: 1 } }\n")).await.unwrap();
    let mut runs = Vec::new();
    for _ in 0..5 {
        let started = engine.start(&somebody(), request("quick", "{}")).await.unwrap();
        engine.durable(&started).await.unwrap();
        runs.push(started.run);
    }
    for run in &runs[..3] {
        assert_eq!(ended(&engine, *run).await.head.status, Status::Completed);
    }
    eventually("two wait", async || (queue(&engine).1 == 2).then_some(())).await;
    clock.advance(Duration::from_secs(60));
    for run in &runs[3..] {
        assert_eq!(ended(&engine, *run).await.head.status, Status::Completed);
    }
}
