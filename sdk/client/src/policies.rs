//! Policies put in force: what they would change, the revisions there were, and what waits for a second signer.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::{shown_as, value};
use crate::{Client, ClientError, Diagnostic};

/// How policies are put in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Activate {
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Digest of the impact report that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Seconds that live versions which they take something from stay under the policies before.
    pub grace_seconds: u32,
    /// Only these saved policies; all others stay as they are in force. `None`: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<String>>,
    /// Digest of your own open proposal that this one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// What became of an activation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Activation {
    /// The policies are in force.
    InForce(Box<InForce>),
    /// Somebody else has to sign first.
    Proposed(Box<Proposed>),
}

/// Policies that were put in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revision {
    /// Digest of the whole set.
    pub digest: String,
    /// Counts up with each activation.
    pub revision: u64,
    /// Their names, sorted.
    pub policies: Vec<String>,
    /// The principal who activated, or proposed, them.
    pub by: String,
    /// Who signed, where that takes two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// Policies that were not there before, or had another text.
    pub changed: Vec<String>,
    /// Policies that were there before.
    pub removed: Vec<String>,
}

/// A revision just put in force.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct InForce {
    /// The revision.
    #[serde(flatten)]
    pub revision: Revision,
    /// Live versions that stay under the policies before for a while.
    pub graces: Vec<Grace>,
    /// What is probably not meant.
    pub warnings: Vec<Diagnostic>,
}

/// A live version that stays under the policies before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grace {
    /// `namespace/name@version`.
    pub version: String,
    /// Digest of the set it is judged by.
    pub policies: String,
    /// Until then, RFC 3339.
    pub until: String,
}

/// Policies that wait for a second signer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposed {
    /// Digest of the whole proposal: a signature names it.
    pub digest: String,
    /// Digest of the texts, as a set.
    pub policy_set: String,
    /// The revision in force that they were proposed after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    /// Digest of the impact report that the proposer has read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Who proposed them.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// Seconds that live versions are given.
    pub grace_seconds: i64,
    /// The texts, by policy.
    pub texts: BTreeMap<String, String>,
    /// Delegated policies that were left out when they were proposed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Diagnostic>,
}

/// The revisions there were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicySets {
    /// Newest first; the first is in force.
    pub revisions: Vec<Revision>,
    /// Live versions that stay under an earlier one for a while.
    pub graces: Vec<Grace>,
}

#[derive(Deserialize)]
struct Enforced {
    ended: Vec<Grace>,
}

impl Client {
    /// What the saved policies would change if they were activated, for live versions and the calls of the last days; so
    /// many of the newest runs are executed again under them.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when they have errors.
    pub async fn impact(&self, days: u32, rerun: u32) -> Result<Value, ClientError> {
        let request = self.request(Method::GET, &["v1", "policies", "impact"]);
        self.json(request.query(&[("days", days.to_string()), ("rerun", rerun.to_string())])).await
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
    ) -> Result<Value, ClientError> {
        let request = self.request(Method::POST, &["v1", "policies", "impact"]);
        let request = request.query(&[("days", days.to_string()), ("rerun", rerun.to_string())]);
        self.json(value(request, &json!({ "policies": texts }))?).await
    }

    /// Puts all policies in force, or proposes them where the server wants a second signer.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when one has errors or a failing test, 409 when they take something from
    /// live workflows that is not confirmed; nothing changes then.
    pub async fn activate_policies(&self, how: &Activate) -> Result<Activation, ClientError> {
        let request = self.request(Method::POST, &["v1", "policies", "activate"]);
        self.json(value(request, how)?).await
    }

    /// Puts one policy in force that has an `owner`, or takes it out where its draft was deleted.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when it does more than narrow, or has a failing test, 409 as for
    /// [`Client::activate_policies`].
    pub async fn activate_policy(&self, name: &str, how: &Activate) -> Result<Activation, ClientError> {
        let request = self.request(Method::POST, &["v1", "policies", name, "activate"]);
        self.json(value(request, how)?).await
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
    pub async fn enforce_policies(&self, workflows: Option<&[String]>) -> Result<Vec<Grace>, ClientError> {
        let body = workflows.map_or_else(|| json!({}), |workflows| json!({ "workflows": workflows }));
        let request = self.request(Method::POST, &["v1", "policy-sets", "enforce"]);
        let enforced: Enforced = self.json(value(request, &body)?).await?;
        Ok(enforced.ended)
    }

    /// What waits for a second signer.
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
        self.send(shown_as(request, digest)).await.map(|_| ())
    }

    /// Signs the proposal with this digest, which somebody else made; it puts it in force.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for its proposer, 409 when another proposal is open, or none, and as for
    /// [`Client::activate_policies`].
    pub async fn sign_policies(&self, digest: &str, impact: Option<&str>) -> Result<Activation, ClientError> {
        let body = json!({ "impact": impact });
        let request = self.request(Method::POST, &["v1", "policy-sets", "proposed", "sign"]);
        self.json(shown_as(value(request, &body)?, digest)).await
    }
}
