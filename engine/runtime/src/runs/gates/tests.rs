//! Gates whose clock a test sets.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{mpsc, watch};
use towpath_integrations::{Health, OnOpen};
use towpath_journal::RunId;

use super::*;

struct SetClock(watch::Sender<i64>);

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> i64 {
        *self.0.borrow()
    }

    async fn sleep_until(&self, at: i64) {
        let _ = self.0.subscribe().wait_for(|now| *now >= at).await;
    }

    fn run_id(&self) -> RunId {
        RunId(uuid::Uuid::nil())
    }
}

type Answer = (usize, Result<Pass, Refusal>);

/// One gate, and those that ask to pass it, by number.
struct World {
    clock: Arc<SetClock>,
    gate: Arc<Gate>,
    capacity: Capacity,
    told: mpsc::UnboundedSender<Answer>,
    answers: mpsc::UnboundedReceiver<Answer>,
    asked: AtomicUsize,
}

impl World {
    fn with(capacity: Capacity) -> Self {
        let clock = Arc::new(SetClock(watch::Sender::new(1_000_000)));
        let gate = Gate::new(Arc::clone(&clock) as _, capacity);
        let (told, answers) = mpsc::unbounded_channel();
        Self { clock, gate, capacity, told, answers, asked: AtomicUsize::new(0) }
    }

    fn ask(&self) -> Asked {
        self.ask_as("somebody", false)
    }

    fn ask_as(&self, principal: &str, awaited: bool) -> Asked {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let told = self.told.clone();
        let party = Party { principal: principal.into(), awaited };
        self.gate.ask(party, &self.capacity, 100_000, move |answer| {
            let _ = told.send((number, answer));
        })
    }

    fn passes(&self) -> Pass {
        match self.ask() {
            Asked::Passed(pass) => pass,
            other => panic!("it does not pass: {other:?}"),
        }
    }

    fn waits(&self) -> Waiting {
        match self.ask() {
            Asked::Waits(waiting) => waiting,
            other => panic!("it does not wait: {other:?}"),
        }
    }

    fn is_away(&self) -> bool {
        matches!(self.ask(), Asked::Refused(Refusal::Away(_)))
    }

    fn advance(&self, milliseconds: i64) {
        self.clock.0.send_modify(|now| *now += milliseconds);
    }

    /// The next answer to one that waited.
    async fn answer(&mut self) -> Answer {
        match tokio::time::timeout(Duration::from_secs(10), self.answers.recv()).await {
            Ok(Some(answer)) => answer,
            _ => panic!("nobody is told anything"),
        }
    }

    fn is_quiet(&mut self) -> bool {
        self.answers.try_recv().is_err()
    }

    /// Opens the circuit.
    fn break_it(&self) {
        for _ in 0..self.capacity.failures {
            self.passes().end(away());
        }
    }
}

fn away() -> Health {
    Health::Away { why: "it could not be reached".to_owned(), retry_after: None }
}

fn breaks_after(failures: u32, on_open: OnOpen) -> Capacity {
    Capacity { failures, on_open, ..Capacity::DEFAULT }
}

#[tokio::test]
async fn further_ones_wait_until_others_have_ended() {
    let mut world = World::with(Capacity::of_runs(Some(2), None));
    let (first, second) = (world.passes(), world.passes());
    let (third, fourth, fifth) = (world.waits(), world.waits(), world.waits());
    assert!(world.is_quiet());
    drop(fourth);
    drop(first);
    let (number, pass) = world.answer().await;
    assert_eq!((number, pass.is_ok()), (2, true));
    assert!(world.is_quiet());
    // A pass that nobody takes goes to the next.
    drop((third, pass));
    let (number, pass) = world.answer().await;
    assert_eq!(number, 4);
    let standing = world.gate.standing();
    assert_eq!((standing.under_way, standing.waiting), (2, 0));
    drop((second, pass, fifth));
    assert!(world.gate.is_idle());
}

#[tokio::test]
async fn a_system_that_is_away_gets_one_call_at_a_time_and_all_when_it_is_back() {
    let mut world = World::with(breaks_after(3, OnOpen::Fail));
    world.break_it();
    assert!(world.is_away() && world.is_away());
    world.advance(1_000);
    let probe = world.passes();
    let beside = world.waits();
    assert_eq!(world.gate.standing().circuit, CircuitState::HalfOpen);
    probe.end(away());
    let (_, answer) = world.answer().await;
    assert!(matches!(answer, Err(Refusal::Away(away)) if away.until == 1_003_000 && away.failures == 4));
    drop(beside);
    world.advance(1_999);
    assert!(world.is_away());
    world.advance(1);
    // One that tells nothing is no probe.
    drop(world.passes());
    assert!(world.is_away());
    world.advance(2_000);
    let probe = world.passes();
    let beside = [world.waits(), world.waits()];
    probe.end(Health::Up);
    let passed = [world.answer().await, world.answer().await];
    assert!(passed.iter().all(|(_, answer)| answer.is_ok()));
    drop((beside, passed));
    let standing = world.gate.standing();
    assert_eq!((standing.circuit, standing.under_way), (CircuitState::Closed, 0));
}

#[tokio::test]
async fn calls_that_wait_for_a_system_drain_at_its_limits() {
    let capacity = Capacity { concurrency: Some(4), ..breaks_after(2, OnOpen::Wait) };
    let mut world = World::with(capacity);
    world.break_it();
    let waiting: Vec<Waiting> = (0..50).map(|_| world.waits()).collect();
    assert!(world.is_quiet());
    for pause in [1_000, 2_000, 4_000] {
        world.advance(pause);
        let (_, probe) = world.answer().await;
        tokio::task::yield_now().await;
        assert!(world.is_quiet(), "one at a time");
        probe.unwrap_or_else(|refusal| panic!("{refusal:?}")).end(away());
    }
    world.advance(8_000);
    let mut under_way = vec![world.answer().await.1];
    let (mut done, mut most) = (0, 0);
    while let Some(pass) = under_way.pop() {
        pass.unwrap_or_else(|refusal| panic!("{refusal:?}")).end(Health::Up);
        done += 1;
        while let Ok((_, pass)) = world.answers.try_recv() {
            under_way.push(pass);
        }
        most = most.max(under_way.len());
    }
    assert_eq!((done, most), (47, 4));
    drop(waiting);
}

#[tokio::test]
async fn a_system_that_is_back_gets_few_calls_at_first() {
    let mut world = World::with(breaks_after(1, OnOpen::Wait));
    world.break_it();
    let _waiting: Vec<Waiting> = (0..100).map(|_| world.waits()).collect();
    world.advance(1_000);
    let (_, probe) = world.answer().await;
    probe.unwrap_or_else(|refusal| panic!("{refusal:?}")).end(Health::Up);
    let mut at_once = vec![world.answer().await.1, world.answer().await.1];
    assert!(world.is_quiet());
    at_once.pop().unwrap_or_else(|| panic!("two")).unwrap_or_else(|_| panic!("a pass")).end(Health::Up);
    let (_next, _more) = (world.answer().await, world.answer().await);
    assert!(world.is_quiet(), "one more for each that is answered");
}

#[tokio::test]
async fn no_second_and_no_minute_has_more_calls_than_may_begin() {
    let capacity = Capacity { per_second: Some(2), per_minute: Some(3), ..Capacity::DEFAULT };
    let mut world = World::with(capacity);
    drop((world.passes(), world.passes()));
    let (third, fourth) = (world.waits(), world.waits());
    world.advance(999);
    tokio::task::yield_now().await;
    assert!(world.is_quiet());
    world.advance(1);
    assert_eq!(world.answer().await.0, 2);
    world.advance(58_999);
    tokio::task::yield_now().await;
    assert!(world.is_quiet());
    world.advance(1);
    assert_eq!(world.answer().await.0, 3);
    drop((third, fourth));
}

#[tokio::test]
async fn one_with_thousands_is_not_in_the_way_of_another() {
    let mut world = World::with(Capacity::of_runs(Some(1), None));
    let mut under_way = Some(world.passes());
    let waiting: Vec<Asked> = (0..2_000).map(|_| world.ask_as("many", false)).collect();
    let few: Vec<Asked> = (0..5).map(|_| world.ask_as("few", false)).collect();
    let awaited = world.ask_as("caller", true);
    let mut order = Vec::new();
    for _ in 0..11 {
        drop(under_way.take());
        let (number, pass) = world.answer().await;
        under_way = pass.ok();
        order.push(number);
    }
    assert_eq!(order, [2006, 1, 2001, 2, 2002, 3, 2003, 4, 2004, 5, 2005]);
    drop((waiting, few, awaited));
}

#[test]
fn the_error_says_when_the_system_is_tried_again() {
    let away =
        breaker::Away { since: 0, until: 8_500, failures: 10, why: "it did not answer in time".to_owned() };
    let problem = refusal_of_gate("crm", &Refusal::Away(away.clone()), 1_000);
    assert_eq!(
        (problem.code.as_deref(), problem.status, problem.retry_after),
        (Some("TP3033"), 503, Some(8))
    );
    assert_eq!(
        problem.detail.as_deref(),
        Some(
            "`crm` is away and was not called: 10 calls in a row failed, the last because it did not answer in time; it is \
             tried again in 8 s"
        )
    );
    let raw = refusal_of_gate("web", &Refusal::Away(away), 9_000);
    assert_eq!(raw.retry_after, Some(1));
    assert!(raw.detail.is_some_and(|detail| detail.starts_with("the host of this call is away")));
    assert_eq!(refusal_of_gate("crm", &Refusal::Full, 0).code.as_deref(), Some("TP3034"));
}
