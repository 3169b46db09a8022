//! Taking interrupted runs up again: each is replayed from its journal and goes on under a higher term.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use towpath_journal::{Action, Input, Record, Recovery, RunHead, RunId, Started, Status, WorkflowRef};

use crate::clock::until;
use crate::drive::{Driver, Pinned};
use crate::engine::{Engine, Inner};
use crate::guard::Asker;
use crate::live::{Live, Message, Stage};
use crate::types::EngineError;

/// How long to wait before a recovery that failed is tried again.
const AGAIN: Duration = Duration::from_secs(5);

impl Engine {
    /// Takes every unfinished run up: those that wait for a later time when it comes, all others now.
    pub(crate) async fn recover_all(&self) -> Result<(), EngineError> {
        let heads = self.inner.store.unfinished().await?;
        if heads.is_empty() {
            return Ok(());
        }
        tracing::info!(runs = heads.len(), "taking up interrupted runs");
        for head in heads {
            let inner = Arc::clone(&self.inner);
            // Listed at once, so that nobody who asks for the run believes that nothing drives it.
            let (live, mut inbox) = Live::new(Stage::Durable);
            live.count(self.inner.underway.count(&head.workflow.namespace));
            self.inner.live.lock().insert(head.run, Arc::clone(&live));
            tokio::spawn(async move {
                inner.sleep_until(&head, &live, &mut inbox).await;
                // Before a place is taken: the run above may need one.
                inner.await_parent(&head).await;
                let who = crate::drive::feeding::who(&head.workflow.namespace, &head.principal);
                let turn = inner.sandbox.turn(&who).await;
                inner.recover(head.run, live, inbox, turn).await;
            });
        }
        Ok(())
    }
}

impl Inner {
    /// Until the run has something to do. One that listens must be there to hear, and whoever says something to a
    /// run that sleeps wakes it.
    async fn sleep_until(&self, head: &RunHead, live: &Live, inbox: &mut UnboundedReceiver<Message>) {
        if head.status != Status::Waiting || head.listens {
            return;
        }
        tokio::select! {
            () = until(&*self.clock, head.wake_at.unwrap_or(0)) => {}
            message = inbox.recv() => message.into_iter().for_each(|message| live.tell(message)),
        }
    }

    /// Takes a run up again after a while, because the store or the sandbox failed.
    pub(crate) fn recover_later(self: &Arc<Self>, run: RunId, after: Duration) {
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            if inner.closing.load(Ordering::Acquire) {
                return;
            }
            let (live, inbox) = Live::new(Stage::Durable);
            inner.live.lock().insert(run, Arc::clone(&live));
            inner.recover(run, live, inbox, ()).await;
        });
    }

    fn recover<P: Send + 'static>(
        self: Arc<Self>,
        run: RunId,
        live: Arc<Live>,
        inbox: UnboundedReceiver<Message>,
        permit: P,
    ) -> futures_util::future::BoxFuture<'static, ()> {
        Box::pin(async move {
            let prepared = self.prepare_recovery(run, &live, inbox).await;
            drop(permit);
            match prepared {
                Ok(Some((driver, actions))) => driver.drive(actions).await,
                Ok(None) => self.forget(run, &live),
                Err(error) => {
                    tracing::error!(%run, "the run could not be taken up: {error}");
                    self.forget(run, &live);
                    live.reach(Stage::Stalled);
                    if matches!(error, EngineError::Store(_)) {
                        self.recover_later(run, AGAIN);
                    }
                }
            }
        })
    }

    async fn prepare_recovery(
        self: &Arc<Self>,
        run: RunId,
        live: &Arc<Live>,
        inbox: UnboundedReceiver<Message>,
    ) -> Result<Option<(Driver, Vec<Action>)>, EngineError> {
        let Some(mut head) = self.store.head(run).await? else {
            return Ok(None);
        };
        let records = crate::runs::decode_all(&self.journal_of(run).await?)?;
        let Some(Record::Started(started)) = records.first().cloned() else {
            return Err(EngineError::Internal(format!("the journal of {run} has no start")));
        };
        live.count(self.underway.count(&head.workflow.namespace));
        let is_abandoned = self.is_abandoned(&started).await?;
        let asker = self.asker(&started, &records).await?;
        let fault = |error: towpath_journal::RecoveryError| EngineError::Internal(error.to_string());
        let Some(mut recovery) = Recovery::read(records).map_err(fault)? else {
            return Ok(None);
        };
        let pinned = Pinned::of(run, &started, asker);
        let mut replay = self.replay(&pinned, Duration::ZERO).await?;
        let steps = recovery.steps().to_vec();
        let mut now = recovery.now();
        let mut refused = None;
        for (index, step) in steps.iter().enumerate() {
            let mut reply = replay.step(step).await?;
            if index + 1 == steps.len() {
                now = now.max(self.clock.now());
                let answered = self.judge_answer(&pinned.asker, recovery.run_labels(), &mut reply, now);
                refused = answered.and_then(|(answered, refused)| {
                    recovery.judge_answer(answered);
                    refused
                });
            }
            recovery.replied(reply).map_err(fault)?;
        }
        let instance = replay.done();
        head.term += 1;
        let (mut machine, mut actions) = recovery.go_on(now);
        if is_abandoned {
            // Before anything of it goes out: nobody waits for it any more.
            actions.retain(|action| matches!(action, Action::Commit { .. } | Action::Abandon(_)));
            actions.extend(machine.apply(now, 0, Input::Cancel));
        }
        let mut driver = Driver::new(
            Arc::clone(self),
            pinned,
            Arc::clone(live),
            inbox,
            machine,
            head,
            Some(instance),
            None,
            steps.len(),
        );
        driver.response = refused;
        Ok(Some((driver, actions)))
    }

    /// Who a recovered run acts for: the caller as judged at its start, the workflow as it is pinned.
    async fn asker(&self, started: &Started, records: &[Record]) -> Result<Asker, EngineError> {
        if let Some(kept) = &started.trial {
            let (version, trial) = self.kept_draft(kept, records).await?;
            return Ok(Asker { trial: Some(trial), ..Asker::of_started(&version, started)? });
        }
        let WorkflowRef { namespace, name, version, .. } = &started.workflow;
        let version = self.version(namespace, name, Some(version)).await?;
        Asker::of_started(&version, started)
    }
}
