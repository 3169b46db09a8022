//! What a run may do, hear and answer, asked of the policies when it comes to it, and what people say of calls that wait.

use tokio::sync::oneshot;
use towpath_journal::Input;
use towpath_policies::Decision;
use towpath_wire::{Effect, Outcome, Problem, Reply};

use super::Driver;
use crate::events::StoredEvent;
use crate::guard::{listen_access, refusal, respond_access};
use crate::live::HoldAnswer;

impl Driver {
    /// Answering is an access like any other: what may not be answered ends the run in a refusal instead.
    pub(super) fn judge_response(&mut self, reply: &mut Reply) {
        let labels = match &mut reply.outcome {
            Some(Outcome::Completed { labels, .. }) => labels,
            Some(Outcome::Faulted { error }) if error.raised && !error.labels.is_empty() => {
                self.judge_raised(error);
                return;
            }
            _ => return,
        };
        let access = respond_access(labels, self.machine.run_labels());
        let decision = self.inner.decide(&self.pinned.asker, &access, &[]);
        if !self.may_answer(&decision, labels) {
            reply.outcome = Some(Outcome::Faulted { error: refusal(&decision) });
            self.machine.refuse_response(serde_json::to_value(&decision).unwrap_or_default());
            self.response = Some(decision);
        }
    }

    fn may_answer(&self, decision: &Decision, labels: &[String]) -> bool {
        match &self.pinned.asker.trial {
            Some(trial) => trial.may_answer(decision, labels),
            None => decision.is_allowed(),
        }
    }

    /// An error that is raised for the caller says nothing that may not be answered: its text is left out then.
    fn judge_raised(&self, error: &mut Problem) {
        let access = respond_access(&error.labels, self.machine.run_labels());
        let decision = self.inner.decide(&self.pinned.asker, &access, &[]);
        if !self.may_answer(&decision, &error.labels) {
            error.title = None;
            error.detail = Some("the text of this error may not be answered".to_owned());
            error.instance = None;
        }
    }

    pub(super) fn judge(&mut self, effect: &Effect) -> Option<Input> {
        let signatures = self.machine.signed_for(effect.id);
        let asker = &self.pinned.asker;
        let judged = self.inner.judge(asker, &effect.kind, self.machine.run_labels(), &signatures)?;
        // What is held is prepared anew when it is judged again.
        let goes_out = matches!(judged.verdict, towpath_journal::Verdict::Send(_));
        if let Some(prepared) = judged.prepared.filter(|_| goes_out) {
            self.prepared.insert(effect.id, prepared);
        }
        let decision = serde_json::to_value(&judged.decision).unwrap_or_default();
        if let (towpath_journal::Verdict::Refuse(_), Some(decision)) = (&judged.verdict, judged.decision) {
            self.refused.insert(effect.id, decision);
        }
        Some(Input::Judged { effect: effect.id, verdict: judged.verdict, decision })
    }

    /// An event that came for an effect that listens; nothing, when the policies keep it from this run.
    pub(super) fn hear(&self, effect: u64, event: StoredEvent) -> Option<Input> {
        let StoredEvent { position, event, labels, .. } = event;
        let attributes = serde_json::from_str(event.get()).unwrap_or_default();
        let mut access = listen_access(attributes, &labels);
        access.run_labels = self.machine.run_labels().iter().chain(&labels).cloned().collect();
        access.run_labels.sort_unstable();
        access.run_labels.dedup();
        let decision = self.inner.decide(&self.pinned.asker, &access, &[]);
        if !decision.is_allowed() {
            tracing::info!(run = %self.pinned.run, position, "an event is kept from a run that listens");
            return None;
        }
        if let Some(trial) = &self.pinned.asker.trial {
            trial.heard(&labels);
        }
        Some(Input::Received { effect, position, event, labels })
    }

    /// What somebody said of an effect that waits for a signature; nothing, when it does not wait.
    pub(super) fn answered(&mut self, answer: HoldAnswer, told: oneshot::Sender<bool>) -> Option<Input> {
        let waits = self.machine.held().any(|effect| effect == answer.effect());
        if !waits {
            let _ = told.send(false);
            return None;
        }
        self.told.push((self.machine.length() + 1, told));
        Some(match answer {
            HoldAnswer::Signed(signed) => Input::Signed(signed),
            HoldAnswer::Declined(declined) => Input::Declined(declined),
        })
    }
}
