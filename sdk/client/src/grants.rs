//! Grants: what IT permitted on request.

use reqwest::Method;
use towpath_api_types::{GrantConfirmation, GrantedPermit, Grants, GrantsQuery};

use crate::http::{with_json_body, with_shown_digest};
use crate::{Client, ClientError};

impl Client {
    /// Grants, those that end first at the top.
    ///
    /// # Errors
    /// As every call.
    pub async fn grants(&self, namespace: Option<&str>) -> Result<Vec<GrantedPermit>, ClientError> {
        let query = GrantsQuery { namespace: namespace.map(str::to_owned) };
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

    /// Confirms a paused grant: it covers the changed operation and is in force again. `digest` is that of the grant as it was
    /// shown.
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
        let body = GrantConfirmation { reason: reason.map(str::to_owned) };
        let request = self.request(Method::POST, &["v1", "grants", policy, "confirm"]);
        self.json(with_shown_digest(with_json_body(request, &body)?, digest)).await
    }
}
