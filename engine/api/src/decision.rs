//! Decisions of policies, as callers see them.

use serde_json::Value;
use towpath_api_types as api;
use towpath_diagnostics::LineIndex;
use towpath_policies::{Awaiting, Decision, MatchedRule, NearMiss};
use towpath_runtime::EvaluatedAccess;

use crate::convert::IntoApi;
use crate::diagnostic::range_in_lines;

impl IntoApi<api::Rule> for &MatchedRule {
    fn into_api(self) -> api::Rule {
        api::Rule {
            policy: self.policy.clone(),
            effect: self.effect.into_api(),
            mode: self.mode.into_api(),
            digest: self.digest.clone(),
            error: self.error,
        }
    }
}

impl IntoApi<api::NearMiss> for &NearMiss {
    fn into_api(self) -> api::NearMiss {
        api::NearMiss {
            policy: self.policy.clone(),
            mismatches: self.mismatches.iter().map(ToString::to_string).collect(),
            expired: self.expired.clone(),
        }
    }
}

impl IntoApi<api::Awaiting> for &Awaiting {
    fn into_api(self) -> api::Awaiting {
        api::Awaiting {
            policy: self.policy.clone(),
            title: self.title.clone(),
            rule: self.digest.clone(),
            by: self.approvers.to_string(),
            reason: self.reason.clone(),
            contact: self.contact.clone(),
        }
    }
}

/// A list of references as the API has them.
pub(crate) fn list_for_api<'a, E, A>(found: &'a [E]) -> Vec<A>
where
    &'a E: IntoApi<A>,
{
    found.iter().map(IntoApi::into_api).collect()
}

/// An access and its verdict. `lines` are those of the definition's text, where it is at hand.
pub(crate) fn access_for_api(
    evaluated: &EvaluatedAccess,
    lines: Option<&LineIndex<'_>>,
) -> api::EvaluatedAccess {
    api::EvaluatedAccess {
        task: evaluated.access.task.clone(),
        range: lines.zip(evaluated.access.span).map(|(lines, span)| range_in_lines(lines, span)),
        // INVARIANT: an access has only texts, lists and JSON in it, so it can be written as JSON.
        access: serde_json::to_value(&evaluated.access.access).unwrap_or(Value::Null),
        verdict: evaluated.verdict.into_api(),
        rules: list_for_api(&evaluated.rules),
        reviews: list_for_api(&evaluated.reviews),
        holds: evaluated.holds.iter().map(|hold| (&hold.rule).into_api()).collect(),
        reason: evaluated.reason.clone(),
        contact: evaluated.contact.clone(),
    }
}

/// Explains a refusal: the reason to everybody, the rest to insiders.
pub(crate) fn explain_refusal(decision: &Decision, insider: bool, body: &mut api::Problem) {
    let reason = decision.reason.clone().unwrap_or_else(|| "no policy permits this".to_owned());
    body.detail = Some(reason.clone());
    body.reason = Some(reason);
    if insider {
        body.policy = decision.policy().map(str::to_owned);
        body.contact = decision.contact.clone();
        body.rules = list_for_api(&decision.rules);
        body.near = list_for_api(&decision.near);
    }
}
