//! What forgetting promises: an ended run is gone from every list, with its key, and stays gone; another one is left alone.

use super::Subject;
use super::given::{claim, commit, head, run, start};
use crate::{Commit, Forgets, HeadFilter, Heads, Journal, RunHead, RunId, Status, Store};

fn ended(number: u64) -> Commit {
    let head = RunHead { status: Status::Completed, ended_at: Some(9), ..head(run(number), 0) };
    Commit { claim: Some(claim(&format!("key {number}"), run(number))), ..start(head) }
}

async fn listed(store: &impl Store) -> Vec<RunId> {
    let filters = [
        HeadFilter::default(),
        HeadFilter { namespace: Some("acme".to_owned()), ..HeadFilter::default() },
        HeadFilter {
            namespace: Some("acme".to_owned()),
            name: Some("orders".to_owned()),
            ..HeadFilter::default()
        },
        HeadFilter { principal: Some("app:shop".to_owned()), ..HeadFilter::default() },
    ];
    let mut found = Vec::new();
    for (number, filter) in filters.into_iter().enumerate() {
        let heads = store.heads(HeadFilter { limit: 100, ..filter }).await.unwrap();
        let runs: Vec<RunId> = heads.iter().map(|head| head.run).collect();
        if number > 0 {
            assert_eq!(runs, found, "every list has the same");
        }
        found = runs;
    }
    found
}

/// Nothing of a forgotten run is found, under its id, in a list, or under its key.
pub async fn ended_runs_are_forgotten_with_their_keys(subject: &impl Subject) {
    let store = subject.open().await;
    for number in 1..=3 {
        store.append(ended(number)).await.unwrap();
    }
    assert_eq!(store.forget(vec![run(1), run(3), run(7)]).await.unwrap(), [run(1), run(3)]);
    assert_eq!(listed(&*store).await, [run(2)]);
    for number in [1, 3] {
        assert_eq!(store.head(run(number)).await.unwrap(), None);
        assert_eq!(store.read(run(number), 0).await.unwrap(), []);
        assert_eq!(store.claimed(&format!("key {number}")).await.unwrap(), None);
    }
    assert_eq!(store.claimed("key 2").await.unwrap().map(|claim| claim.run), Some(run(2)));
    assert_eq!(store.forget(vec![run(1)]).await.unwrap(), []);
    // The key is free for another run.
    let again = Commit { claim: Some(claim("key 1", run(4))), ..ended(4) };
    store.append(again).await.unwrap();
    assert_eq!(store.claimed("key 1").await.unwrap().map(|claim| claim.run), Some(run(4)));
    assert_eq!(store.forget(vec![]).await.unwrap(), []);
}

/// A run that has not ended stays, with everything.
pub async fn runs_under_way_are_never_forgotten(subject: &impl Subject) {
    let store = subject.open().await;
    store.append(commit(run(1), 0, &["a"])).await.unwrap();
    store.append(commit(run(2), 0, &["a"])).await.unwrap();
    let waiting = RunHead { status: Status::Waiting, ..head(run(2), 2) };
    store.append(Commit { head: waiting, ..commit(run(2), 1, &["b"]) }).await.unwrap();
    assert_eq!(store.forget(vec![run(1), run(2)]).await.unwrap(), []);
    assert_eq!(listed(&*store).await, [run(2), run(1)]);
    assert_eq!(store.read(run(2), 0).await.unwrap().len(), 2);
}

/// A forgotten run is unknown, so its id may be used again: its journal begins anew.
pub async fn a_forgotten_run_may_begin_again(subject: &impl Subject) {
    let store = subject.open().await;
    store.append(ended(1)).await.unwrap();
    store.forget(vec![run(1)]).await.unwrap();
    store.append(commit(run(1), 0, &["new", "journal"])).await.unwrap();
    let store = subject.reopen(store).await;
    assert_eq!(store.read(run(1), 0).await.unwrap().len(), 2);
    assert_eq!(store.unfinished().await.unwrap().len(), 1);
    assert_eq!(listed(&*store).await, [run(1)]);
    assert_eq!(store.claimed("key 1").await.unwrap(), None);
}

/// What was forgotten is not there again after the store was opened anew.
pub async fn forgotten_runs_stay_forgotten(subject: &impl Subject) {
    let mut store = subject.open().await;
    for number in 1..=20 {
        store.append(ended(number)).await.unwrap();
    }
    let (odd, even): (Vec<u64>, Vec<u64>) = (1..=20).partition(|number| number % 2 == 1);
    store.forget(odd.iter().map(|number| run(*number)).collect()).await.unwrap();
    for _ in 0..2 {
        store = subject.reopen(store).await;
        assert_eq!(listed(&*store).await, even.iter().rev().map(|number| run(*number)).collect::<Vec<_>>());
        for number in &odd {
            assert_eq!(store.head(run(*number)).await.unwrap(), None);
            assert_eq!(store.claimed(&format!("key {number}")).await.unwrap(), None);
        }
        assert_eq!(store.read(run(2), 0).await.unwrap().len(), 1);
    }
}
