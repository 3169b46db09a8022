//! Live versions, evaluated as at publishing.

use std::collections::BTreeSet;

use towpath_policies::{Awaiting, CompiledSet, StaticDecision, StaticOutcome, evaluate};

use super::Impacts;
use crate::rules::{AccessImpact, LookedAt, RulesError, VersionImpact};
use crate::version::Approval;

impl Impacts {
    /// Live versions for which the candidate decides differently than the set in force. A version that still has time counts as
    /// if it was over: what the set in force takes from it was confirmed already.
    pub(super) async fn version_impacts(
        &self,
        live: &[LookedAt],
        in_force: &CompiledSet,
        candidate: &CompiledSet,
    ) -> Result<Vec<VersionImpact>, RulesError> {
        let rules_of = |set: &CompiledSet| -> BTreeSet<String> {
            set.policies().iter().map(|policy| policy.digest().to_owned()).collect()
        };
        let (had, kept) = (rules_of(in_force), rules_of(candidate));
        let mut found = Vec::new();
        for version in live {
            let Some(stored) = self.catalog.stored_by_key(&version.version).await? else { continue };
            let subject = self.catalog.subject(&stored.workflow, &stored.author);
            let profile = self.rules.enrich(&stored.profile);
            let approvals: Vec<String> =
                stored.approvals.iter().map(|approval| approval.rule.clone()).collect();
            let now = self.runs.now();
            let evaluated = |set: &CompiledSet| {
                self.rules.heavy().evaluate_definition(set.alternatives(), profile.accesses.len(), || {
                    evaluate(set, &subject, &profile, &approvals, now)
                })
            };
            let (before, after) = (evaluated(in_force), evaluated(candidate));
            let open_in = |decided: &[StaticDecision]| -> Vec<Awaiting> {
                decided.iter().flat_map(|one| one.reviews.clone()).collect()
            };
            let (was_open, open) = (open_in(&before), open_in(&after));
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
            let wants = |open: &[Awaiting], policy: &str| open.iter().any(|review| review.policy == policy);
            let is_void = |rules: &BTreeSet<String>, open: &[Awaiting], approval: &Approval| {
                !rules.contains(&approval.rule) && wants(open, &approval.policy)
            };
            // An approval that is void already is no new loss.
            let voided = stored.approvals.iter().filter(|approval| is_void(&kept, &open, approval));
            let voided = voided.filter(|approval| !is_void(&had, &was_open, approval));
            let mut voided: Vec<String> = voided.map(|approval| approval.policy.clone()).collect();
            voided.dedup();
            if !changes.is_empty() || !voided.is_empty() {
                let (workflow, author) = (stored.workflow, stored.author);
                found.push(VersionImpact { workflow, author, changes, voided });
            }
        }
        Ok(found)
    }
}
