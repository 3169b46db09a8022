//! Proposals, where two people of IT put policies in force: one proposes them, another confirms them.
//!
//! A confirmation names the digest of the whole proposal: texts, reason, grace period, impact, proposer, and the revision
//! it follows. It puts the policies in force in the same transaction. One proposal is open at a time, and only its proposer
//! replaces it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use towpath_identity::Principal;

use super::activate::{Activate, Activation, Candidate, Confirmed, number};
use super::delegated::excess_of_delegated;
use super::parsed::Sources;
use super::revisions::{ActiveSet, POLICY_SETS, Texts};
use super::{Beyond, Rules};
use crate::fault::{Fault, NotYours};
use crate::found::{self, Found};
use crate::rules::RulesError;

const PROPOSED: &str = "proposed";

/// Policies that wait for a second person.
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
    /// Digest of the impact report that the proposer confirmed, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The grace period, in milliseconds.
    pub grace: i64,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The revision that was in force then. An older engine did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// The texts, by policy.
    pub texts: Texts,
}

impl Proposed {
    /// Digest of everything that a confirmation puts in force, and of the proposer.
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

    /// Refuses the proposer.
    fn refuse_own(&self, who: &Principal) -> Result<(), Fault> {
        match who.is_or_speaks_for(&self.by) {
            true => Err(NotYours::Own("proposed policies").into()),
            false => Ok(()),
        }
    }

    /// Why this person may not approve it, though their role may, in words; `None` if they may.
    pub fn why_not(&self, who: &Principal) -> Option<String> {
        self.refuse_own(who).err().map(|error| error.to_string())
    }

    /// The error for a proposal that is not open any more, where this one is open now.
    fn instead_of(open: Option<&Self>) -> RulesError {
        match open {
            Some(open) => RulesError::Fault(Fault::Changed {
                what: vec![format!("another proposal is open, by {}", open.by)],
                digest: open.shown(),
            }),
            None => RulesError::Fault(Fault::Changed {
                what: vec!["no proposal is open: it was withdrawn or is in force".to_owned()],
                digest: String::new(),
            }),
        }
    }
}

/// What happens to a new proposal while another is open.
#[derive(Debug, PartialEq)]
enum Beside {
    /// It is kept.
    Keep,
    /// The open one is the same; nothing changes.
    Same,
}

/// Decides about a new proposal. Pure.
fn decide_on_proposal(
    open: Option<&Proposed>,
    new: &Proposed,
    replaces: Option<&str>,
) -> Result<Beside, RulesError> {
    match (open, replaces) {
        (None, None) => Ok(Beside::Keep),
        (Some(open), Some(digest)) if open.shown() == digest && open.by == new.by => Ok(Beside::Keep),
        (Some(open), Some(digest)) if open.shown() == digest => {
            Err(RulesError::ProposalOpen { by: open.by.clone(), digest: open.shown() })
        }
        (open, Some(_)) => Err(Proposed::instead_of(open)),
        (Some(open), None) if open.shown() == new.shown() => Ok(Beside::Same),
        (Some(open), None) => Err(RulesError::ProposalOpen { by: open.by.clone(), digest: open.shown() }),
    }
}

/// The open proposal, if it is the one that was shown. Pure.
fn shown_one(open: Option<Proposed>, shown: &str) -> Result<Proposed, RulesError> {
    match open {
        Some(open) if open.shown() == shown => Ok(open),
        open => Err(Proposed::instead_of(open.as_ref())),
    }
}

impl Rules {
    /// The policies that wait for a second person.
    ///
    /// # Errors
    /// `NotFound` when none do.
    pub(crate) async fn proposed_policies(&self) -> Result<Proposed, RulesError> {
        let none = || RulesError::Fault(Fault::NotFound { what: "proposal", name: "policies".to_owned() });
        self.proposal().await?.value.ok_or_else(none)
    }

    async fn proposal(&self) -> Result<Found<Proposed>, Fault> {
        found::find(&*self.store, POLICY_SETS, PROPOSED).await
    }

    /// Stores a candidate for a second person to confirm.
    pub(super) async fn propose(
        &self,
        who: &Principal,
        candidate: Candidate,
        asked: Activate,
    ) -> Result<Activation, RulesError> {
        let _changing = self.lock().await;
        let current = number(&self.active_set().await?);
        if current != candidate.base() {
            return Err(Fault::Conflict { current }.into());
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
            at: self.clock.now(),
            base: Some(current),
            texts: candidate.texts,
        };
        let open = self.proposal().await?;
        let warnings = candidate.warnings;
        match (decide_on_proposal(open.value.as_ref(), &proposed, asked.replaces.as_deref())?, open.value) {
            (Beside::Same, Some(open)) => Ok(Activation::Proposed { proposed: Box::new(open), warnings }),
            _ => {
                let put = found::put(POLICY_SETS, PROPOSED, open.revision, &proposed)?;
                self.store.put(vec![put]).await?;
                Ok(Activation::Proposed { proposed: Box::new(proposed), warnings })
            }
        }
    }

    /// Confirms what another person has proposed, which puts it in force. `shown` is the digest of the proposal that was
    /// shown; `impact` the report that was read, where it is another one by now.
    ///
    /// # Errors
    /// `Changed` when another proposal is open, or none, `NotYours` for the proposer, `Conflict` when others were put
    /// in force since, and whatever [`Rules::activate`] gives.
    pub(crate) async fn approve_policies(
        &self,
        who: &Principal,
        shown: &str,
        impact: Option<String>,
        beyond: &dyn Beyond,
    ) -> Result<Activation, RulesError> {
        let proposed = shown_one(self.proposal().await?.value, shown)?;
        proposed.refuse_own(who)?;
        let active = self.active_set().await?;
        let current = number(&active);
        if proposed.base.is_some_and(|base| base != current) {
            return Err(Fault::Conflict { current }.into());
        }
        let mut candidate = self.approved(proposed.texts, active)?;
        candidate.approved_by = Some(who.id.clone());
        let asked = Activate {
            reason: proposed.reason,
            confirmed: impact.or(proposed.impact).map_or(Confirmed::No, Confirmed::Impact),
            grace: proposed.grace,
            ..Activate::default()
        };
        let seen = self.look(&candidate, &asked, beyond).await?;
        let candidate = self.compared(candidate);
        let changing = self.lock().await;
        let Found { value, revision } = self.proposal().await?;
        shown_one(value, shown)?;
        let closed = found::delete(POLICY_SETS, PROPOSED, revision);
        self.put_in_force(&changing, &proposed.by, (candidate, vec![closed]), asked, seen, beyond).await
    }

    /// INVARIANT: exactly the texts that were approved are put in force, so nothing is left out here.
    fn approved(&self, texts: Texts, active: Found<ActiveSet>) -> Result<Candidate, RulesError> {
        let now = self.clock.now();
        let policies = Sources::new(&texts, &self.active_sources(active.value.as_ref()));
        self.heavy().set(|| {
            let mut problems: Vec<_> =
                policies.iter().flat_map(|(name, source)| source.lint(name, now)).collect();
            problems.extend(excess_of_delegated(&policies).into_values().flatten());
            if !problems.is_empty() {
                return Err(RulesError::Activation(problems));
            }
            Self::compiled(&policies, active, Vec::new())
        })
    }

    /// Takes a proposal back, the one that was shown.
    ///
    /// # Errors
    /// `Changed` when another proposal is open, or none.
    pub(crate) async fn withdraw_policies(&self, shown: &str) -> Result<(), RulesError> {
        let _changing = self.lock().await;
        let Found { value, revision } = self.proposal().await?;
        shown_one(value, shown)?;
        self.store.put(vec![found::delete(POLICY_SETS, PROPOSED, revision)]).await?;
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
    fn an_approval_covers_everything_that_takes_effect() {
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
            assert!(matches!(
                shown_one(Some(other.clone()), &one.shown()),
                Err(RulesError::Fault(Fault::Changed { .. }))
            ));
        }
        assert_eq!(shown_one(Some(one.clone()), &one.shown()).unwrap(), one);
        assert!(matches!(shown_one(None, &one.shown()), Err(RulesError::Fault(Fault::Changed { .. }))));
        assert_eq!(one.shown(), Proposed { at: 8, ..one.clone() }.shown(), "proposed again it is the same");
    }

    #[test]
    fn a_proposal_never_goes_silently() {
        let (open, new) = (proposal("ivo"), Proposed { grace: 90, ..proposal("ivo") });
        let theirs = Proposed { grace: 90, ..proposal("uma") };
        let digest = open.shown();
        assert_eq!(decide_on_proposal(None, &new, None).unwrap(), Beside::Keep);
        assert_eq!(decide_on_proposal(Some(&open), &open, None).unwrap(), Beside::Same);
        assert_eq!(decide_on_proposal(Some(&open), &new, Some(&digest)).unwrap(), Beside::Keep);
        for (new, replaces) in [(&new, None), (&theirs, None), (&theirs, Some(digest.as_str()))] {
            assert!(matches!(
                decide_on_proposal(Some(&open), new, replaces),
                Err(RulesError::ProposalOpen { .. })
            ));
        }
        assert!(matches!(
            decide_on_proposal(Some(&open), &new, Some("sha256:0")),
            Err(RulesError::Fault(Fault::Changed { .. }))
        ));
        assert!(matches!(
            decide_on_proposal(None, &new, Some(&digest)),
            Err(RulesError::Fault(Fault::Changed { .. }))
        ));
    }
}
