//! Held calls: listing them, and what is shown of them to the people who release them.
//!
//! A held call is read from the journal, so what is shown is what will be evaluated again and sent.

mod answer;
mod track;

use sha2::{Digest as _, Sha256};
use towpath_identity::Principal;
use towpath_journal::{Held, Released, RunHead, RunId};
use towpath_policies::Awaiting;
use towpath_wire::EffectKind;

use crate::fault::Fault;
use crate::rules::own_work::{Deed, awaited_in_words};
use crate::runs::{Runs, RunsError};
use crate::shown::Showing;

pub use answer::HoldAsked;

/// A held call, or one that was held.
#[derive(Debug, Clone)]
pub struct HeldCall {
    /// Its run.
    pub head: RunHead,
    /// The call and since when it is held, as the journal has it.
    pub held: Held,
    /// The rules it waits for, and who may release it.
    pub awaiting: Vec<Awaiting>,
    /// Releases so far.
    pub releases: Vec<Released>,
    /// How it was settled; `None` while it is held.
    pub settled: Option<String>,
}

impl HeldCall {
    /// Labels of its arguments.
    pub fn labels(&self) -> &[String] {
        match &self.held.effect.kind {
            EffectKind::Call(call) => &call.labels,
            EffectKind::Emit(emit) => &emit.labels,
            EffectKind::Run(run) => &run.labels,
            EffectKind::Listen(listen) => &listen.labels,
            EffectKind::Wait(_) => &[],
        }
    }

    /// Labels of its arguments that `who` may not view.
    pub fn unseen(&self, who: &Principal) -> Vec<String> {
        let labels = self.labels().iter();
        labels.filter(|label| !who.may_view(std::slice::from_ref(label))).cloned().collect()
    }

    /// Who took which part in the run.
    fn deeds(&self) -> impl Iterator<Item = (Deed, &str)> {
        let heard = self.head.heard_from.iter().map(|by| (Deed::Sent, by.as_str()));
        [(Deed::Started, self.head.principal.as_str())].into_iter().chain(heard)
    }

    /// The rules it was released for, in order.
    fn released_for(&self) -> Vec<String> {
        self.releases.iter().flat_map(|released| released.rules.iter().cloned()).collect()
    }

    /// Everything that matters to a decision about it: the call with its arguments as they will be sent, the open rules, and
    /// the releases so far.
    fn showing(&self) -> Showing {
        let Self { head, held, awaiting, releases, .. } = self;
        // INVARIANT: an effect always encodes, as in its record. What people approve must not be the digest of nothing.
        #[expect(clippy::expect_used, reason = "see the invariant above")]
        let call = serde_json::to_vec(&held.effect).expect("an effect always encodes");
        let call: String = Sha256::digest(call).iter().map(|byte| format!("{byte:02x}")).collect();
        let rules: Vec<&str> = awaiting.iter().map(|rule| rule.digest.as_str()).collect();
        let released: Vec<String> =
            releases.iter().map(|one| format!("{:?} {}", one.by, one.rules.join(" "))).collect();
        let by: Vec<&str> = releases.iter().filter_map(|one| one.by.as_deref()).collect();
        let workflow = &head.workflow;
        let place = format!(
            "{}/{} {} {}/{}",
            workflow.namespace, workflow.name, workflow.digest, head.run, held.effect.id
        );
        Showing::default()
            .with("place", &place, "it is another call")
            .with("call", &call, "the call changed")
            .with("rules", &rules.join(" "), awaited_in_words(awaiting))
            .with("releases", &released.join("\n"), format!("it is released now by {}", by.join(", ")))
    }
}

impl Runs {
    /// Every held call, the oldest first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn holds(&self, namespace: Option<&str>) -> Result<Vec<HeldCall>, RunsError> {
        let mut found = Vec::new();
        for head in self.store.awake().await? {
            let is_wanted = namespace.is_none_or(|wanted| head.workflow.namespace == wanted);
            if head.held > 0 && is_wanted {
                let calls = self.holds_of(head).await?;
                found.extend(calls.into_iter().filter(|call| call.settled.is_none()));
            }
        }
        found.sort_by_key(|call| call.held.at);
        Ok(found)
    }

    /// A held call, or one that was held: `settled` has the result then.
    ///
    /// # Errors
    /// `NotFound` when it was never held.
    pub(crate) async fn held(&self, run: RunId, effect: u64) -> Result<HeldCall, RunsError> {
        let none = || RunsError::Fault(Fault::NotFound { what: "hold", name: format!("{run}/{effect}") });
        let head = self.store.head(run).await?.ok_or_else(none)?;
        let calls = self.holds_of(head).await?;
        calls.into_iter().find(|call| call.held.effect.id == effect).ok_or_else(none)
    }

    /// The digest of what matters to a decision about a call. What is shown with it is remembered.
    pub(crate) fn hold_digest(&self, call: &HeldCall) -> String {
        self.shown.show(call.showing())
    }

    async fn holds_of(&self, head: RunHead) -> Result<Vec<HeldCall>, RunsError> {
        let records = crate::runs::lookup::decode_all(&self.journal_of(head.run).await?)?;
        Ok(track::held_calls_of_run(&head, records))
    }
}
