//! Taking interrupted runs up again: each is replayed from its journal and goes on under a higher term.

use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use towpath_journal::{Action, Input, Record, Recovery, RunHead, RunId, Started, Status, WorkflowRef};
use towpath_policies::Decision;
use towpath_sandbox::Instance;

use crate::fault::Fault;
use crate::runs::asleep::{SLEEPS_FROM, Woken};
use crate::runs::context::RunContext;
use crate::runs::drive::writer::Writer;
use crate::runs::drive::{Driver, Pinned};
use crate::runs::gates::Pass;
use crate::runs::live::{Live, Message, Stage};
use crate::runs::turns::{Turn, Turns};
use crate::runs::{Runs, RunsError};

/// How long to wait before a recovery that failed is tried again.
pub(super) const AGAIN: Duration = Duration::from_secs(5);

/// What a run is taken up for.
#[derive(Debug)]
pub(crate) enum TakeUp {
    /// To go on, with its place among the runs of its workflow, if these are limited.
    ToGoOn(Option<Pass>),
    /// To be cancelled, before any effect of it goes out.
    ToCancel,
}

/// A run whose journal was replayed in a fresh sandbox.
pub(crate) struct Replayed {
    head: RunHead,
    pinned: Pinned,
    pub(crate) recovery: Recovery,
    instance: Instance,
    /// How many steps the sandbox was given.
    fed: usize,
    /// The decision that refused its answer.
    refused: Option<Decision>,
    /// The time at which it goes on, in milliseconds since the Unix epoch.
    now: i64,
    /// Nobody waits for it any more.
    is_abandoned: bool,
}

impl Runs {
    /// Takes every unfinished run up: those that sleep when their time comes, all others now.
    pub(crate) async fn recover_all(&self) -> Result<(), RunsError> {
        let mut known = Turns::default();
        let mut interrupted = self.load_sleepers(&mut known).await?;
        for head in self.store.awake().await? {
            interrupted.push((self.turn_of(&head, &mut known).await, head));
        }
        if !interrupted.is_empty() {
            tracing::info!(runs = interrupted.len(), "taking up interrupted runs");
        }
        for (turn, head) in interrupted {
            // Listed at once, so that callers find a driver for the run.
            let woken = Woken::new(head.run, self.allowance.count_run(&head.workflow.namespace));
            match self.live.lock().entry(head.run) {
                // In both lists, because it fell asleep or woke meanwhile.
                Entry::Occupied(_) => continue,
                Entry::Vacant(place) => place.insert(Arc::clone(&woken.live)),
            };
            tokio::spawn(self.clone().take_up(head, turn, woken, ()));
        }
        self.wake_sleepers();
        Ok(())
    }

    /// Takes a run up when it has something to do. `place` is given back once it is driven, or where it has to wait for something.
    pub(super) async fn take_up<P: Send + 'static>(self, head: RunHead, turn: Turn, woken: Woken, place: P) {
        let Woken { run, live, mut inbox, heard } = woken;
        let only_waits = head.is_asleep() && head.wake_at.is_some_and(|at| at > self.context.now());
        let waits = only_waits && !head.listens || head.parent.is_some();
        let place = (!waits).then_some(place);
        let may_sleep = matches!(turn, Turn::Free) && !head.draft;
        if self.sleep_until(&head, (&live, &mut inbox), may_sleep).await {
            return;
        }
        // Before a place in the sandbox is taken: the parent run may need one.
        self.await_parent(&head).await;
        let Some(slot) = self.await_turn(turn, &head, &live, &mut inbox).await else {
            return self.forget(run, &live);
        };
        let who = crate::runs::drive::feeding::share_of_sandbox(&head.workflow.namespace, &head.principal);
        let turn = self.sandbox.turn(&who).await;
        self.recover(run, live, inbox, ((turn, place), slot, heard)).await;
    }
}

impl Runs {
    /// Waits until the run has something to do. A run that listens has, a message wakes one that waits, and nothing else a suspended
    /// one. True: nobody waits for it any more, and it sleeps again.
    async fn sleep_until(
        &self,
        head: &RunHead,
        (live, inbox): (&Arc<Live>, &mut UnboundedReceiver<Message>),
        may_sleep: bool,
    ) -> bool {
        let wake_at = match head.status {
            // Only a person wakes it.
            Status::Suspended => i64::MAX,
            Status::Waiting if !head.listens => head.wake_at.unwrap_or(0),
            _ => return false,
        };
        // A run below it need not wait for it.
        if head.status == Status::Suspended {
            live.caught_up();
        }
        let clock = self.context.clock();
        loop {
            let look = if may_sleep && head.is_asleep() { clock.now() + SLEEPS_FROM } else { i64::MAX };
            tokio::select! {
                biased;
                () = clock.sleep_until(wake_at.min(look)) => {
                    if clock.now() >= wake_at {
                        return false;
                    }
                    if self.put_to_sleep(head, wake_at, live, inbox) {
                        return true;
                    }
                }
                message = inbox.recv() => {
                    message.into_iter().for_each(|message| live.tell(message));
                    return false;
                }
            }
        }
    }

    /// Takes a run up again after a while, because the store or the sandbox failed, unless it was taken up meanwhile.
    pub(crate) fn recover_later(&self, run: RunId, after: Duration) {
        let runs = self.clone();
        tokio::spawn(async move {
            runs.context.clock().sleep(after).await;
            if runs.is_closing() || runs.is_paused() {
                return;
            }
            let (live, mut inbox) = Live::new(Stage::Durable);
            match runs.live.lock().entry(run) {
                // At the end of the pause every run was taken up.
                Entry::Occupied(_) => return,
                Entry::Vacant(place) => place.insert(Arc::clone(&live)),
            };
            let slot = match runs.store.head(run).await {
                Ok(Some(head)) => {
                    // At the end of the pause it may have been listed as asleep.
                    runs.is_driven(&head);
                    let turn = runs.turn_of(&head, &mut Turns::default()).await;
                    runs.await_turn(turn, &head, &live, &mut inbox).await
                }
                _ => Some(None),
            };
            let Some(slot) = slot else { return runs.forget(run, &live) };
            runs.recover(run, live, inbox, ((), slot, 0)).await;
        });
    }

    fn recover<P: Send + 'static>(
        self,
        run: RunId,
        live: Arc<Live>,
        inbox: UnboundedReceiver<Message>,
        (permit, slot, heard): (P, Option<Pass>, u64),
    ) -> futures_util::future::BoxFuture<'static, ()> {
        Box::pin(async move {
            let prepared = self.prepare_recovery(run, &live, inbox, TakeUp::ToGoOn(slot)).await;
            drop(permit);
            match prepared {
                Ok(Some((driver, actions))) => driver.heard_until(heard).drive(actions).await,
                Ok(None) => self.forget(run, &live),
                Err(error) => {
                    tracing::error!(%run, "the run could not be taken up: {error}");
                    self.forget(run, &live);
                    live.reach(Stage::Stalled);
                    if matches!(error, RunsError::Fault(Fault::Store(_))) {
                        self.recover_later(run, AGAIN);
                    }
                }
            }
        })
    }

    pub(crate) async fn prepare_recovery(
        &self,
        run: RunId,
        live: &Arc<Live>,
        inbox: UnboundedReceiver<Message>,
        purpose: TakeUp,
    ) -> Result<Option<(Driver, Vec<Action>)>, RunsError> {
        let Some(replayed) = self.replay_journal(run).await? else { return Ok(None) };
        let Replayed { mut head, pinned, mut recovery, instance, fed, refused, now, is_abandoned } = replayed;
        live.count(self.allowance.count_run(&head.workflow.namespace));
        head.term += 1;
        let (is_cancelled, slot) = match purpose {
            TakeUp::ToGoOn(slot) => (false, slot),
            TakeUp::ToCancel => (true, None),
        };
        let is_over = is_abandoned || is_cancelled;
        if is_over {
            recovery.cancel();
        }
        let (mut machine, mut actions) = recovery.go_on(now);
        if is_over {
            // Before any effect goes out: the run is abandoned.
            actions.retain(|action| matches!(action, Action::Commit { .. } | Action::Abandon(_)));
            actions.extend(machine.apply(now, 0, Input::Cancel { within: 0 }));
        }
        let writer = Writer::new(self.clone(), Arc::clone(live), head, None);
        let driver = Driver::new(self.clone(), pinned, (Arc::clone(live), inbox), machine, writer);
        Ok(Some((driver.taken_up(instance, fed, refused, slot), actions)))
    }

    /// Replays the journal of a run in a fresh sandbox. Nothing is sent or written. `None`: the run has ended.
    pub(crate) async fn replay_journal(&self, run: RunId) -> Result<Option<Replayed>, RunsError> {
        let Some(head) = self.store.head(run).await? else {
            return Ok(None);
        };
        let records = crate::runs::lookup::decode_all(&self.journal_of(run).await?)?;
        let Some(Record::Started(started)) = records.first().cloned() else {
            return Err(Fault::Internal(format!("the journal of {run} has no start")).into());
        };
        let is_abandoned = self.is_abandoned(&started).await?;
        let context = self.context_of(&started, &records).await?;
        let fault =
            |error: towpath_journal::RecoveryError| RunsError::Fault(Fault::Internal(error.to_string()));
        let Some(mut recovery) = Recovery::read(records).map_err(fault)? else {
            return Ok(None);
        };
        let pinned = Pinned::of(run, &started, context);
        let mut replay = self.replay(&pinned, Duration::ZERO).await?;
        let steps = recovery.steps().to_vec();
        let mut now = recovery.now();
        let mut refused = None;
        for (index, step) in steps.iter().enumerate() {
            let mut reply = replay.step(step).await?;
            if index + 1 == steps.len() && !recovery.stands_still() {
                now = now.max(self.context.now());
                let answered = self.evaluate_answer(&pinned.context, recovery.run_labels(), &mut reply, now);
                refused = answered.and_then(|(answered, refused)| {
                    recovery.evaluate_answer(answered);
                    refused
                });
            }
            recovery.replied(reply).map_err(fault)?;
        }
        let (instance, fed) = (replay.done(), steps.len());
        Ok(Some(Replayed { head, pinned, recovery, instance, fed, refused, now, is_abandoned }))
    }

    /// The context of a recovered run: the caller as evaluated at its start, the workflow as it is pinned.
    pub(super) async fn context_of(
        &self,
        started: &Started,
        records: &[Record],
    ) -> Result<RunContext, RunsError> {
        if let Some(kept) = &started.trial {
            let (version, answers) = self.kept_draft(kept, records).await?;
            return Ok(RunContext::of_started(&version, started).of_draft(answers));
        }
        let WorkflowRef { namespace, name, version, .. } = &started.workflow;
        let version = self.catalog.version(namespace, name, Some(version)).await?;
        let mut context = RunContext::of_started(&version, started);
        if let Some(rerun) = &started.rerun {
            context.repeats = Some(Arc::new(self.recorded(rerun).await?));
        }
        Ok(context)
    }
}
