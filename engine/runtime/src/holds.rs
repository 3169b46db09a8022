//! Calls that wait for a signature: which there are, what is shown of them, and who may sign.
//!
//! What is shown here is read back from the journal, so that it is what will be judged again and sent.

mod answer;
mod track;

use sha2::{Digest as _, Sha256};
use towpath_identity::{Principal, Role};
use towpath_journal::{Held, RunHead, RunId, Signed};
use towpath_policies::{ApproverRole, Approvers, Awaiting};
use towpath_wire::EffectKind;

use crate::engine::Engine;
use crate::own_work::Deed;
use crate::reviews::waits;
use crate::shown::Showing;
use crate::types::EngineError;

pub use answer::HoldAsked;

/// A call that waits for a signature, or waited.
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
    /// What became of it, where it does not wait any more.
    pub settled: Option<String>,
}

/// Why somebody cannot sign, or approve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// Others may.
    #[error("this needs {0}")]
    Others(String),
    /// Nobody decides about what is their own work.
    #[error("you {0}, so somebody else has to decide")]
    Own(&'static str),
    /// The call holds values that they may not see, and no policy lets them sign it unseen.
    #[error("you may not view {}, which the call holds; somebody who may has to sign, or the policy has to say `signUnseen: true`", named(.0))]
    Unseen(Vec<String>),
}

fn named(labels: &[String]) -> String {
    labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ")
}

impl HeldCall {
    /// Labels of what it holds.
    pub fn labels(&self) -> &[String] {
        match &self.held.effect.kind {
            EffectKind::Call(call) => &call.labels,
            EffectKind::Emit(emit) => &emit.labels,
            EffectKind::Run(run) => &run.labels,
            EffectKind::Listen(listen) => &listen.labels,
            EffectKind::Wait(_) => &[],
        }
    }

    /// Labels of what it holds that `who` may not view.
    pub fn unseen(&self, who: &Principal) -> Vec<String> {
        let labels = self.labels().iter();
        labels.filter(|label| !who.may_view(std::slice::from_ref(label))).cloned().collect()
    }

    /// Who did what towards the run.
    fn deeds(&self) -> impl Iterator<Item = (Deed, &str)> {
        let heard = self.head.heard_from.iter().map(|by| (Deed::Sent, by.as_str()));
        [(Deed::Started, self.head.principal.as_str())].into_iter().chain(heard)
    }

    /// The rules it was signed for, in the order of the signatures.
    fn signed_for(&self) -> Vec<String> {
        self.signatures.iter().flat_map(|signed| signed.rules.iter().cloned()).collect()
    }

    /// What matters to a decision about it: the call with its arguments as they will be sent, the rules that wait, and the
    /// signatures so far.
    fn showing(&self) -> Showing {
        let Self { head, held, awaiting, signatures, .. } = self;
        let call = serde_json::to_vec(&held.effect).unwrap_or_default();
        let call: String = Sha256::digest(call).iter().map(|byte| format!("{byte:02x}")).collect();
        let rules: Vec<&str> = awaiting.iter().map(|rule| rule.digest.as_str()).collect();
        let signed: Vec<String> =
            signatures.iter().map(|one| format!("{:?} {}", one.by, one.rules.join(" "))).collect();
        let by: Vec<&str> = signatures.iter().filter_map(|one| one.by.as_deref()).collect();
        let workflow = &head.workflow;
        let place = format!(
            "{}/{} {} {}/{}",
            workflow.namespace, workflow.name, workflow.digest, head.run, held.effect.id
        );
        Showing::default()
            .with("place", &place, "it is another call")
            .with("call", &call, "the call changed")
            .with("rules", &rules.join(" "), waits(awaiting))
            .with("signatures", &signed.join("\n"), format!("it is signed now by {}", by.join(", ")))
    }
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
                let calls = self.holds_of(head).await?;
                found.extend(calls.into_iter().filter(|call| call.settled.is_none()));
            }
        }
        found.sort_by_key(|call| call.held.at);
        Ok(found)
    }

    /// A call that waits for a signature, or waited: `settled` says what became of it then.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it never did.
    pub async fn held(&self, run: RunId, effect: u64) -> Result<HeldCall, EngineError> {
        let none = || EngineError::NotFound { what: "hold", name: format!("{run}/{effect}") };
        let head = self.inner.store.head(run).await?.ok_or_else(none)?;
        let calls = self.holds_of(head).await?;
        calls.into_iter().find(|call| call.held.effect.id == effect).ok_or_else(none)
    }

    /// The digest of what matters to a decision about a call. What is shown with it is remembered.
    pub fn hold_digest(&self, call: &HeldCall) -> String {
        self.inner.shown.show(call.showing())
    }

    async fn holds_of(&self, head: RunHead) -> Result<Vec<HeldCall>, EngineError> {
        let records = crate::runs::decode_all(&self.inner.journal_of(head.run).await?)?;
        track::calls(&head, records)
    }
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
