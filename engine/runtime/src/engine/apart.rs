//! An engine in memory beside the one that runs, for cases and for definitions that somebody tries: nothing of it is kept.

use std::sync::Arc;
use std::time::Duration;

use towpath_identity::Principal;
use towpath_journal::{MemoryStore, Store};

use super::clock::SkippingClock;
use super::{Engine, EngineError};
use crate::changes::Changes;
use crate::context::Context;
use crate::fault::Fault;
use crate::runs::draft_run::DraftRequest;
use crate::runs::trace::RunTrace;
use crate::types::RunView;

/// What became of a definition that was tried.
#[derive(Debug)]
pub struct TriedRun {
    /// The run, as it ended, or as it was when its time was over.
    pub view: RunView,
    /// What its tasks did.
    pub trace: RunTrace,
}

/// An engine beside another. What is under way in it ends with it.
pub(super) struct Bench(pub(super) Engine);

impl Drop for Bench {
    fn drop(&mut self) {
        self.0.runs.close();
    }
}

impl Engine {
    /// Runs a definition that nobody saved, in memory, as a draft of `who`: under the policies in force, with what `request`
    /// declares in the place of systems. Nothing is sent, and nothing is kept. Waits are skipped.
    ///
    /// # Errors
    /// `Invalid` when it has errors; those of [`Engine::start_draft`].
    pub async fn try_definition(
        &self,
        who: &Principal,
        namespace: &str,
        source: String,
        request: DraftRequest,
        at_most: Duration,
    ) -> Result<TriedRun, EngineError> {
        let report = self.check(namespace, &source).await?;
        let Some(workflow) = report.workflow else {
            return Err(Fault::Invalid(report.diagnostics).into());
        };
        let place = (namespace, workflow.name.as_str());
        let clock = Arc::new(SkippingClock::default());
        let bench = self.apart(who, place, Arc::clone(&clock)).await?;
        bench.0.save_draft(who, place.0, place.1, source, None).await?;
        let started = bench.0.start_draft(who, place, request).await?;
        clock.skip(true);
        let view = match bench.0.outcome(&started, at_most).await? {
            Some(view) => view,
            None => bench.0.run(started.run).await?,
        };
        let trace = bench.0.trace(who, started.run).await?;
        Ok(TriedRun { view, trace })
    }

    /// An engine in memory beside this one: with its sandbox, its policies and its integrations as they are now, and nothing
    /// else of it. Policies see the workflow and its author as they do here.
    pub(super) async fn apart(
        &self,
        who: &Principal,
        place: (&str, &str),
        clock: Arc<SkippingClock>,
    ) -> Result<Bench, EngineError> {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let context = Context::new(Arc::clone(&clock) as _, self.runs.version().to_owned(), true);
        let rules = Arc::new(self.rules.apart(Arc::clone(&store) as _, clock).await?);
        let parts = self.catalog.parts_over(store);
        let changes = Changes::new(Arc::clone(context.clock()));
        let engine = Self::over(parts, Arc::new(context), rules, None, changes).await?;
        engine.catalog.resemble(&self.catalog, place, &who.id);
        Ok(Bench(engine))
    }
}
