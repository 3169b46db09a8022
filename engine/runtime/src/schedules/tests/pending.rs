//! What would start at once is listed as the loop then starts it.

use std::sync::atomic::Ordering;

use towpath_wire::Schedule;

use super::world::{BEGIN, HOUR, MINUTE, World, eventually, hourly};
use crate::schedules::around::NotStarted;

fn on_orders() -> Schedule {
    let filter = serde_json::json!({ "type": "order" }).as_object().cloned().unwrap();
    Schedule { on: Some(vec![filter]), ..Schedule::default() }
}

fn after_minutes() -> Schedule {
    Schedule { after: Some(600_000), ..Schedule::default() }
}

#[tokio::test]
async fn a_time_is_listed_from_the_moment_it_comes() {
    let mut world = World::with(hourly()).await;
    world.clock.0.store(BEGIN + HOUR - 1, Ordering::SeqCst);
    let before = world.pending().await;
    assert!(before.due.is_empty() && !before.starts_at_once());
    world.clock.0.store(BEGIN + HOUR, Ordering::SeqCst);
    let pending = world.pending().await;
    assert_eq!((pending.due.clone(), pending.until), (vec![BEGIN + HOUR], before.until));
    assert!(pending.starts_at_once());
    assert_eq!(world.at(HOUR).await, ["1"]);
    assert!(!world.pending().await.starts_at_once());
}

#[tokio::test]
async fn events_that_were_not_looked_at_are_listed() {
    let mut world = World::with(on_orders()).await;
    assert!(!world.pending().await.starts_at_once());
    world.send("1", "app").await;
    eventually(&mut world, &["event 1"]).await;
    assert!(!world.pending().await.starts_at_once());
    world.send("2", "app").await;
    let pending = world.pending().await;
    assert_eq!((pending.events_after, pending.last_event), (Some(1), Some(2)));
    assert!(pending.starts_at_once());
    // Events of a pause start nothing when it has ended.
    world.pause().await;
    world.resume(true).await;
    assert!(!world.pending().await.starts_at_once());
}

#[tokio::test]
async fn the_first_run_of_after_is_listed() {
    // Another schedule than before, which nobody has looked at.
    let mut world = World::with(hourly()).await;
    world.publish(after_minutes());
    world.clock.0.store(BEGIN + MINUTE, Ordering::SeqCst);
    let pending = world.pending().await;
    assert_eq!((pending.until, pending.due), (None, vec![BEGIN + MINUTE]));
    // It could not start.
    *world.written.not.lock() = Some(NotStarted::Later("busy".to_owned()));
    assert!(world.at(2 * MINUTE).await.is_empty());
    assert_eq!(world.pending().await.due, [BEGIN + 2 * MINUTE]);
    *world.written.not.lock() = None;
    assert_eq!(world.at(3 * MINUTE).await, [format!("after {}", BEGIN + 2 * MINUTE)]);
    assert!(world.pending().await.due.is_empty());
}

#[tokio::test]
async fn a_schedule_that_cannot_be_carried_out_is_listed_with_its_problem() {
    let world = World::with(hourly()).await;
    world.publish(Schedule { cron: Some("0 8 * * * Nowhere/Land".to_owned()), ..Schedule::default() });
    let pending = world.pending().await;
    assert!(pending.problem.as_ref().is_some_and(|problem| problem.contains("Nowhere/Land")), "{pending:?}");
    assert!(pending.starts_at_once());
}
