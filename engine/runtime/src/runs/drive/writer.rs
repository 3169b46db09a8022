//! What a run writes: its records go to the store in order, one commit at a time, each with the run's head as it is then.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, poll};
use tokio::sync::oneshot;
use towpath_journal::{
    Announced, Claim, Commit, Failure, Hears, InDoubt, Machine, Record, RunHead, Status, StoreError,
    Suspension,
};
use towpath_wire::Outcome;

use super::Stop;
use crate::events::hears;
use crate::runs::Runs;
use crate::runs::live::{Live, Stage};
use crate::statistics::{Seen, Tally};

/// Most listening effects of a run that sleeps.
const MOST_HEARD: usize = 8;

type Append = BoxFuture<'static, (u64, Result<(), StoreError>)>;

/// The writing half of a run's driver. At most one commit is under way, so that records stay in order.
pub(crate) struct Writer {
    runs: Runs,
    live: Arc<Live>,
    /// The head that the next commit writes.
    pub(super) head: RunHead,
    /// Writes that were under way when the run ended.
    pub(super) in_doubt: Vec<InDoubt>,
    /// Taken with the first commit.
    claim: Option<Claim>,
    writing: Option<Append>,
    /// Says that a commit is on its way.
    announced: Option<Announced>,
    queued: Vec<Bytes>,
    /// Records on disk.
    written: u64,
    /// Records on disk or on their way.
    accepted: u64,
    /// Who is answered, and what, when so many records are on disk.
    waiting: Vec<(u64, bool, oneshot::Sender<bool>)>,
    /// What the records say for the statistics; draft runs do not count.
    tally: Option<Tally>,
    /// What was seen and is not counted yet, with how many records are on disk then.
    seen: Vec<(u64, Seen)>,
}

/// All that a run listens for; empty where one of it cannot be decoded, or it is too much to keep in a head.
fn hears_of(machine: &Machine) -> Vec<Hears> {
    let all = machine.listening().take(MOST_HEARD + 1).map(|(listen, after)| hears(&listen.with, after));
    all.collect::<Option<Vec<_>>>().filter(|all| all.len() <= MOST_HEARD).unwrap_or_default()
}

impl Writer {
    pub(crate) fn new(runs: Runs, live: Arc<Live>, head: RunHead, claim: Option<Claim>) -> Self {
        let announced = runs.store.announce();
        Self {
            runs,
            live,
            written: head.length,
            accepted: head.length,
            tally: (!head.draft).then(|| Tally::new(head.started_at)),
            seen: Vec::new(),
            head,
            in_doubt: Vec::new(),
            claim,
            writing: None,
            announced: Some(announced),
            queued: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Whether nothing of the run is on its way to the disk, or on it.
    pub(super) fn is_new(&self) -> bool {
        self.accepted == 0
    }

    /// Whether something of the run is on disk.
    pub(super) fn is_on_disk(&self) -> bool {
        self.written > 0
    }

    /// Whether a commit is under way.
    pub(super) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Whether everything is on disk.
    pub(super) fn is_done(&self) -> bool {
        self.writing.is_none() && self.queued.is_empty()
    }

    /// Answers once `length` records are on disk.
    pub(super) fn answer_at(&mut self, length: u64, answer: bool, to: oneshot::Sender<bool>) {
        if self.written >= length {
            // Who asked may be gone.
            let _ = to.send(answer);
        } else {
            self.waiting.push((length, answer, to));
        }
    }

    /// Announces that something is about to be written.
    pub(super) fn announce(&mut self) {
        if self.announced.is_none() {
            self.announced = Some(self.runs.store.announce());
        }
    }

    /// Nothing more is about to be written.
    pub(super) fn rest(&mut self) {
        self.announced = None;
    }

    /// Gives records to the store; how many are on disk, where it took them at once.
    pub(super) async fn commit(
        &mut self,
        machine: &Machine,
        first: u64,
        records: &[Record],
    ) -> Result<Option<u64>, Stop> {
        if first != self.accepted {
            return Err(Stop::Fault(format!("record {first} does not follow {}", self.accepted)));
        }
        self.accepted += records.len() as u64;
        self.look_at(records);
        for record in records {
            let encoded = self.runs.encode(record).await.map_err(Stop::Store)?;
            self.queued.push(encoded);
        }
        self.update_head(machine, records);
        self.write_next();
        // Polled once, so that the store has it before the next action.
        if let Some(writing) = &mut self.writing
            && let std::task::Poll::Ready(done) = poll!(writing)
        {
            self.writing = None;
            return Ok(Some(self.wrote(done)?));
        }
        Ok(None)
    }

    /// Waits for the commit under way, for ever where there is none; how many records are on disk then. It may be dropped at
    /// any time.
    pub(super) async fn written(&mut self) -> Result<u64, Stop> {
        let done = match &mut self.writing {
            Some(writing) => writing.await,
            None => std::future::pending().await,
        };
        self.writing = None;
        self.wrote(done)
    }

    /// Lets what is being written reach the disk.
    pub(super) async fn settle(&mut self) {
        while self.is_writing() {
            if self.written().await.is_err() {
                return;
            }
        }
    }

    /// Notes what records say for the statistics. It counts once they are on disk.
    fn look_at(&mut self, records: &[Record]) {
        let Some(tally) = &mut self.tally else { return };
        let mut seen = Vec::new();
        records.iter().for_each(|record| tally.note(record, &mut seen));
        let length = self.accepted;
        self.seen.extend(seen.into_iter().map(|one| (length, one)));
    }

    /// Counts what is on disk.
    fn count(&mut self) {
        let written = self.written;
        let seen: Vec<Seen> =
            self.seen.extract_if(.., |(length, _)| *length <= written).map(|(_, one)| one).collect();
        if !seen.is_empty() {
            let workflow = format!("{}/{}", self.head.workflow.namespace, self.head.workflow.name);
            self.runs.statistics.note(&workflow, &seen);
        }
    }

    fn update_head(&mut self, machine: &Machine, records: &[Record]) {
        let head = &mut self.head;
        if let Some(Record::Ended(ended)) = records.last() {
            head.ended_at = Some(ended.at);
            head.status = match ended.outcome {
                Outcome::Completed { .. } => Status::Completed,
                Outcome::Faulted { .. } => Status::Faulted,
                Outcome::Cancelled => Status::Cancelled,
            };
            head.wake_at = None;
            head.wake_labels = Vec::new();
            (head.listens, head.hears) = (false, Vec::new());
            head.held = 0;
            head.suspended = None;
            head.failure = failure_of(&ended.outcome);
            self.in_doubt.clone_from(&ended.in_doubt);
        } else {
            head.wake_at = machine.waits_until();
            head.wake_labels = machine.wake_labels();
            head.listens = head.wake_at.is_some() && machine.listens();
            head.hears = if head.listens { hears_of(machine) } else { Vec::new() };
            head.held = u32::try_from(machine.held().count()).unwrap_or(u32::MAX);
            head.suspended = machine.suspension().map(|suspended| Suspension {
                by: suspended.by.clone(),
                reason: suspended.reason.clone(),
                at: suspended.at,
            });
            head.status = match (machine.is_suspended() && !machine.is_being_cancelled(), head.wake_at) {
                (true, _) => Status::Suspended,
                (false, Some(_)) => Status::Waiting,
                (false, None) => Status::Running,
            };
            if head.status == Status::Suspended {
                (head.wake_at, head.wake_labels) = (None, Vec::new());
                (head.listens, head.hears) = (false, Vec::new());
            }
        }
    }

    fn write_next(&mut self) {
        if self.writing.is_some() || self.queued.is_empty() {
            return;
        }
        let records = std::mem::take(&mut self.queued);
        let first = self.written;
        let length = first + records.len() as u64;
        self.head.length = length;
        let commit = Commit { first, records, head: self.head.clone(), claim: self.claim.take() };
        let runs = self.runs.clone();
        let announced = self.announced.take().unwrap_or_default();
        self.writing =
            Some(async move { (length, runs.store.append_announced(commit, announced).await) }.boxed());
    }

    fn wrote(&mut self, (length, result): (u64, Result<(), StoreError>)) -> Result<u64, Stop> {
        result.map_err(Stop::Store)?;
        if self.written == 0 {
            self.live.reach(Stage::Durable);
        }
        self.written = length;
        self.count();
        for (_, answer, to) in self.waiting.extract_if(.., |(needed, ..)| *needed <= length) {
            // Who asked may be gone.
            let _ = to.send(answer);
        }
        self.write_next();
        Ok(self.written)
    }
}

/// What a run failed with, for looking it up. What is made of data is left out, as for a reader who may not see it.
fn failure_of(outcome: &Outcome) -> Option<Failure> {
    let Outcome::Faulted { error } = outcome else { return None };
    let error = if error.labels.is_empty() { error.clone() } else { error.masked() };
    Some(Failure { kind: error.kind, code: error.code, task: error.instance })
}
