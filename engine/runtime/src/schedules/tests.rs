//! The loop over a store in memory: times, clocks that are set, crashes, missed times, pauses, `after` and events.

#![expect(clippy::unwrap_used, reason = "tests")]

mod ahead;
mod pending;
mod world;

use std::sync::atomic::Ordering;

use towpath_journal::RunId;
use towpath_wire::{Missed, Overlap, Schedule};

use self::world::{BEGIN, DAY, HOUR, MINUTE, World, eventually, hourly};
use super::FiringOutcome;
use super::around::NotStarted;
use super::turn::NEVER;

#[tokio::test]
async fn working_days_at_eight_in_berlin() {
    let mut world = World::cron("0 8 * * 1-5 Europe/Berlin").await;
    assert!(world.started().is_empty());
    // Friday at 8 in Berlin is 7 in UTC.
    assert_eq!(world.turn().await, BEGIN + 7 * HOUR);
    assert!(world.at(7 * HOUR - 1).await.is_empty());
    assert_eq!(world.at(7 * HOUR + 3).await, ["7"]);
    assert!(world.at(7 * HOUR + 4).await.is_empty());
    assert_eq!(world.turn().await, BEGIN + 3 * DAY + 7 * HOUR);
    let view = world.view().await;
    assert_eq!(view.next, [3, 4, 5].map(|day| BEGIN + day * DAY + 7 * HOUR));
    assert_eq!(view.zone.as_deref(), Some("Europe/Berlin"));
    let last = view.last.unwrap();
    assert_eq!((last.due, last.at), (BEGIN + 7 * HOUR, BEGIN + 7 * HOUR + 3));
    assert!(matches!(last.outcome, FiringOutcome::Started(_)));
}

#[tokio::test]
async fn a_crash_between_the_start_and_what_is_written_of_it_starts_nothing_twice() {
    let mut world = World::with(hourly()).await;
    let before = world.progress().await;
    assert_eq!(world.at(HOUR).await, ["1"]);
    world.put_back(before).await;
    world.restart().await;
    assert!(world.at(HOUR + 5).await.is_empty());
    assert!(matches!(world.view().await.last.unwrap().outcome, FiringOutcome::Started(_)));
    assert_eq!(world.at(2 * HOUR).await, ["2"]);
}

#[tokio::test]
async fn an_hour_back_repeats_nothing_and_days_ahead_lose_nothing() {
    let mut world = World::with(hourly()).await;
    assert_eq!(world.at(HOUR).await, ["1"]);
    assert_eq!(world.at(2 * HOUR).await, ["2"]);
    assert!(world.at(HOUR - MINUTE).await.is_empty());
    assert!(world.at(HOUR).await.is_empty());
    assert!(world.at(2 * HOUR).await.is_empty());
    assert_eq!(world.at(3 * HOUR).await, ["3"]);
    // 21 days ahead by mistake, and back again: the hours in between still come.
    assert_eq!(world.at(21 * DAY).await, ["504"]);
    assert!(world.at(3 * HOUR + MINUTE).await.is_empty());
    assert_eq!(world.at(4 * HOUR).await, ["4"]);
    world.restart().await;
    assert_eq!(world.at(5 * HOUR).await, ["5"]);
}

#[tokio::test]
async fn what_a_server_that_was_down_has_missed() {
    for (missed, expected) in
        [(Missed::Skip, vec![]), (Missed::Latest, vec!["5"]), (Missed::All, vec!["2", "3", "4", "5"])]
    {
        let mut world = World::with(Schedule { missed, ..hourly() }).await;
        assert_eq!(world.at(HOUR).await, ["1"]);
        world.restart().await;
        assert_eq!(world.at(5 * HOUR + 10 * MINUTE).await, expected, "{missed:?}");
        assert_eq!(world.at(6 * HOUR).await, ["6"], "{missed:?}");
    }
}

#[tokio::test]
async fn a_run_that_is_under_way_holds_the_next_one_up_only_where_it_is_said() {
    let mut world = World::with(Schedule { overlap: Overlap::Skip, ..hourly() }).await;
    assert_eq!(world.at(HOUR).await, ["1"]);
    assert!(world.at(2 * HOUR).await.is_empty());
    let skipped = world.view().await.last.unwrap();
    let run = RunId(uuid::Uuid::from_u128(0));
    assert_eq!((skipped.due, skipped.outcome), (BEGIN + 2 * HOUR, FiringOutcome::Skipped(run)));
    world.written.ended.lock().insert(run, BEGIN + 2 * HOUR + 1);
    assert_eq!(world.at(3 * HOUR).await, ["3"]);
    let mut world = World::with(hourly()).await;
    assert_eq!(world.at(HOUR).await, ["1"]);
    assert_eq!(world.at(2 * HOUR).await, ["2"]);
}

#[tokio::test]
async fn a_refusal_is_told_once_and_what_may_work_later_is_tried_again() {
    let mut world = World::with(hourly()).await;
    *world.written.not.lock() = Some(NotStarted::Refused("not at night".to_owned()));
    for hour in 1..4 {
        assert!(world.at(hour * HOUR).await.is_empty());
    }
    world.restart().await;
    assert!(world.at(4 * HOUR).await.is_empty());
    assert_eq!(*world.written.told.lock(), ["support/report: not at night"]);
    let last = world.view().await.last.unwrap();
    assert_eq!(last.outcome, FiringOutcome::Refused("not at night".to_owned()));
    *world.written.not.lock() = Some(NotStarted::Later("busy".to_owned()));
    assert!(world.at(5 * HOUR).await.is_empty());
    assert!(world.turn().await < BEGIN + 5 * HOUR + MINUTE, "it is tried again soon");
    *world.written.not.lock() = None;
    assert_eq!(world.at(5 * HOUR + 6_000).await, ["5"]);
    *world.written.not.lock() = Some(NotStarted::Refused("not at night".to_owned()));
    world.at(6 * HOUR).await;
    assert_eq!(world.written.told.lock().len(), 2, "it worked in between");
}

#[tokio::test]
async fn a_paused_schedule_starts_nothing_and_makes_up_only_what_is_asked_for() {
    for (make_up, expected) in [(false, vec![]), (true, vec!["4"])] {
        let mut world = World::with(hourly()).await;
        world.pause().await;
        assert!(world.at(2 * HOUR).await.is_empty());
        world.restart().await;
        assert!(world.at(3 * HOUR).await.is_empty());
        let view = world.view().await;
        assert_eq!(view.paused.unwrap().reason, "holidays");
        assert!(view.next.is_empty());
        world.clock.0.store(BEGIN + 4 * HOUR + 10 * MINUTE, Ordering::SeqCst);
        world.resume(make_up).await;
        // Even if the server ends before the loop looks.
        world.restart().await;
        assert_eq!(world.at(4 * HOUR + 11 * MINUTE).await, expected);
        assert_eq!(world.at(5 * HOUR).await, ["5"]);
    }
}

#[tokio::test]
async fn what_is_switched_off_or_retired_starts_nothing_and_makes_nothing_up() {
    let mut world = World::with(hourly()).await;
    world.stop(Some("switched off: audit"));
    assert!(world.at(3 * HOUR).await.is_empty());
    assert_eq!(world.view().await.stopped.as_deref(), Some("switched off: audit"));
    world.stop(None);
    assert!(world.at(3 * HOUR + MINUTE).await.is_empty());
    assert_eq!(world.at(4 * HOUR).await, ["4"]);
}

#[tokio::test]
async fn another_schedule_begins_anew_and_the_same_one_goes_on() {
    let mut world = World::cron("0 8 * * *").await;
    assert_eq!(world.at(8 * HOUR).await, ["8"]);
    world.clock.0.store(BEGIN + 9 * HOUR, Ordering::SeqCst);
    // 7 o'clock has passed today, before there was such a schedule.
    world.publish(Schedule { cron: Some("0 7 * * *".to_owned()), ..Schedule::default() });
    assert!(world.at(9 * HOUR).await.is_empty());
    assert_eq!(world.at(31 * HOUR).await, ["31"]);
    // A version without a schedule, and later one with the same again.
    let scheduled = std::mem::take(&mut *world.written.scheduled.lock());
    assert!(world.at(40 * HOUR).await.is_empty());
    assert_eq!(world.progress().await, None);
    *world.written.scheduled.lock() = scheduled;
    assert!(world.at(100 * HOUR).await.is_empty());
    assert_eq!(world.at(103 * HOUR).await, ["103"]);
}

#[tokio::test]
async fn after_waits_for_the_end_of_the_run_before() {
    let mut world = World::with(Schedule { after: Some(600_000), ..Schedule::default() }).await;
    assert_eq!(world.started(), [format!("after {BEGIN}")]);
    assert!(world.at(DAY).await.is_empty(), "the run is under way");
    let first = RunId(uuid::Uuid::from_u128(0));
    world.written.ended.lock().insert(first, BEGIN + DAY);
    assert!(world.at(DAY + 9 * MINUTE).await.is_empty());
    assert_eq!(world.turn().await, BEGIN + DAY + 10 * MINUTE);
    assert_eq!(world.view().await.next, [BEGIN + DAY + 10 * MINUTE]);
    let before = world.progress().await;
    assert_eq!(world.at(DAY + 10 * MINUTE).await, [format!("after {first}")]);
    world.put_back(before).await;
    world.restart().await;
    assert!(world.at(DAY + 11 * MINUTE).await.is_empty(), "after a crash the second run is found");
}

#[tokio::test]
async fn an_event_starts_one_run() {
    let filter = |kind: &str| serde_json::json!({ "type": kind }).as_object().cloned().unwrap();
    let on = Some(vec![filter("order"), filter("refund")]);
    let mut world = World::with(Schedule { on, ..Schedule::default() }).await;
    world.send("1", "app").await;
    world.send("1", "app").await;
    world.turn().await;
    assert_eq!(world.started(), ["event 1"]);
    // An event that came before a crash, and was not carried out.
    world.send("2", "app").await;
    let before = world.progress().await;
    world.restart().await;
    eventually(&mut world, &["event 2"]).await;
    world.put_back(before).await;
    world.restart().await;
    world.send("3", "support/report").await;
    world.send("4", "app").await;
    eventually(&mut world, &["event 4"]).await;
    world.pause().await;
    world.turn().await;
    world.send("5", "app").await;
    world.resume(true).await;
    world.restart().await;
    world.send("6", "app").await;
    eventually(&mut world, &["event 6"]).await;
    assert_eq!(world.turn().await, NEVER);
}
