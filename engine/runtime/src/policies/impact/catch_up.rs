//! Reading the journals of runs that have ended before a report asks for them, a few at a time, so that putting policies in
//! force does not wait for all of them at once.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use towpath_journal::{HeadFilter, RunId};

use super::{Known, calls};
use crate::engine::{Engine, Inner};
use crate::types::EngineError;

/// How often to read on, and how many runs then: about a fiftieth of one processor.
const PAUSE: Duration = Duration::from_secs(5);
const MOST: usize = 1_000;
const PAGE: usize = 100;

/// How far it came.
#[derive(Default)]
struct Reached {
    /// The newest run that was looked at.
    newest: Option<RunId>,
    /// The oldest; there are none between that were not.
    oldest: Option<RunId>,
}

impl Engine {
    /// Starts to read. It ends with the engine.
    pub(crate) fn catch_up_in_background(&self) {
        // What a trial has is gone before anybody asks.
        if self.inner.trial {
            return;
        }
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let mut reached = Reached::default();
            loop {
                tokio::time::sleep(PAUSE).await;
                let Some(engine) = open(&inner) else { return };
                drop(engine);
                if let Err(error) = reached.read_on(&inner).await {
                    tracing::debug!(%error, "journals are not read before they are asked for");
                }
            }
        });
    }
}

/// The engine, while it is there and takes work.
fn open(inner: &Weak<Inner>) -> Option<Engine> {
    let inner = inner.upgrade()?;
    (!inner.closing.load(Ordering::Acquire)).then_some(Engine { inner })
}

impl Reached {
    /// What is new first, then what is old, while there is room for it.
    async fn read_on(&mut self, inner: &Weak<Inner>) -> Result<(), EngineError> {
        let (mut left, mut before, mut newest) = (MOST, None, None);
        while left > 0 {
            let Some(page) = page(inner, before).await? else { return Ok(()) };
            newest = newest.or(page.first().copied());
            before = page.last().copied().or(before);
            left = left.saturating_sub(page.len());
            let is_known = page.iter().any(|run| self.newest.is_some_and(|newest| *run <= newest));
            if is_known || page.len() < PAGE {
                break;
            }
        }
        // A gap may be left where more is new than is read at once: a report reads it itself.
        self.newest = newest.or(self.newest);
        self.oldest = self.oldest.or(before);
        while left > 0 && self.oldest.is_some() {
            let room = open(inner).is_some_and(|engine| engine.inner.recorded.lock().has_room());
            let Some(page) = (if room { page(inner, self.oldest).await? } else { None }) else {
                return Ok(());
            };
            self.oldest = page.last().copied().or(self.oldest);
            left = left.saturating_sub(page.len());
            if page.len() < PAGE {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Reads a page of runs that are older than `before`, those that have ended and were not read yet; which runs it has.
/// Nothing when the engine is gone.
async fn page(inner: &Weak<Inner>, before: Option<RunId>) -> Result<Option<Vec<RunId>>, EngineError> {
    let Some(engine) = open(inner) else { return Ok(None) };
    let filter = HeadFilter { before, draft: Some(false), limit: PAGE, ..HeadFilter::default() };
    let heads = engine.runs(filter).await?;
    drop(engine);
    for head in &heads {
        // Not held from one run to the next: a server that ends waits for nobody.
        let Some(engine) = open(inner) else { return Ok(None) };
        let is_known = engine.inner.recorded.lock().get(head.run).is_some();
        if is_known || !head.status.is_final() {
            continue;
        }
        let workflow = &head.workflow;
        let found = engine.inner.version(&workflow.namespace, &workflow.name, Some(&workflow.version)).await;
        let Ok(version) = found else { continue };
        let journal = engine.inner.journal_of(head.run).await?;
        let (inner, run) = (Arc::clone(&engine.inner), head.run);
        let read = tokio::task::spawn_blocking(move || -> Result<(), EngineError> {
            let known = Known { version, profile: None };
            let records = crate::runs::decode_all(&journal)?;
            if let Some(asked) = calls::asked(&inner, &records, &known)? {
                inner.recorded.lock().keep(run, Arc::new(asked));
            }
            Ok(())
        });
        read.await.map_err(|error| EngineError::Internal(error.to_string()))??;
    }
    Ok(Some(heads.into_iter().map(|head| head.run).collect()))
}
