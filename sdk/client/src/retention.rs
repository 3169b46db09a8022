//! How long ended runs are kept.

use reqwest::Method;
use towpath_api_types::{PutRetention, Retention, RetentionRule};

use crate::http::with_json_body;
use crate::{Client, ClientError};

impl Client {
    /// How long ended runs are kept.
    ///
    /// # Errors
    /// As every call.
    pub async fn retention(&self) -> Result<Retention, ClientError> {
        self.json(self.request(Method::GET, &["v1", "retention"])).await
    }

    /// Replaces the rules of how long ended runs are kept, where they are at `revision`.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when they are at another revision, 422 when a time is no duration.
    pub async fn put_retention(
        &self,
        rules: Vec<RetentionRule>,
        revision: Option<u64>,
    ) -> Result<Retention, ClientError> {
        let request = self.request(Method::PUT, &["v1", "retention"]);
        self.json(with_json_body(request, &PutRetention { rules, revision })?).await
    }
}
