//! A model of the expected content: all acknowledged commits and changes, and those whose outcome is unknown.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use towpath_journal::suite::given;
use towpath_journal::{
    Blobs as _, Commit, Documents as _, Forgets as _, HeadFilter, Heads as _, Hears, Journal as _, Put,
    RunHead, RunId, Sleeper, Status, StoreError,
};

use super::dice::Dice;
use crate::EmbeddedStore;

const RUNS: u64 = 6;
const DOCUMENTS: u64 = 4;

/// A model of one store.
#[derive(Debug, Default)]
pub(super) struct Model {
    runs: BTreeMap<u64, Run>,
    batches: Documents,
    blobs: Vec<Bytes>,
}

#[derive(Debug, Clone, Default)]
struct Run {
    acknowledged: Vec<Commit>,
    /// The commit that failed with an unknown outcome.
    open: Option<Commit>,
    /// Forgetting it failed with an unknown outcome.
    forgetting: bool,
}

#[derive(Debug, Clone, Default)]
struct Documents {
    acknowledged: BTreeMap<String, (u64, Option<Bytes>)>,
    open: Option<BTreeMap<String, (u64, Option<Bytes>)>>,
}

/// Whether the outcome is unknown after a failure.
fn is_open(error: &StoreError) -> bool {
    match error {
        StoreError::Io(_) | StoreError::Corrupt(_) | StoreError::Closed => true,
        // Nothing of it remains.
        StoreError::Full(_) => false,
        refusal => panic!("the model is never refused: {refusal}"),
    }
}

fn claim_key(run: u64) -> String {
    format!("key of {run}")
}

impl Run {
    fn length(&self) -> u64 {
        self.acknowledged.last().map_or(0, |commit| commit.head.length)
    }

    /// The next commit of the run: some records, sometimes large ones, sometimes a new term or the end.
    fn next(&self, number: u64, dice: &mut Dice) -> Commit {
        let id = given::run(number);
        let first = self.length();
        let mut head =
            RunHead { term: self.acknowledged.last().map_or(1, |c| c.head.term), ..given::head(id, 0) };
        head.term += u64::from(dice.once_in(6));
        head.status = [Status::Running, Status::Waiting, Status::Completed][dice.below(3) as usize];
        if head.status == Status::Waiting {
            head.wake_at = dice.once_in(2).then(|| dice.below(9) as i64);
            head.listens = dice.once_in(3);
            if head.listens && dice.once_in(2) {
                head.hears = vec![Hears { kind: None, names: Vec::new(), values: dice.next(), after: 3 }];
            }
        }
        let count = dice.below(4);
        let records = (0..count)
            .map(|_| {
                let len = if dice.once_in(12) { 70_000 } else { dice.below(900) };
                given::bytes(dice.next(), len as usize)
            })
            .collect();
        head.length = first + count;
        let claim = (first == 0).then(|| given::claim(&claim_key(number), id));
        Commit { first, records, head, claim }
    }

    /// Commits until a commit fails.
    async fn write(mut self, number: u64, store: Arc<EmbeddedStore>, mut dice: Dice, commits: u64) -> Self {
        for _ in 0..commits {
            if self.may_be_forgotten() && dice.once_in(3) {
                match store.forget(vec![given::run(number)]).await {
                    Ok(forgotten) => {
                        assert_eq!(forgotten, [given::run(number)]);
                        assert_eq!(store.head(given::run(number)).await.ok().flatten(), None);
                        self.acknowledged.clear();
                    }
                    Err(error) if is_open(&error) => {
                        self.forgetting = true;
                        break;
                    }
                    Err(_) => {}
                }
            }
            let commit = self.next(number, &mut dice);
            match store.append(commit.clone()).await {
                Ok(()) => {
                    let head = store.head(commit.head.run).await;
                    assert!(
                        matches!(&head, Ok(Some(head)) if *head == commit.head)
                            || head.as_ref().is_err_and(is_open),
                        "an acknowledged commit is seen: {head:?}"
                    );
                    self.acknowledged.push(commit);
                }
                Err(error) if is_open(&error) => {
                    self.open = Some(commit);
                    break;
                }
                Err(_) => {}
            }
        }
        self
    }

    fn may_be_forgotten(&self) -> bool {
        self.acknowledged.last().is_some_and(|commit| commit.head.status.is_final())
    }

    /// Compares, and resolves the commit with an unknown outcome.
    async fn settle(&mut self, number: u64, store: &EmbeddedStore) {
        let id = given::run(number);
        let head = store.head(id).await.unwrap();
        if std::mem::take(&mut self.forgetting) && head.is_none() {
            self.acknowledged.clear();
        }
        if let Some(open) = self.open.take() {
            let known = self.acknowledged.last().map(|commit| &commit.head);
            // A commit without records may change nothing visible. Then both outcomes are valid.
            if head.as_ref() != known {
                assert_eq!(
                    head.as_ref(),
                    Some(&open.head),
                    "run {number}: all of the open commit or nothing"
                );
                self.acknowledged.push(open);
            }
        }
        assert_eq!(head.as_ref(), self.acknowledged.last().map(|commit| &commit.head), "run {number}");
        let entries = store.read(id, 0).await.unwrap();
        let expected: Vec<(u64, &Bytes)> = self
            .acknowledged
            .iter()
            .flat_map(|commit| commit.records.iter().map(|record| (commit.head.term, record)))
            .collect();
        let found: Vec<(u64, &Bytes)> = entries.iter().map(|entry| (entry.term, &entry.record)).collect();
        assert!(found == expected, "run {number}: {} records instead of {}", found.len(), expected.len());
        assert!(entries.iter().zip(0..).all(|(entry, index)| entry.index == index));
        let claim = store.claimed(&claim_key(number)).await.unwrap();
        assert_eq!(
            claim.map(|claim| claim.run),
            (!self.acknowledged.is_empty()).then_some(id),
            "run {number}"
        );
    }
}

impl Documents {
    async fn write(mut self, store: Arc<EmbeddedStore>, mut dice: Dice, batches: u64) -> Self {
        for _ in 0..batches {
            let mut next = self.acknowledged.clone();
            let mut puts = Vec::new();
            for place in 0..=dice.below(3) {
                // The first document is always written and never deleted, so that every batch is visible.
                let key = if place == 0 {
                    "always".to_owned()
                } else {
                    format!("document {}", dice.below(DOCUMENTS))
                };
                let (revision, content) = next.get(&key).cloned().unwrap_or_default();
                let len = if dice.once_in(10) { 65_000 } else { dice.below(500) };
                let new = (place == 0 || !dice.once_in(4)).then(|| given::bytes(dice.next(), len as usize));
                let current = if content.is_some() { revision } else { 0 };
                let expected = dice.once_in(2).then_some(current);
                if new.is_some() || content.is_some() {
                    next.insert(key.clone(), (revision + 1, new.clone()));
                }
                puts.push(Put { collection: "policies".to_owned(), key, expected, content: new });
            }
            match store.put(puts).await {
                Ok(_) => self.acknowledged = next,
                Err(error) if is_open(&error) => {
                    self.open = Some(next);
                    break;
                }
                Err(_) => {}
            }
        }
        self
    }

    async fn settle(&mut self, store: &EmbeddedStore) {
        let found = store.list("policies", "").await.unwrap();
        let found: BTreeMap<String, (u64, Option<Bytes>)> = found
            .into_iter()
            .map(|document| (document.key, (document.revision, Some(document.content))))
            .collect();
        let shown = |documents: &BTreeMap<String, (u64, Option<Bytes>)>| {
            let mut shown = documents.clone();
            shown.retain(|_, (_, content)| content.is_some());
            shown
        };
        if let Some(open) = self.open.take()
            && found != shown(&self.acknowledged)
        {
            self.acknowledged = open;
        }
        assert!(found == shown(&self.acknowledged), "documents differ: all of the open batch or nothing");
    }
}

impl Model {
    /// Runs writers of runs and documents side by side until they are done or fail.
    pub(super) async fn write(&mut self, store: &Arc<EmbeddedStore>, dice: &mut Dice, commits: u64) {
        let mut tasks = Vec::new();
        for number in 0..RUNS {
            let run = self.runs.remove(&number).unwrap_or_default();
            let (store, dice) = (Arc::clone(store), Dice::new(dice.next()));
            tasks.push(tokio::spawn(async move { (number, run.write(number, store, dice, commits).await) }));
        }
        let documents =
            std::mem::take(&mut self.batches).write(Arc::clone(store), Dice::new(dice.next()), commits);
        let documents = tokio::spawn(documents);
        let blob = given::bytes(dice.next(), 3_000);
        if store.put_blob(blob.clone()).await.is_ok() {
            self.blobs.push(blob);
        }
        for task in tasks {
            let (number, run) = task.await.unwrap();
            self.runs.insert(number, run);
        }
        self.batches = documents.await.unwrap();
    }

    /// Compares a working store with the model. Unknown outcomes are resolved to what the store has.
    pub(super) async fn settle(&mut self, store: &EmbeddedStore) {
        for (number, run) in &mut self.runs {
            run.settle(*number, store).await;
        }
        self.batches.settle(store).await;
        for blob in &self.blobs {
            let found = store.blob(&towpath_journal::Digest::of(blob)).await.unwrap();
            assert!(found.as_ref() == Some(blob), "an acknowledged blob is there");
        }
        let heads = |wanted: fn(&RunHead) -> bool| -> Vec<RunId> {
            let newest = self.runs.values().filter_map(|run| run.acknowledged.last());
            newest.map(|commit| &commit.head).filter(|head| wanted(head)).map(|head| head.run).collect()
        };
        let listed = store.unfinished().await.unwrap();
        let listed: Vec<RunId> = listed.iter().map(|head| head.run).collect();
        assert_eq!(listed, heads(|head| !head.status.is_final()));
        let awake: Vec<RunId> = store.awake().await.unwrap().iter().map(|head| head.run).collect();
        assert_eq!(awake, heads(|head| !head.status.is_final() && !head.is_asleep()));
        let asleep: Vec<RunId> = store.asleep(None, 100).await.unwrap().iter().map(|head| head.run).collect();
        assert_eq!(asleep, heads(RunHead::is_asleep));
        let newest = self.runs.values().filter_map(|run| run.acknowledged.last());
        let sleepers: Vec<Sleeper> = newest.filter_map(|commit| Sleeper::of(&commit.head)).collect();
        assert_eq!(store.sleepers(None, 100).await.unwrap(), sleepers);
        for (namespace, name) in [(None, None), (Some("acme"), None), (Some("acme"), Some("orders"))] {
            let (namespace, name) = (namespace.map(str::to_owned), name.map(str::to_owned));
            let filter = HeadFilter { namespace, name, limit: 100, ..HeadFilter::default() };
            let mut listed: Vec<RunId> =
                store.heads(filter).await.unwrap().iter().map(|head| head.run).collect();
            listed.reverse();
            assert_eq!(listed, heads(|_| true));
        }
    }

    /// Number of runs that are there.
    pub(super) fn runs(&self) -> u64 {
        self.runs.values().filter(|run| !run.acknowledged.is_empty()).count() as u64
    }
}
