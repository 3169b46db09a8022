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

impl Turn {
    /// The place of a run that has begun.
    pub(crate) fn begun(self) -> Option<Pass> {
        match self {
            Self::Begun(pass) => Some(pass),
            Self::Free | Self::Waits(_) => None,
        }
    }
}

impl Runs {
    /// What an interrupted run has of its workflow. Those that had begun count before any other begins.
    pub(crate) async fn turn_of(&self, head: &RunHead, known: &mut Turns) -> Turn {
        let WorkflowRef { namespace, name, version, digest } = &head.workflow;
        let limit = match known.0.get(digest) {
            Some(limit) => *limit,
            None => {
                let version = self.catalog.version(namespace, name, Some(version)).await;
                let limit =
                    version.ok().and_then(|version| self.turns_of_runs(&self.rules.limits(&version.subject)));
                known.0.insert(digest.clone(), limit);
                limit
            }
        };
        match limit.filter(|_| !head.draft && head.parent.is_none()) {
            None => Turn::Free,
            Some(capacity) if head.length > 1 => {
                Turn::Begun(self.gates.begin_again(format!("{namespace}/{name}"), &capacity))
            }
            Some(capacity) => Turn::Waits(capacity),
        }
    }

    /// Waits for the turn of a run whose start alone is on disk. A message ends the wait: whoever cancels the run does not wait
    /// for others.
    pub(crate) async fn await_turn(
        &self,
        turn: Turn,
        head: &RunHead,
        live: &Live,
        inbox: &mut UnboundedReceiver<Message>,
    ) -> Option<Pass> {
        let capacity = match turn {
            Turn::Free => return None,
            Turn::Begun(pass) => return Some(pass),
            Turn::Waits(capacity) => capacity,
        };
        let workflow = format!("{}/{}", head.workflow.namespace, head.workflow.name);
        let party = Party { principal: head.principal.as_str().into(), awaited: false };
        let (told, answer) = tokio::sync::oneshot::channel();
        let asked = self.gates.ask_to_begin(workflow, &capacity, party, move |pass| {
            // The run may be cancelled.
            let _ = told.send(pass);
        });
        match asked {
            Asked::Passed(pass) => Some(pass),
            Asked::Refused(_) => None,
            Asked::Waits(_waiting) => tokio::select! {
                pass = answer => pass.ok().and_then(Result::ok),
                message = inbox.recv() => {
                    message.into_iter().for_each(|message| live.tell(message));
                    None
                }
            },
        }
    }
}
