//! A clock that was ahead: what was written meanwhile holds nothing up when it is right again.

use std::sync::atomic::Ordering;

use towpath_journal::RunId;
use towpath_wire::Schedule;

use super::world::{BEGIN, DAY, HOUR, MINUTE, World, hourly};
use crate::schedules::around::NotStarted;

async fn pause_and_resume_at(world: &World, after: i64) {
    world.clock.0.store(BEGIN + after, Ordering::SeqCst);
    world.pause().await;
    world.resume(false).await;
}

#[tokio::test]
async fn a_schedule_that_was_resumed_while_the_clock_was_ahead_starts_when_it_is_right() {
    let mut world = World::with(hourly()).await;
    assert_eq!(world.at(HOUR).await, ["1"]);
    pause_and_resume_at(&world, 21 * DAY).await;
    assert!(world.at(HOUR + MINUTE).await.is_empty());
    world.clock.0.store(BEGIN + 2 * HOUR, Ordering::SeqCst);
    assert_eq!(world.pending().await.due, [BEGIN + 2 * HOUR]);
    assert_eq!(world.at(2 * HOUR).await, ["2"]);
    // Also where the loop looked meanwhile.
    assert_eq!(world.at(22 * DAY).await, ["528"]);
    pause_and_resume_at(&world, 23 * DAY).await;
    assert!(world.at(23 * DAY).await.is_empty());
    assert!(world.at(2 * HOUR + MINUTE).await.is_empty());
    assert_eq!(world.at(3 * HOUR).await, ["3"]);
    world.restart().await;
    assert!(world.at(3 * HOUR + MINUTE).await.is_empty());
    assert_eq!(world.at(4 * HOUR).await, ["4"]);
}

#[tokio::test]
async fn after_waits_once_from_the_moment_the_clock_is_right() {
    let mut world = World::with(Schedule { after: Some(600_000), ..Schedule::default() }).await;
    assert_eq!(world.started().len(), 1);
    // The run ended while the clock was ahead.
    let first = RunId(uuid::Uuid::from_u128(0));
    world.written.ended.lock().insert(first, BEGIN + 21 * DAY);
    assert!(world.at(HOUR).await.is_empty());
    assert_eq!(world.view().await.next, [BEGIN + HOUR + 10 * MINUTE]);
    assert!(world.at(HOUR + 5 * MINUTE).await.is_empty());
    world.restart().await;
    assert!(world.at(HOUR + 9 * MINUTE).await.is_empty());
    assert_eq!(world.turn().await, BEGIN + HOUR + 10 * MINUTE, "the time does not move");
    assert_eq!(world.at(HOUR + 10 * MINUTE).await, [format!("after {first}")]);
}

#[tokio::test]
async fn a_chain_that_was_refused_while_the_clock_was_ahead_goes_on() {
    let mut world = World::with(Schedule { after: Some(600_000), ..Schedule::default() }).await;
    assert_eq!(world.started().len(), 1);
    world.written.ended.lock().insert(RunId(uuid::Uuid::from_u128(0)), BEGIN);
    *world.written.not.lock() = Some(NotStarted::Refused("not at night".to_owned()));
    assert!(world.at(21 * DAY).await.is_empty());
    // By a clock that is right a refusal holds the next one up.
    assert!(world.at(21 * DAY + MINUTE).await.is_empty());
    *world.written.not.lock() = None;
    assert!(world.at(21 * DAY + 2 * MINUTE).await.is_empty());
    assert_eq!(world.at(HOUR).await, [format!("after {}", BEGIN + HOUR)]);
}
