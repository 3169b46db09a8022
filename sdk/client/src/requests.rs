//! Requests: what champions need from IT.

use reqwest::Method;
use towpath_api_types::{
    AccessRequest, GrantRequest, GrantedRequest, NewRequest, RejectRequest, Requests, RequestsQuery,
};

use crate::http::{with_json_body, with_shown_digest};
use crate::{Client, ClientError};

impl Client {
    /// Requests, those that wait longest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn requests(&self, wanted: &RequestsQuery) -> Result<Vec<AccessRequest>, ClientError> {
        let list: Requests = self.json(self.request(Method::GET, &["v1", "requests"]).query(wanted)).await?;
        Ok(list.requests)
    }

    /// One request.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn find_request(&self, id: &str) -> Result<AccessRequest, ClientError> {
        self.json(self.request(Method::GET, &["v1", "requests", id])).await
    }

    /// Opens a request: access for a workflow, or a system.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 409 when nothing of the draft is refused.
    pub async fn open_request(&self, new: &NewRequest) -> Result<AccessRequest, ClientError> {
        self.json(with_json_body(self.request(Method::POST, &["v1", "requests"]), new)?).await
    }

    /// Grants a request, with another permit than the drafted one where `permit` is given. `digest` is that of the request
    /// as it was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for the person who asked, 409 when it was decided before or is not what was shown, 422 for the
    /// permit.
    pub async fn grant_request(
        &self,
        id: &str,
        digest: &str,
        permit: Option<&str>,
        reason: Option<&str>,
    ) -> Result<GrantedRequest, ClientError> {
        let body = GrantRequest { permit: permit.map(str::to_owned), reason: reason.map(str::to_owned) };
        let request = self.request(Method::POST, &["v1", "requests", id, "grant"]);
        self.json(with_shown_digest(with_json_body(request, &body)?, digest)).await
    }

    /// Rejects a request. `digest` is that of the request as it was shown.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 for the person who asked, 409 when it was decided before or is not what was shown.
    pub async fn reject_request(
        &self,
        id: &str,
        digest: &str,
        reason: &str,
    ) -> Result<AccessRequest, ClientError> {
        let request = self.request(Method::POST, &["v1", "requests", id, "reject"]);
        self.json(with_shown_digest(
            with_json_body(request, &RejectRequest { reason: reason.to_owned() })?,
            digest,
        ))
        .await
    }
}
