//! What a run writes: its records go to the store in order, one commit at a time, each with the run's head as it is then.

use std::sync::Arc;

use futures_util::{FutureExt as _, poll};
use towpath_journal::{Commit, Input, Record, Status, StoreError};
use towpath_wire::Outcome;

use super::{Driver, Stop};
use crate::live::Stage;

impl Driver {
    /// Gives records to the store; at most one commit of a run is under way, so that they stay in order.
    pub(super) async fn commit(&mut self, first: u64, records: &[Record]) -> Result<Option<Input>, Stop> {
        if first != self.accepted {
            return Err(Stop::Fault(format!("record {first} does not follow {}", self.accepted)));
        }
        self.accepted += records.len() as u64;
        if first == 0
            && let Some(error) = self.unfit(records)
        {
            return Err(Stop::Input(error));
        }
        for record in records {
            let encoded = self.inner.encode(record).await.map_err(Stop::Store)?;
            self.queued.push(encoded);
        }
        if let Some(Record::Ended(ended)) = records.last() {
            self.head.ended_at = Some(ended.at);
            self.head.status = match ended.outcome {
                Outcome::Completed { .. } => Status::Completed,
                Outcome::Faulted { .. } => Status::Faulted,
                Outcome::Cancelled => Status::Cancelled,
            };
            self.head.wake_at = None;
            self.head.wake_labels = Vec::new();
            self.head.listens = false;
            self.head.held = 0;
        } else {
            self.head.wake_at = self.machine.waits_until();
            self.head.wake_labels = self.machine.wake_labels();
            self.head.listens = self.head.wake_at.is_some() && self.machine.listens();
            self.head.held = u32::try_from(self.machine.held().count()).unwrap_or(u32::MAX);
            self.head.status = if self.head.wake_at.is_some() { Status::Waiting } else { Status::Running };
        }
        self.write_next();
        // Polled once, so that the store has it before the next action.
        if let Some(writing) = &mut self.writing
            && let std::task::Poll::Ready(done) = poll!(writing)
        {
            self.writing = None;
            self.wrote(done)?;
            return Ok(Some(Input::Durable { length: self.written }));
        }
        Ok(None)
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
        let store = Arc::clone(&self.inner.store);
        self.writing = Some(async move { (length, store.append(commit).await) }.boxed());
    }

    pub(super) fn wrote(&mut self, (length, result): (u64, Result<(), StoreError>)) -> Result<(), Stop> {
        result.map_err(Stop::Store)?;
        if self.written == 0 {
            self.live.reach(Stage::Durable);
        }
        self.written = length;
        for (_, counted, told) in self.told.extract_if(.., |(needed, ..)| *needed <= length) {
            // The one who asked may be gone.
            let _ = told.send(counted);
        }
        self.write_next();
        Ok(())
    }

    /// Lets what is being written reach the disk.
    pub(super) async fn settle(&mut self) {
        while let Some(writing) = self.writing.take() {
            let done = writing.await;
            if self.wrote(done).is_err() {
                return;
            }
        }
    }
}
