//! Who answers for workflows, and what they should know.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::http::value;
use crate::{Client, ClientError};

/// Who answers for a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    /// A principal.
    pub owner: String,
    /// Whoever stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// Who said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Since when, RFC 3339.
    pub at: String,
    /// Counts the changes.
    pub revision: u64,
}

/// A notice to whoever answers for a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its id.
    pub id: String,
    /// `namespace/name`.
    pub workflow: String,
    /// `policies`, `failed`, `handedOver`, `review` or `secret`.
    pub kind: String,
    /// In words.
    pub text: String,
    /// Details.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// When it takes effect, RFC 3339, where that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// When it was given, or happened last, RFC 3339.
    pub at: String,
    /// How often it happened, at least.
    pub count: u64,
    /// The newest run with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// Who has seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
}

#[derive(Deserialize)]
struct Notices {
    notices: Vec<Notice>,
}

impl Client {
    /// Who answers for a workflow.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is no such workflow.
    pub async fn owners(&self, (namespace, name): (&str, &str)) -> Result<Owners, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "owners"])).await
    }

    /// Hands a workflow over.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 403 unless its owner, its deputy or IT asks, 422 when somebody named may not publish there.
    pub async fn hand_over(
        &self,
        (namespace, name): (&str, &str),
        owner: &str,
        deputy: Option<&str>,
    ) -> Result<Owners, ClientError> {
        let mut body = json!({ "owner": owner });
        if let Some(deputy) = deputy {
            body["deputy"] = deputy.into();
        }
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "owners"]);
        self.json(value(request, &body)?).await
    }

    /// Notices to the caller, or to everybody, newest first; those nobody has seen, or all.
    ///
    /// # Errors
    /// As every call.
    pub async fn notices(&self, all: bool, everybody: bool) -> Result<Vec<Notice>, ClientError> {
        let request = self.request(Method::GET, &["v1", "notices"]);
        let request = request.query(&[("all", all), ("everybody", everybody)]);
        let found: Notices = self.json(request).await?;
        Ok(found.notices)
    }

    /// Says that a notice was seen.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn seen_notice(&self, id: &str) -> Result<Notice, ClientError> {
        self.json(self.request(Method::POST, &["v1", "notices", id, "seen"])).await
    }
}
