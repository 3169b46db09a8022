//! After a restart: which runs have begun and count among those of their workflow, and which still wait for their turn.

use std::collections::HashMap;

use tokio::sync::mpsc::UnboundedReceiver;
use towpath_integrations::Capacity;
use towpath_journal::{RunHead, WorkflowRef};

use crate::runs::Runs;
use crate::runs::gates::{Asked, Party, Pass};
use crate::runs::live::{Live, Message};

/// How the runs of a workflow are limited, by its digest: read once for all of its runs.
#[derive(Default)]
pub(crate) struct Turns(HashMap<String, Option<Capacity>>);

/// What a run that is taken up has of a limited workflow.
pub(crate) enum Turn {
    /// It does not count.
    Free,
    /// It has begun and counts.
    Begun(Pass),
    /// Its start alone is on disk: it waits.
    Waits(Capacity),
}

/// Its place among the runs of its workflow, if these are limited.
pub(crate) type Slot = Option<Pass>;

impl Runs {
    /// How the runs of a workflow are limited now.
    pub(crate) async fn limit_of(&self, workflow: &WorkflowRef, known: &mut Turns) -> Option<Capacity> {
        let WorkflowRef { namespace, name, version, digest } = workflow;
        if let Some(limit) = known.0.get(digest) {
            return *limit;
        }
        let version = self.catalog.version(namespace, name, Some(version)).await;
        let limit = version.ok().and_then(|version| self.turns_of_runs(&self.rules.limits(&version.subject)));
        known.0.insert(digest.clone(), limit);
        limit
    }

    /// What an interrupted run has of its workflow. Those that had begun count before any other begins.
    pub(crate) async fn turn_of(&self, head: &RunHead, known: &mut Turns) -> Turn {
        let WorkflowRef { namespace, name, .. } = &head.workflow;
        match self.limit_of(&head.workflow, known).await.filter(|_| !head.draft && head.parent.is_none()) {
            None => Turn::Free,
            Some(capacity) if head.length > 1 => {
                Turn::Begun(self.gates.begin_again(format!("{namespace}/{name}"), &capacity))
            }
            Some(capacity) => Turn::Waits(capacity),
        }
    }

    /// Waits for the turn of a run whose start alone is on disk. Whoever cancels or suspends it does not wait for others: it is
    /// taken up for that, and counts. `None`: the server stops.
    pub(crate) async fn await_turn(
        &self,
        turn: Turn,
        head: &RunHead,
        live: &Live,
        inbox: &mut UnboundedReceiver<Message>,
    ) -> Option<Slot> {
        let capacity = match turn {
            Turn::Free => return Some(None),
            Turn::Begun(pass) => return Some(Some(pass)),
            Turn::Waits(capacity) => capacity,
        };
        let workflow = format!("{}/{}", head.workflow.namespace, head.workflow.name);
        let party = Party { principal: head.principal.as_str().into(), awaited: false };
        let (told, mut answer) = tokio::sync::oneshot::channel();
        let asked = self.gates.ask_to_begin(workflow.clone(), &capacity, party, move |pass| {
            // The run may be cancelled.
            let _ = told.send(pass);
        });
        let _waiting = match asked {
            Asked::Passed(pass) => return Some(Some(pass)),
            Asked::Refused(_) => return Some(None),
            Asked::Waits(waiting) => waiting,
        };
        loop {
            tokio::select! {
                biased;
                message = inbox.recv() => match message {
                    None | Some(Message::Stop) => return None,
                    // It is not suspended.
                    Some(Message::Continue { done, .. }) => {
                        let _ = done.send(false);
                    }
                    Some(message) => {
                        live.tell(message);
                        return Some(Some(self.gates.begin_again(workflow, &capacity)));
                    }
                },
                pass = &mut answer => {
                    // A run before it has stopped with the server, and not ended: the next server begins this one.
                    return (!self.is_closing()).then(|| pass.ok().and_then(Result::ok));
                }
            }
        }
    }
}
