//! Live versions, evaluated as at publishing.

use std::collections::BTreeSet;

use towpath_policies::{Awaiting, CompiledSet, StaticOutcome, evaluate};

use super::Impacts;
use crate::rules::{AccessImpact, InForce, LookedAt, RulesError, VersionImpact};

impl Impacts {
    /// Live versions for which the candidate decides differently than the set each is evaluated by now.
    pub(super) async fn version_impacts(
        &self,
        live: &[LookedAt],
        in_force: &InForce,
        candidate: &CompiledSet,
    ) -> Result<Vec<VersionImpact>, RulesError> {
        let kept: BTreeSet<String> =
            candidate.policies().iter().map(|policy| policy.digest().to_owned()).collect();
        let mut found = Vec::new();
        for version in live {
            let Some(stored) = self.catalog.stored_by_key(&version.version).await? else { continue };
            let subject = self.catalog.subject(&stored.workflow, &stored.author);
            let profile = self.rules.enrich(&stored.profile);
            let approvals: Vec<String> =
                stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
            let now = self.runs.now();
            let evaluated = |set: &CompiledSet| {
                self.rules.heavy().definition(set.alternatives(), profile.accesses.len(), || {
                    evaluate(set, &subject, &profile, &approvals, now)
                })
            };
            let (before, after) = (evaluated(in_force.of(&subject, now)), evaluated(candidate));
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
                        reason: after.reason.filter(|_| after.verdict == StaticOutcome::Denied),
                    });
                }
            }
            // An approval is void where its rule has changed and still requires one. A rule that is gone or does not match
            // any more takes nothing.
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
