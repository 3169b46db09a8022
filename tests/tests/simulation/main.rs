//! Seeded simulation of the whole runtime: the clock, the store, the systems and the people are simulated, everything else is the
//! engine with its committed runner.
//!
//! Each seed is a world of its own: engines are opened over one disk and killed at any await or commit, one after the other; the store
//! is slow, answers in any order and fails; systems refuse, and lose answers; people start the same thing twice, send events,
//! cancel, suspend and release. In the end the last engine goes on without faults until every run has ended, and the invariants
//! are checked. `planted.rs` has bugs which the same invariants have to find.
//!
//! `TOWPATH_SEED=7` lives the world of one seed and prints what happened in it; `TOWPATH_SEEDS=1000` lives so many seeds.

#![expect(clippy::unwrap_used, reason = "tests")]

mod actions;
mod choices;
mod clock;
mod definitions;
mod disk;
mod invariants;
mod life;
mod outside;
mod past;
mod planted;
mod power;
mod store;
mod world;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::json;
use towpath_tests::{keep_result, sample, tell};

use crate::planted::Plant;
use crate::world::Ground;

/// Seeds that may pass before a planted bug is found.
const WITHIN: u64 = 200;
/// Seeds that are lived twice.
const REPEATED: u64 = 30;
/// Seeds with violations after which no further one is lived.
const ENOUGH: usize = 20;

/// What happened in one world.
struct Outcome {
    violations: Vec<String>,
    trace: Vec<String>,
    operations: Vec<(i64, String)>,
    runs: usize,
    calls: usize,
    events: usize,
}

/// Lives the world of a seed, and checks it.
fn outcome(ground: &Ground, seed: u64, plant: Option<Plant>) -> Outcome {
    let world = ground.simulate(seed, plant);
    let violations = invariants::violations(&world, &ground.sandbox);
    world.past.with(|facts| Outcome {
        violations,
        trace: facts.trace(),
        operations: std::mem::take(&mut facts.operations),
        runs: facts.runs().len(),
        calls: facts.arrivals.len(),
        events: facts.events.len(),
    })
}

/// What is wrong with a seed, and how to see it again.
fn report(seed: u64, outcome: &Outcome) -> String {
    format!(
        "seed {seed}:\n  {}\n\nwhat happened:\n{}\n\nthis seed alone: TOWPATH_SEED={seed} tests/run --only tests --test simulation \
         full_simulation",
        outcome.violations.join("\n  "),
        outcome.trace.join("\n")
    )
}

/// Numbers of all seeds together.
#[derive(Default)]
struct Sum {
    wrong: BTreeMap<u64, String>,
    runs: usize,
    calls: usize,
    events: usize,
}

/// Gives every number below `count` to `live`, on every processor, until it says that this is enough.
fn each(count: u64, live: impl Fn(&Ground, u64) -> ControlFlow<()> + Sync) {
    let next = AtomicU64::new(0);
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                // Each thread has a sandbox of its own: none waits for the entries of another one.
                let ground = Ground::new();
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= count || live(&ground, number).is_break() {
                        return;
                    }
                }
            });
        }
    });
}

/// Lives these seeds.
fn all(seeds: u64) -> Sum {
    let sum = Mutex::new(Sum::default());
    each(seeds, |ground, seed| {
        if seed > 0 && seed % 1_000 == 0 {
            tell(&format!("{seed} seeds"));
        }
        let outcome = outcome(ground, seed, None);
        let mut sum = sum.lock().unwrap();
        sum.runs += outcome.runs;
        sum.calls += outcome.calls;
        sum.events += outcome.events;
        if !outcome.violations.is_empty() {
            tell(&format!("seed {seed}: {}", outcome.violations.join("; ")));
            sum.wrong.insert(seed, report(seed, &outcome));
        }
        if sum.wrong.len() > ENOUGH { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    sum.into_inner().unwrap()
}

/// The number in this variable.
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn full_simulation() {
    if let Some(seed) = number("TOWPATH_SEED") {
        let outcome = outcome(&Ground::new(), seed, None);
        tell(&report(seed, &outcome));
        assert!(outcome.violations.is_empty(), "seed {seed}");
        return;
    }
    let seeds = number("TOWPATH_SEEDS").unwrap_or_else(|| sample("simulation", 200, 20_000) as u64);
    let begun = Instant::now();
    let sum = all(seeds);
    let Sum { runs, calls, events, .. } = sum;
    let took = begun.elapsed();
    tell(&format!("{seeds} seeds, {runs} runs, {calls} calls, {events} events: {took:?}"));
    assert!(sum.wrong.is_empty(), "{:?}\n{}", sum.wrong.keys(), sum.wrong.values().next().unwrap());
    assert!(runs as u64 > 3 * seeds && calls as u64 > 5 * seeds, "too little happens");
    keep_result(
        "simulation",
        &json!({ "seeds": seeds, "violations": 0, "runs": runs, "calls": calls, "events": events, "seconds": took.as_secs() }),
    );
}

/// Not only what happened is the same, also every operation of the store, its moment, and their order.
#[test]
fn the_same_seed_happens_the_same_way() {
    each(number("TOWPATH_SEEDS").unwrap_or(REPEATED), |ground, seed| {
        let (one, other) = (outcome(ground, seed, None), outcome(ground, seed, None));
        same("operation", seed, &one.operations, &other.operations);
        same("line", seed, &one.trace, &other.trace);
        ControlFlow::Continue(())
    });
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, seed: u64, one: &[T], other: &[T]) {
    if let Some(at) = one.iter().zip(other).position(|(one, other)| one != other) {
        let around = at.saturating_sub(5)..at + 1;
        let (one, other) = (&one[around.clone()], &other[around]);
        panic!("seed {seed}, {what} {at}:\n{one:#?}\n{other:#?}");
    }
    assert_eq!(one.len(), other.len(), "seed {seed}: the number of each {what}");
}

#[test]
fn every_planted_bug_is_found() {
    let missed = Mutex::new(Vec::new());
    each(Plant::ALL.len() as u64, |ground, number| {
        let plant = Plant::ALL[usize::try_from(number).unwrap()];
        let found = (0..WITHIN).find_map(|seed| {
            let outcome = outcome(ground, seed, Some(plant));
            outcome.violations.first().map(|violation| (seed, violation.clone()))
        });
        match found {
            Some((seed, violation)) => tell(&format!("{plant:?}: seed {seed}: {violation}")),
            None => missed.lock().unwrap().push(plant),
        }
        ControlFlow::Continue(())
    });
    let missed = missed.into_inner().unwrap();
    assert!(missed.is_empty(), "not found within {WITHIN} seeds: {missed:?}");
}
