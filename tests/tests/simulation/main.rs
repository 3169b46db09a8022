//! Seeded simulation of the whole runtime: the clock, the store, the systems and the people are simulated, everything else is the
//! engine with its committed runner.
//!
//! Each seed is a world of its own: engines are opened over one disk and killed at any await or commit, one after the other; the store
//! is slow, answers in any order and fails; systems refuse, and lose answers; people start the same thing twice, send events,
//! cancel, suspend and release. In the end the last engine goes on without faults until every run has ended, and the invariants
//! are checked. `planted.rs` has bugs which the same invariants have to find.
//!
//! `TOWPATH_SEED=7` lives the world of one seed and prints what happened in it.

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
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::json;
use towpath_tests::{keep_result, sample, tell};

use crate::planted::Plant;
use crate::world::Ground;

/// Seeds that may pass before a planted bug is found.
const WITHIN: u64 = 200;

/// What happened in one world.
struct Outcome {
    violations: Vec<String>,
    trace: Vec<String>,
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

/// Lives these seeds, on every processor.
fn all(seeds: u64) -> Sum {
    let (next, sum) = (AtomicU64::new(0), Mutex::new(Sum::default()));
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                // Each thread has a sandbox of its own: none waits for the entries of another one.
                let ground = Ground::new();
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= seeds || sum.lock().unwrap().wrong.len() > 2 {
                        return;
                    }
                    let outcome = outcome(&ground, seed, None);
                    let mut sum = sum.lock().unwrap();
                    sum.runs += outcome.runs;
                    sum.calls += outcome.calls;
                    sum.events += outcome.events;
                    if !outcome.violations.is_empty() {
                        sum.wrong.insert(seed, report(seed, &outcome));
                    }
                }
            });
        }
    });
    sum.into_inner().unwrap()
}

#[test]
fn full_simulation() {
    if let Some(seed) = std::env::var("TOWPATH_SEED").ok().and_then(|seed| seed.parse().ok()) {
        let outcome = outcome(&Ground::new(), seed, None);
        tell(&report(seed, &outcome));
        assert!(outcome.violations.is_empty(), "seed {seed}");
        return;
    }
    let (seeds, begun) = (sample("simulation", 200, 20_000) as u64, Instant::now());
    let sum = all(seeds);
    let Sum { runs, calls, events, .. } = sum;
    let took = begun.elapsed();
    tell(&format!("{seeds} seeds, {runs} runs, {calls} calls, {events} events: {took:?}"));
    assert!(sum.wrong.is_empty(), "{}", sum.wrong.values().next().unwrap());
    assert!(runs as u64 > 3 * seeds && calls as u64 > 5 * seeds, "too little happens");
    keep_result(
        "simulation",
        &json!({ "seeds": seeds, "violations": 0, "runs": runs, "calls": calls, "events": events, "seconds": took.as_secs() }),
    );
}

#[test]
fn the_same_seed_happens_the_same_way() {
    let ground = Ground::new();
    for seed in 0..30 {
        let (one, other) = (outcome(&ground, seed, None), outcome(&ground, seed, None));
        let differs = one.trace.iter().zip(&other.trace).position(|(one, other)| one != other);
        if let Some(at) = differs {
            panic!("seed {seed}, line {at}:\n{}\n{}", one.trace[at], other.trace[at]);
        }
        assert_eq!(one.trace.len(), other.trace.len(), "seed {seed}");
    }
}

#[test]
fn every_planted_bug_is_found() {
    let ground = Ground::new();
    let mut missed = Vec::new();
    for plant in Plant::ALL {
        let found = (0..WITHIN).find_map(|seed| {
            let outcome = outcome(&ground, seed, Some(plant));
            outcome.violations.first().map(|violation| (seed, violation.clone()))
        });
        match found {
            Some((seed, violation)) => tell(&format!("{plant:?}: seed {seed}: {violation}")),
            None => missed.push(plant),
        }
    }
    assert!(missed.is_empty(), "not found within {WITHIN} seeds: {missed:?}");
}
