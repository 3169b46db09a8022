//! Live versions, judged as at publishing.

use std::collections::BTreeSet;

use towpath_policies::{Awaiting, PolicyDocument, PolicySet, Verdict, judge};

use super::{AccessImpact, LookedAt, VersionImpact};
use crate::engine::Engine;
use crate::policies::InForce;
use crate::types::EngineError;
use crate::versions::{StoredVersion, VERSIONS};

impl Engine {
    /// Live versions that the candidate would judge otherwise than what each is judged by now.
    pub(super) async fn version_impacts(
        &self,
        live: &[LookedAt],
        in_force: &InForce,
        candidate: &PolicySet,
    ) -> Result<Vec<VersionImpact>, EngineError> {
        let kept: BTreeSet<String> = candidate.documents().iter().map(PolicyDocument::digest).collect();
        let mut found = Vec::new();
        for version in live {
            let stored = self.inner.find::<StoredVersion>(VERSIONS, &version.version).await?;
            let Some(stored) = stored.value else { continue };
            let subject = self.inner.subject(&stored.workflow, &stored.author);
            let profile = self.inner.enrich(&stored.profile);
            let approvals: Vec<String> =
                stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
            let now = self.inner.clock.now();
            let judged = |set: &PolicySet| {
                self.inner.heavy.definition(set.alternatives(), profile.accesses.len(), || {
                    judge(set, &subject, &profile, &approvals, now)
                })
            };
            let (before, after) = (judged(in_force.of(&subject, now)), judged(candidate));
            let open: Vec<Awaiting> = after.iter().flat_map(|after| after.reviews.clone()).collect();
            let mut changes = Vec::new();
            for (before, after) in before.iter().zip(after) {
                let Some(access) = profile.accesses.get(after.access) else { continue };
                let is_new = |digest: &str| !before.reviews.iter().any(|known| known.digest == digest);
                let reviews = after.reviews.iter().filter(|review| is_new(&review.digest));
                let reviews: Vec<String> = reviews.map(|review| review.policy.clone()).collect();
                if before.verdict != after.verdict || !reviews.is_empty() {
                    changes.push(AccessImpact {
                        what: access.words(),
                        task: access.task.clone(),
                        before: before.verdict,
                        after: after.verdict,
                        reviews,
                        reason: after.reason.filter(|_| after.verdict == Verdict::Denied),
                    });
                }
            }
            // An approval is void where its rule is another one now and still wants one: a rule that is gone, or does not
            // match any more, takes nothing.
            let wants = |policy: &str| open.iter().any(|review| review.policy == policy);
            let voided = stored.approvals.iter().filter(|approval| !kept.contains(&approval.rule));
            let voided = voided.map(|approval| approval.policy.clone());
            let mut voided: Vec<String> = voided.filter(|policy| wants(policy)).collect();
            voided.dedup();
            if !changes.is_empty() || !voided.is_empty() {
                let (workflow, author) = (stored.workflow, stored.author);
                found.push(VersionImpact { workflow, author, changes, voided });
            }
        }
        Ok(found)
    }
}
