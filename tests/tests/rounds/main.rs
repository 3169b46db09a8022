//! Rounds of `kill -9` under load: runs that write, retry, wait, listen, start others, are held, cancelled, suspended and run
//! again, and a schedule. Whatever the caller was promised is held against what a peer outside of the server has received:
//! no accepted run is lost, and nothing happens twice.

#![expect(clippy::unwrap_used, reason = "tests")]

mod lives;
mod peer;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use towpath_tests::{Random, keep_result, pause, sample, tell};

use lives::{End, KINDS, Life};
use world::World;

/// Runs that are under way at once.
const AT_ONCE: usize = 25;

#[tokio::test(flavor = "multi_thread")]
async fn full_rounds() {
    tokio::task::LocalSet::new().run_until(all_rounds()).await;
}

async fn all_rounds() {
    let rounds = sample("rounds", 10, 1_000);
    let world = Arc::new(World::start().await);
    let mut random = Random::new(14);
    let (mut lives, mut number) = (JoinSet::new(), 0);
    let mut ends: BTreeMap<&str, BTreeMap<End, usize>> = BTreeMap::new();
    let mut count = |(kind, end)| *ends.entry(kind).or_default().entry(end).or_default() += 1;
    for _ in 0..rounds {
        while let Some(ended) = lives.try_join_next() {
            count(ended.unwrap());
        }
        while lives.len() < AT_ONCE {
            let kind = KINDS[number % KINDS.len()];
            lives.spawn_local(Life { world: Arc::clone(&world), kind, number }.live());
            number += 1;
        }
        let after = Duration::from_millis(60 + random.below(800) as u64);
        pause(after, "each kill meets the runs somewhere else").await;
        world.server.restart().await;
    }
    while let Some(ended) = lives.join_next().await {
        count(ended.unwrap());
    }
    let beats = world.beats().await;
    let twice = world.peer.twice();
    assert!(twice.is_empty(), "happened more than once: {twice:?}");
    let ends: serde_json::Map<_, _> =
        ends.into_iter().map(|(kind, ends)| (kind.to_owned(), json!(ends))).collect();
    let outcome = json!({
        "rounds": rounds, "runs": number, "ends": ends, "scheduled": beats,
        "writes": world.peer.count(), "lost": 0, "twice": 0,
    });
    tell(&format!("rounds: {outcome}"));
    keep_result("rounds", &outcome);
}
