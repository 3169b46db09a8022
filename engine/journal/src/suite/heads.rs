//! What the lists of runs promise: they are right at once, in order, and complete.

use std::sync::Arc;

use super::Subject;
use super::given::{commit, head, run, start, workflow};
use crate::{Commit, Failure, HeadFilter, Heads, Journal, RunHead, RunId, Status};

async fn listed(store: &impl Heads, filter: HeadFilter) -> Vec<RunId> {
    store.heads(filter).await.unwrap().into_iter().map(|head| head.run).collect()
}

async fn unfinished(store: &impl Heads) -> Vec<RunId> {
    store.unfinished().await.unwrap().into_iter().map(|head| head.run).collect()
}

fn runs(numbers: &[u64]) -> Vec<RunId> {
    numbers.iter().map(|number| run(*number)).collect()
}

/// Every run that has not ended is listed, whatever order the runs were written in; those that end leave.
pub async fn unfinished_runs_are_listed_oldest_first(subject: &impl Subject) {
    let store = subject.open().await;
    for number in [5, 1, 9, 3, 7] {
        store.append(commit(run(number), 0, &["a"])).await.unwrap();
    }
    let waiting = RunHead { status: Status::Waiting, wake_at: Some(5), ..head(run(3), 2) };
    store.append(Commit { head: waiting.clone(), ..commit(run(3), 1, &["b"]) }).await.unwrap();
    assert_eq!(unfinished(&*store).await, runs(&[1, 3, 5, 7, 9]));
    assert_eq!(store.unfinished().await.unwrap()[1], waiting);
    for (number, status) in [(1, Status::Completed), (5, Status::Faulted), (9, Status::Cancelled)] {
        let ended = RunHead { status, ended_at: Some(9), ..head(run(number), 2) };
        store.append(Commit { head: ended, ..commit(run(number), 1, &["end"]) }).await.unwrap();
    }
    store.append(start(RunHead { status: Status::Completed, ..head(run(11), 0) })).await.unwrap();
    assert_eq!(unfinished(&*store).await, runs(&[3, 7]));
}

/// Runs that sleep are in a list of their own, in pages, and leave it when they wake or end.
pub async fn runs_asleep_are_listed_apart(subject: &impl Subject) {
    const MANY: u64 = 600;
    let store = subject.open().await;
    let waits = |number: u64, length: u64| RunHead {
        status: Status::Waiting,
        wake_at: Some(5),
        workflow: workflow(if number.is_multiple_of(2) { "acme" } else { "billing" }, "orders"),
        ..head(run(number), length)
    };
    for number in 0..MANY {
        store.append(start(waits(number, 0))).await.unwrap();
    }
    let awake = [
        RunHead { listens: true, ..waits(MANY, 0) },
        RunHead { held: 1, ..waits(MANY + 1, 0) },
        RunHead { status: Status::Suspended, wake_at: None, ..waits(MANY + 2, 0) },
    ];
    for head in &awake {
        store.append(start(head.clone())).await.unwrap();
    }
    let mut left: Vec<u64> = (0..MANY).collect();
    let change = async |store: &_, number: u64, status: Status| {
        let changed = RunHead { status, wake_at: None, ..waits(number, 2) };
        let commit = Commit { head: changed, ..commit(run(number), 1, &["b"]) };
        Journal::append(store, commit).await.unwrap();
    };
    let check = async |store: &_, left: &[u64], woken: &[u64]| {
        let (mut found, mut after) = (Vec::new(), None);
        while let Some(last) = {
            let page = Heads::asleep(store, after, 256).await.unwrap();
            assert!(page.len() <= 256 && page.iter().all(RunHead::is_asleep));
            found.extend(page.iter().map(|head| head.run));
            page.last().map(|head| head.run)
        } {
            after = Some(last);
        }
        assert_eq!(found, runs(left));
        let sleepers = Heads::sleepers(store, Some(found[0]), 1_000).await.unwrap();
        let woken_at: Vec<_> = sleepers.iter().map(|one| (one.run, one.wake_at)).collect();
        assert_eq!(woken_at, found[1..].iter().map(|run| (*run, 5)).collect::<Vec<_>>());
        let listed = Heads::awake(store).await.unwrap();
        let mut expected = runs(woken);
        expected.extend(awake.iter().map(|head| head.run));
        assert_eq!(listed.iter().map(|head| head.run).collect::<Vec<_>>(), expected);
        let mut all = runs(left);
        all.extend(&expected);
        all.sort_unstable();
        assert_eq!(unfinished(store).await, all);
    };
    check(&*store, &left, &[]).await;
    // The first page, and one of every three: woken, or ended at once.
    let (woken, gone): (Vec<u64>, Vec<u64>) = ((0..300).collect(), (300..MANY).step_by(3).collect());
    for number in &woken {
        change(&*store, *number, Status::Running).await;
    }
    for number in &gone {
        change(&*store, *number, Status::Completed).await;
    }
    left.retain(|number| !woken.contains(number) && !gone.contains(number));
    check(&*store, &left, &woken).await;
    let waiting = |namespace: &str, before: Option<u64>| HeadFilter {
        namespace: Some(namespace.to_owned()),
        status: Some(Status::Waiting),
        before: before.map(run),
        limit: 20,
        ..HeadFilter::default()
    };
    let of = |namespace: u64, before: u64| -> Vec<u64> {
        let of_it = left.iter().rev().filter(|number| **number % 2 == namespace && **number < before);
        of_it.copied().take(20).collect()
    };
    assert_eq!(listed(&*store, waiting("billing", None)).await[1..], runs(&of(1, MANY)[..19]));
    assert_eq!(listed(&*store, waiting("acme", Some(500))).await, runs(&of(0, 500)));
    let store = subject.reopen(store).await;
    check(&*store, &left, &woken).await;
    change(&*store, left[0], Status::Running).await;
    check(&*store, &left[1..], &[&woken[..], &left[..1]].concat()).await;
    let store = subject.reopen(store).await;
    check(&*store, &left[1..], &[&woken[..], &left[..1]].concat()).await;
}

/// Twenty-four runs of two namespaces, two names, three states and two principals, all distinct.
async fn populate(store: &impl Journal) {
    for number in 0..24 {
        let namespace = if number % 2 == 0 { "acme" } else { "billing" };
        let name = if number % 3 == 0 { "orders" } else { "refunds" };
        let status =
            [Status::Running, Status::Completed, Status::Faulted, Status::Waiting][number as usize % 4];
        let principal = if number % 5 == 0 { "app:shop" } else { "champion:robin" };
        let head = RunHead {
            workflow: workflow(namespace, name),
            status,
            principal: principal.to_owned(),
            draft: number % 4 == 1,
            held: u32::from(number % 3 == 1),
            started_at: 1_700_000_000_000 + i64::try_from(number).unwrap(),
            ..head(run(number), 0)
        };
        store.append(start(head)).await.unwrap();
    }
}

/// Every condition of a filter is kept, alone and with the others.
pub async fn heads_are_filtered(subject: &impl Subject) {
    let store = subject.open().await;
    populate(&*store).await;
    let all = store.heads(HeadFilter { limit: 100, ..HeadFilter::default() }).await.unwrap();
    assert_eq!(all.len(), 24);
    let either = |value: &str| [None, Some(value.to_owned())];
    for namespace in either("acme") {
        for name in either("orders") {
            for principal in either("app:shop") {
                for status in [None, Some(Status::Running), Some(Status::Faulted), Some(Status::Cancelled)] {
                    for (before, draft) in [(None, None), (Some(run(13)), Some(false)), (None, Some(true))] {
                        let filter = HeadFilter {
                            namespace: namespace.clone(),
                            name: name.clone(),
                            principal: principal.clone(),
                            status,
                            draft,
                            before,
                            limit: 100,
                            ..HeadFilter::default()
                        };
                        let expected: Vec<RunHead> =
                            all.iter().filter(|head| filter.matches(head)).cloned().collect();
                        assert_eq!(store.heads(filter.clone()).await.unwrap(), expected, "{filter:?}");
                    }
                }
            }
        }
    }
    let unknown = HeadFilter { namespace: Some("nobody".to_owned()), limit: 100, ..HeadFilter::default() };
    assert_eq!(listed(&*store, unknown).await, []);
}

/// Runs are found by what waits to be released in them: those that have ended wait for nothing.
pub async fn heads_are_found_by_holds(subject: &impl Subject) {
    let store = subject.open().await;
    populate(&*store).await;
    let by =
        |held: bool, status| HeadFilter { held: Some(held), status, limit: 100, ..HeadFilter::default() };
    let (held, waiting) = (listed(&*store, by(true, None)).await, Some(Status::Waiting));
    assert_eq!(held, runs(&[19, 16, 7, 4]));
    assert_eq!(listed(&*store, by(true, waiting)).await, runs(&[19, 7]));
    assert_eq!(listed(&*store, by(false, waiting)).await, runs(&[23, 15, 11, 3]));
    assert_eq!(listed(&*store, by(true, Some(Status::Completed))).await, []);
    assert_eq!(listed(&*store, by(false, None)).await.len(), 20);
}

/// Runs that ended badly are found by how, also after reopening; one that goes on is not among them.
pub async fn heads_are_found_by_failure(subject: &impl Subject) {
    let store = subject.open().await;
    let failure = |code: &str, task: &str| {
        Some(Failure {
            kind: format!("urn:{code}"),
            code: Some(code.to_owned()),
            task: Some(task.to_owned()),
        })
    };
    let ends = [
        (Status::Faulted, failure("TP1103", "/do/0/a")),
        (Status::Completed, None),
        (Status::Faulted, failure("TP1103", "/do/1/b")),
        (Status::Cancelled, None),
        (Status::Faulted, failure("TP3025", "/do/0/a")),
        (Status::Faulted, None),
        (Status::Running, None),
    ];
    for (number, (status, failure)) in (0..).zip(ends) {
        let head = RunHead { status, failure, ..head(run(number), 0) };
        store.append(start(head)).await.unwrap();
    }
    let all = || HeadFilter { limit: 100, ..HeadFilter::default() };
    let text = |text: &str| Some(text.to_owned());
    let (faulted, cancelled) = (Some(Status::Faulted), Some(Status::Cancelled));
    let cases = [
        (HeadFilter { status: faulted, ..all() }, vec![5, 4, 2, 0]),
        (HeadFilter { status: faulted, limit: 1, before: Some(run(4)), ..all() }, vec![2]),
        (HeadFilter { status: cancelled, ..all() }, vec![3]),
        (HeadFilter { status: faulted, namespace: text("acme"), ..all() }, vec![5, 4, 2, 0]),
        (HeadFilter { status: faulted, namespace: text("other"), ..all() }, vec![]),
        (HeadFilter { status: cancelled, namespace: text("acme"), name: text("orders"), ..all() }, vec![3]),
        (HeadFilter { status: cancelled, principal: text("app:shop"), ..all() }, vec![3]),
        (HeadFilter { error_code: text("TP1103"), ..all() }, vec![2, 0]),
        (HeadFilter { error_type: text("urn:TP3025"), ..all() }, vec![4]),
        (HeadFilter { task: text("/do/0/a"), ..all() }, vec![4, 0]),
        (HeadFilter { task: text("/do/0/a"), error_code: text("TP1103"), ..all() }, vec![0]),
        (HeadFilter { task: text("/do/0"), ..all() }, vec![]),
        (HeadFilter { error_code: text("TP1103"), status: cancelled, ..all() }, vec![]),
    ];
    for (filter, expected) in &cases {
        assert_eq!(listed(&*store, filter.clone()).await, runs(expected), "{filter:?}");
    }
    let store = subject.reopen(store).await;
    for (filter, expected) in cases {
        assert_eq!(listed(&*store, filter.clone()).await, runs(&expected), "{filter:?}");
    }
}

/// A span of time has its beginning and not its end, and goes with every other condition; ids may be up to a minute away from it.
pub async fn heads_are_found_by_time(subject: &impl Subject) {
    let store = subject.open().await;
    // A run every ten minutes. Ids are made a little before the start, or after it.
    const STEP: i64 = 600_000;
    const FIRST: i64 = 1_000_000_000;
    for number in 0..24 {
        let started_at = FIRST + STEP * number;
        let made = if number % 2 == 0 { started_at - 59_000 } else { started_at + 59_000 };
        let principal = if number % 5 == 0 { "app:shop" } else { "champion:robin" };
        let head = RunHead { started_at, principal: principal.to_owned(), ..head(RunId::first_at(made), 0) };
        store.append(start(head)).await.unwrap();
    }
    let span = |from: Option<i64>, to: Option<i64>| HeadFilter {
        from: from.map(|from| FIRST + from),
        to: to.map(|to| FIRST + to),
        limit: 100,
        ..HeadFilter::default()
    };
    let started = async |filter: HeadFilter| -> Vec<i64> {
        let heads = store.heads(filter).await.unwrap();
        heads.into_iter().map(|head| (head.started_at - FIRST) / STEP).collect()
    };
    assert_eq!(started(span(Some(20 * STEP), None)).await, [23, 22, 21, 20]);
    assert_eq!(started(span(None, Some(3 * STEP))).await, [2, 1, 0]);
    assert_eq!(started(span(Some(4 * STEP), Some(7 * STEP))).await, [6, 5, 4]);
    assert_eq!(started(span(Some(4 * STEP + 1), Some(7 * STEP + 1))).await, [7, 6, 5]);
    let none: Vec<i64> = Vec::new();
    assert_eq!(started(span(Some(7 * STEP), Some(4 * STEP))).await, none, "it ends before it begins");
    let by_app =
        HeadFilter { principal: Some("app:shop".to_owned()), ..span(Some(5 * STEP), Some(20 * STEP)) };
    assert_eq!(started(by_app.clone()).await, [15, 10, 5]);
    assert_eq!(started(HeadFilter { limit: 2, ..by_app.clone() }).await, [15, 10]);
    let of_namespace = HeadFilter { namespace: Some("acme".to_owned()), ..by_app };
    assert_eq!(started(of_namespace.clone()).await, [15, 10, 5]);
    assert_eq!(started(HeadFilter { name: Some("orders".to_owned()), ..of_namespace }).await, [15, 10, 5]);
}

/// Pages of any size, each begun with the last of the page before, give everything once, newest first.
pub async fn heads_are_listed_newest_first_in_pages(subject: &impl Subject) {
    let store = subject.open().await;
    populate(&*store).await;
    let newest: Vec<RunId> = (0..24).rev().map(run).collect();
    let of_acme: Vec<RunId> = (0..24).rev().filter(|number| number % 2 == 0).map(run).collect();
    for (namespace, expected) in [(None, newest), (Some("acme".to_owned()), of_acme)] {
        for limit in [1, 5, 24, 100] {
            let mut seen = Vec::new();
            loop {
                let before = seen.last().copied();
                let filter =
                    HeadFilter { namespace: namespace.clone(), before, limit, ..HeadFilter::default() };
                let page = listed(&*store, filter).await;
                assert!(page.len() <= limit);
                if page.is_empty() {
                    break;
                }
                seen.extend(page);
            }
            assert_eq!(seen, expected, "pages of {limit}");
        }
    }
    assert_eq!(listed(&*store, HeadFilter::default()).await, [], "at most none");
}

/// Namespaces and names are compared whole, not by how they begin or run together.
pub async fn names_that_run_together_stay_apart(subject: &impl Subject) {
    let store = subject.open().await;
    let names = [("a", "bc"), ("ab", "c"), ("a", "b"), ("a", "b-c"), ("a-b", "c")];
    for (number, (namespace, name)) in (0..).zip(names) {
        store
            .append(start(RunHead { workflow: workflow(namespace, name), ..head(run(number), 0) }))
            .await
            .unwrap();
    }
    let filter = |namespace: &str, name: Option<&str>| HeadFilter {
        namespace: Some(namespace.to_owned()),
        name: name.map(str::to_owned),
        limit: 10,
        ..HeadFilter::default()
    };
    for (number, (namespace, name)) in (0..).zip(names) {
        assert_eq!(
            listed(&*store, filter(namespace, Some(name))).await,
            runs(&[number]),
            "{namespace}/{name}"
        );
    }
    assert_eq!(listed(&*store, filter("a", None)).await, runs(&[3, 2, 0]));
    assert_eq!(listed(&*store, filter("ab", None)).await, runs(&[1]));
    let by_name = HeadFilter { name: Some("c".to_owned()), limit: 10, ..HeadFilter::default() };
    assert_eq!(listed(&*store, by_name).await, runs(&[4, 1]));
}

/// A run is found by its new state and no longer by its old one as soon as the commit is taken, also
/// while others commit.
pub async fn heads_follow_every_commit(subject: &impl Subject) {
    let store = subject.open().await;
    let by_status = |status| HeadFilter { status: Some(status), limit: 1_000, ..HeadFilter::default() };
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for round in 0..10 {
                    let id = run(task * 100 + round);
                    store.append(commit(id, 0, &["a"])).await.unwrap();
                    assert!(listed(&*store, by_status(Status::Running)).await.contains(&id));
                    let ended = RunHead { status: Status::Completed, ended_at: Some(9), ..head(id, 2) };
                    store.append(Commit { head: ended, ..commit(id, 1, &["end"]) }).await.unwrap();
                    assert!(!listed(&*store, by_status(Status::Running)).await.contains(&id));
                    assert!(listed(&*store, by_status(Status::Completed)).await.contains(&id));
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(listed(&*store, by_status(Status::Completed)).await.len(), 80);
    assert_eq!(unfinished(&*store).await, []);
}

/// Heads and lists are the same after the store was closed and opened.
pub async fn heads_survive_reopening(subject: &impl Subject) {
    let store = subject.open().await;
    populate(&*store).await;
    let everything = || HeadFilter { limit: 100, ..HeadFilter::default() };
    let orders =
        || HeadFilter { namespace: Some("acme".to_owned()), name: Some("orders".to_owned()), ..everything() };
    let before = (store.heads(everything()).await, store.heads(orders()).await, store.unfinished().await);
    let store = subject.reopen(store).await;
    let after = (store.heads(everything()).await, store.heads(orders()).await, store.unfinished().await);
    assert_eq!(before, after);
    let ended = RunHead { status: Status::Completed, ..head(run(0), 2) };
    store.append(Commit { head: ended.clone(), ..commit(run(0), 1, &["end"]) }).await.unwrap();
    let store = subject.reopen(store).await;
    assert_eq!(store.head(run(0)).await, Ok(Some(ended)));
    assert!(!unfinished(&*store).await.contains(&run(0)));
}
