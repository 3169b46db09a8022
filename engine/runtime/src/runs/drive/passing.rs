//! The gates that a run passes: that of its workflow before its first step, and that of an integration before each call.
//!
//! A call passes after it was allowed and before its intent is written. One that has to wait is decided on again when its turn
//! has come.

use std::sync::Arc;

use towpath_integrations::Prepared;
use towpath_journal::{Action, Clearance, Consequence, Input};
use towpath_wire::{CallEffect, Effect, EffectKind};

use super::{Driver, Stop};
use crate::runs::effects::{Evaluated, refused};
use crate::runs::gates::{Asked, Party, Pass, Refusal, refusal_of_gate};
use crate::runs::live::Message;

impl Driver {
    /// Whose turn it is in front of a gate.
    fn party(&self) -> Party {
        let principal = self.pinned.who.principal.clone();
        Party { principal, awaited: self.pinned.context.awaited }
    }

    /// Lets a call that may be sent pass the gate of its integration. `None`: it waits for its turn.
    pub(super) fn pass_gate(&mut self, effect: &Effect, evaluated: Evaluated) -> Option<Evaluated> {
        let id = effect.id;
        let goes_out =
            matches!(evaluated.clearance, Clearance::Send(Consequence::Read | Consequence::Write { .. }));
        let (true, EffectKind::Call(call), Some(prepared)) = (goes_out, &effect.kind, &evaluated.prepared)
        else {
            // What it had passed for is not sent.
            self.passed.remove(&id);
            return Some(evaluated);
        };
        match self.passed.remove(&id) {
            Some(Ok(pass)) => {
                self.passed.insert(id, Ok(pass));
                return Some(evaluated);
            }
            Some(Err(refusal)) => return Some(self.refused_at_gate(call, prepared, &refusal)),
            None => {}
        }
        let Some(capacity) = self.runs.rules.integrations().capacity(&call.integration) else {
            return Some(evaluated);
        };
        let live = Arc::clone(&self.live);
        let told = move |answer| live.tell(Message::Admitted { effect: id, answer });
        match self.runs.gates.ask_to_call(prepared, &capacity, self.party(), told) {
            Asked::Passed(pass) => {
                self.passed.insert(id, Ok(pass));
                Some(evaluated)
            }
            Asked::Waits(waiting) => {
                self.queued.insert(id, waiting);
                None
            }
            Asked::Refused(refusal) => Some(self.refused_at_gate(call, prepared, &refusal)),
        }
    }

    /// What the system said to others counts as what it says: the error has the labels of the operation.
    fn refused_at_gate(&self, call: &CallEffect, prepared: &Prepared, refusal: &Refusal) -> Evaluated {
        let mut problem = refusal_of_gate(&call.integration, refusal, self.runs.context.now());
        problem.label(prepared.operation().labels());
        refused(problem)
    }

    /// The turn of a call has come, or its system is away. An answer that nobody waits for any more is dropped, and with it the
    /// pass.
    pub(super) fn admitted(&mut self, effect: u64, answer: Result<Pass, Refusal>) -> Option<Input> {
        self.queued.remove(&effect)?;
        self.passed.insert(effect, answer);
        Some(Input::Admitted { effect })
    }

    /// Before the first step of a run whose workflow may have only so many: waits until others have ended. The start is on disk
    /// meanwhile. What is left to do is added to `actions`.
    pub(super) async fn await_turn(&mut self, actions: &mut Vec<Action>) -> Result<(), Stop> {
        let Some(capacity) = self.pinned.turns.filter(|_| self.slot.is_none()) else { return Ok(()) };
        let (told, mut answer) = tokio::sync::oneshot::channel();
        let (gates, workflow) = (&self.runs.gates, self.pinned.workflow());
        let asked = gates.ask_to_begin(workflow, &capacity, self.party(), move |pass| {
            // The run may be cancelled.
            let _ = told.send(pass);
        });
        let _waiting = match asked {
            Asked::Passed(pass) => {
                self.slot = Some(pass);
                return Ok(());
            }
            Asked::Refused(_) => return Ok(()),
            Asked::Waits(waiting) => waiting,
        };
        for action in self.machine.write_start() {
            self.act_while_queued(action).await?;
        }
        self.writer.rest();
        let clock = Arc::clone(self.runs.context.clock());
        loop {
            let too_late = clock.sleep_until(self.machine.wake_at());
            let input = tokio::select! {
                biased;
                length = self.writer.written() => Some(Input::Durable { length: length? }),
                pass = &mut answer => {
                    // The run before it has stopped with the server, and not ended: the next server begins this one.
                    if self.runs.is_closing() {
                        self.writer.settle().await;
                        return Err(Stop::Closing);
                    }
                    self.slot = pass.ok().and_then(Result::ok);
                    self.writer.announce();
                    return Ok(());
                }
                message = self.inbox.recv() => match message {
                    Some(Message::Cancel { within, done }) => {
                        self.cancelling.push(done);
                        Some(Input::Cancel { within })
                    }
                    Some(Message::Suspend { by, reason, done }) => self.suspend_asked(by, reason, done),
                    Some(Message::Continue { by, done }) => self.continue_asked(by, done),
                    Some(Message::Stop) | None => {
                        self.writer.settle().await;
                        return Err(Stop::Closing);
                    }
                    // No effect has begun.
                    Some(_) => None,
                },
                () = too_late => Some(Input::Woken),
            };
            let Some(input) = input else { continue };
            let next = self.apply(input);
            if self.machine.has_outcome() {
                // It ends without its first step.
                *actions = next;
                return Ok(());
            }
            for action in next {
                self.act_while_queued(action).await?;
            }
        }
    }

    async fn act_while_queued(&mut self, action: Action) -> Result<(), Stop> {
        if let Some(Input::Durable { length }) = self.act(action).await? {
            self.unheard = Some(length);
        }
        Ok(())
    }
}
