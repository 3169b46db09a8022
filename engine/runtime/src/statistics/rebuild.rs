//! Reads in the background what happened before this engine was opened: the heads of runs first, which say how many there
//! were and how they ended, then the newest journals, which say what was called, held and permitted. A page at a time, both
//! bounded.

use std::sync::{Arc, Weak};
use std::time::Duration;

use towpath_journal::{FedFrom, HeadFilter, Record, RunHead, RunId, StoreError};

use super::Statistics;
use super::tally::{Seen, Tally, What, took};

/// Runs of one page of heads, and most runs that are read.
const PAGE: usize = 500;
const MOST: usize = 1_000_000;
/// Journals of one page, most of them, and the pause between two pages: about a twentieth of one processor.
const JOURNALS: usize = 100;
const MOST_JOURNALS: usize = 20_000;
const PAUSE: Duration = Duration::from_millis(200);

impl Statistics {
    /// Starts to read. It ends with the engine.
    pub(crate) fn rebuild_in_background(self: &Arc<Self>) {
        let (statistics, clock) = (Arc::downgrade(self), Arc::clone(&self.clock));
        tokio::spawn(async move {
            if let Err(error) = read_heads(&statistics).await {
                tracing::warn!(%error, "earlier runs are not in the statistics");
                return;
            }
            let (mut before, mut left) = (None, MOST_JOURNALS);
            loop {
                let Some(statistics) = statistics.upgrade() else { return };
                match statistics.read_journals(before, left.min(JOURNALS)).await {
                    Ok(Some((last, count))) => {
                        before = Some(last);
                        left = left.saturating_sub(count);
                    }
                    Ok(None) => return,
                    Err(error) => {
                        tracing::warn!(%error, "earlier calls are not in the statistics");
                        return;
                    }
                }
                drop(statistics);
                clock.sleep(PAUSE).await;
            }
        });
    }

    /// Reads a page of heads older than `before`. Returns the last run of it; nothing once all are read.
    async fn read_page(&self, before: Option<RunId>, left: usize) -> Result<Option<RunId>, StoreError> {
        let filter = HeadFilter { before, draft: Some(false), limit: PAGE, ..HeadFilter::default() };
        let heads = self.store.heads(filter).await?;
        let last = heads.last().map(|head| head.run);
        let oldest = heads.iter().map(|head| head.started_at).min();
        let is_last = heads.len() < PAGE || oldest.is_some_and(|oldest| oldest < self.horizon());
        let now = self.clock.now();
        let mut kept = self.kept.lock();
        for head in &heads {
            kept.hours.note(&workflow_of(head), &of_head(head, self.opened_at), now);
        }
        if is_last {
            kept.since = self.horizon();
            return Ok(None);
        }
        kept.since = kept.since.min(oldest.unwrap_or(kept.since));
        Ok(last.filter(|_| left > PAGE))
    }

    /// Reads the journals of a page of runs older than `before`. Returns the last run of it and how many there were; nothing
    /// once all are read that are kept.
    async fn read_journals(
        &self,
        before: Option<RunId>,
        limit: usize,
    ) -> Result<Option<(RunId, usize)>, StoreError> {
        let filter = HeadFilter { before, draft: Some(false), limit, ..HeadFilter::default() };
        let heads = if limit == 0 { Vec::new() } else { self.store.heads(filter).await? };
        let mut oldest = None;
        for head in heads.iter().filter(|head| head.started_at < self.opened_at) {
            let mut seen = of_journal(&*self.store, head).await?;
            seen.retain(|one| one.at < self.opened_at);
            oldest = Some(head.started_at);
            self.note(&workflow_of(head), &seen);
        }
        let is_last = heads.len() < limit || oldest.is_some_and(|oldest| oldest < self.call_horizon());
        let mut kept = self.kept.lock();
        if is_last && limit > 0 {
            kept.calls_since = self.call_horizon();
        } else {
            kept.calls_since = kept.calls_since.min(oldest.unwrap_or(kept.calls_since));
        }
        kept.complete |= is_last || limit == 0;
        match heads.last() {
            Some(last) if !kept.complete => Ok(Some((last.run, heads.len()))),
            _ => Ok(None),
        }
    }
}

/// Reads heads, newest first, until there are no more or the statistics are gone.
async fn read_heads(statistics: &Weak<Statistics>) -> Result<(), StoreError> {
    let (mut before, mut left) = (None, MOST);
    loop {
        let Some(open) = statistics.upgrade() else { return Ok(()) };
        let last = open.read_page(before, left).await?;
        drop(open);
        left = left.saturating_sub(PAGE);
        if last.is_none() {
            return Ok(());
        }
        before = last;
        tokio::task::yield_now().await;
    }
}

fn workflow_of(head: &RunHead) -> String {
    format!("{}/{}", head.workflow.namespace, head.workflow.name)
}

/// What a head says of the time before `opened_at`.
fn of_head(head: &RunHead, opened_at: i64) -> Vec<Seen> {
    let started = Seen { at: head.started_at, what: What::Started };
    let ended =
        head.ended_at.map(|at| Seen { at, what: What::Ended(head.status, took(head.started_at, at)) });
    let mut seen: Vec<Seen> = std::iter::once(started).chain(ended).collect();
    seen.retain(|one| one.at < opened_at);
    seen
}

/// What a journal says besides its head.
async fn of_journal(store: &dyn towpath_journal::Store, head: &RunHead) -> Result<Vec<Seen>, StoreError> {
    let (mut tally, mut seen) = (Tally::new(head.started_at), Vec::new());
    for entry in store.read(head.run, 0).await? {
        // An event that is kept by its digest says nothing here.
        if FedFrom::decode(&entry.record).is_some() {
            continue;
        }
        let corrupt = |error: serde_json::Error| {
            StoreError::Corrupt(format!("record {} of {}: {error}", entry.index, head.run))
        };
        tally.note(&Record::decode(&entry.record).map_err(corrupt)?, &mut seen);
    }
    seen.retain(|one| !matches!(one.what, What::Started | What::Ended(..)));
    Ok(seen)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn head(started_at: i64, ended_at: Option<i64>) -> RunHead {
        let status = if ended_at.is_some() { "completed" } else { "waiting" };
        serde_json::from_value(json!({
            "run": "01a2013a-0000-7000-8000-000000000000",
            "workflow": { "namespace": "support", "name": "refund", "version": "1.0.0", "digest": "sha256:0" },
            "principal": "shop", "term": 1, "length": 3, "status": status,
            "startedAt": started_at, "endedAt": ended_at,
        }))
        .unwrap()
    }

    #[test]
    fn a_head_counts_for_the_time_before_the_engine_was_opened() {
        let times = |head: &RunHead| of_head(head, 100).iter().map(|one| one.at).collect::<Vec<_>>();
        assert_eq!(times(&head(1, Some(99))), [1, 99]);
        assert_eq!(times(&head(1, Some(100))), [1], "its end is reported by its driver");
        assert_eq!(times(&head(1, None)), [1]);
        assert!(times(&head(100, Some(120))).is_empty(), "so is all of a run that began later");
    }
}
