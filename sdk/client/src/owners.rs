//! Owners of workflows, and notices to them.

use reqwest::Method;
use towpath_api_types::{HandOver, Notice, Notices, NoticesQuery, Owners};

use crate::http::with_json_body;
use crate::{Client, ClientError};

impl Client {
    /// The owner of a workflow, and the deputy.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is no such workflow.
    pub async fn owners(&self, (namespace, name): (&str, &str)) -> Result<Owners, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "owners"])).await
    }

    /// Hands a workflow over.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 unless the caller is the owner, the deputy or IT; 422 when a named principal may not publish there.
    pub async fn hand_over(
        &self,
        (namespace, name): (&str, &str),
        owner: &str,
        deputy: Option<&str>,
    ) -> Result<Owners, ClientError> {
        let body = HandOver::new(owner, deputy.map(str::to_owned));
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "owners"]);
        self.json(with_json_body(request, &body)?).await
    }

    /// Notices to the caller, or to every owner, newest first; those not yet marked as seen, or all.
    ///
    /// # Errors
    /// As every call.
    pub async fn notices(&self, all: bool, everybody: bool) -> Result<Vec<Notice>, ClientError> {
        let request = self.request(Method::GET, &["v1", "notices"]);
        let request = request.query(&NoticesQuery { all, everybody });
        let found: Notices = self.json(request).await?;
        Ok(found.notices)
    }

    /// Marks a notice as seen.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn seen_notice(&self, id: &str) -> Result<Notice, ClientError> {
        self.json(self.request(Method::POST, &["v1", "notices", id, "seen"])).await
    }
}
