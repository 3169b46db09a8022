//! Policies in force: impact, activation, revisions, and proposals that wait for a second person.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::Deserialize;
use towpath_api_types::{
    Activate, ApproveProposal, Enforce, Enforced, Grace, Impact, ImpactPolicies, ImpactQuery, InForce,
    PolicySets, Proposed,
};

use crate::http::{with_json_body, with_shown_digest};
use crate::{Client, ClientError};

/// The result of an activation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Activation {
    /// The policies are in force.
    InForce(Box<InForce>),
    /// A second person has to agree first.
    Proposed(Box<Proposed>),
}

impl Client {
    /// What the saved policies would change if they were activated, for live versions and the calls of the last days; so
    /// many of the newest runs are executed again under them.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when they have errors.
    pub async fn impact(&self, days: u32, rerun: u32) -> Result<Impact, ClientError> {
        let request = self.request(Method::GET, &["v1", "policies", "impact"]);
        self.json(request.query(&looking_back(days, rerun))).await
    }

    /// The same with these texts, by policy, beside those that are saved. Nothing is saved.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when one has errors.
    pub async fn impact_with(
        &self,
        texts: &BTreeMap<String, String>,
        days: u32,
        rerun: u32,
    ) -> Result<Impact, ClientError> {
        let request = self.request(Method::POST, &["v1", "policies", "impact"]);
        let request = request.query(&looking_back(days, rerun));
        self.json(with_json_body(request, &ImpactPolicies { policies: texts.clone() })?).await
    }

    /// Puts all policies in force, or proposes them where the server wants a second approver.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when one has errors or a failing test, 409 when they take something from
    /// live workflows that is not confirmed; nothing changes then.
    pub async fn activate_policies(&self, how: &Activate) -> Result<Activation, ClientError> {
        let request = self.request(Method::POST, &["v1", "policies", "activate"]);
        self.json(with_json_body(request, how)?).await
    }

    /// Puts one policy in force that has an `owner`, or takes it out where its draft was deleted.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when it does more than narrow, or has a failing test, 409 as for
    /// [`Client::activate_policies`].
    pub async fn activate_policy(&self, name: &str, how: &Activate) -> Result<Activation, ClientError> {
        let request = self.request(Method::POST, &["v1", "policies", name, "activate"]);
        self.json(with_json_body(request, how)?).await
    }

    /// The revisions of the policies.
    ///
    /// # Errors
    /// As every call.
    pub async fn policy_sets(&self) -> Result<PolicySets, ClientError> {
        self.json(self.request(Method::GET, &["v1", "policy-sets"])).await
    }

    /// Ends the time that live versions were given: of these workflows (`namespace/name`), or of all.
    ///
    /// # Errors
    /// As every call.
    pub async fn end_grace(&self, workflows: Option<&[String]>) -> Result<Vec<Grace>, ClientError> {
        let body = Enforce { workflows: workflows.map(<[String]>::to_vec) };
        let request = self.request(Method::POST, &["v1", "policy-sets", "enforce"]);
        let enforced: Enforced = self.json(with_json_body(request, &body)?).await?;
        Ok(enforced.ended)
    }

    /// The proposal that waits for a second person.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when nothing does.
    pub async fn proposed_policies(&self) -> Result<Proposed, ClientError> {
        self.json(self.request(Method::GET, &["v1", "policy-sets", "proposed"])).await
    }

    /// Takes the proposal with this digest back.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 when another is open, or none.
    pub async fn withdraw_policies(&self, digest: &str) -> Result<(), ClientError> {
        let request = self.request(Method::DELETE, &["v1", "policy-sets", "proposed"]);
        self.send(with_shown_digest(request, digest)).await.map(|_| ())
    }

    /// Puts in force what another person has proposed, by the digest of the proposal.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for its proposer, 409 when another proposal is open, or none, and as for
    /// [`Client::activate_policies`].
    pub async fn approve_policies(
        &self,
        digest: &str,
        impact: Option<&str>,
    ) -> Result<Activation, ClientError> {
        let body = ApproveProposal { impact: impact.map(str::to_owned) };
        let request = self.request(Method::POST, &["v1", "policy-sets", "proposed", "approve"]);
        self.json(with_shown_digest(with_json_body(request, &body)?, digest)).await
    }
}

fn looking_back(days: u32, rerun: u32) -> ImpactQuery {
    ImpactQuery { days: Some(i64::from(days)), rerun: Some(rerun as usize) }
}
