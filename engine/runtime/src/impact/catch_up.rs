//! Reads the journals of ended runs in the background, a few at a time, so that an activation does not have to read all of
//! them at once.

use std::sync::{Arc, Weak};
use std::time::Duration;

use towpath_journal::{HeadFilter, RunId};

use super::{Impacts, Known, calls};
use crate::catalog::Catalog;
use crate::fault::Fault;
use crate::rules::{Rules, RulesError};
use crate::runs::lookup::decode_all;
use crate::runs::{Runs, Shared};

/// Pause between reads, and most runs of one read: about a fiftieth of one processor.
const PAUSE: Duration = Duration::from_secs(5);
const MOST: usize = 1_000;
const PAGE: usize = 100;

/// The runs that were read so far.
#[derive(Default)]
struct Reached {
    /// The newest run that was read.
    newest: Option<RunId>,
    /// The oldest run that was read; all runs between were read too.
    oldest: Option<RunId>,
}

impl Impacts {
    /// Starts to read. It ends with the engine.
    pub(crate) fn catch_up_in_background(&self) {
        let open = Weakly {
            rules: Arc::downgrade(&self.rules),
            catalog: Arc::downgrade(&self.catalog),
            runs: self.runs.downgrade(),
        };
        let clock = self.runs.clock();
        tokio::spawn(async move {
            let mut reached = Reached::default();
            loop {
                clock.sleep(PAUSE).await;
                if open.upgrade().is_none() {
                    return;
                }
                if let Err(error) = reached.read_on(&open).await {
                    tracing::debug!(%error, "journals are not read before they are asked for");
                }
            }
        });
    }
}

/// The engine, without keeping it open.
struct Weakly {
    rules: Weak<Rules>,
    catalog: Weak<Catalog>,
    runs: Weak<Shared>,
}

impl Weakly {
    /// The engine, while it is there and takes work.
    fn upgrade(&self) -> Option<Impacts> {
        let (rules, catalog) = (self.rules.upgrade()?, self.catalog.upgrade()?);
        Some(Impacts { rules, catalog, runs: Runs::upgrade(&self.runs)? })
    }
}

impl Reached {
    /// Reads new runs first, then older ones while there is room for them.
    async fn read_on(&mut self, open: &Weakly) -> Result<(), RulesError> {
        let (mut left, mut before, mut newest) = (MOST, None, None);
        while left > 0 {
            let Some(page) = page_of_ended_runs(open, before).await? else { return Ok(()) };
            newest = newest.or(page.first().copied());
            before = page.last().copied().or(before);
            left = left.saturating_sub(page.len());
            let is_known = page.iter().any(|run| self.newest.is_some_and(|newest| *run <= newest));
            if is_known || page.len() < PAGE {
                break;
            }
        }
        // A gap may be left where there are more new runs than one read takes: a report reads them itself.
        self.newest = newest.or(self.newest);
        self.oldest = self.oldest.or(before);
        while left > 0 && self.oldest.is_some() {
            let room = open.upgrade().is_some_and(|engine| engine.rules.recorded().has_room());
            let Some(page) = (if room { page_of_ended_runs(open, self.oldest).await? } else { None }) else {
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

/// Reads the ended runs of a page older than `before` that were not read yet. Returns the runs of the page; `None` when the
/// engine is gone.
async fn page_of_ended_runs(open: &Weakly, before: Option<RunId>) -> Result<Option<Vec<RunId>>, RulesError> {
    let Some(engine) = open.upgrade() else { return Ok(None) };
    let filter = HeadFilter { before, draft: Some(false), limit: PAGE, ..HeadFilter::default() };
    let heads = engine.runs.runs(filter).await?;
    drop(engine);
    for head in &heads {
        // Not held from one run to the next, so that a server can end.
        let Some(engine) = open.upgrade() else { return Ok(None) };
        let is_known = engine.rules.recorded().get(head.run).is_some();
        if is_known || !head.status.is_final() {
            continue;
        }
        let workflow = &head.workflow;
        let found =
            engine.catalog.version(&workflow.namespace, &workflow.name, Some(&workflow.version)).await;
        let Ok(version) = found else { continue };
        let journal = engine.runs.journal_of(head.run).await?;
        let (rules, run) = (Arc::clone(&engine.rules), head.run);
        let read = engine.runs.context().compute(move || -> Result<(), RulesError> {
            let known = Known { version, profile: None };
            let records = decode_all(&journal)?;
            if let Some(asked) = calls::accesses_of_run(&rules, &records, &known)? {
                rules.recorded().keep(run, Arc::new(asked));
            }
            Ok(())
        });
        read.await.map_err(|error| RulesError::Fault(Fault::Internal(error.to_string())))??;
    }
    Ok(Some(heads.into_iter().map(|head| head.run).collect()))
}
