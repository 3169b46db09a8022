//! Writing, checking and publishing workflows.

use reqwest::{Method, StatusCode};
use serde::Serialize;
use towpath_api_types::{
    Draft, InReview, Interface, NamespaceQuery, Published, Report, Review, SavedDraft, Version, VersionQuery,
    Versions, Workflows,
};

use crate::http::{YAML, read_json_body, read_text, with_expected_revision, with_text_body};
use crate::{Client, ClientError};

/// The result of publishing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Publication {
    /// It can be called.
    Live(Box<Published>),
    /// A person has to approve it first.
    InReview {
        /// Always false.
        live: bool,
        /// The review.
        review: Box<Review>,
    },
}

impl Client {
    /// Checks a definition without saving it.
    ///
    /// # Errors
    /// As every call; what is wrong with the definition is in the report.
    pub async fn check(&self, namespace: &str, source: impl Into<String>) -> Result<Report, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, "check"]);
        self.json(with_text_body(request, YAML, source)).await
    }

    /// Saves a draft. `expected` is the revision it must be at; 0: there must be none.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 412 when it was changed in between.
    pub async fn put_draft(
        &self,
        namespace: &str,
        name: &str,
        source: impl Into<String>,
        expected: Option<u64>,
    ) -> Result<SavedDraft, ClientError> {
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "draft"]);
        self.json(with_expected_revision(with_text_body(request, YAML, source), expected)).await
    }

    /// The draft as it was saved.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn draft(&self, namespace: &str, name: &str) -> Result<Draft, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "draft"])).await
    }

    /// Publishes the draft; with `expected`, only if it is at that revision.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 when policies refuse, 409 when the version is taken, 422 when it has errors.
    pub async fn publish(
        &self,
        namespace: &str,
        name: &str,
        expected: Option<u64>,
    ) -> Result<Publication, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, name, "publish"]);
        let response = self.send(with_expected_revision(request, expected)).await?;
        if response.status() == StatusCode::ACCEPTED {
            let InReview { live, review } = read_json_body(response).await?;
            return Ok(Publication::InReview { live, review: Box::new(review) });
        }
        Ok(Publication::Live(Box::new(read_json_body(response).await?)))
    }

    /// The latest version of each published workflow.
    ///
    /// # Errors
    /// As every call.
    pub async fn workflows(&self, namespace: Option<&str>) -> Result<Vec<Version>, ClientError> {
        let query = NamespaceQuery { namespace: namespace.map(str::to_owned) };
        let list: Workflows =
            self.json(self.request(Method::GET, &["v1", "workflows"]).query(&query)).await?;
        Ok(list.workflows)
    }

    /// The published versions of a workflow.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn versions(&self, namespace: &str, name: &str) -> Result<Vec<Version>, ClientError> {
        let list: Versions =
            self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "versions"])).await?;
        Ok(list.versions)
    }

    /// The input and output of a published version; of the latest where `version` is `None`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn interface(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<Interface, ClientError> {
        let query = VersionQuery { version: version.map(str::to_owned) };
        let request = self.request(Method::GET, &["v1", "workflows", namespace, name, "interface"]);
        self.json(request.query(&query)).await
    }

    /// The text of a published version; of the latest where `version` is `None`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn read_definition(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<String, ClientError> {
        let query = VersionQuery { version: version.map(str::to_owned) };
        let request = self.request(Method::GET, &["v1", "workflows", namespace, name, "definition"]);
        read_text(self.send(request.query(&query)).await?).await
    }
}
