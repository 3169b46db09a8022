//! What IT permitted on request, and where it stands.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::http::{JSON, shown_as, text};
use crate::{Client, ClientError};

/// A grant, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantedPermit {
    /// The policy that permits it.
    pub policy: String,
    /// Digest of what was granted and of what that means now: a confirmation names it.
    pub digest: String,
    /// The workflow's namespace.
    pub namespace: String,
    /// The workflow's name.
    pub workflow: String,
    /// Digest of the definition it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// `active`, `endsSoon`, `ended`, `referentChanged` (it waits for IT) or `superseded`.
    pub state: String,
    /// The last day of it.
    pub expires: String,
    /// Whole days that are left.
    pub days_left: i64,
    /// What it permits, by name.
    pub permits: Vec<String>,
    /// What means something else now, in words: it waits for IT while there is any.
    pub changes: Vec<String>,
    /// What else is to be said of it, which stops nothing.
    pub remarks: Vec<String>,
    /// What it is for.
    pub purpose: String,
    /// The request it was given for.
    pub request: String,
    /// Who asked.
    pub asked_by: String,
    /// Who granted it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// The last time that IT looked at what had changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
}

/// That IT has looked at what had changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Who confirmed.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What had changed.
    pub changes: Vec<String>,
}

#[derive(Deserialize)]
struct Grants {
    grants: Vec<GrantedPermit>,
}

impl Client {
    /// Grants, those that end first in front.
    ///
    /// # Errors
    /// As every call.
    pub async fn grants(&self, namespace: Option<&str>) -> Result<Vec<GrantedPermit>, ClientError> {
        let query: Vec<(&str, &str)> =
            namespace.map(|namespace| ("namespace", namespace)).into_iter().collect();
        let list: Grants = self.json(self.request(Method::GET, &["v1", "grants"]).query(&query)).await?;
        Ok(list.grants)
    }

    /// One grant, by its policy.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn grant(&self, policy: &str) -> Result<GrantedPermit, ClientError> {
        self.json(self.request(Method::GET, &["v1", "grants", policy])).await
    }

    /// Says that a grant is for what its referents mean now. `digest` is that of the grant as it was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for the person who asked for it, 409 when nothing of it has changed or it is not what was
    /// shown.
    pub async fn confirm_grant(
        &self,
        policy: &str,
        digest: &str,
        reason: Option<&str>,
    ) -> Result<GrantedPermit, ClientError> {
        let body = json!({ "reason": reason }).to_string();
        let request = text(self.request(Method::POST, &["v1", "grants", policy, "confirm"]), JSON, body);
        self.json(shown_as(request, digest)).await
    }
}
