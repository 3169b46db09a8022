//! Calls that wait for a signature: which there are, who may sign them, and what becomes of them.
//!
//! What is shown here is read back from the journal, so that it is what will be judged again and sent.

use towpath_diagnostics::codes;
use towpath_identity::{Principal, Role};
use towpath_journal::{Declined, Held, Record, RunHead, RunId, Signed, StoreError};
use towpath_policies::{ApproverRole, Approvers, Awaiting, Decision};
use towpath_wire::{CarriedOut, Event, Problem, problem_types};

use crate::engine::Engine;
use crate::live::{HoldAnswer, Message};
use crate::types::EngineError;

/// A call that waits for a signature.
#[derive(Debug, Clone)]
pub struct HeldCall {
    /// The run that wants it.
    pub head: RunHead,
    /// The call and since when it waits, as the journal has it.
    pub held: Held,
    /// The rules it waits for, and who may sign.
    pub awaiting: Vec<Awaiting>,
    /// Signatures it has already.
    pub signatures: Vec<Signed>,
}

/// Why somebody cannot sign, or approve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// Others may.
    #[error("this needs {0}")]
    Others(String),
    /// Nobody decides about what they asked for themselves.
    #[error("whoever {0} cannot sign for it too")]
    Own(&'static str),
}

impl Engine {
    /// Every call that waits for a signature, those that wait longest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn holds(&self, namespace: Option<&str>) -> Result<Vec<HeldCall>, EngineError> {
        let mut found = Vec::new();
        for head in self.inner.store.unfinished().await? {
            let is_wanted = namespace.is_none_or(|wanted| head.workflow.namespace == wanted);
            if head.held > 0 && is_wanted {
                found.extend(self.holds_of(head).await?);
            }
        }
        found.sort_by_key(|call| call.held.at);
        Ok(found)
    }

    /// A call that waits for a signature.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it does not, or not any more.
    pub async fn held(&self, run: RunId, effect: u64) -> Result<HeldCall, EngineError> {
        let none = || EngineError::NotFound { what: "hold", name: format!("{run}/{effect}") };
        let head = self.inner.store.head(run).await?.ok_or_else(none)?;
        let calls = self.holds_of(head).await?;
        calls.into_iter().find(|call| call.held.effect.id == effect).ok_or_else(none)
    }

    async fn holds_of(&self, head: RunHead) -> Result<Vec<HeldCall>, EngineError> {
        let records = crate::runs::decode_all(&self.inner.store.read(head.run, 0).await?)?;
        waiting(&head, records)
    }

    /// Signs a call: once all its rules are signed it is judged again, and goes out if it still may. Returns when that
    /// is on disk.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it does not wait any more, [`EngineError::NotYours`].
    pub async fn sign(
        &self,
        who: &Principal,
        run: RunId,
        effect: u64,
        comment: Option<String>,
    ) -> Result<(), EngineError> {
        let call = self.held(run, effect).await?;
        let rules = signable(who, &call)?;
        let (by, at) = (Some(who.id.clone()), self.inner.clock.now());
        self.answer(&call, HoldAnswer::Signed(Signed { effect, rules, by, comment, at })).await
    }

    /// Declines to sign a call: the workflow sees an error it may catch.
    ///
    /// # Errors
    /// As [`Engine::sign`].
    pub async fn decline(
        &self,
        who: &Principal,
        run: RunId,
        effect: u64,
        comment: Option<String>,
    ) -> Result<(), EngineError> {
        let call = self.held(run, effect).await?;
        signable(who, &call)?;
        let why = comment.as_ref().map(|comment| format!(": {comment}")).unwrap_or_default();
        let mut error = Problem::new(problem_types::AUTHORIZATION, format!("the call was declined{why}"));
        error.title = Some("declined".to_owned());
        error.code = Some(codes::TP1121.as_str().to_owned());
        error.effect = Some(effect);
        error.carried_out = CarriedOut::NotSent;
        let (by, at) = (Some(who.id.clone()), self.inner.clock.now());
        self.answer(&call, HoldAnswer::Declined(Declined { effect, by, comment, error, at })).await
    }

    async fn answer(&self, call: &HeldCall, answer: HoldAnswer) -> Result<(), EngineError> {
        let run = call.head.run;
        let effect = answer.effect();
        let live = self.inner.live.lock().get(&run).cloned().ok_or(EngineError::Busy)?;
        let (told, answered) = tokio::sync::oneshot::channel();
        live.tell(Message::Answer { answer, told });
        match answered.await {
            Ok(true) => Ok(()),
            Ok(false) => Err(EngineError::NotFound { what: "hold", name: format!("{run}/{effect}") }),
            Err(_) => Err(EngineError::Busy),
        }
    }
}

/// The calls of a run that wait, from its journal.
fn waiting(head: &RunHead, records: Vec<Record>) -> Result<Vec<HeldCall>, EngineError> {
    let mut found: Vec<HeldCall> = Vec::new();
    for record in records {
        match record {
            Record::Held(held) => {
                let decision: Decision = serde_json::from_value(held.decision.clone())
                    .map_err(|error| StoreError::Corrupt(format!("a decision: {error}")))?;
                let before = found.iter().position(|call| call.held.effect.id == held.effect.id);
                // One that waits for the next signature has waited since the first was asked for.
                let (signatures, at) = match before.map(|before| found.remove(before)) {
                    Some(call) => (call.signatures, call.held.at),
                    None => (Vec::new(), held.at),
                };
                let held = Held { at, ..*held };
                found.push(HeldCall { head: head.clone(), held, awaiting: decision.awaiting, signatures });
            }
            Record::Signed(signed) => {
                let call = found.iter_mut().find(|call| call.held.effect.id == signed.effect);
                call.into_iter().for_each(|call| call.signatures.push(signed.clone()));
            }
            Record::Declined(Declined { effect, .. })
            | Record::Fed(towpath_wire::Step { event: Event::Failed { effect, .. }, .. }) => {
                found.retain(|call| call.held.effect.id != effect);
            }
            Record::Intent(intent) => found.retain(|call| call.held.effect.id != intent.effect.id),
            Record::Ended(_) => found.clear(),
            _ => {}
        }
    }
    found.retain(|call| {
        let signed: Vec<&String> = call.signatures.iter().flat_map(|signed| &signed.rules).collect();
        call.held.awaiting.iter().any(|rule| !signed.contains(&rule))
    });
    Ok(found)
}

/// Digests of the rules that `who` may sign this call for.
fn signable(who: &Principal, call: &HeldCall) -> Result<Vec<String>, EngineError> {
    let yours: Vec<String> = call
        .awaiting
        .iter()
        .filter(|awaiting| may_sign(who, &awaiting.approvers))
        .map(|awaiting| awaiting.digest.clone())
        .collect();
    if yours.is_empty() {
        return Err(EngineError::NotYours(others(&call.awaiting)));
    }
    if who.is_or_speaks_for(&call.head.principal) {
        return Err(EngineError::NotYours(NotYours::Own("started the run")));
    }
    Ok(yours)
}

/// Who is needed instead.
pub(crate) fn others(awaiting: &[Awaiting]) -> NotYours {
    let mut needed: Vec<String> = awaiting.iter().map(|awaiting| awaiting.approvers.to_string()).collect();
    needed.dedup();
    NotYours::Others(needed.join(" or "))
}

/// Whether somebody is among those whom one of these policies names, in whatever namespace that is.
pub fn is_named(who: &Principal, awaiting: &[Awaiting]) -> bool {
    awaiting.iter().any(|rule| may_sign(who, &rule.approvers))
}

/// Whether somebody is one of those who sign.
pub(crate) fn may_sign(who: &Principal, approvers: &Approvers) -> bool {
    let role = match approvers.role {
        ApproverRole::Approver => Role::Approver,
        ApproverRole::It => Role::It,
    };
    match &approvers.namespace {
        Some(namespace) => who.is_any(&[role], namespace),
        None => who.roles.iter().any(|grant| grant.role == role && grant.namespace.is_none()),
    }
}
