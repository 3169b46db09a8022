//! Where it takes two: policies that one of IT has proposed, until another signs.
//!
//! A signature names the digest of the whole proposal: texts, reason, grace, impact, proposer, and the revision it follows.
//! Signing is one transaction with putting in force. One proposal is open at a time, and only its proposer replaces it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use towpath_identity::Principal;

use super::activate::{Activate, Activation, Candidate, Confirmed, number};
use super::candidate::lint;
use super::delegated::excess;
use super::revisions::{POLICY_SETS, Texts};
use crate::engine::Engine;
use crate::found::{self, Found};
use crate::holds::NotYours;
use crate::types::EngineError;

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
    /// The revision in force that they were proposed after. An older engine did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// The texts, by policy.
    pub texts: Texts,
}

impl Proposed {
    /// Digest of everything that takes effect with a signature, and of who proposed it.
    pub fn shown(&self) -> String {
        towpath_access::digest(&json!({
            "by": self.by,
            "reason": self.reason,
            "impact": self.impact,
            "grace": self.grace,
            "base": self.base,
            "texts": self.texts,
        }))
    }

    /// What became of the proposal with digest `shown`, where this one is open now.
    fn instead_of(open: Option<&Self>) -> EngineError {
        match open {
            Some(open) => EngineError::Changed {
                what: vec![format!("another proposal is open, by {}", open.by)],
                digest: open.shown(),
            },
            None => EngineError::Changed {
                what: vec!["no proposal is open: it was withdrawn or is in force".to_owned()],
                digest: String::new(),
            },
        }
    }
}

/// What becomes of a new proposal beside the one that is open.
#[derive(Debug, PartialEq)]
enum Beside {
    /// It is kept.
    Keep,
    /// The open one is the same; nothing changes.
    Same,
}

/// Decides about a new proposal. Pure.
fn beside(open: Option<&Proposed>, new: &Proposed, replaces: Option<&str>) -> Result<Beside, EngineError> {
    match (open, replaces) {
        (None, None) => Ok(Beside::Keep),
        (Some(open), Some(digest)) if open.shown() == digest && open.by == new.by => Ok(Beside::Keep),
        (Some(open), Some(digest)) if open.shown() == digest => {
            Err(EngineError::ProposalOpen { by: open.by.clone(), digest: open.shown() })
        }
        (open, Some(_)) => Err(Proposed::instead_of(open)),
        (Some(open), None) if open.shown() == new.shown() => Ok(Beside::Same),
        (Some(open), None) => Err(EngineError::ProposalOpen { by: open.by.clone(), digest: open.shown() }),
    }
}

/// The open proposal, if it is the one that was shown. Pure.
fn shown_one(open: Option<Proposed>, shown: &str) -> Result<Proposed, EngineError> {
    match open {
        Some(open) if open.shown() == shown => Ok(open),
        open => Err(Proposed::instead_of(open.as_ref())),
    }
}

impl Engine {
    /// The policies that wait for a second signer.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when none do.
    pub async fn proposed_policies(&self) -> Result<Proposed, EngineError> {
        let none = || EngineError::NotFound { what: "proposal", name: "policies".to_owned() };
        self.proposal().await?.value.ok_or_else(none)
    }

    async fn proposal(&self) -> Result<Found<Proposed>, EngineError> {
        self.inner.find(POLICY_SETS, PROPOSED).await
    }

    /// Keeps a candidate for somebody else to sign.
    pub(super) async fn propose(
        &self,
        who: &Principal,
        candidate: Candidate,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        let _changing = self.inner.changing.lock().await;
        let current = number(&self.active_set().await?);
        if current != candidate.base() {
            return Err(EngineError::Conflict { current });
        }
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
            base: Some(current),
            texts: candidate.texts,
        };
        let open = self.proposal().await?;
        let warnings = candidate.warnings;
        match (beside(open.value.as_ref(), &proposed, asked.replaces.as_deref())?, open.value) {
            (Beside::Same, Some(open)) => Ok(Activation::Proposed { proposed: Box::new(open), warnings }),
            _ => {
                let put = found::put(POLICY_SETS, PROPOSED, open.revision, &proposed)?;
                self.inner.store.put(vec![put]).await?;
                Ok(Activation::Proposed { proposed: Box::new(proposed), warnings })
            }
        }
    }

    /// Signs what somebody else has proposed, which puts it in force. `shown` is the digest of the proposal that the signer
    /// was shown; `impact` the report that they have read, where it is another one by now.
    ///
    /// # Errors
    /// [`EngineError::Changed`] when another proposal is open, or none, [`EngineError::NotYours`] for the proposer,
    /// [`EngineError::Conflict`] when others were put in force since, and whatever [`Engine::activate_policies`] gives.
    pub async fn sign_policies(
        &self,
        who: &Principal,
        shown: &str,
        impact: Option<String>,
    ) -> Result<Activation, EngineError> {
        let proposed = shown_one(self.proposal().await?.value, shown)?;
        if who.is_or_speaks_for(&proposed.by) {
            return Err(EngineError::NotYours(NotYours::Own("proposed policies")));
        }
        let active = self.active_set().await?;
        let current = number(&active);
        if proposed.base.is_some_and(|base| base != current) {
            return Err(EngineError::Conflict { current });
        }
        let mut candidate = self.signed(proposed.texts, active)?;
        candidate.signed_by = Some(who.id.clone());
        let asked = Activate {
            reason: proposed.reason,
            confirmed: impact.or(proposed.impact).map_or(Confirmed::No, Confirmed::Impact),
            grace: proposed.grace,
            ..Activate::default()
        };
        let seen = self.look(&candidate, &asked).await?;
        let _changing = self.inner.changing.lock().await;
        let Found { value, revision } = self.proposal().await?;
        shown_one(value, shown)?;
        let closed = found::delete(POLICY_SETS, PROPOSED, revision);
        self.put_in_force(&proposed.by, candidate, asked, seen, vec![closed]).await
    }

    /// INVARIANT: exactly the texts that were signed are put in force, so nothing is left out here.
    fn signed(
        &self,
        texts: Texts,
        active: Found<super::revisions::ActiveSet>,
    ) -> Result<Candidate, EngineError> {
        let now = self.inner.clock.now();
        let mut problems: Vec<_> = texts.iter().flat_map(|(name, source)| lint(name, source, now)).collect();
        problems.extend(excess(&texts).into_values().flatten());
        if !problems.is_empty() {
            return Err(EngineError::Activation(problems));
        }
        Self::compiled(texts, active, Vec::new())
    }

    /// Takes a proposal back, the one that was shown.
    ///
    /// # Errors
    /// [`EngineError::Changed`] when another proposal is open, or none.
    pub async fn withdraw_policies(&self, shown: &str) -> Result<(), EngineError> {
        let _changing = self.inner.changing.lock().await;
        let Found { value, revision } = self.proposal().await?;
        shown_one(value, shown)?;
        self.inner.store.put(vec![found::delete(POLICY_SETS, PROPOSED, revision)]).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn proposal(by: &str) -> Proposed {
        Proposed {
            digest: "sha256:set".to_owned(),
            by: by.to_owned(),
            reason: Some("why".to_owned()),
            impact: None,
            grace: 0,
            at: 7,
            base: Some(1),
            texts: Texts::from([("a".to_owned(), "text".to_owned())]),
        }
    }

    #[test]
    fn a_signature_covers_everything_that_takes_effect() {
        let one = proposal("ivo");
        let others = [
            Proposed { by: "uma".to_owned(), ..one.clone() },
            Proposed { reason: None, ..one.clone() },
            Proposed { impact: Some("sha256:0".to_owned()), ..one.clone() },
            Proposed { grace: 90, ..one.clone() },
            Proposed { base: Some(2), ..one.clone() },
            Proposed { texts: Texts::from([("a".to_owned(), "mode: off".to_owned())]), ..one.clone() },
        ];
        for other in &others {
            assert_ne!(one.shown(), other.shown(), "{other:?}");
            assert!(matches!(shown_one(Some(other.clone()), &one.shown()), Err(EngineError::Changed { .. })));
        }
        assert_eq!(shown_one(Some(one.clone()), &one.shown()).unwrap(), one);
        assert!(matches!(shown_one(None, &one.shown()), Err(EngineError::Changed { .. })));
        assert_eq!(one.shown(), Proposed { at: 8, ..one.clone() }.shown(), "proposed again it is the same");
    }

    #[test]
    fn a_proposal_never_goes_silently() {
        let (open, new) = (proposal("ivo"), Proposed { grace: 90, ..proposal("ivo") });
        let theirs = Proposed { grace: 90, ..proposal("uma") };
        let digest = open.shown();
        assert_eq!(beside(None, &new, None).unwrap(), Beside::Keep);
        assert_eq!(beside(Some(&open), &open, None).unwrap(), Beside::Same);
        assert_eq!(beside(Some(&open), &new, Some(&digest)).unwrap(), Beside::Keep);
        for (new, replaces) in [(&new, None), (&theirs, None), (&theirs, Some(digest.as_str()))] {
            assert!(matches!(beside(Some(&open), new, replaces), Err(EngineError::ProposalOpen { .. })));
        }
        assert!(matches!(beside(Some(&open), &new, Some("sha256:0")), Err(EngineError::Changed { .. })));
        assert!(matches!(beside(None, &new, Some(&digest)), Err(EngineError::Changed { .. })));
    }
}
