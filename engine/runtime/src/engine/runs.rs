//! The engine's runs and events: each call goes to its room.

use std::time::Duration;

use serde_json::Value;
use towpath_identity::Principal;
use towpath_journal::{Entry, HeadFilter, Record, RunHead, RunId};

use super::{Engine, EngineError};
use crate::drafts::cases::Fixture;
use crate::events::AcceptedEvent;
use crate::events::inbound::SentEvent;
use crate::receipt::{MadeReceipt, Maker};
use crate::rules::Decide as _;
use crate::runs::adoption::Adoption;
use crate::runs::bulk::{BulkAction, BulkDone, BulkPlan, MayAct};
use crate::runs::draft_run::DraftRequest;
use crate::runs::failures::{FailureCase, HandlingChange};
use crate::runs::holds::{HeldCall, HoldAsked};
use crate::runs::rerun::{RerunAsked, RerunPlan};
use crate::runs::start::{StartRequest, StartedRun};
use crate::runs::trace::RunTrace;
use crate::types::RunView;

impl Engine {
    /// Starts a run, or joins the one that the same idempotency key started. Returns as soon as it is under way;
    /// [`Engine::durable`] returns when its start is on disk, [`Engine::wait`] when it has ended.
    ///
    /// # Errors
    /// `NotFound`, `Input`, `StartRefused`, `KeyReused`, `Crowded`, `Quota`, `Busy` while the engine opens or closes.
    pub async fn start(&self, who: &Principal, request: StartRequest) -> Result<StartedRun, EngineError> {
        Ok(self.runs.start(who, request).await?)
    }

    /// Starts a run of the draft as it stands. It is evaluated as if it were published now by `who`, needs no approval, and
    /// nothing it writes reaches a real system.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `Declared`, `SettingsMisfit`, `Input`, `StartRefused`, `Conflict` when the draft is not
    /// at the revision that is asked for, `Busy` while the engine opens or closes.
    pub async fn start_draft(
        &self,
        who: &Principal,
        place: (&str, &str),
        request: DraftRequest,
    ) -> Result<StartedRun, EngineError> {
        Ok(self.runs.start_draft(who, place, request).await?)
    }

    /// Returns when the start of a run is on disk.
    ///
    /// # Errors
    /// Why it never came to be: the store's failure, for one. `Busy` when that is not known yet.
    pub async fn durable(&self, started: &StartedRun) -> Result<(), EngineError> {
        Ok(self.runs.durable(started).await?)
    }

    /// Waits until a run that was just started has ended and that is on disk; `None` when it is still under way after
    /// `at_most`. The run never depends on who waits.
    ///
    /// # Errors
    /// Why it never came to be.
    pub async fn outcome(
        &self,
        started: &StartedRun,
        at_most: Duration,
    ) -> Result<Option<RunView>, EngineError> {
        Ok(self.runs.outcome(started, at_most).await?)
    }

    /// Waits until a run has ended and that is on disk; `None` when it is still under way after `at_most`.
    ///
    /// # Errors
    /// `NotFound`, or why it never came to be.
    pub async fn wait(&self, run: RunId, at_most: Duration) -> Result<Option<RunView>, EngineError> {
        Ok(self.runs.wait(run, at_most).await?)
    }

    /// A run as it is on disk.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn run(&self, run: RunId) -> Result<RunView, EngineError> {
        Ok(self.runs.run(run).await?)
    }

    /// Runs by what is known of them, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn runs(&self, filter: HeadFilter) -> Result<Vec<RunHead>, EngineError> {
        Ok(self.runs.runs(filter).await?)
    }

    /// A run's journal, in order.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn journal(&self, run: RunId) -> Result<Vec<(Entry, Record)>, EngineError> {
        Ok(self.runs.journal(run).await?)
    }

    /// What each task of a run was given and gave: the run is executed again in the sandbox, as far as its journal goes, and
    /// never live.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn trace(&self, reader: &Principal, run: RunId) -> Result<RunTrace, EngineError> {
        Ok(self.runs.trace(reader, run).await?)
    }

    /// Ends a run. It is cancelled, and that is on disk, when this returns. It sends nothing more at once; a write under way has
    /// ten seconds to answer, none with `force`.
    ///
    /// # Errors
    /// `NotFound`; `HasEnded` when it ended otherwise before; `Busy` when the run stands still for now.
    pub async fn cancel(&self, _who: &Principal, run: RunId, force: bool) -> Result<(), EngineError> {
        Ok(self.runs.cancel_for(run, force).await?)
    }

    /// Suspends a run: it starts no effect, and none of its timers fires, until it continues. That is on disk when this returns.
    /// The first suspension counts.
    ///
    /// # Errors
    /// `NotFound`; `NoReason`; `HasEnded`; `Busy` when the run stands still for now, or is being cancelled.
    pub async fn suspend(&self, who: &Principal, run: RunId, reason: &str) -> Result<(), EngineError> {
        Ok(self.runs.suspend(who, run, reason).await?)
    }

    /// Lets a suspended run continue exactly where it was. That is on disk when this returns. One that is not suspended goes on
    /// as it does.
    ///
    /// # Errors
    /// `NotFound`; `HasEnded`; `Busy` when the run stands still for now.
    pub async fn resume(&self, who: &Principal, run: RunId) -> Result<(), EngineError> {
        Ok(self.runs.resume(who, run).await?)
    }

    /// What running a run again would do. Nothing is started.
    ///
    /// # Errors
    /// `NotFound`; `NotEnded`; `NoRerun`; the catalog's for the version.
    pub async fn plan_rerun(&self, run: RunId, asked: &RerunAsked) -> Result<RerunPlan, EngineError> {
        Ok(self.runs.plan_rerun(run, asked).await?)
    }

    /// Runs a run again, as `who`. `confirm` is the digest of the plan that was shown. With an idempotency key, the same
    /// request again joins the new run.
    ///
    /// # Errors
    /// As [`Engine::plan_rerun`], `Changed` where it is not what was shown, and those of a start.
    pub async fn rerun(
        &self,
        who: &Principal,
        run: RunId,
        asked: &RerunAsked,
        confirm: &str,
        key: Option<&str>,
    ) -> Result<StartedRun, EngineError> {
        Ok(self.runs.rerun(who, run, asked, confirm, key).await?)
    }

    /// What a bulk action would do to the runs of these filters that `may` lets through. Nothing is done.
    ///
    /// # Errors
    /// The store's.
    pub async fn plan_bulk(
        &self,
        who: &Principal,
        action: &BulkAction,
        filters: Vec<HeadFilter>,
        may: MayAct<'_>,
    ) -> Result<BulkPlan, EngineError> {
        Ok(self.runs.plan_bulk(who, action, filters, may).await?)
    }

    /// Does what was shown, to exactly the runs that were shown, once. A run that has changed meanwhile is left as it is.
    ///
    /// # Errors
    /// `Changed` where the digest is not one that this person was shown of late for this action.
    pub async fn bulk(
        &self,
        who: &Principal,
        action: &BulkAction,
        digest: &str,
        may: MayAct<'_>,
    ) -> Result<Vec<BulkDone>, EngineError> {
        Ok(self.runs.bulk(who, action, digest, may).await?)
    }

    /// Equal failures as cases, those with the newest failure first; true: older runs were not read.
    ///
    /// # Errors
    /// The store's.
    pub async fn failure_cases(
        &self,
        filters: Vec<HeadFilter>,
    ) -> Result<(Vec<FailureCase>, bool), EngineError> {
        Ok(self.runs.failure_cases(filters).await?)
    }

    /// Changes what people say of a failure case.
    ///
    /// # Errors
    /// `NotFound` where no run failed like that; `Conflict` where somebody changed it at the same moment.
    pub async fn handle_failures(
        &self,
        who: &Principal,
        workflow: (&str, &str),
        id: &str,
        change: HandlingChange,
    ) -> Result<FailureCase, EngineError> {
        Ok(self.runs.handle_failures(who, workflow, id, change).await?)
    }

    /// Lets a run go on although its token was revoked or its principal disabled, now or later. The first adoption counts.
    ///
    /// # Errors
    /// `NotFound`; `NotYours` for anybody but the owner of its workflow, the deputy and IT; `HasEnded`.
    pub async fn adopt(&self, who: &Principal, run: RunId, reason: String) -> Result<Adoption, EngineError> {
        let changing = self.rules.lock().await;
        Ok(self.runs.adopt(&changing, who, run, reason).await?)
    }

    /// Notifies those who answer for them of unfinished runs whose token was revoked or whose principal was disabled, by workflow:
    /// those that `token` started, or `principal` with any token.
    ///
    /// # Errors
    /// The store's.
    pub async fn tell_of_withdrawn(
        &self,
        token: Option<&str>,
        principal: Option<&str>,
    ) -> Result<(), EngineError> {
        Ok(self.runs.tell_of_withdrawn(token, principal).await?)
    }

    /// Every held call, those that wait longest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn holds(&self, namespace: Option<&str>) -> Result<Vec<HeldCall>, EngineError> {
        Ok(self.runs.holds(namespace).await?)
    }

    /// A held call, or one that was held: `settled` says what became of it then.
    ///
    /// # Errors
    /// `NotFound` when it never was.
    pub async fn held(&self, run: RunId, effect: u64) -> Result<HeldCall, EngineError> {
        Ok(self.runs.held(run, effect).await?)
    }

    /// The digest of what matters to a decision about a call. What is shown with it is remembered.
    pub fn hold_digest(&self, call: &HeldCall) -> String {
        self.runs.hold_digest(call)
    }

    /// Releases a held call for the rules that `who` may release it for. Once all its rules are satisfied it is evaluated again,
    /// and goes out if it still may. Returns when that is on disk.
    ///
    /// # Errors
    /// `NotFound` when it was never held, `HoldSettled` when it is not any more, `NotYours`, `Changed` when it is not
    /// what was shown.
    pub async fn release(
        &self,
        who: &Principal,
        run: RunId,
        effect: u64,
        asked: HoldAsked,
    ) -> Result<(), EngineError> {
        Ok(self.runs.release(who, run, effect, asked).await?)
    }

    /// Declines a held call: the workflow sees an error it may catch.
    ///
    /// # Errors
    /// As [`Engine::release`].
    pub async fn decline(
        &self,
        who: &Principal,
        run: RunId,
        effect: u64,
        asked: HoldAsked,
    ) -> Result<(), EngineError> {
        Ok(self.runs.decline(who, run, effect, asked).await?)
    }

    /// Makes a case of a run that has ended: the same definition passes it. Values with labels that `may_view` does not let
    /// through are left out, and listed.
    ///
    /// # Errors
    /// `NotFound`, `NoCase`.
    pub async fn fixture(
        &self,
        run: RunId,
        may_view: &(dyn Fn(&[String]) -> bool + Sync),
    ) -> Result<Fixture, EngineError> {
        let head = self.run(run).await?.head;
        let records: Vec<Record> = self.journal(run).await?.into_iter().map(|(_, record)| record).collect();
        Ok(Fixture::of(&head, &records, may_view)?)
    }

    /// Takes events in, in order; returns when each is on disk, and on its way to the runs that listen for it.
    ///
    /// # Errors
    /// The store's. `ForeignSource`. `Internal` for what [`SentEvent::check`] refuses.
    pub async fn send_events(
        &self,
        who: &Principal,
        events: Vec<SentEvent>,
    ) -> Result<Vec<AcceptedEvent>, EngineError> {
        self.runs.check_open()?;
        let labels = |event: &Value| self.rules.label_event(None, event, Vec::new());
        Ok(self.events.take_in(who, events, || self.runs.now(), labels).await?)
    }

    /// The receipt of a run.
    ///
    /// # Errors
    /// `NotFound`; `NotEnded`.
    pub async fn receipt(&self, who: &Principal, run: RunId) -> Result<MadeReceipt, EngineError> {
        let Self { rules, catalog, runs, .. } = self;
        Ok(Maker { rules, catalog, runs }.receipt(who, run).await?)
    }
}
