//! Where it takes two: policies that one of IT has proposed, until another signs.

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;
use towpath_journal::Put;

use super::activate::{Activate, Activation, Candidate, Confirmed};
use super::revisions::{POLICY_SETS, Texts};
use crate::engine::Engine;
use crate::holds::NotYours;
use crate::types::EngineError;
use crate::versions::{decode, encode};

const PROPOSED: &str = "proposed";

/// Policies that wait for a second signer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposed {
    /// Digest of the whole set.
    pub digest: String,
    /// Who proposed them.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Digest of the impact that the proposer had read, where there was any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// How long live versions are given, in milliseconds.
    pub grace: i64,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The texts, by policy.
    pub texts: Texts,
}

impl Engine {
    /// The policies that wait for a second signer.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when none do.
    pub async fn proposed_policies(&self) -> Result<Proposed, EngineError> {
        let document = self.inner.store.get(POLICY_SETS, PROPOSED).await?;
        let none = || EngineError::NotFound { what: "proposal", name: "policies".to_owned() };
        decode(&document.ok_or_else(none)?.content)
    }

    /// Keeps a candidate for somebody else to sign, in the place of the one before.
    pub(super) async fn propose(
        &self,
        who: &Principal,
        candidate: Candidate,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        self.confirm(&candidate, &asked).await?;
        let proposed = Proposed {
            digest: candidate.set.digest().to_owned(),
            by: who.id.clone(),
            reason: asked.reason,
            impact: match asked.confirmed {
                Confirmed::Impact(digest) => Some(digest),
                Confirmed::No | Confirmed::NotNeeded => None,
            },
            grace: asked.grace,
            at: self.inner.clock.now(),
            texts: candidate.texts,
        };
        self.keep_proposal(Some(&proposed)).await?;
        Ok(Activation::Proposed(Box::new(proposed)))
    }

    /// Signs what somebody else has proposed (the set with this digest), which puts it in force. `impact` is the report
    /// that the signer has read, where it is another one by now.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when nothing with this digest is proposed, [`EngineError::NotYours`] for the proposer,
    /// and whatever [`Engine::activate_policies`] gives.
    pub async fn sign_policies(
        &self,
        who: &Principal,
        digest: &str,
        impact: Option<String>,
    ) -> Result<Activation, EngineError> {
        let proposed = self.proposed_policies().await?;
        if proposed.digest != digest {
            return Err(EngineError::NotFound { what: "proposal", name: digest.to_owned() });
        }
        if who.is_or_speaks_for(&proposed.by) {
            return Err(EngineError::NotYours(NotYours::Own("proposed policies")));
        }
        let active = self.active_set().await?;
        let mut candidate = self.next_policies(proposed.texts, active)?;
        candidate.signed_by = Some(who.id.clone());
        let asked = Activate {
            reason: proposed.reason,
            confirmed: impact.or(proposed.impact).map_or(Confirmed::No, Confirmed::Impact),
            grace: proposed.grace,
        };
        let proposer = Principal { id: proposed.by, ..who.clone() };
        let activation = self.put_in_force(&proposer, candidate, asked).await?;
        self.keep_proposal(None).await?;
        Ok(activation)
    }

    /// Takes a proposal back.
    ///
    /// # Errors
    /// [`EngineError::NotFound`].
    pub async fn withdraw_policies(&self) -> Result<(), EngineError> {
        self.proposed_policies().await?;
        self.keep_proposal(None).await
    }

    async fn keep_proposal(&self, proposed: Option<&Proposed>) -> Result<(), EngineError> {
        let content = proposed.map(encode).transpose()?;
        let (collection, key) = (POLICY_SETS.to_owned(), PROPOSED.to_owned());
        self.inner.store.put(vec![Put { collection, key, expected: None, content }]).await?;
        Ok(())
    }
}
